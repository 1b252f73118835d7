/** What a schedule leads to: when in its interval work runs, how often, and over what. */

import { parsePeriod } from '../expression/calendar.ts'
import { parseDateTime } from '../expression/value.ts'
import {
  type Facts,
  factsOf,
  fieldPlace,
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
import { addText, setText } from './fixes.ts'
import { lengthOfText, startOf } from './periods.ts'
import { rule } from './rule.ts'
import { spans } from './spans.ts'
import { limitNote, shown } from './words.ts'

const typeUnsaid = rule(
  'schedule/type-unsaid',
  'info',
  'whole',
  'It is said whether a period runs at its start or its end.',
  function* (definition) {
    const facts = factsOf(definition)
    if (writtenAs(facts, 'scheduleType').length > 0 || ofFamily(facts, 'schedule').length === 0) return
    // Of long periods it would be said at once that the first run comes late.
    const long = ofFamily(facts, 'schedule').some(one => (lengthOfText(literalOf(one, 'period')) ?? 0) >= day)
    yield {
      at: facts.default ? { object: 'Default' } : {},
      message:
        'No scheduleType is given, so it is not said whether work runs at the start of each period (cron) or at its end (timeseries).',
      fixes: facts.default
        ? ['cron', ...(long ? [] : ['timeseries'])].map(word => addText('Default', 'scheduleType', word))
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
  'One run waits for no more finer ones than the service joins.',
  function* (definition, limits) {
    const facts = factsOf(definition)
    if (ofFamily(facts, 'schedule').length < 2) return
    for (const subject of ofFamily(facts, 'activity', 'dataNode'))
      for (const key of ['dependsOn', 'input'])
        for (const target of targetsOf(facts, subject, key)) {
          const coarse = periodOf(facts, subject)
          const fine = periodOf(facts, target)
          if (coarse === undefined || fine === undefined || coarse / fine <= limits.rollUps + 0.5) continue
          yield {
            at: fieldPlace(subject, key),
            limit: 'rollUps',
            message: `Each run of ${subject.id} waits for ${Math.round(coarse / fine)} runs of ${target.id}; the service joins at most ${limits.rollUps}. ${limitNote('rollUps')}`,
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
      const start = startOf(facts, written.subject)
      if (start === undefined) continue
      yield {
        at: placeOf(written),
        message: `${written.subject.id} cascades failures and its schedule starts at ${start}. If that is past at activation, the service warns: one failure in the backfill takes all that follows down with it.`,
      }
    }
  },
)

export const intervalRules = [
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

function periodOf(facts: Facts, subject: Subject): number | undefined {
  const [schedule] = targetsOf(facts, subject, 'schedule')
  return lengthOfText(schedule && literalOf(schedule, 'period'))
}

/** A path with the time of the run in it: as a folder, in front of the name of a file. */
function dated(path: string, isFile: boolean): string {
  const time = "#{format(@scheduledStartTime, 'yyyy-MM-dd-HH-mm')}"
  const cut = isFile ? path.lastIndexOf('/') + 1 : path.length
  const folder = path.slice(0, cut)
  return `${folder}${folder === '' || folder.endsWith('/') ? '' : '/'}${time}${isFile ? `/${path.slice(cut)}` : ''}`
}
