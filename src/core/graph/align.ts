import type { Columns } from './order.ts'

/** How far a node reaches above and below the middle of its card. */
export interface Reach {
  readonly above: number
  readonly below: number
}

/**
 * The middle of every node and bend, top to bottom, so that no two of a column touch and long edges run straight.
 * Brandes and Köpf, "Fast and simple horizontal coordinate assignment" (2002), turned on its side: four extreme
 * alignments, each compacted, and the mean of the middle two.
 */
export function alignRows(
  graph: Columns,
  reach: (node: number) => Reach,
  gap: (upper: number, lower: number) => number,
): Float64Array {
  const distance = (upper: number, lower: number) => reach(upper).below + gap(upper, lower) + reach(lower).above
  const position = new Int32Array(graph.size)
  for (const column of graph.columns)
    column.forEach((node, index) => {
      position[node] = index
    })
  const conflicts = conflictsOf(graph, position)
  const places = [true, false].flatMap(forward =>
    [true, false].map(downward => {
      const columns = downward ? graph.columns : graph.columns.map(column => column.toReversed())
      const rows = compact(
        columns,
        blocks(graph, columns, position, conflicts, forward, downward),
        graph.size,
        downward ? distance : (upper, lower) => distance(lower, upper),
      )
      return downward ? rows : rows.map(row => -row)
    }),
  )
  return middle(graph, places, reach)
}

const key = (graph: Columns, source: number, target: number): number => source * graph.size + target

/** Edges that cross the straight run of a long edge: those give way. */
function conflictsOf(graph: Columns, position: Int32Array): ReadonlySet<number> {
  const found = new Set<number>()
  for (let rank = 1; rank < graph.columns.length; rank += 1) {
    const column = graph.columns[rank] ?? []
    const width = graph.columns[rank - 1]?.length ?? 0
    let [low, scanned] = [0, 0]
    column.forEach((node, index) => {
      const straight = node >= graph.count ? (graph.before[node] ?? []).find(other => other >= graph.count) : undefined
      if (straight === undefined && index + 1 < column.length) return
      const high = straight === undefined ? width : (position[straight] ?? 0)
      for (; scanned <= index; scanned += 1) {
        const here = column[scanned] ?? 0
        for (const other of graph.before[here] ?? []) {
          const at = position[other] ?? 0
          if ((at < low || at > high) && !(other >= graph.count && here >= graph.count))
            found.add(key(graph, other, here))
        }
      }
      low = high
    })
  }
  return found
}

interface Blocks {
  /** The first node of the block that a node belongs to. */
  readonly root: Int32Array
}

/** Nodes that get one row together: each joins the middle one of its neighbours if no joined pair is crossed. */
function blocks(
  graph: Columns,
  columns: readonly (readonly number[])[],
  position: Int32Array,
  conflicts: ReadonlySet<number>,
  forward: boolean,
  downward: boolean,
): Blocks {
  const root = Int32Array.from({ length: graph.size }, (_, node) => node)
  const next = Int32Array.from(root)
  const near = forward ? graph.before : graph.after
  const ordered = forward ? columns : columns.toReversed()
  const place = (node: number): number => (downward ? (position[node] ?? 0) : -(position[node] ?? 0))
  for (const column of ordered) {
    let last = Number.NEGATIVE_INFINITY
    for (const node of column) {
      const found = [...(near[node] ?? [])].sort((a, b) => place(a) - place(b))
      if (found.length === 0) continue
      const middle = (found.length - 1) / 2
      for (const index of new Set([Math.floor(middle), Math.ceil(middle)])) {
        const other = found[index] ?? 0
        const crossed = conflicts.has(forward ? key(graph, other, node) : key(graph, node, other))
        if (next[node] !== node || crossed || place(other) <= last) continue
        next[other] = node
        root[node] = root[other] ?? other
        next[node] = root[node] ?? node
        last = place(other)
      }
    }
  }
  return { root }
}

/** Rows for all blocks: as high as their upper neighbours let them, then as low as that leaves the picture no larger. */
function compact(
  columns: readonly (readonly number[])[],
  { root }: Blocks,
  size: number,
  distance: (upper: number, lower: number) => number,
): Float64Array {
  const under = new Map<number, Map<number, number>>()
  const missing = new Int32Array(size)
  for (const column of columns)
    for (let index = 1; index < column.length; index += 1) {
      const [upper, lower] = [column[index - 1] ?? 0, column[index] ?? 0]
      const [above, below] = [root[upper] ?? 0, root[lower] ?? 0]
      const links = under.get(above) ?? new Map<number, number>()
      if (!under.has(above)) under.set(above, links)
      if (!links.has(below)) missing[below] = (missing[below] ?? 0) + 1
      links.set(below, Math.max(links.get(below) ?? 0, distance(upper, lower)))
    }

  const rows = new Float64Array(size)
  const order: number[] = []
  for (let node = 0; node < size; node += 1) if (root[node] === node && missing[node] === 0) order.push(node)
  for (let at = 0; at < order.length; at += 1) {
    const block = order[at] ?? 0
    for (const [below, space] of under.get(block) ?? []) {
      rows[below] = Math.max(rows[below] ?? 0, (rows[block] ?? 0) + space)
      missing[below] = (missing[below] ?? 0) - 1
      if (missing[below] === 0) order.push(below)
    }
  }
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const block = order[at] ?? 0
    let room = Number.POSITIVE_INFINITY
    for (const [below, space] of under.get(block) ?? []) room = Math.min(room, (rows[below] ?? 0) - space)
    if (Number.isFinite(room)) rows[block] = Math.max(rows[block] ?? 0, room)
  }
  return rows.map((_, node) => rows[root[node] ?? node] ?? 0)
}

/** The four placements moved onto the smallest of them, and of each node the mean of the middle two. */
function middle(graph: Columns, places: readonly Float64Array[], reach: (node: number) => Reach): Float64Array {
  const bounds = places.map(rows => {
    let [top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let node = 0; node < graph.size; node += 1) {
      top = Math.min(top, (rows[node] ?? 0) - reach(node).above)
      bottom = Math.max(bottom, (rows[node] ?? 0) + reach(node).below)
    }
    return { top, bottom }
  })
  const smallest = bounds.reduce((a, b) => (b.bottom - b.top < a.bottom - a.top ? b : a))
  const moved = places.map((rows, index) => {
    const { top, bottom } = bounds[index] ?? smallest
    const by = index % 2 === 0 ? smallest.top - top : smallest.bottom - bottom
    return rows.map(row => row + by)
  })
  return Float64Array.from({ length: graph.size }, (_, node) => {
    const four = moved.map(rows => rows[node] ?? 0).sort((a, b) => a - b)
    return ((four[1] ?? 0) + (four[2] ?? 0)) / 2
  })
}
