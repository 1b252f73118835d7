import { accepts, catalog } from '../../core/catalog/index.ts'
import type { Flow, Slot } from '../../core/catalog/schema.ts'
import { type Command, connect } from '../../core/definition/commands.ts'
import type { Definition } from '../../core/definition/model.ts'
import { objectById, typeOf } from '../../core/definition/query.ts'

/** One way in which an object can point to another. */
export interface Connection {
  readonly from: string
  readonly slot: string
  readonly to: string
  readonly flow: Flow
  /** `Load reads Orders (input)`. */
  readonly words: string
  /** What the slot points to now and would no longer, if it holds only one. */
  readonly replaces?: string
}

/**
 * All ways to join two cards by dragging from one to the other, the likeliest first: what the catalogue lets one
 * point to in the other, either way. Data and order run as the drag did; `parent` comes last.
 */
export function connections(definition: Definition, start: string, end: string): readonly Connection[] {
  if (start === end) return []
  const found = [...pointing(definition, end, start, againstFlow), ...pointing(definition, start, end, alongFlow)]
  return found.sort((a, b) => likelihood(a) - likelihood(b))
}

/** The command that makes a connection. */
export const connectBy = (definition: Definition, { from, slot, to }: Connection): Command =>
  connect(from, slot, to, slotOfObject(definition, from, slot)?.many === true)

/** A new object that a field of another can point to. */
export interface Creation {
  readonly slot: string
  readonly type: string
}

/** All new objects that the fields of an object have room for, by type; what it writes and runs on first. */
export function creations(definition: Definition, from: string): readonly Creation[] {
  const object = objectById(definition, from)
  const slots = Object.entries(catalog.get(object ? (typeOf(definition, object) ?? '') : '')?.slots ?? {})
  const found = slots.flatMap(([slot, { kind, runtime, to = [], flow = 'uses', many }]) => {
    const isFull = !many && object?.fields.some(field => field.key === slot && field.refValue !== undefined) === true
    if (kind !== 'ref' || runtime || isFull) return []
    const types = to.filter(type => catalog.get(type)?.deprecated === undefined && catalog.has(type))
    return types.map(type => ({ slot, type, rank: order.indexOf(flow) }))
  })
  return found.sort((a, b) => a.rank - b.rank).map(({ slot, type }) => ({ slot, type }))
}

/** Whether anything can join the two. */
export const canConnect = (definition: Definition, start: string, end: string): boolean =>
  connections(definition, start, end).length > 0

/** References that run against the drag: the end of the drag points back to its start. */
const againstFlow: ReadonlySet<Flow> = new Set<Flow>(['in', 'after'])
const alongFlow: ReadonlySet<Flow> = new Set<Flow>(['out', 'on', 'when', 'schedule', 'then', 'uses', 'inherits'])

function pointing(definition: Definition, from: string, to: string, flows: ReadonlySet<Flow>): readonly Connection[] {
  const [object, target] = [objectById(definition, from), objectById(definition, to)]
  if (!object || !target) return []
  const slots = Object.entries(catalog.get(typeOf(definition, object) ?? '')?.slots ?? {})
  const type = typeOf(definition, target)
  return slots.flatMap(([key, slot]): Connection[] => {
    const { flow = 'uses' } = slot
    if (!flows.has(flow) || !fits(slot, type)) return []
    const there = object.fields.filter(field => field.key === key && field.refValue !== undefined)
    if (there.some(field => field.refValue === to)) return []
    const replaces = slot.many ? undefined : there[0]?.refValue
    const words = `${from} ${verbs[flow]} ${to}`
    return [{ from, slot: key, to, flow, words, ...(replaces !== undefined && { replaces }) }]
  })
}

const fits = (slot: Slot, type: string | undefined): boolean =>
  slot.kind === 'ref' && !slot.runtime && (type === undefined ? slot.to?.includes('*') === true : accepts(slot, type))

export const slotOfObject = (definition: Definition, id: string, key: string): Slot | undefined => {
  const object = objectById(definition, id)
  return object && catalog.get(typeOf(definition, object) ?? '')?.slots[key]
}

export const verbs: Readonly<Record<Flow, string>> = {
  in: 'reads',
  out: 'writes',
  after: 'waits for',
  on: 'runs on',
  when: 'first checks',
  schedule: 'keeps to',
  // biome-ignore lint/suspicious/noThenProperty: a flow is called so, and nobody awaits words.
  then: 'triggers',
  uses: 'uses',
  inherits: 'inherits from',
}

const order: readonly Flow[] = ['in', 'out', 'on', 'when', 'schedule', 'uses', 'then', 'after', 'inherits']

/** The lower, the likelier it is what one means. */
export const likelihood = ({ flow, replaces }: Connection): number =>
  order.indexOf(flow) * 2 + (replaces === undefined ? 0 : 1)

/** What joins two cards without asking: the only way, or the only one beside inheritance. */
export function obvious(found: readonly Connection[]): Connection | undefined {
  const real = found.filter(one => one.flow !== 'inherits')
  return real.length === 1 && real[0]?.replaces === undefined ? real[0] : undefined
}
