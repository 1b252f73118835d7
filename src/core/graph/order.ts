import type { Pairs } from './rank.ts'

/**
 * Nodes in columns, with a bend in every column that an edge passes: numbers below `count` are nodes, the others
 * bends. All edges of it run from one column to the next.
 */
export interface Columns {
  readonly count: number
  /** Nodes and bends together. */
  readonly size: number
  /** Members of each column, from top to bottom. */
  readonly columns: readonly (readonly number[])[]
  readonly before: readonly (readonly number[])[]
  readonly after: readonly (readonly number[])[]
  /** The bends of each edge, in its direction. */
  readonly bends: readonly (readonly number[])[]
}

/**
 * Orders every column so that few edges cross: sweeps to the mean or median of the neighbours, swaps of
 * neighbours after each, from two beginnings; the best order seen is kept.
 */
export function orderColumns(count: number, edges: Pairs, ranks: Int32Array): Columns {
  const graph = withBends(count, edges, ranks)
  let best = graph.columns
  let fewest = Number.POSITIVE_INFINITY
  for (const backwards of [false, true]) {
    const work = beginning(graph, backwards)
    let crossings = swapped(graph, work, false)
    const keep = () => {
      if (crossings >= fewest) return false
      fewest = crossings
      best = work.columns.map(column => [...column])
      return true
    }
    keep()
    let idle = 0
    for (let round = 0; round < mostRounds && fewest > 0 && idle < patience; round += 1) {
      sweep(graph, work, round % 2 === 0, Math.floor(round / 2) % 2 === 1)
      crossings = swapped(graph, work, round % 4 > 1)
      idle = keep() ? 0 : idle + 1
    }
    if (fewest === 0) break
  }
  return { ...graph, columns: best.map(column => twinsInOrder(graph, column)) }
}

/** Nodes with the same neighbours may change places freely: they stand in the order in which they were given. */
function twinsInOrder({ before, after }: Columns, column: readonly number[]): readonly number[] {
  const twins = Map.groupBy(column, node => `${(before[node] ?? []).toSorted()}/${(after[node] ?? []).toSorted()}`)
  if (twins.size === column.length) return column
  const ordered = new Map([...twins].map(([name, nodes]) => [name, nodes.toSorted((a, b) => b - a)]))
  const names = new Map([...twins].flatMap(([name, nodes]) => nodes.map(node => [node, name] as const)))
  return column.map(node => ordered.get(names.get(node) ?? '')?.pop() ?? node)
}

/** How many pairs of edges cross between neighbouring columns. */
export function crossingsOf({ columns, after, size }: Pick<Columns, 'columns' | 'after' | 'size'>): number {
  const position = positionsOf(columns, size)
  let total = 0
  for (let rank = 0; rank + 1 < columns.length; rank += 1) total += between(columns, after, position, rank)
  return total
}

const mostRounds = 24
const patience = 6

interface Work {
  readonly columns: number[][]
  readonly position: Int32Array
}

function withBends(count: number, edges: Pairs, ranks: Int32Array): Columns {
  const last = ranks.reduce((a, b) => Math.max(a, b), 0)
  const columns: number[][] = Array.from({ length: last + 1 }, () => [])
  const before: number[][] = Array.from({ length: count }, () => [])
  const after: number[][] = Array.from({ length: count }, () => [])
  for (let node = 0; node < count; node += 1) columns[ranks[node] ?? 0]?.push(node)
  let size = count
  const bends = edges.map(([source, target]) => {
    const path: number[] = []
    let from = source
    for (let rank = (ranks[source] ?? 0) + 1; rank < (ranks[target] ?? 0); rank += 1) {
      const bend = size
      size += 1
      columns[rank]?.push(bend)
      before.push([from])
      after.push([])
      after[from]?.push(bend)
      path.push(bend)
      from = bend
    }
    after[from]?.push(target)
    before[target]?.push(from)
    return path
  })
  return { count, size, columns, before, after, bends }
}

/** A first order: depth first along the edges, so that trees do not cross at all. */
function beginning(graph: Columns, backwards: boolean): Work {
  const columns: number[][] = graph.columns.map(() => [])
  const rank = new Int32Array(graph.size)
  graph.columns.forEach((column, index) => {
    for (const node of column) rank[node] = index
  })
  const seen = new Uint8Array(graph.size)
  const [along, against] = backwards ? [graph.before, graph.after] : [graph.after, graph.before]
  const roots = (backwards ? graph.columns.toReversed() : graph.columns).flat()
  for (const root of roots) {
    const open = [root]
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen[node]) continue
      seen[node] = 1
      columns[rank[node] ?? 0]?.push(node)
      for (const other of against[node] ?? []) if (!seen[other]) open.push(other)
      for (const other of (along[node] ?? []).toReversed()) if (!seen[other]) open.push(other)
    }
  }
  return { columns, position: positionsOf(columns, graph.size) }
}

/** Orders each column by the columns before it (or behind it). Who has no neighbour there keeps its place. */
function sweep(graph: Columns, { columns, position }: Work, forward: boolean, median: boolean): void {
  const near = forward ? graph.before : graph.after
  const key = new Float64Array(graph.size)
  for (let step = 1; step < columns.length; step += 1) {
    const column = columns[forward ? step : columns.length - 1 - step] ?? []
    const free: number[] = []
    for (const node of column) {
      const found = near[node] ?? []
      if (found.length === 0) continue
      free.push(node)
      key[node] = median && found.length > 2 ? medianOf(found, position) : meanOf(found, position)
    }
    free.sort((a, b) => (key[a] ?? 0) - (key[b] ?? 0) || (position[a] ?? 0) - (position[b] ?? 0))
    let next = 0
    column.forEach((node, index) => {
      if ((near[node] ?? []).length === 0) return
      column[index] = free[next] ?? node
      next += 1
    })
    column.forEach((node, index) => {
      position[node] = index
    })
  }
}

/**
 * Swaps neighbours as long as that saves crossings; gives the crossings that are left. With `restless`, the first
 * round also swaps where it costs nothing, which leads out of many a dead end.
 */
function swapped(graph: Columns, { columns, position }: Work, restless: boolean): number {
  let open = new Set(columns.keys())
  for (let round = 0; round < 8 && open.size > 0; round += 1) {
    const least = restless && round === 0 ? 0 : 1
    const changed = new Set<number>()
    for (const rank of open) {
      const column = columns[rank] ?? []
      for (let index = 0; index + 1 < column.length; index += 1) {
        const [upper, lower] = [column[index] ?? 0, column[index + 1] ?? 0]
        const gain =
          saving(graph.before[upper], graph.before[lower], position) +
          saving(graph.after[upper], graph.after[lower], position)
        if (gain < least) continue
        column[index] = lower
        column[index + 1] = upper
        position[lower] = index
        position[upper] = index + 1
        for (const near of [rank - 1, rank, rank + 1]) if (near >= 0 && near < columns.length) changed.add(near)
      }
    }
    open = changed
  }
  return crossingsOf({ columns, after: graph.after, size: graph.size })
}

/** Crossings between the edges of two neighbours as they stand, less those if they were swapped. */
function saving(
  upper: readonly number[] | undefined,
  lower: readonly number[] | undefined,
  position: Int32Array,
): number {
  if (!upper || !lower || upper.length === 0 || lower.length === 0) return 0
  let gain = 0
  for (const a of upper)
    for (const b of lower) {
      const [high, low] = [position[a] ?? 0, position[b] ?? 0]
      if (high > low) gain += 1
      else if (high < low) gain -= 1
    }
  return gain
}

/** Inversions of the ends of the edges between two columns, counted in a tree of sums. Barth, Mutzel, Jünger (2004). */
function between(
  columns: readonly (readonly number[])[],
  after: Columns['after'],
  position: Int32Array,
  rank: number,
): number {
  const width = columns[rank + 1]?.length ?? 0
  const sums = new Int32Array(width + 1)
  let [crossings, inserted] = [0, 0]
  for (const node of columns[rank] ?? []) {
    const ends = (after[node] ?? []).map(other => position[other] ?? 0).sort((a, b) => a - b)
    for (const end of ends) {
      let notAbove = 0
      for (let at = end + 1; at > 0; at -= at & -at) notAbove += sums[at] ?? 0
      crossings += inserted - notAbove
    }
    for (const end of ends) {
      for (let at = end + 1; at <= width; at += at & -at) sums[at] = (sums[at] ?? 0) + 1
      inserted += 1
    }
  }
  return crossings
}

function positionsOf(columns: readonly (readonly number[])[], size: number): Int32Array {
  const position = new Int32Array(size)
  for (const column of columns)
    column.forEach((node, index) => {
      position[node] = index
    })
  return position
}

function meanOf(nodes: readonly number[], position: Int32Array): number {
  let sum = 0
  for (const node of nodes) sum += position[node] ?? 0
  return sum / nodes.length
}

function medianOf(nodes: readonly number[], position: Int32Array): number {
  const sorted = nodes.map(node => position[node] ?? 0).sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}
