import { allFlows } from '../catalog/schema.ts'
import type { Frame, Shown } from './arrange.ts'
import type { Pins, Point } from './layout.ts'
import { families, type LayoutAnswer, type LayoutTask, layOut } from './layout-task.ts'
import type { Card, Edge } from './project.ts'

/** Where what is shown of a graph stands. */
export interface Placed {
  readonly places: ReadonlyMap<string, Point>
  readonly frames: readonly Frame[]
}

/**
 * Places for what is shown: no two cards or frames overlap, pinned cards keep their place within their frame, and the
 * same graph and options always give the same picture. `pins` are those of the grouping, see pins.ts; in frames they
 * count from the frame's origin. `below` is the room wanted beneath a card, in pixels.
 */
export const placeShown = (shown: Shown, pins: Pins, below?: (card: Card) => number): Placed =>
  placedBy(layOut(taskOf(shown, pins, below)), shown)

/** What the places of what is shown follow from. */
export function taskOf({ graph, groups, closed }: Shown, pins: Pins, below?: (card: Card) => number): LayoutTask {
  const { cards } = graph
  const numbers = new Map(cards.map(({ id }, number) => [id, number]))
  const number = (id: string) => numbers.get(id) ?? missing
  const groupOf = new Map(groups.flatMap(({ members }, group) => members.map(id => [id, group] as const)))
  const ofCard = ({ id, members }: Card) => groupOf.get(id) ?? groupOf.get(members?.[0] ?? '') ?? missing
  return {
    cards: Uint8Array.from(cards, ({ family }) => families.indexOf(family)),
    below: below ? Float64Array.from(cards, below) : new Float64Array(),
    edges: numbersOf(graph.edges, numbers),
    groups: groups.length === 0 ? new Int32Array() : Int32Array.from(cards, ofCard),
    closed: Uint8Array.from(groups, ({ key }) => (closed.has(key) ? 1 : 0)),
    pins: Float64Array.from(
      Object.entries(pins).flatMap(([id, { x, y }]) => (numbers.has(id) ? [number(id), x, y] : [])),
    ),
  }
}

const missing = -1

function numbersOf(edges: readonly Edge[], numbers: ReadonlyMap<string, number>): Int32Array {
  const list = new Int32Array(edges.length * 3)
  let end = 0
  for (const { layer, source, target, flow } of edges) {
    const [from, to] = [numbers.get(source), numbers.get(target)]
    if (layer === 'inherited' || from === undefined || to === undefined) continue
    list[end] = from
    list[end + 1] = to
    list[end + 2] = allFlows.indexOf(flow)
    end += 3
  }
  return list.slice(0, end)
}

/** What an answer says of what its task was made of. */
export function placedBy({ places, frames }: LayoutAnswer, { graph, groups, closed }: Shown): Placed {
  const at = (list: Float64Array, index: number) => list[index] ?? 0
  return {
    places: new Map(
      graph.cards.map(({ id }, number) => [id, { x: at(places, number * 2), y: at(places, number * 2 + 1) }]),
    ),
    frames: groups.flatMap((group, number): Frame[] => {
      if (closed.has(group.key)) return []
      const [x = 0, y = 0, width = 0, height = 0, left = 0, top = 0] = frames.subarray(number * 6, number * 6 + 6)
      return [{ group, x, y, width, height, origin: { x: left, y: top } }]
    }),
  }
}

export const samePlaces = (a: Placed['places'], b: Placed['places']): boolean =>
  a.size === b.size &&
  [...a].every(([id, { x, y }]) => {
    const other = b.get(id)
    return x === other?.x && y === other.y
  })

const parts = ['cards', 'below', 'edges', 'groups', 'closed', 'pins'] as const

export const sameTask = (a: LayoutTask, b: LayoutTask): boolean => parts.every(part => sameNumbers(a[part], b[part]))

export const sameAnswer = (a: LayoutAnswer, b: LayoutAnswer): boolean =>
  sameNumbers(a.places, b.places) && sameNumbers(a.frames, b.frames)

type Numbers = LayoutTask[(typeof parts)[number]]

function sameNumbers(a: Numbers, b: Numbers): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false
  return true
}

/** A short name of a task. Another one has it with a chance of one in 2 to the 53, so what it finds is looked at again. */
export function nameOfTask(task: LayoutTask): string {
  const known = names.get(task)
  if (known !== undefined) return known
  const name = workOutName(task)
  names.set(task, name)
  return name
}

const names = new WeakMap<LayoutTask, string>()

function workOutName(task: LayoutTask): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  const mix = (word: number) => {
    high = Math.imul(high ^ word, 2654435761)
    low = Math.imul(low ^ word, 1597334677)
  }
  for (const part of parts) {
    const { buffer, byteOffset, byteLength } = task[part]
    mix(byteLength)
    const bytes = new Uint8Array(buffer, byteOffset, byteLength)
    const words = new Int32Array(buffer, byteOffset, byteLength >> 2)
    for (const word of words) mix(word)
    for (let at = words.length * 4; at < byteLength; at += 1) mix(bytes[at] ?? 0)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return `${task.cards.length}-${(4294967296 * (2097151 & low) + (high >>> 0)).toString(36)}`
}
