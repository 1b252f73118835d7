import { catalog, objectTypes, slotOf } from '../catalog/index.ts'
import type { Slot, SlotKind } from '../catalog/schema.ts'
import type { Kind } from '../expression/check.ts'
import type { Definition, ParameterObject, PipelineObject } from './model.ts'
import { bareId, parameterById } from './parameters.ts'
import { attribute, effectiveFields, effectiveValues, objectById, objectsById, typeOf } from './query.ts'

/** What the names in an expression lead to, as far as the definition alone can tell. */

/** What a name means. Runtime fields are written by the service; `own` ones stand in the definition. */
export type Meaning =
  | { readonly is: 'parameter'; readonly id: string; readonly parameter: ParameterObject | undefined }
  | {
      readonly is: 'field'
      readonly owner: PipelineObject
      readonly key: string
      /** The object that sets it: the owner, or one that it inherits from. */
      readonly from: string
      readonly slot: Slot | undefined
    }
  | { readonly is: 'runtime'; readonly owner: PipelineObject; readonly key: string; readonly slot: Slot | undefined }
  | { readonly is: 'node'; readonly owner: PipelineObject; readonly nodes: readonly PipelineObject[] }

/** What the last name of a path means in a field of `object`; several where a reference leads to several objects. */
export function meaningsOf(
  definition: Definition,
  object: PipelineObject,
  path: readonly string[],
): readonly Meaning[] {
  const name = path.at(-1) ?? ''
  if (path.length === 1) {
    if (name === 'node' && hasNode(definition, object)) {
      return [{ is: 'node', owner: object, nodes: servedBy(definition, object) }]
    }
    const id = bareId(name)
    const parameter = parameterById(definition, name)
    if (parameter) return [{ is: 'parameter', id: parameter.id, parameter }]
    if (definition.values.some(value => bareId(value.id) === id)) return [{ is: 'parameter', id, parameter }]
  }
  return leadTo(definition, object, path.slice(0, -1)).flatMap(owner => fieldNamed(definition, owner, name))
}

/** The objects that a path of references leads to; the object itself for an empty one. */
export function leadTo(
  definition: Definition,
  object: PipelineObject,
  path: readonly string[],
): readonly PipelineObject[] {
  let objects: readonly PipelineObject[] = [object]
  for (const [at, step] of path.entries()) {
    const next = new Set<PipelineObject>()
    for (const one of objects) for (const target of targetsOf(definition, one, step, at === 0)) next.add(target)
    objects = [...next]
  }
  return objects
}

function targetsOf(definition: Definition, object: PipelineObject, name: string, first: boolean) {
  if (name === 'node' && first && hasNode(definition, object)) return servedBy(definition, object)
  const ids = effectiveFields(definition, object).flatMap(field =>
    field.key === name && field.refValue !== undefined ? [field.refValue] : [],
  )
  const all = ids.length === 0 && name === 'parent' && object.id !== 'Default' ? ['Default'] : ids
  return all.flatMap(id => objectById(definition, id) ?? [])
}

/** Whether the service says which object this one serves: an action or a precondition. */
export const hasNode = (definition: Definition, object: PipelineObject): boolean =>
  slotOf(typeOf(definition, object), 'node')?.runtime === true

const served = new WeakMap<Definition, ReadonlyMap<string, readonly PipelineObject[]>>()

/** The objects that name an action or a precondition in a field, inherited ones included: what `node` can be. */
export function servedBy(definition: Definition, { id }: PipelineObject): readonly PipelineObject[] {
  let index = served.get(definition)
  if (!index) {
    const map = new Map<string, PipelineObject[]>()
    const serving = new Set(
      [...objectsById(definition).values()].filter(one => hasNode(definition, one)).map(one => one.id),
    )
    if (serving.size > 0)
      for (const object of objectsById(definition).values()) {
        if (object.id === 'Default' || typeOf(definition, object) === undefined) continue
        for (const { key, refValue } of effectiveFields(definition, object)) {
          if (refValue === undefined || !serving.has(refValue) || !slotOf(typeOf(definition, object), key)) continue
          const list = map.get(refValue) ?? []
          if (!list.includes(object)) list.push(object)
          map.set(refValue, list)
        }
      }
    index = map
    served.set(definition, index)
  }
  return index.get(id) ?? []
}

/** Fields that every object has without writing them. */
const always: Readonly<Record<string, Slot>> = {
  id: { kind: 'text', help: 'Its id in the definition.' },
  name: { kind: 'text', help: 'Its name, as lists show it.' },
  type: { kind: 'text', help: 'Its type.' },
  '@id': { kind: 'text', help: 'The id of the object, or of the instance while it runs.', runtime: true },
}

function fieldNamed(definition: Definition, owner: PipelineObject, key: string): readonly Meaning[] {
  const type = typeOf(definition, owner)
  const [field] = effectiveValues(definition, owner, key)
  const slot = slotOf(type, key)
  if (field) return [{ is: 'field', owner, key, from: field.from, slot }]
  if (Object.hasOwn(always, key)) {
    const known = always[key]
    return known?.runtime
      ? [{ is: 'runtime', owner, key, slot: known }]
      : [{ is: 'field', owner, key, from: owner.id, slot: known }]
  }
  if (slot?.runtime) return [{ is: 'runtime', owner, key, slot }]
  const anywhere = key.startsWith('@') && !catalog.get(type ?? '') ? runtimeSlots.get(key) : undefined
  return anywhere ? [{ is: 'runtime', owner, key, slot: anywhere }] : []
}

const runtimeSlots: ReadonlyMap<string, Slot> = new Map(
  objectTypes.flatMap(type => Object.entries(type.slots).filter(([, slot]) => slot.runtime)),
)

/** The fields an expression can name in an object: written, inherited, and those that the service writes. */
export function nameable(definition: Definition, object: PipelineObject): readonly Meaning[] {
  const type = typeOf(definition, object)
  const slots = catalog.get(type ?? '')?.slots ?? {}
  const written = new Set(effectiveFields(definition, object).map(field => field.key))
  const keys = [
    ...written,
    ...Object.keys(slots).filter(key => slots[key]?.runtime && key !== 'node' && !written.has(key)),
    ...Object.keys(always).filter(key => !written.has(key)),
  ]
  return keys.flatMap(key => fieldNamed(definition, object, key))
}

/** The kind of what a path leads to; `unknown` where it leads nowhere, or to things of several kinds. */
export function kindOfPath(definition: Definition, object: PipelineObject, path: readonly string[]): Kind {
  const kinds = new Set(meaningsOf(definition, object, path).map(one => kindOfMeaning(definition, one)))
  const [kind = 'unknown'] = kinds
  return kinds.size === 1 ? kind : 'unknown'
}

export function kindOfMeaning(definition: Definition, meaning: Meaning): Kind {
  if (meaning.is === 'node') return 'Reference'
  if (meaning.is === 'parameter') {
    const type = meaning.parameter && attribute(meaning.parameter, 'type')
    return (type !== undefined && parameterKinds[type]) || 'Text'
  }
  const { slot, owner, key } = meaning
  if (meaning.is === 'runtime') return slot ? slotKinds[slot.kind] : 'Text'
  const values = effectiveValues(definition, owner, key)
  if (values.some(value => value.refValue !== undefined)) return 'Reference'
  const kind = slot ? slotKinds[slot.kind] : 'Text'
  // What an expression makes of a slot of numbers or times, only a run can tell.
  const settled = kind === 'Text' || kind === 'Address'
  return !settled && values.some(value => value.stringValue?.includes('#{')) ? 'unknown' : kind
}

const slotKinds: Readonly<Record<SlotKind, Kind>> = {
  text: 'Text',
  script: 'Text',
  s3: 'Address',
  instanceType: 'Text',
  secret: 'Text',
  integer: 'Integer',
  double: 'Double',
  flag: 'Flag',
  period: 'Period',
  dateTime: 'DateTime',
  choice: 'Text',
  ref: 'Reference',
}

const parameterKinds: Readonly<Record<string, Kind>> = {
  String: 'Text',
  Integer: 'Integer',
  Double: 'Double',
  'AWS::S3::ObjectKey': 'Address',
}
