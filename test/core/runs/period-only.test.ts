import { expect, it } from 'vitest'
import { read } from '../../../src/core/definition/text.ts'
import { keepPeriodsOnly } from '../../../src/core/runs/period-only.ts'

const text = `{
  // Nightly, since the move.
  "objects": [
    { "id": "Night", "name": "Night", "type": "Schedule", "period": "1 day", "startDateTime": "2026-01-05T02:00:00", "occurrences": "9" },
    { "id": "Base", "name": "Base", "startDateTime": "2026-01-05T02:00:00" },
    { "id": "Week",  "type": "Schedule", "name": "Week", "startAt": "FIRST_ACTIVATION_DATE_TIME", "period": "1 week",
      "endDateTime": "2027-01-01T00:00:00" }
  ]
}
`

it('keeps the period of every schedule and nothing else that ties it to the calendar', () => {
  const after = keepPeriodsOnly(text)
  const fields = (id: string) =>
    read(after)
      .definition.objects.find(one => one.id === id)
      ?.fields.map(one => `${one.key}=${one.stringValue}`)
  expect(fields('Night')).toEqual(['type=Schedule', 'period=1 day', 'startAt=FIRST_ACTIVATION_DATE_TIME'])
  expect(fields('Week')).toEqual(['type=Schedule', 'period=1 week', 'startAt=FIRST_ACTIVATION_DATE_TIME'])
})

it('leaves comments, spacing and what is no schedule alone', () => {
  const after = keepPeriodsOnly(text)
  expect(after).toContain('// Nightly, since the move.')
  expect(after).toContain('{ "id": "Week",  "type": "Schedule"')
  expect(after).toContain('"id": "Base", "name": "Base", "startDateTime": "2026-01-05T02:00:00"')
})
