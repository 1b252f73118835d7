import { accepts, catalog } from '../../core/catalog/index.ts'
import type { Slot } from '../../core/catalog/schema.ts'
import { type Command, type FieldValue, removeField, setField } from '../../core/definition/commands.ts'
import type { Definition, Field, PipelineObject } from '../../core/definition/model.ts'
import { effectiveFields, typeOf } from '../../core/definition/query.ts'
import { sequence } from '../state/sequence.ts'

/** A field that several objects have in common. */
export interface CommonField {
  readonly key: string
  readonly slot: Slot
  /** What all of them say themselves; undefined where they differ, or some say nothing. */
  readonly shared: Field | undefined
  /** The different things they say, each once, with how many say it; `''` stands for those that say nothing. */
  readonly said: readonly { readonly text: string; readonly count: number }[]
  /** How many of them say something themselves. */
  readonly own: number
  /** What those that say nothing take over, where it is the same for all. */
  readonly inherited: { readonly text: string; readonly from: string } | undefined
}

const elsewhere: ReadonlySet<string> = new Set(['id', 'name', 'type', 'parent'])

/**
 * The fields that all these objects can have, as their types say, with one value each: lists are edited object by
 * object, since setting one for all would lose what they hold.
 */
export function commonFields(definition: Definition, objects: readonly PipelineObject[]): readonly CommonField[] {
  const types = [...new Set(objects.map(object => typeOf(definition, object) ?? ''))].map(name => catalog.get(name))
  const [first, ...others] = types
  if (!first || others.some(type => type === undefined)) return []
  return Object.entries(first.slots).flatMap(([key, slot]): CommonField[] => {
    const alike = others.every(type => type?.slots[key]?.kind === slot.kind && !type.slots[key]?.many)
    if (!alike || slot.many || slot.runtime || slot.deprecated || elsewhere.has(key)) return []
    return [{ key, slot, ...saidOf(definition, objects, key) }]
  })
}

function saidOf(definition: Definition, objects: readonly PipelineObject[], key: string) {
  const fields = objects.map(object => object.fields.find(field => field.key === key))
  const texts = fields.map(field => field?.stringValue ?? field?.refValue ?? '')
  const [first] = fields
  const same =
    first !== undefined &&
    fields.every(one => one?.stringValue === first.stringValue && one?.refValue === first.refValue)
  const taken = objects.flatMap(object => {
    const found = effectiveFields(definition, object).find(field => field.key === key)
    return found && found.from !== object.id ? [found] : []
  })
  const [one] = taken
  const alike = one !== undefined && taken.every(other => other.from === one.from)
  return {
    shared: same ? first : undefined,
    said: [...Map.groupBy(texts, text => text)].map(([text, { length }]) => ({ text, count: length })),
    own: fields.filter(field => field !== undefined).length,
    inherited: alike ? { text: one.stringValue ?? one.refValue ?? '', from: one.from } : undefined,
  }
}

/** Sets a field of all objects, as one step. */
export const setForAll = (objects: readonly PipelineObject[], key: string, value: FieldValue): Command =>
  sequence(
    `Set ${key} of ${objects.length} objects`,
    objects.map(({ id }) => setField(id, key, value)),
  )

/** Removes a field from all objects, as one step. */
export const removeFromAll = (objects: readonly PipelineObject[], key: string): Command =>
  sequence(
    `Remove ${key} of ${objects.length} objects`,
    objects.filter(({ fields }) => fields.some(field => field.key === key)).map(({ id }) => removeField(id, key)),
  )

/** Objects that such a reference may lead to, without those that are edited. */
export const targetsFor = (definition: Definition, slot: Slot, objects: readonly PipelineObject[]) =>
  definition.objects.filter(object => !objects.includes(object) && accepts(slot, typeOf(definition, object) ?? ''))
