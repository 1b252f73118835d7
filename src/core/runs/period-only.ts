import { familyOf } from '../catalog/index.ts'
import { addField, type Command, removeField } from '../definition/commands.ts'
import { applyEdits } from '../definition/edit.ts'
import { ownValue, typeOf } from '../definition/query.ts'
import { read } from '../definition/text.ts'

/** What ties a schedule to the calendar. */
const tied = ['startDateTime', 'startAt', 'endDateTime', 'occurrences'] as const

/**
 * A definition's text of whose schedules only the period is kept; they start with the first activation. So the console
 * cloned; it left the start to its user, which is our only difference. Source: developer guide, cloning.
 */
export function keepPeriodsOnly(text: string): string {
  let document = read(text)
  const run = (command: Command) => {
    const edits = command.edits(document)
    if (edits.length > 0) document = read(applyEdits(document.text, edits))
  }
  const { definition } = document
  for (const schedule of definition.objects) {
    if (familyOf(typeOf(definition, schedule) ?? '') !== 'schedule' || ownValue(schedule, 'period') === undefined)
      continue
    for (const key of tied) run(removeField(schedule.id, key))
    run(addField(schedule.id, 'startAt', 'FIRST_ACTIVATION_DATE_TIME'))
  }
  return document.text
}
