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
import { inTurn, together } from '../definition/in-turn.ts'
import type { Definition } from '../definition/model.ts'
import type { Document } from '../definition/text.ts'
import type { EntryChange } from './changes.ts'
import { type JudgedChange, judgedChanges } from './effect.ts'
import {
  definitionOf,
  type Entries,
  entriesOf,
  type Fields,
  keysOf,
  sameValues,
  type Value,
  valueKey,
} from './entries.ts'
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

    // Entries do not touch one another, fields of one may: so the first of all, then the second of all, and so on.
    const waiting = [...fieldCommands(now(), goal)]
    for (let turn = 0; waiting.some(commands => commands[turn]); turn += 1)
      yield together(waiting.flatMap(commands => commands[turn] ?? []))
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
  if (kind === 'added' && of === 'object' && field !== undefined) return { ...removeField(id, field), label }
  if (kind !== 'added') return entry(then)
  const away = { object: removeObjects([id]), parameter: removeParameter(id), value: setParameterValue(id, undefined) }
  return { ...away[of], label }
}

/** Takes back all that the service would refuse, and nothing else, in one step. */
export const takeBackRefused = (active: Definition): Command =>
  inTurn('Take back what would be refused', function* (now) {
    // What one round takes back may uncover more; a round that leaves as much as it found would never end.
    for (let last = Number.POSITIVE_INFINITY; ; ) {
      const refused = judgedChanges(active, now().definition).filter(change => change.effect.kind === 'refused')
      const left = refused.reduce((sum, one) => sum + 1 + one.fields.length, 0)
      if (left === 0 || left >= last) return
      last = left
      const renames = refused.filter(one => one.kind === 'renamed')
      for (const { id, was } of renames) yield renameObject(id, was ?? id)
      if (renames.length === 0) yield become('', withoutRefused(active, now().definition, refused))
    }
  })

/** A definition in which these refused changes of objects are as they were. */
function withoutRefused(active: Definition, now: Definition, refused: readonly JudgedChange[]): Definition {
  const [old, here] = [entriesOf(active), entriesOf(now)]
  const objects = new Map(here.object)
  for (const { id, fields } of refused) {
    const [then, today] = [old.object.get(id), objects.get(id)]
    if (!today) {
      if (then) objects.set(id, then)
      continue
    }
    const next = new Map(today)
    for (const { key, effect } of fields)
      if (effect.kind === 'refused') {
        const values = then?.get(key)
        if (values) next.set(key, values)
        else next.delete(key)
      }
    objects.set(id, next)
  }
  return definitionOf({ ...here, object: objects })
}

/** Of every object and parameter, the commands that make its fields what they are in the goal. */
function* fieldCommands(document: Document, goal: Entries): Generator<readonly Command[]> {
  const here = entriesOf(document.definition)
  for (const kind of ['object', 'parameter'] as const)
    for (const [id, fields] of goal[kind]) {
      const own = here[kind].get(id)
      yield keysOf(own, fields).flatMap(key => {
        const values = fields.get(key) ?? []
        return sameValues(own?.get(key) ?? [], values) ? [] : [fieldCommand(kind, id, key, values)]
      })
    }
}

function fieldCommand(kind: 'object' | 'parameter', id: string, key: string, values: readonly Value[]): Command {
  if (kind === 'parameter') return setParameterAttribute(id, key, texts(values))
  if (key === 'name') return setName(id, values[0]?.text ?? id)
  return values.length === 0 ? removeField(id, key) : setFieldList(id, key, values.map(fieldValue))
}

const fieldValue = (value: Value): FieldValue => (value.isRef ? { ref: value.text } : value.text)

const texts = (values: readonly Value[]): string | readonly string[] | undefined => {
  const [only, ...more] = values.map(one => one.text)
  return more.length > 0 ? [only ?? '', ...more] : only
}
