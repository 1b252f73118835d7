/** Whether it is clear when things run. */

import { isRunnable } from '../catalog/index.ts'
import { bareId } from '../definition/parameters.ts'
import { parseTemplate } from '../expression/parse.ts'
import { walk } from '../expression/tree.ts'
import { printDateTime } from '../expression/value.ts'
import {
  type Facts,
  factsOf,
  fieldPlace,
  has,
  isOnDemand,
  isWord,
  literalOf,
  ofFamily,
  placeOf,
  type Subject,
  valuesOf,
  writtenAs,
} from './facts.ts'
import { addReference, addText, removeValue, setText } from './fixes.ts'
import { lengthOfText } from './periods.ts'
import { rule } from './rule.ts'
import { spans } from './spans.ts'
import { limitNote, plural, shown } from './words.ts'

const missing = rule(
  'schedule/missing',
  'error',
  'whole',
  'What runs has a schedule, or runs on demand.',
  function* (definition) {
    const facts = factsOf(definition)
    if (isOnDemand(facts) || (facts.default && valuesOf(facts.default, 'scheduleType')[0]?.dynamic)) return
    const schedules = ofFamily(facts, 'schedule')
    const lost = facts.subjects.filter(subject => needsSchedule(subject) && !has(subject, 'schedule'))
    const [first] = lost
    if (!first) return
    const ways = (id: string) => schedules.slice(0, 3).map(({ id: schedule }) => addReference(id, 'schedule', schedule))
    if (lost.length > 1 && facts.default && !has(facts.default, 'schedule'))
      yield {
        at: { object: 'Default' },
        message: `${plural(lost.length, 'object')} have no schedule, ${first.id} first. Give Default one, or make the pipeline run on demand.`,
        fixes: [
          ...ways('Default'),
          ...(schedules.length === 0 ? [addText('Default', 'scheduleType', 'ondemand')] : []),
        ],
      }
    else
      for (const { id } of lost)
        yield {
          at: { object: id },
          message: `${id} has no schedule of its own and inherits none. Give it one, or make the pipeline run on demand.`,
          fixes: ways(id),
        }
  },
)

const endAndOccurrences = rule(
  'schedule/end-and-occurrences',
  'error',
  'object',
  'A schedule ends in one way.',
  function* (definition) {
    for (const subject of ofFamily(factsOf(definition), 'schedule'))
      if (has(subject, 'endDateTime') && has(subject, 'occurrences'))
        yield {
          at: fieldPlace(subject, 'occurrences'),
          message: `${subject.id} ends at a time and after a number of runs. Only one of the two may be given.`,
          fixes: [...(subject.own.get('endDateTime') ?? []), ...(subject.own.get('occurrences') ?? [])].map(
            removeValue,
          ),
        }
  },
)

const endBeforeStart = rule(
  'schedule/end-before-start',
  'error',
  'object',
  'Schedules end after they start.',
  function* (definition) {
    for (const { subject, start, end } of spans(definition))
      if (end !== undefined && end <= start)
        yield {
          at: fieldPlace(subject, 'endDateTime'),
          message: `${subject.id} ends at ${printDateTime(end)}, which is not after its start, ${printDateTime(start)}.`,
        }
  },
)

const shorterThanPeriod = rule(
  'schedule/shorter-than-period',
  'warning',
  'object',
  'A schedule lasts for one period at least.',
  function* (definition) {
    for (const { subject, start, end, length } of spans(definition))
      if (end !== undefined && length !== undefined && end > start && end - start < length)
        yield {
          at: fieldPlace(subject, 'endDateTime'),
          message: `${subject.id} is over before its first period is, so it may never run. Move its end, or shorten its period.`,
        }
  },
)

const shortPeriod = rule(
  'schedule/short-period',
  'error',
  'object',
  'Schedules repeat no more often than the service allows.',
  function* (definition, limits) {
    for (const subject of ofFamily(factsOf(definition), 'schedule')) {
      const text = literalOf(subject, 'period')
      const length = lengthOfText(text)
      if (length === undefined || length >= limits.periodMinutes * 60_000) continue
      const [written] = valuesOf(subject, 'period')
      yield {
        at: fieldPlace(subject, 'period'),
        limit: 'periodMinutes',
        message: `${subject.id} repeats every ${text}; the shortest period is ${limits.periodMinutes} minutes. ${limitNote('periodMinutes')}`,
        fixes: written ? [setText(written, `${limits.periodMinutes} minutes`)] : [],
      }
    }
  },
)

const longPeriod = rule(
  'schedule/long-period',
  'error',
  'object',
  'Schedules repeat no more seldom than the service allows.',
  function* (definition, limits) {
    for (const subject of ofFamily(factsOf(definition), 'schedule')) {
      const text = literalOf(subject, 'period')
      const length = lengthOfText(text)
      if (length === undefined || length <= (lengthOfText(`${limits.periodYears} years`) ?? 0)) continue
      yield {
        at: fieldPlace(subject, 'period'),
        limit: 'periodYears',
        message: `${subject.id} repeats every ${text}; the longest period is ${limits.periodYears} years. ${limitNote('periodYears')}`,
      }
    }
  },
)

const startNotLiteral = rule(
  'schedule/start-not-literal',
  'error',
  'object',
  'Schedules start at a time that is written out.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of ofFamily(facts, 'schedule'))
      for (const key of ['startDateTime', 'endDateTime'])
        for (const written of valuesOf(subject, key)) {
          const text = written.text ?? ''
          if (!text.includes('#{')) continue
          const parts = parseTemplate(text).parts
          const names = parts.flatMap(part => (part.kind === 'expression' ? [...walk(part.tree)] : []))
          if (
            names.every(
              tree =>
                tree.kind === 'path' &&
                tree.segments.length === 1 &&
                maybeParameter(facts, subject, tree.segments[0] ?? ''),
            )
          )
            continue
          yield {
            at: placeOf(written),
            message: `${key} of ${subject.id} must be a time once parameters are put in, not the expression ${shown(text)}.`,
          }
        }
  },
)

const startAtDeprecated = rule(
  'schedule/start-at-activation',
  'info',
  'object',
  'Schedules start at a fixed time.',
  function* (definition) {
    for (const written of writtenAs(factsOf(definition), 'startAt'))
      if (isWord(written.text, 'first_activation_date_time') && written.subject.family === 'schedule')
        yield {
          at: placeOf(written),
          message: `${written.subject.id} counts from the moment somebody first activates the pipeline. This still works but is deprecated; a startDateTime says when.`,
        }
  },
)

export const schedulingRules = [
  missing,
  endAndOccurrences,
  endBeforeStart,
  shorterThanPeriod,
  shortPeriod,
  longPeriod,
  startNotLiteral,
  startAtDeprecated,
]

/** Whether objects of this type have runs of their own, by a schedule. */
const needsSchedule = ({ schema, family }: Subject): boolean =>
  isRunnable(family) && Object.hasOwn(schema?.slots ?? {}, 'schedule')

const maybeParameter = (facts: Facts, subject: Subject, name: string): boolean =>
  !name.startsWith('@') &&
  (facts.parameters.has(name) || facts.parameters.has(`*${bareId(name)}`) || /^\*?my/.test(name) || has(subject, name))
