/** Whether it is clear when things run. */

import { isRunnable } from '../catalog/index.ts'
import { limits } from '../catalog/limits.ts'
import type { Definition } from '../definition/model.ts'
import { bareId } from '../definition/parameters.ts'
import { parsePeriod } from '../expression/calendar.ts'
import { parseTemplate } from '../expression/parse.ts'
import { walk } from '../expression/tree.ts'
import { parseDateTime, printDateTime } from '../expression/value.ts'
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
  targetsOf,
  valuesOf,
  writtenAs,
} from './facts.ts'
import { addReference, addText, removeValue, setText } from './fixes.ts'
import { lengthOf, lengthOfText } from './periods.ts'
import { rule } from './rule.ts'
import { plural, shown } from './words.ts'

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
  'Schedules repeat every 15 minutes at most.',
  function* (definition) {
    for (const subject of ofFamily(factsOf(definition), 'schedule')) {
      const text = literalOf(subject, 'period')
      const length = lengthOfText(text)
      if (length === undefined || length >= limits.periodMinutes.value * 60_000) continue
      const [written] = valuesOf(subject, 'period')
      yield {
        at: fieldPlace(subject, 'period'),
        message: `${subject.id} repeats every ${text}; the shortest period is ${limits.periodMinutes.value} minutes.`,
        fixes: written ? [setText(written, `${limits.periodMinutes.value} minutes`)] : [],
      }
    }
  },
)

const longPeriod = rule(
  'schedule/long-period',
  'error',
  'object',
  'Schedules repeat within 3 years.',
  function* (definition) {
    for (const subject of ofFamily(factsOf(definition), 'schedule')) {
      const text = literalOf(subject, 'period')
      const length = lengthOfText(text)
      if (length === undefined || length <= (lengthOfText(`${limits.periodYears.value} years`) ?? 0)) continue
      yield {
        at: fieldPlace(subject, 'period'),
        message: `${subject.id} repeats every ${text}; the longest period is ${limits.periodYears.value} years.`,
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

const typeUnsaid = rule(
  'schedule/type-unsaid',
  'info',
  'frame',
  'It is said whether a period runs at its start or its end.',
  function* (definition) {
    const facts = factsOf(definition)
    if (writtenAs(facts, 'scheduleType').length > 0 || writtenAs(facts, 'schedule').length === 0) return
    yield {
      at: facts.default ? { object: 'Default' } : {},
      message:
        'No scheduleType is given, so it is not said whether work runs at the start of each period (cron) or at its end (timeseries).',
      fixes: facts.default
        ? [addText('Default', 'scheduleType', 'cron'), addText('Default', 'scheduleType', 'timeseries')]
        : [],
    }
  },
)

const endOfPeriod = rule(
  'schedule/end-of-period',
  'info',
  'references',
  'It is known when a time series runs first.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const written of writtenAs(facts, 'scheduleType')) {
      if (!isWord(written.text, 'timeseries')) continue
      const [schedule] = targetsOf(facts, written.subject, 'schedule')
      const length = lengthOfText(schedule && literalOf(schedule, 'period'))
      if (!schedule || length === undefined || length < day) continue
      yield {
        at: placeOf(written),
        message: `With timeseries, work runs at the end of each period: the first run of ${schedule.id} comes ${literalOf(schedule, 'period')} after its start. Use cron to run at the start.`,
        fixes: [setText(written, 'cron')],
      }
    }
  },
)

const mixedTypes = rule(
  'schedule/mixed-types',
  'warning',
  'references',
  'An activity and its machine count time alike.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of ofFamily(facts, 'activity')) {
      const own = literalOf(subject, 'scheduleType')?.toLowerCase()
      for (const machine of targetsOf(facts, subject, 'runsOn')) {
        const theirs = literalOf(machine, 'scheduleType')?.toLowerCase()
        if (own !== undefined && theirs !== undefined && own !== theirs)
          yield {
            at: fieldPlace(subject, 'scheduleType'),
            message: `${subject.id} is ${own} but its machine ${machine.id} is ${theirs}: one waits a whole period for the other.`,
          }
      }
    }
  },
)

const fixedOutput = rule(
  'schedule/fixed-output',
  'warning',
  'whole',
  'Each run writes a place of its own.',
  function* (definition) {
    const facts = factsOf(definition)
    if (isOnDemand(facts)) return
    const told = new Set<string>()
    for (const activity of ofFamily(facts, 'activity'))
      for (const node of targetsOf(facts, activity, 'output')) {
        const [written] = ['filePath', 'directoryPath'].flatMap(key => valuesOf(node, key))
        if (!written || written.text === undefined || written.dynamic || told.has(node.id)) continue
        const [schedule] = targetsOf(facts, activity, 'schedule')
        if (!schedule || literalOf(schedule, 'occurrences')?.trim() === '1') continue
        told.add(node.id)
        yield {
          at: placeOf(written),
          message: `Every run of ${activity.id} writes ${shown(written.text)}, so each one replaces what the last one left. Put the time of the run into the path.`,
          fixes: [setText(written, dated(written.text, written.key === 'filePath'))],
        }
      }
  },
)

const manyRuns = rule(
  'schedule/many-runs',
  'info',
  'object',
  'It is known how many runs a schedule holds.',
  function* (definition) {
    for (const { subject, start, end, length } of spans(definition)) {
      if (end === undefined || length === undefined) continue
      const runs = Math.floor((end - start) / length)
      if (runs > 1_000)
        yield {
          at: fieldPlace(subject, 'period'),
          message: `${subject.id} holds about ${runs.toLocaleString('en-US')} runs from its start to its end. Those in the past are caught up one after another when the pipeline is activated.`,
        }
    }
  },
)

const monthEnd = rule(
  'schedule/month-end',
  'info',
  'object',
  'Monthly runs fall on a day that every month has.',
  function* (definition) {
    for (const subject of ofFamily(factsOf(definition), 'schedule')) {
      const start = parseDateTime(literalOf(subject, 'startDateTime') ?? '')
      const unit = parsePeriod(literalOf(subject, 'period') ?? '')?.unit
      if (start === undefined || unit !== 'month' || new Date(start).getUTCDate() <= 28) continue
      yield {
        at: fieldPlace(subject, 'startDateTime'),
        message: `${subject.id} starts on day ${new Date(start).getUTCDate()}; in shorter months it runs on the last day.`,
      }
    }
  },
)

const rollUps = rule(
  'schedule/roll-ups',
  'warning',
  'whole',
  'One run waits for at most 32 finer ones.',
  function* (definition) {
    const facts = factsOf(definition)
    if (ofFamily(facts, 'schedule').length < 2) return
    for (const subject of ofFamily(facts, 'activity', 'dataNode'))
      for (const key of ['dependsOn', 'input'])
        for (const target of targetsOf(facts, subject, key)) {
          const coarse = periodOf(facts, subject)
          const fine = periodOf(facts, target)
          if (coarse === undefined || fine === undefined || coarse / fine <= limits.rollUps.value + 0.5) continue
          yield {
            at: fieldPlace(subject, key),
            message: `Each run of ${subject.id} waits for ${Math.round(coarse / fine)} runs of ${target.id}; the service joins at most ${limits.rollUps.value}.`,
          }
        }
  },
)

const cascadeBackfill = rule(
  'schedule/cascade-backfill',
  'info',
  'references',
  'Cascading failures and backfills are not mixed unawares.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const written of writtenAs(facts, 'failureAndRerunMode')) {
      if (!isWord(written.text, 'cascade')) continue
      const [schedule] = targetsOf(facts, written.subject, 'schedule')
      const start = schedule && literalOf(schedule, 'startDateTime')
      if (!schedule || start === undefined || parseDateTime(start) === undefined) continue
      yield {
        at: placeOf(written),
        message: `${written.subject.id} cascades failures and its schedule starts at ${start}. If that is past at activation, the service warns: one failure in the backfill takes all that follows down with it.`,
      }
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
  typeUnsaid,
  endOfPeriod,
  mixedTypes,
  fixedOutput,
  manyRuns,
  monthEnd,
  rollUps,
  cascadeBackfill,
]

const day = 86_400_000

/** Whether objects of this type have runs of their own, by a schedule. */
const needsSchedule = ({ schema, family }: Subject): boolean =>
  isRunnable(family) && Object.hasOwn(schema?.slots ?? {}, 'schedule')

/** Schedules whose start is written out, with their end and the length of their period where those are. */
function* spans(definition: Definition) {
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

function periodOf(facts: Facts, subject: Subject): number | undefined {
  const [schedule] = targetsOf(facts, subject, 'schedule')
  return lengthOfText(schedule && literalOf(schedule, 'period'))
}

const maybeParameter = (facts: Facts, subject: Subject, name: string): boolean =>
  !name.startsWith('@') &&
  (facts.parameters.has(name) || facts.parameters.has(`*${bareId(name)}`) || /^\*?my/.test(name) || has(subject, name))

/** A path with the time of the run in it: as a folder, in front of the name of a file. */
function dated(path: string, isFile: boolean): string {
  const time = "#{format(@scheduledStartTime, 'yyyy-MM-dd-HH-mm')}"
  const cut = isFile ? path.lastIndexOf('/') + 1 : path.length
  const folder = path.slice(0, cut)
  return `${folder}${folder === '' || folder.endsWith('/') ? '' : '/'}${time}${isFile ? `/${path.slice(cut)}` : ''}`
}
