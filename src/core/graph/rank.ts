/** Which column each node of a layered picture stands in. */

/** Edges as pairs of node numbers. */
export type Pairs = readonly (readonly [source: number, target: number])[]

/** The same edges, those turned round that would close a cycle. Order of nodes decides which. */
export function acyclic(count: number, edges: Pairs): Pairs {
  const next: number[][] = Array.from({ length: count }, () => [])
  edges.forEach(([source], index) => {
    next[source]?.push(index)
  })
  const state = new Uint8Array(count)
  const turned = new Set<number>()
  for (const root of rootsFirst(count, edges)) {
    if (state[root] !== 0) continue
    state[root] = 1
    const stack = [{ node: root, at: 0 }]
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const edge = next[top.node]?.[top.at]
      top.at += 1
      if (edge === undefined) {
        state[top.node] = 2
        stack.pop()
        continue
      }
      const target = edges[edge]?.[1] ?? 0
      if (state[target] === 1) turned.add(edge)
      else if (state[target] === 0) {
        state[target] = 1
        stack.push({ node: target, at: 0 })
      }
    }
  }
  return turned.size === 0
    ? edges
    : edges.map(([source, target], index) => (turned.has(index) ? [target, source] : [source, target]))
}

/**
 * Columns from 0 for a connected acyclic graph, every edge running to a greater one, with the least total length of
 * edges. Network simplex after Gansner, Koutsofios, North and Vo, "A technique for drawing directed graphs" (1993),
 * with the cut value of a subtree taken as its outgoing less its ingoing edges.
 */
export function ranksOf(count: number, edges: Pairs): Int32Array {
  const ranks = longestPaths(count, edges)
  if (count < 2) return ranks
  const tree = tightTree(count, edges, ranks)
  const pull = new Int32Array(count)
  for (const [source, target] of edges) {
    pull[source] = (pull[source] ?? 0) + 1
    pull[target] = (pull[target] ?? 0) - 1
  }
  const most = Math.max(60, Math.floor(3_000_000 / (count + edges.length)))
  for (let pivot = 0; pivot < most; pivot += 1) if (!improve(count, edges, ranks, tree, pull)) break
  const least = ranks.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  return ranks.map(rank => rank - least)
}

function longestPaths(count: number, edges: Pairs): Int32Array {
  const ranks = new Int32Array(count)
  const missing = new Int32Array(count)
  const next: number[][] = Array.from({ length: count }, () => [])
  for (const [source, target] of edges) {
    next[source]?.push(target)
    missing[target] = (missing[target] ?? 0) + 1
  }
  const ready: number[] = []
  for (let node = 0; node < count; node += 1) if (missing[node] === 0) ready.push(node)
  for (let node = ready.pop(); node !== undefined; node = ready.pop())
    for (const target of next[node] ?? []) {
      ranks[target] = Math.max(ranks[target] ?? 0, (ranks[node] ?? 0) + 1)
      missing[target] = (missing[target] ?? 0) - 1
      if (missing[target] === 0) ready.push(target)
    }
  return ranks
}

const slack = (ranks: Int32Array, [source, target]: readonly [number, number]): number =>
  (ranks[target] ?? 0) - (ranks[source] ?? 0) - 1

/** Numbers of edges that span the graph, each as short as can be; ranks are moved until there are enough. */
function tightTree(count: number, edges: Pairs, ranks: Int32Array): Set<number> {
  const touching: number[][] = Array.from({ length: count }, () => [])
  edges.forEach(([source, target], index) => {
    touching[source]?.push(index)
    touching[target]?.push(index)
  })
  const tree = new Set<number>()
  const inside = new Uint8Array(count)
  inside[0] = 1
  const members = [0]
  let grown = 0
  for (;;) {
    for (; grown < members.length; grown += 1) {
      const node = members[grown] ?? 0
      for (const index of touching[node] ?? []) {
        const edge = edges[index] ?? [0, 0]
        const other = edge[0] === node ? edge[1] : edge[0]
        if (inside[other] || slack(ranks, edge) !== 0) continue
        inside[other] = 1
        tree.add(index)
        members.push(other)
      }
    }
    if (members.length === count) return tree
    let [closest, least] = [-1, Number.POSITIVE_INFINITY]
    edges.forEach((edge, index) => {
      if (inside[edge[0]] === inside[edge[1]]) return
      const gap = slack(ranks, edge)
      if (gap < least) [closest, least] = [index, gap]
    })
    const edge = edges[closest]
    if (!edge) return tree
    const move = inside[edge[1]] ? -least : least
    for (const node of members) ranks[node] = (ranks[node] ?? 0) + move
    grown = 0
  }
}

/** Takes the tree edge that most wants to be longer out of the tree and moves what hangs on it. False at the best. */
function improve(count: number, edges: Pairs, ranks: Int32Array, tree: Set<number>, pull: Int32Array): boolean {
  const joined: number[][] = Array.from({ length: count }, () => [])
  for (const index of tree) {
    const [source, target] = edges[index] ?? [0, 0]
    joined[source]?.push(index)
    joined[target]?.push(index)
  }
  const up = new Int32Array(count).fill(-1)
  const order: number[] = [0]
  for (let at = 0; at < order.length; at += 1) {
    const node = order[at] ?? 0
    for (const index of joined[node] ?? []) {
      if (index === up[node]) continue
      const [source, target] = edges[index] ?? [0, 0]
      const child = source === node ? target : source
      up[child] = index
      order.push(child)
    }
  }
  const sums = Int32Array.from(pull)
  let [worst, chosen] = [0, -1]
  for (let at = order.length - 1; at > 0; at -= 1) {
    const node = order[at] ?? 0
    const [source, target] = edges[up[node] ?? 0] ?? [0, 0]
    const above = source === node ? target : source
    sums[above] = (sums[above] ?? 0) + (sums[node] ?? 0)
    const cut = source === node ? (sums[node] ?? 0) : -(sums[node] ?? 0)
    if (cut < worst) [worst, chosen] = [cut, node]
  }
  if (chosen < 0) return false

  const leaving = up[chosen] ?? 0
  const inside = new Uint8Array(count)
  inside[chosen] = 1
  for (const node of order) {
    const [source, target] = edges[up[node] ?? -1] ?? [node, node]
    if (inside[source === node ? target : source]) inside[node] = 1
  }
  const leftward = edges[leaving]?.[0] === chosen
  let [entering, least] = [-1, Number.POSITIVE_INFINITY]
  edges.forEach((edge, index) => {
    const crosses = leftward ? inside[edge[1]] && !inside[edge[0]] : inside[edge[0]] && !inside[edge[1]]
    if (crosses && slack(ranks, edge) < least) [entering, least] = [index, slack(ranks, edge)]
  })
  if (entering < 0) return false
  for (let node = 0; node < count; node += 1)
    if (inside[node]) ranks[node] = (ranks[node] ?? 0) + (leftward ? -least : least)
  tree.delete(leaving)
  tree.add(entering)
  return true
}

/** Nodes without an edge into them first, so that a cycle is broken where one would begin to read. */
function rootsFirst(count: number, edges: Pairs): readonly number[] {
  const entered = new Uint8Array(count)
  for (const [, target] of edges) entered[target] = 1
  const nodes = Array.from({ length: count }, (_, node) => node)
  return [...nodes.filter(node => !entered[node]), ...nodes.filter(node => entered[node])]
}
