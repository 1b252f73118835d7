import { familyOf } from '../../core/catalog/index.ts'
import type { Definition, PipelineObject } from '../../core/definition/model.ts'
import { resolveParameters } from '../../core/definition/parameters.ts'
import { objectById, typeOf } from '../../core/definition/query.ts'
import { printDateTime } from '../../core/expression/value.ts'
import { periodMs, printPeriod } from '../../core/runs/period.ts'
import { readSchedule } from '../../core/runs/schedule.ts'
import { refusals } from '../../core/versions/rules.ts'

/** What must not change once a pipeline has been activated, in the wire's words. The rules are those of `core/versions`. */
export const forbiddenEdits = (
  before: Definition,
  after: Definition,
): readonly { readonly id: string; readonly error: string }[] =>
  refusals(before, after).map(({ object, message }) => ({ id: object, error: `INVALID_EDIT: ${message}` }))

/**
 * Why a definition cannot be activated in place of the one that is active, in a sentence: an edit that is forbidden, or
 * a value that moves a schedule, whose text stays the same then.
 */
export const hinderedBy = (before: Definition, after: Definition): string | undefined =>
  forbiddenEdits(before, after)[0]?.error ?? movedBy(before, after)

const scheduleIn = (definition: Definition, object: PipelineObject) =>
  readSchedule(definition, object, resolveParameters(definition).values, 0)

function movedBy(before: Definition, after: Definition): string | undefined {
  for (const old of before.objects) {
    const now = objectById(after, old.id)
    if (!now || familyOf(typeOf(before, old) ?? '') !== 'schedule') continue
    const [was, is] = [scheduleIn(before, old), scheduleIn(after, now)]
    if ('problem' in was || 'problem' in is) continue
    const fixed = 'after the first activation; give the parameters in it the values that they had.'
    if (was.start !== is.start)
      return `INVALID_EDIT: ${old.id} cannot change its startDateTime from ${printDateTime(was.start)} to ${printDateTime(is.start)} ${fixed}`
    if (periodMs(was.period) !== periodMs(is.period))
      return `INVALID_EDIT: ${old.id} cannot change its period from ${printPeriod(was.period)} to ${printPeriod(is.period)} ${fixed}`
  }
  return undefined
}
