import fc from 'fast-check'
import type { Family, Flow } from '../../../src/core/catalog/schema.ts'
import { layerOf } from '../../../src/core/graph/layers.ts'
import type { Card, Edge, Graph } from '../../../src/core/graph/project.ts'
import type { LayoutCard, LayoutEdge } from '../../../src/core/graph/supports.ts'

/** Graphs to lay out: any at all, and such as real pipelines make. */

export interface Picture {
  readonly cards: readonly LayoutCard[]
  readonly edges: readonly LayoutEdge[]
}

const families: readonly (Family | undefined)[] = [
  'activity',
  'activity',
  'dataNode',
  'dataNode',
  'resource',
  'schedule',
  'precondition',
  'database',
  'action',
  'default',
  undefined,
]
const flows: readonly Flow[] = ['in', 'out', 'after', 'in', 'out', 'on', 'when', 'schedule', 'then', 'uses', 'inherits']

/** Cards and references at random. With `forward`, references of the flow never close a cycle. */
export const anyPicture = (forward: boolean): fc.Arbitrary<Picture> =>
  fc.array(fc.constantFrom(...families), { maxLength: 40, size: 'max' }).chain(kinds => {
    const cards = kinds.map((family, index) => ({ id: `c${index}`, family }))
    const end = fc.nat(Math.max(0, kinds.length - 1))
    const edge = fc.tuple(end, end, fc.constantFrom(...flows)).map(([a, b, flow]): LayoutEdge => {
      const [source, target] = forward && a > b ? [b, a] : [a, b]
      return { source: `c${source}`, target: `c${target}`, flow }
    })
    return fc
      .array(edge, { maxLength: kinds.length === 0 ? 0 : 60, size: 'max' })
      .map(edges => ({ cards, edges: forward ? edges.filter(one => one.source !== one.target) : edges }))
  })

/** A picture as a graph that can be shown. */
export const graphOf = ({ cards, edges }: Picture): Graph => ({
  cards: cards.map(
    ({ id, family }): Card => ({ id, name: id, type: undefined, family, lines: [], inheritedRefs: [], inherits: [] }),
  ),
  edges: edges.map(
    ({ source, target, flow }, at): Edge => ({
      id: `${at}`,
      source,
      target,
      slot: flow,
      occurrence: 0,
      flow,
      layer: layerOf(flow),
    }),
  ),
})

export const anyGraph = anyPicture(false).map(graphOf)

/** Numbers from 0 up to 1 that look random and are always the same. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

/**
 * A pipeline of the usual kind: chains of nodes with some fan-out and a few references far ahead, about 1.08 edges
 * a card.
 */
export function pipeline(size: number, seed = 7): Picture {
  const random = numbersFrom(seed)
  const cards = Array.from(
    { length: size },
    (_, index): LayoutCard => ({
      id: `n${index}`,
      family: index % 2 === 0 ? 'dataNode' : 'activity',
    }),
  )
  const pairs = new Set<string>()
  const edges: LayoutEdge[] = []
  const join = (source: number, target: number) => {
    const pair = `${source} ${target}`
    if (source === target || pairs.has(pair)) return
    pairs.add(pair)
    edges.push({ source: `n${source}`, target: `n${target}`, flow: target % 2 === 0 ? 'out' : 'in' })
  }
  for (let node = 1; node < size; node += 1) {
    const back = random() < 0.8 ? 1 : 1 + Math.floor(random() * 8)
    if (random() < 0.98) join(Math.max(0, node - back), node)
  }
  for (let extra = 0; extra < size * 0.1; extra += 1) {
    const source = Math.floor(random() * (size - 1))
    join(source, Math.min(size - 1, source + 1 + Math.floor(random() * 30)))
  }
  return { cards, edges }
}

/** A dense web, 1.3 references a card and none far. */
export function web(size: number, seed = 3): Picture {
  const random = numbersFrom(seed)
  const cards = Array.from({ length: size }, (_, index): LayoutCard => ({ id: `n${index}`, family: 'activity' }))
  const edges = new Map<string, LayoutEdge>()
  while (edges.size < size * 1.3) {
    const source = Math.floor(random() * (size - 1))
    const target = Math.min(size - 1, source + 1 + Math.floor(random() * (size / 5)))
    edges.set(`${source} ${target}`, { source: `n${source}`, target: `n${target}`, flow: 'after' })
  }
  return { cards, edges: [...edges.values()] }
}

/** So many lanes of three, source, work and result, over one machine and one schedule. */
export function lanes(count: number): Picture {
  const ids = Array.from({ length: count }, (_, index) => index)
  return {
    cards: [
      { id: 'Default', family: 'default' },
      { id: 'daily', family: 'schedule' },
      { id: 'machine', family: 'resource' },
      ...ids.flatMap((n): LayoutCard[] => [
        { id: `from${n}`, family: 'dataNode' },
        { id: `load${n}`, family: 'activity' },
        { id: `to${n}`, family: 'dataNode' },
      ]),
    ],
    edges: ids.flatMap((n): LayoutEdge[] => [
      { source: `from${n}`, target: `load${n}`, flow: 'in' },
      { source: `load${n}`, target: `to${n}`, flow: 'out' },
      { source: `load${n}`, target: 'machine', flow: 'on' },
      { source: `load${n}`, target: 'daily', flow: 'schedule' },
    ]),
  }
}
