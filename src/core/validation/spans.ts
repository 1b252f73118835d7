import type { Definition } from '../definition/model.ts'
import { parsePeriod } from '../expression/calendar.ts'
import { parseDateTime } from '../expression/value.ts'
import { factsOf, literalOf, ofFamily } from './facts.ts'
import { lengthOf } from './periods.ts'

/** Schedules whose start is written out, with their end and the length of their period where those are. */
export function* spans(definition: Definition) {
  for (const subject of ofFamily(factsOf(definition), 'schedule')) {
    const start = parseDateTime(literalOf(subject, 'startDateTime') ?? '')
    const period = parsePeriod(literalOf(subject, 'period') ?? '')
    if (start !== undefined)
      yield {
        subject,
        start,
        end: parseDateTime(literalOf(subject, 'endDateTime') ?? ''),
        length: period && lengthOf(period),
      }
  }
}
