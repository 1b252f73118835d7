import { slotOf } from '../catalog/index.ts'
import type { Definition, ParameterObject, PipelineObject } from '../definition/model.ts'
import { bareId } from '../definition/parameters.ts'
import { objectById, typeOf } from '../definition/query.ts'

/** A definition as entries with fields, so that objects, parameters and values are compared and merged alike. */

/** One value of a field, as text or as the id that it points to. */
export interface Value {
  readonly text: string
  readonly isRef: boolean
}

/** What stands under each key, in the order of the keys. */
export type Fields = ReadonlyMap<string, readonly Value[]>

export const kinds = ['object', 'parameter', 'value'] as const
export type EntryKind = (typeof kinds)[number]

/** Entries of each kind by id, in their order; of two with one id the first counts. */
export type Entries = Readonly<Record<EntryKind, ReadonlyMap<string, Fields>>>

/** The key under which a value kept for a parameter has its texts. */
export const valueKey = 'value'

const known = new WeakMap<Definition, Entries>()

export function entriesOf(definition: Definition): Entries {
  const before = known.get(definition)
  if (before) return before
  const entries = {
    object: byId(definition.objects, fieldsOf),
    parameter: byId(definition.parameters, parameter =>
      grouped(parameter.attributes.map(({ key, stringValue }) => [key, text(stringValue)] as const)),
    ),
    value: new Map(
      [...Map.groupBy(definition.values, value => value.id)].map(
        ([id, values]) => [id, new Map([[valueKey, values.map(value => text(value.stringValue))]])] as const,
      ),
    ),
  }
  known.set(definition, entries)
  return entries
}

const knownFields = new WeakMap<PipelineObject, Fields>()

/** Remembered per object: of a text that is being edited, nearly all objects stay the same values. */
function fieldsOf(object: PipelineObject): Fields {
  const before = knownFields.get(object)
  if (before) return before
  const fields = grouped([
    ['name', text(object.name)],
    ...object.fields.map(
      ({ key, stringValue, refValue }) =>
        [key, refValue === undefined ? text(stringValue ?? '') : { text: refValue, isRef: true }] as const,
    ),
  ])
  knownFields.set(object, fields)
  return fields
}

/** The definition that entries make up. */
export function definitionOf({ object, parameter, value }: Entries): Definition {
  return {
    objects: [...object].map(
      ([id, fields]): PipelineObject => ({
        id,
        name: fields.get('name')?.[0]?.text ?? id,
        fields: [...fields].flatMap(([key, values]) =>
          key === 'name'
            ? []
            : values.map(one => (one.isRef ? { key, refValue: one.text } : { key, stringValue: one.text })),
        ),
      }),
    ),
    parameters: [...parameter].map(
      ([id, fields]): ParameterObject => ({
        id,
        attributes: [...fields].flatMap(([key, values]) => values.map(one => ({ key, stringValue: one.text }))),
      }),
    ),
    values: [...value].flatMap(([id, fields]) =>
      (fields.get(valueKey) ?? []).map(one => ({ id, stringValue: one.text })),
    ),
  }
}

/** Whether a field's values are masked on every screen. */
export function isSecretField(definition: Definition, kind: EntryKind, id: string, key: string): boolean {
  if (kind === 'object') {
    if (key.startsWith('*')) return true
    const object = objectById(definition, id)
    return object !== undefined && slotOf(typeOf(definition, object), key)?.kind === 'secret'
  }
  if (kind === 'parameter') return id.startsWith('*') && key === 'default'
  return (
    id.startsWith('*') || definition.parameters.some(one => one.id.startsWith('*') && bareId(one.id) === bareId(id))
  )
}

export const sameValues = (a: readonly Value[] | undefined, b: readonly Value[] | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.length === b.length &&
    a.every((one, at) => one.text === b[at]?.text && one.isRef === b[at]?.isRef))

export const sameFields = (a: Fields | undefined, b: Fields | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && keysOf(a, b).every(key => sameValues(a.get(key), b.get(key))))

/** The keys of both, those of the first in front. */
export const keysOf = (a: Fields | undefined, b: Fields | undefined): readonly string[] => [
  ...new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])]),
]

const text = (said: string): Value => ({ text: said, isRef: false })

function grouped(pairs: readonly (readonly [string, Value])[]): Fields {
  const map = new Map<string, Value[]>()
  for (const [key, value] of pairs) {
    const list = map.get(key)
    if (list) list.push(value)
    else map.set(key, [value])
  }
  return map
}

function byId<T extends { readonly id: string }>(all: readonly T[], fields: (one: T) => Fields) {
  const map = new Map<string, Fields>()
  for (const one of all) if (!map.has(one.id)) map.set(one.id, fields(one))
  return map
}
