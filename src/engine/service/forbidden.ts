import { familyOf, slotOf } from '../../core/catalog/index.ts'
import type { Definition, PipelineObject } from '../../core/definition/model.ts'
import { objectById, typeOf } from '../../core/definition/query.ts'

/** Fields of a schedule that stay as they are once the pipeline has been activated. */
const anchored = ['period', 'startDateTime', 'startAt']

/**
 * What must not change once a pipeline has been activated: objects must stay, and so must their references, periods
 * and starts; a new object may not write to an old one. Source: developer guide, editing an active pipeline.
 */
export function forbiddenEdits(
  before: Definition,
  after: Definition,
): readonly { readonly id: string; readonly error: string }[] {
  const found: { readonly id: string; readonly error: string }[] = []
  for (const old of before.objects) {
    const now = objectById(after, old.id)
    if (!now) {
      found.push({ id: old.id, error: said(old.id, 'was part of the activated pipeline and cannot be removed.') })
      continue
    }
    if (references(old) !== references(now))
      found.push({ id: old.id, error: said(old.id, 'cannot change its references after the first activation.') })
    if (familyOf(typeOf(before, old) ?? '') !== 'schedule') continue
    for (const field of anchored)
      if (text(old, field) !== text(now, field))
        found.push({ id: old.id, error: said(old.id, `cannot change its ${field} after the first activation.`) })
  }
  for (const object of after.objects) {
    if (objectById(before, object.id)) continue
    const type = typeOf(after, object)
    for (const { key, refValue } of object.fields)
      if (refValue !== undefined && slotOf(type, key)?.flow === 'out' && objectById(before, refValue))
        found.push({
          id: object.id,
          error: said(object.id, `is new and cannot write to ${refValue}, which was there before.`),
        })
  }
  return found
}

const said = (id: string, sentence: string): string => `INVALID_EDIT: ${id} ${sentence}`

const references = ({ fields }: PipelineObject): string =>
  JSON.stringify(
    fields
      .flatMap(({ key, refValue }) => (refValue === undefined ? [] : [[key, refValue]]))
      .sort((a, b) => (`${a}` < `${b}` ? -1 : 1)),
  )

const text = ({ fields }: PipelineObject, key: string): string | undefined =>
  fields.find(field => field.key === key)?.stringValue
