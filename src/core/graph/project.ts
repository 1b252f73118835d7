import { catalog, objectTypes, slotOf } from '../catalog/index.ts'
import type { Family, Flow, SlotKind } from '../catalog/schema.ts'
import type { Definition, PipelineObject } from '../definition/model.ts'
import {
  type EffectiveField,
  effectiveFields,
  lineage,
  objectsById,
  ownValue,
  referencesOf,
  typeOf,
} from '../definition/query.ts'
import { type Layer, layerOf } from './layers.ts'

/** A reference that an object has through its parents. */
interface InheritedRef {
  readonly slot: string
  readonly to: string
  /** The object that it is written on. */
  readonly from: string
  readonly flow: Flow
}

/** An object as the canvas shows it. */
export interface Card {
  readonly id: string
  readonly name: string
  /** Undefined where neither the object nor a parent says it. */
  readonly type: string | undefined
  /** Undefined for a type that the catalogue does not know. */
  readonly family: Family | undefined
  /** What tells most of it, such as its command or its path; at most two lines of raw text, none of them secret. */
  readonly lines: readonly string[]
  /** The author's own comment. */
  readonly note?: string
  readonly inheritedRefs: readonly InheritedRef[]
  /** Names of all fields that it has through its parents, the nearest parent first. */
  readonly inherits: readonly { readonly from: string; readonly keys: readonly string[] }[]
  /** The worker group that it waits for, where it names no resource. */
  readonly workerGroup?: { readonly name: string; readonly inherited: boolean }
  /** Of a container that is collapsed to one card: the cards in it. */
  readonly members?: readonly string[]
  /** How many cards that hang on this one alone are folded away. */
  readonly folded?: number
}

/** A reference that is written on an object, or that it has through a parent. */
export interface Edge {
  readonly id: string
  readonly source: string
  readonly target: string
  readonly slot: string
  /** Counts equal slots of the object from 0. */
  readonly occurrence: number
  readonly flow: Flow
  readonly layer: Layer
  /** The object that it is written on, where that is a parent. */
  readonly from?: string
  /** How many references it stands for, where cards are collapsed. */
  readonly bundle?: number
}

export interface Graph {
  readonly cards: readonly Card[]
  readonly edges: readonly Edge[]
}

/**
 * A definition as cards and edges. An edge runs as what it stands for does: inputs and dependencies from the object
 * pointed to, all else from the object that points. References to objects that do not exist give no edge; of two
 * objects with one id the first is shown. Objects that are the same values as in a definition drawn before, and inherit
 * from the same, have the same cards and edges as there.
 */
export function projectGraph(definition: Definition): Graph {
  const { ids, drawings } = drawingsOf(definition)
  const edges: Edge[] = []
  for (const { links } of drawings) for (const { edge, to } of links) if (ids.has(to)) edges.push(edge)
  return { cards: drawings.map(drawing => drawing.card), edges }
}

interface Sketch {
  readonly objects: readonly PipelineObject[]
  readonly ids: ReadonlySet<string>
  /** One for each id, in their order. */
  readonly drawings: readonly Drawing[]
}

/** The newest one: of a definition that is being edited, nearly all can be taken from it. */
let newest: Sketch | undefined

function drawingsOf(definition: Definition): Sketch {
  newest = (newest && redrawn(newest, definition)) ?? drawn(definition)
  return newest
}

/** Draws what is new of a definition in steps of a few milliseconds, so that `projectGraph` has little left to do. */
export function* projectInSteps(definition: Definition): Generator<undefined, void> {
  const objects = objectsById(definition)
  const drawings: Drawing[] = []
  for (const object of objects.values()) {
    drawings.push(drawingOf(definition, object))
    if (drawings.length % stride === 0) yield
  }
  newest = { objects: definition.objects, ids: new Set(objects.keys()), drawings }
}

/** How many objects are drawn in one step. */
const stride = 300

function drawn(definition: Definition): Sketch {
  const objects = objectsById(definition)
  const drawings = [...objects.values()].map(object => drawingOf(definition, object))
  return { objects: definition.objects, ids: new Set(objects.keys()), drawings }
}

/** The drawings of a definition with the same ids as another: of what changed and those that inherit from it, new ones. */
function redrawn(before: Sketch, definition: Definition): Sketch | undefined {
  const { objects } = definition
  if (objects.length !== before.drawings.length || objects.length !== before.objects.length) return undefined
  const gone = new Set<PipelineObject>()
  for (const [i, old] of before.objects.entries()) {
    if (old === objects[i]) continue
    if (old.id !== objects[i]?.id) return undefined
    gone.add(old)
  }
  const drawings = before.drawings.map((drawing, i) => {
    const object = objects[i]
    return object && drawing.lineage.some(one => gone.has(one)) ? drawingOf(definition, object) : drawing
  })
  return { objects, ids: before.ids, drawings }
}

interface Link {
  readonly edge: Edge
  /** The object that the reference names, which need not exist. */
  readonly to: string
}

interface Drawing {
  /** What it follows from: the object and those it inherits from. */
  readonly lineage: readonly PipelineObject[]
  readonly card: Card
  readonly links: readonly Link[]
}

const drawings = new WeakMap<PipelineObject, Drawing>()

function drawingOf(definition: Definition, object: PipelineObject): Drawing {
  const ancestry = lineage(definition, object)
  const old = drawings.get(object)
  if (old?.lineage.length === ancestry.length && ancestry.every((one, i) => one === old.lineage[i])) return old
  const type = typeOf(definition, object)
  const drawing = { lineage: ancestry, card: cardOf(definition, object, type), links: linksOf(object, type) }
  drawings.set(object, drawing)
  return drawing
}

function linksOf(object: PipelineObject, type: string | undefined): readonly Link[] {
  return referencesOf(object).map(({ at, to }) => {
    const { field: slot, occurrence } = at
    const flow = flowOf(type, slot)
    const [source, target] = flow === 'in' || flow === 'after' ? [to, object.id] : [object.id, to]
    const id = `${object.id}/${slot}/${occurrence}`
    return { edge: { id, source, target, slot, occurrence, flow, layer: layerOf(flow) }, to }
  })
}

/** Which way a reference of that name runs; a slot unknown to the type is judged by its name, else just used. */
const flowOf = (type: string | undefined, slot: string): Flow => slotOf(type, slot)?.flow ?? flows.get(slot) ?? 'uses'

/** The first line of a text that says something, cut to fit a card. */
export function gist(text: string): string {
  const line =
    text
      .split('\n')
      .map(one => one.trim())
      .find(one => one !== '' && !one.startsWith('#!')) ?? ''
  return line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line
}

const longestLine = 120
const mostLines = 2

const flows: ReadonlyMap<string, Flow> = new Map(
  objectTypes.flatMap(type =>
    Object.entries(type.slots).flatMap(([key, slot]) => (slot.flow ? [[key, slot.flow] as const] : [])),
  ),
)

/** Kinds of slots whose values tell something without their name. */
const telling: ReadonlySet<SlotKind> = new Set(['script', 's3', 'instanceType', 'period', 'dateTime', 'text', 'choice'])

/** In how many types a slot occurs: what nearly all have tells little of one. */
const commonness: ReadonlyMap<string, number> = (() => {
  const counts = new Map<string, number>()
  for (const type of objectTypes) for (const key of Object.keys(type.slots)) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
})()
const mostShared = objectTypes.length / 6

function cardOf(definition: Definition, object: PipelineObject, type: string | undefined): Card {
  const fields = effectiveFields(definition, object)
  const note = ownValue(object, 'myComment')
  return {
    id: object.id,
    name: object.name,
    type,
    family: type === undefined ? undefined : catalog.get(type)?.family,
    lines: linesOf(type, fields),
    ...(note !== undefined && { note }),
    ...workersOf(object.id, type, fields),
    inheritedRefs: fields.flatMap(one =>
      one.refValue === undefined || one.from === object.id
        ? []
        : [{ slot: one.key, to: one.refValue, from: one.from, flow: flowOf(type, one.key) }],
    ),
    inherits: inheritedKeys(object.id, fields),
  }
}

/** A worker group is not used where a resource is named. Source: developer guide, the activities' fields. */
function workersOf(id: string, type: string | undefined, fields: readonly EffectiveField[]): Pick<Card, 'workerGroup'> {
  const field = fields.find(one => one.key === 'workerGroup')
  const name = field?.stringValue
  if (!field || !name || !slotOf(type, field.key)) return {}
  if (fields.some(one => one.refValue !== undefined && flowOf(type, one.key) === 'on')) return {}
  return { workerGroup: { name, inherited: field.from !== id } }
}

function inheritedKeys(id: string, fields: readonly EffectiveField[]): Card['inherits'] {
  const keys = new Map<string, string[]>()
  for (const { from, key } of fields) {
    if (from === id) continue
    const list = keys.get(from)
    if (!list) keys.set(from, [key])
    else if (!list.includes(key)) list.push(key)
  }
  return [...keys].map(([from, list]) => ({ from, keys: list }))
}

/** The first fields with a value, in the order of the form; what most types have counts on Default only. */
function linesOf(type: string | undefined, fields: readonly EffectiveField[]): readonly string[] {
  const lines: string[] = []
  for (const key of tellingKeys(type)) {
    const line = gist(fields.find(one => one.key === key && one.stringValue !== undefined)?.stringValue ?? '')
    if (line !== '') lines.push(line)
    if (lines.length === mostLines) break
  }
  return lines
}

const keysOfTypes = new Map<string | undefined, readonly string[]>()

/** The fields of a type that tell something of an object, in the order of the form. */
function tellingKeys(type: string | undefined): readonly string[] {
  const known = catalog.get(type ?? '')
  const keys =
    keysOfTypes.get(known?.name) ??
    Object.entries(known?.slots ?? {})
      .filter(([key, slot]) => telling.has(slot.kind) && !slot.runtime && (known?.family === 'default' || isRare(key)))
      .map(([key]) => key)
  keysOfTypes.set(known?.name, keys)
  return keys
}

const isRare = (key: string): boolean => (commonness.get(key) ?? 0) <= mostShared
