import {
  addObjects,
  addParameter,
  type Command,
  type FieldValue,
  removeField,
  removeObjects,
  removeParameter,
  renameObject,
  setFieldList,
  setName,
  setParameterAttribute,
  setParameterValue,
} from '../definition/commands.ts'
import { inTurn } from '../definition/in-turn.ts'
import type { Definition } from '../definition/model.ts'
import type { Document } from '../definition/text.ts'
import type { EntryChange } from './changes.ts'
import { definitionOf, entriesOf, type Fields, sameValues, type Value, valueKey } from './entries.ts'
import type { Renames } from './renames.ts'
import { nameOf } from './words.ts'

/**
 * Makes a text mean another definition, in one step, and touches only what differs: comments, order and spacing of all
 * else stay. What comes is put at the end of its list. Of `renames` go first, so that what is said about an object stays
 * with it.
 */
export const become = (label: string, target: Definition, renames: Renames = new Map()): Command =>
  inTurn(label, function* (now) {
    for (const [from, to] of renames) yield renameObject(from, to)
    const goal = entriesOf(target)
    const here = () => entriesOf(now().definition)
    const lost = [...here().object.keys()].filter(id => !goal.object.has(id))
    if (lost.length > 0) yield removeObjects(lost)
    for (const id of here().parameter.keys()) if (!goal.parameter.has(id)) yield removeParameter(id)
    const known = here()
    const added = target.objects.filter(object => !known.object.has(object.id))
    if (added.length > 0) yield addObjects(added)
    for (const parameter of target.parameters) if (!known.parameter.has(parameter.id)) yield addParameter(parameter)

    for (const [id, fields] of goal.object)
      for (const { key, values } of differing(now(), 'object', id, fields)) {
        if (key === 'name') yield setName(id, values[0]?.text ?? id)
        else yield values.length === 0 ? removeField(id, key) : setFieldList(id, key, values.map(fieldValue))
      }
    for (const [id, fields] of goal.parameter)
      for (const { key, values } of differing(now(), 'parameter', id, fields))
        yield setParameterAttribute(id, key, texts(values))
    for (const id of new Set([...here().value.keys(), ...goal.value.keys()])) {
      const values = goal.value.get(id)?.get(valueKey) ?? []
      if (!sameValues(here().value.get(id)?.get(valueKey) ?? [], values)) yield setParameterValue(id, texts(values))
    }
  })

/**
 * Takes one change back: what it is about becomes as it was in `before`, all else stays. With `field` only that field
 * does; what only got another id gets its earlier one, and what points to it follows.
 */
export function takeBack(before: Definition, now: Definition, change: EntryChange, field?: string): Command {
  const { of, id, kind, was = id } = change
  const [old, here] = [entriesOf(before), entriesOf(now)]
  const [then, today] = [old[of].get(was), here[of].get(id)]
  const label = `Take back ${field === undefined ? nameOf(change) : `${field} of ${nameOf(change)}`}`
  const entry = (fields: Fields | undefined): Command =>
    become(label, definitionOf({ ...here, [of]: fields ? new Map([...here[of], [id, fields]]) : here[of] }))
  if (field !== undefined && then && today) return entry(new Map([...today, [field, then.get(field) ?? []]]))
  if (kind === 'renamed') return { ...renameObject(id, was), label }
  if (kind !== 'added') return entry(then)
  const away = { object: removeObjects([id]), parameter: removeParameter(id), value: setParameterValue(id, undefined) }
  return { ...away[of], label }
}

const differing = (document: Document, of: 'object' | 'parameter', id: string, goal: Fields) => {
  const here = entriesOf(document.definition)[of].get(id) ?? new Map<string, readonly Value[]>()
  return [...new Set([...here.keys(), ...goal.keys()])].flatMap(key => {
    const values = goal.get(key) ?? []
    return sameValues(here.get(key) ?? [], values) ? [] : [{ key, values }]
  })
}

const fieldValue = (value: Value): FieldValue => (value.isRef ? { ref: value.text } : value.text)

const texts = (values: readonly Value[]): string | readonly string[] | undefined => {
  const [only, ...more] = values.map(one => one.text)
  return more.length > 0 ? [only ?? '', ...more] : only
}
