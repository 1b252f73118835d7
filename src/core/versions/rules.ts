import { familyOf, slotOf } from '../catalog/index.ts'
import type { Definition, PipelineObject } from '../definition/model.ts'
import { objectById, typeOf } from '../definition/query.ts'

/** One change that the service refuses in a pipeline that has been activated. */
export interface Refusal {
  readonly rule: EditRule
  readonly object: string
  /** The field it is about; without one it is about the object as a whole. */
  readonly field?: string
  /** A whole sentence, with the ids it is about. */
  readonly message: string
}

/** What must stay as it is once a pipeline has been activated. */
export interface EditRule {
  readonly name: string
  /** The rule in a sentence. */
  readonly says: string
  readonly source: string
  readonly find: (before: Definition, after: Definition) => Iterable<Omit<Refusal, 'rule'>>
  /** Whether it holds a field of an object of the activated definition still. */
  readonly holds?: (type: string | undefined, key: string) => boolean
}

const source = 'AWS Data Pipeline Developer Guide, editing an active pipeline'

const isAnchor = (keys: readonly string[]) => (type: string | undefined, key: string) =>
  keys.includes(key) && familyOf(type ?? '') === 'schedule'

const isReference = (type: string | undefined, key: string) => slotOf(type, key)?.kind === 'ref'

/** A rule on fields that hold the schedule in place. */
const anchored = (name: string, says: string, keys: readonly string[]): EditRule => ({
  name,
  says,
  source,
  holds: isAnchor(keys),
  *find(before, after) {
    for (const [old, now] of stayed(before, after))
      for (const field of keys)
        if (isAnchor(keys)(typeOf(before, old), field) && textOf(old, field) !== textOf(now, field))
          yield { object: old.id, field, message: `${old.id} cannot change its ${field} after the first activation.` }
  },
})

/** Every rule of the service on edits of an active pipeline. The engine refuses by this table, the designer warns by it. */
export const editRules: readonly EditRule[] = [
  {
    name: 'objects-stay',
    says: 'An object that was activated cannot be removed, nor get another id.',
    source,
    *find(before, after) {
      for (const { id } of before.objects)
        if (!objectById(after, id))
          yield { object: id, message: `${id} was part of the activated pipeline and cannot be removed.` }
    },
  },
  {
    name: 'references-stay',
    says: 'A reference of an object that was activated cannot be added, removed or pointed elsewhere.',
    source,
    holds: isReference,
    *find(before, after) {
      for (const [old, now] of stayed(before, after))
        for (const field of new Set([...old.fields, ...now.fields].map(one => one.key)))
          if (targets(old, field) !== targets(now, field))
            yield {
              object: old.id,
              field,
              message: `${old.id} cannot change its references after the first activation: ${field} must stay as it was.`,
            }
    },
  },
  anchored('period-stays', 'The period of a schedule that was activated cannot change.', ['period']),
  anchored('start-stays', 'The start of a schedule that was activated cannot change.', ['startDateTime', 'startAt']),
  {
    name: 'outputs-stay',
    says: 'A new object cannot write to one that was activated before it.',
    source,
    *find(before, after) {
      for (const object of after.objects) {
        if (objectById(before, object.id)) continue
        const type = typeOf(after, object)
        for (const { key, refValue } of object.fields)
          if (refValue !== undefined && slotOf(type, key)?.flow === 'out' && objectById(before, refValue))
            yield {
              object: object.id,
              field: key,
              message: `${object.id} is new and cannot write to ${refValue}, which was there before.`,
            }
      }
    },
  },
]

/** What the service would refuse of a definition, put in place of the one that was activated. */
export const refusals = (active: Definition, definition: Definition): readonly Refusal[] =>
  editRules.flatMap(rule => [...rule.find(active, definition)].map(found => ({ ...found, rule })))

/** The rule that keeps a field of an activated object as it is; of a field it lacks, as absent as it is. */
export function ruleHolding(active: Definition, id: string, key: string): EditRule | undefined {
  const object = objectById(active, id)
  if (!object) return undefined
  const type = typeOf(active, object)
  const points = object.fields.some(field => field.key === key && field.refValue !== undefined)
  return editRules.find(rule => rule.holds?.(type, key) || (points && rule.holds === isReference))
}

function* stayed(before: Definition, after: Definition): Generator<readonly [PipelineObject, PipelineObject]> {
  for (const old of before.objects) {
    const now = objectById(after, old.id)
    if (now && now !== old) yield [old, now]
  }
}

const targets = ({ fields }: PipelineObject, key: string): string =>
  fields
    .flatMap(field => (field.key === key && field.refValue !== undefined ? [field.refValue] : []))
    .sort()
    .join('\0')

const textOf = ({ fields }: PipelineObject, key: string): string | undefined =>
  fields.find(field => field.key === key)?.stringValue
