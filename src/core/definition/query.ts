import type { Definition, Field, ParameterObject, PipelineObject, Place } from './model.ts'

/** An effective field and the object that set it. */
export interface EffectiveField extends Field {
  readonly from: string
}

export interface Reference {
  readonly from: PipelineObject
  readonly at: Place & { readonly object: string; readonly field: string; readonly occurrence: number }
  readonly to: string
}

const indexes = new WeakMap<Definition, ReadonlyMap<string, PipelineObject>>()

/** Objects by id; of two with one id the first counts. Remembered per definition. */
export function objectsById(definition: Definition): ReadonlyMap<string, PipelineObject> {
  let index = indexes.get(definition)
  if (!index) {
    const map = new Map<string, PipelineObject>()
    for (const object of definition.objects) if (!map.has(object.id)) map.set(object.id, object)
    index = map
    indexes.set(definition, index)
  }
  return index
}

export const objectById = (definition: Definition, id: string): PipelineObject | undefined =>
  objectsById(definition).get(id)

/** The first value of a field written on the object itself: its text or the id it points to. */
export function ownValue(object: PipelineObject, key: string): string | undefined {
  const field = object.fields.find(f => f.key === key)
  return field?.stringValue ?? field?.refValue
}

/**
 * The object and those it inherits from, nearest first. `Default` tops every chain, explicit ones too.
 * Ends at a missing parent or where a chain bites its tail. Source: developer guide, pipeline definition file syntax.
 */
export function lineage(definition: Definition, object: PipelineObject): readonly PipelineObject[] {
  const chain = [object]
  for (let now: PipelineObject | undefined = object; now; ) {
    const parent: string | undefined = now.fields.find(f => f.key === 'parent' && f.refValue !== undefined)?.refValue
    const next: PipelineObject | undefined =
      parent !== undefined
        ? objectById(definition, parent)
        : now.id === 'Default'
          ? undefined
          : objectById(definition, 'Default')
    if (!next || chain.includes(next)) break
    chain.push(next)
    now = next
  }
  return chain
}

/** The type of an object: its own, else the nearest inherited one; `Default` is of type `Default`. */
export function typeOf(definition: Definition, object: PipelineObject): string | undefined {
  for (const one of lineage(definition, object)) {
    const type = ownValue(one, 'type')
    if (type !== undefined) return type
    if (one.id === 'Default') break
  }
  return object.id === 'Default' ? 'Default' : undefined
}

/**
 * All fields with inheritance applied: own ones in their order, then inherited ones. A child's value replaces all
 * inherited values of that key. `parent` and `type` are not inherited as fields.
 */
export function effectiveFields(definition: Definition, object: PipelineObject): readonly EffectiveField[] {
  let known = effective.get(definition)
  if (!known) {
    known = new WeakMap()
    effective.set(definition, known)
  }
  const before = known.get(object)
  if (before) return before
  const fields = inherit(definition, object)
  known.set(object, fields)
  return fields
}

/** Asked for again and again while a definition is checked, priced and run; remembered per definition. */
const effective = new WeakMap<Definition, WeakMap<PipelineObject, readonly EffectiveField[]>>()

function inherit(definition: Definition, object: PipelineObject): readonly EffectiveField[] {
  const seen = new Set<string>()
  const result: EffectiveField[] = []
  for (const one of lineage(definition, object)) {
    const inherited = one !== object
    const keys = new Set<string>()
    for (const field of one.fields) {
      if (seen.has(field.key) || (inherited && (field.key === 'parent' || field.key === 'type'))) continue
      keys.add(field.key)
      result.push({ ...field, from: one.id })
    }
    for (const key of keys) seen.add(key)
  }
  return result
}

/** The effective values of one field, with the object that set them. */
export const effectiveValues = (definition: Definition, object: PipelineObject, key: string) =>
  effectiveFields(definition, object).filter(f => f.key === key)

/** The first effective value of a field as text (a reference as its id). */
export function effectiveValue(definition: Definition, object: PipelineObject, key: string): string | undefined {
  const field = effectiveValues(definition, object, key)[0]
  return field?.stringValue ?? field?.refValue
}

/** Every reference written on an object, in the order of the text. */
export function referencesOf(from: PipelineObject): readonly Reference[] {
  const counts = new Map<string, number>()
  return from.fields.flatMap(({ key, refValue: to }) => {
    const occurrence = counts.get(key) ?? 0
    counts.set(key, occurrence + 1)
    return to === undefined ? [] : [{ from, at: { object: from.id, field: key, occurrence }, to }]
  })
}

/** The first value of a parameter's attribute. */
export const attribute = (parameter: ParameterObject, key: string): string | undefined =>
  parameter.attributes.find(a => a.key === key)?.stringValue
