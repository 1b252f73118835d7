/** Whether a run that fails tries again, tells somebody, and leaves something to read. */

import { isRunnable, slotOf } from '../catalog/index.ts'
import {
  factsOf,
  fieldPlace,
  firstOf,
  has,
  isWord,
  literalOf,
  ofFamily,
  placeOf,
  targetsOf,
  writtenAs,
} from './facts.ts'
import { addReference, addText, askFor, setText } from './fixes.ts'
import { lengthOfText, startOf } from './periods.ts'
import { rule } from './rule.ts'
import { few, plural } from './words.ts'

const noLogs = rule('log/no-place', 'warning', 'frame', 'Logs have a place.', function* (definition) {
  const facts = factsOf(definition)
  const lost = facts.subjects.filter(
    subject => (subject.family === 'activity' || subject.family === 'resource') && !has(subject, 'pipelineLogUri'),
  )
  if (lost.length === 0) return
  yield {
    at: facts.default ? { object: 'Default' } : { object: lost[0]?.id ?? '' },
    message: `Nothing says where logs go, so a failed run of ${few(lost.map(one => one.id))} leaves nothing to read. ${facts.default ? 'Give Default a pipelineLogUri.' : 'Add an object Default with a pipelineLogUri.'}`,
    fixes: facts.default
      ? [
          askFor('Default', 'pipelineLogUri', 'myLogUri', {
            type: 'AWS::S3::ObjectKey',
            optional: 'true',
            description: 'The S3 folder for logs; without it none are kept',
          }),
        ]
      : [],
  }
})

const logsWithData = rule('log/among-data', 'info', 'whole', 'Logs do not lie among the data.', function* (definition) {
  const facts = factsOf(definition)
  const places = writtenAs(facts, 'directoryPath').flatMap(written =>
    written.text && !written.dynamic ? [[folder(written.text), written.subject.id] as const] : [],
  )
  for (const written of writtenAs(facts, 'pipelineLogUri')) {
    if (written.dynamic || !written.text) continue
    const logs = folder(written.text)
    const inside = places.find(([place]) => logs.startsWith(place))
    if (inside)
      yield {
        at: placeOf(written),
        message: `Logs of ${written.subject.id} go into the data of ${inside[1]}, where they may be read as data.`,
      }
  }
})

const nobodyTold = rule('retry/nobody-told', 'info', 'frame', 'Somebody hears of a failure.', function* (definition) {
  const facts = factsOf(definition)
  const activities = ofFamily(facts, 'activity')
  if (activities.length === 0) return
  // A reference to what is not there, or tells nobody, is no alarm.
  const told = writtenAs(facts, 'onFail').some(({ ref }) => slotOf(facts.byId.get(ref ?? '')?.type, 'topicArn'))
  if (told) return
  const alarms = ofFamily(facts, 'action').filter(one => slotOf(one.type, 'topicArn'))
  yield {
    at: facts.default ? { object: 'Default' } : {},
    message: 'No onFail here leads to an alarm, so nobody is told when a run fails. Point it to one.',
    fixes: facts.default ? alarms.slice(0, 2).map(alarm => addReference('Default', 'onFail', alarm.id)) : [],
  }
})

const noCascade = rule(
  'retry/no-cascade',
  'info',
  'whole',
  'What follows a failure does not wait for ever.',
  function* (definition) {
    const facts = factsOf(definition)
    const waiting = ofFamily(facts, 'activity').filter(
      one => (has(one, 'dependsOn') || has(one, 'input')) && !isWord(firstOf(one, 'failureAndRerunMode'), 'cascade'),
    )
    const stuck = waiting.filter(one => has(one, 'dependsOn') && !has(one, 'failureAndRerunMode'))
    if (stuck.length === 0) return
    yield {
      at: facts.default ? { object: 'Default' } : { object: stuck[0]?.id ?? '' },
      message: `If what ${few(stuck.map(one => one.id))} depends on fails, it waits for ever. With failureAndRerunMode cascade it fails too, and a rerun brings it back.`,
      // With a start of its own, the service would have something to say of cascade too: that is for people to weigh.
      fixes:
        facts.default && startOf(facts, facts.default) === undefined
          ? [addText('Default', 'failureAndRerunMode', 'cascade')]
          : [],
    }
  },
)

const tooLongRetries = rule(
  'retry/longer-than-period',
  'info',
  'references',
  'Tries end before the next run begins.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of ofFamily(facts, 'activity')) {
      const timeout = lengthOfText(literalOf(subject, 'attemptTimeout'))
      if (timeout === undefined) continue
      const [schedule] = targetsOf(facts, subject, 'schedule')
      const period = lengthOfText(schedule && literalOf(schedule, 'period'))
      const retries = Number(literalOf(subject, 'maximumRetries') ?? '2')
      if (period === undefined || !Number.isInteger(retries)) continue
      if (timeout * (retries + 1) > period)
        yield {
          at: fieldPlace(subject, 'attemptTimeout'),
          message: `With ${plural(retries + 1, 'try', 'tries')} of ${literalOf(subject, 'attemptTimeout')}, a run of ${subject.id} can outlast its period of ${schedule ? literalOf(schedule, 'period') : ''}.`,
        }
    }
  },
)

const silentTimeout = rule(
  'retry/late-before-start',
  'info',
  'object',
  'Being late leaves time for a retry.',
  function* (definition) {
    for (const subject of factsOf(definition).subjects) {
      if (!isRunnable(subject.family)) continue
      const late = lengthOfText(literalOf(subject, 'lateAfterTimeout'))
      const timeout = lengthOfText(literalOf(subject, 'attemptTimeout'))
      if (late !== undefined && timeout !== undefined && late < timeout && has(subject, 'onLateAction'))
        yield {
          at: fieldPlace(subject, 'lateAfterTimeout'),
          message: `${subject.id} counts as late after ${literalOf(subject, 'lateAfterTimeout')}, while one try may take ${literalOf(subject, 'attemptTimeout')}: a normal run may raise the alarm.`,
        }
    }
  },
)

const noRetryDelay = rule(
  'retry/many-retries',
  'info',
  'object',
  'Many retries are spread out.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const written of writtenAs(facts, 'maximumRetries')) {
      const delay = lengthOfText(literalOf(written.subject, 'retryDelay'))
      if (Number(written.text) >= 4 && delay !== undefined && delay < 5 * 60_000)
        yield {
          at: placeOf(written),
          message: `${written.subject.id} tries ${Number(written.text) + 1} times within minutes; what is down then is often still down. Wait longer between tries.`,
          fixes: (written.subject.own.get('retryDelay') ?? []).map(one => setText(one, '10 minutes')),
        }
    }
  },
)

const lateWithoutTimeout = rule(
  'schedule/late-without-timeout',
  'error',
  'object',
  'What happens when late comes with when it is late.',
  function* (definition) {
    for (const subject of factsOf(definition).subjects) {
      if (!isRunnable(subject.family) || !has(subject, 'onLateAction') || has(subject, 'lateAfterTimeout')) continue
      yield {
        at: fieldPlace(subject, 'onLateAction'),
        message: `${subject.id} has an onLateAction, but nothing says when it is late. Add lateAfterTimeout.`,
        fixes: [addText(subject.id, 'lateAfterTimeout', '1 hour')],
      }
    }
  },
)

const lateWithoutAction = rule(
  'schedule/late-without-action',
  'info',
  'object',
  'Lateness has consequences.',
  function* (definition) {
    for (const written of writtenAs(factsOf(definition), 'lateAfterTimeout'))
      if (
        !has(written.subject, 'onLateAction') &&
        written.subject.type !== undefined &&
        written.subject.family !== 'default'
      )
        yield {
          at: placeOf(written),
          message: `${written.subject.id} says when it is late, but no onLateAction follows, so nobody will notice.`,
        }
  },
)

export const runningRules = [
  noLogs,
  logsWithData,
  nobodyTold,
  noCascade,
  lateWithoutTimeout,
  lateWithoutAction,
  tooLongRetries,
  silentTimeout,
  noRetryDelay,
]

const folder = (path: string): string => path.replace(/\/*$/, '/')
