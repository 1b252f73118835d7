/** What it means, and costs, that objects which work together keep to schedules of their own. */

import { parseDateTime } from '../expression/value.ts'
import {
  type Facts,
  factsOf,
  fieldPlace,
  literalOf,
  machines,
  ofFamily,
  type Subject,
  targetsOf,
  valuesOf,
} from './facts.ts'
import { addText } from './fixes.ts'
import { lengthOfText } from './periods.ts'
import { rule } from './rule.ts'

const finerMachine = rule(
  'schedule/finer-machine',
  'warning',
  'references',
  'A machine is there as long as the work on it.',
  function* (definition) {
    for (const { subject, target, own, theirs } of pairs(factsOf(definition), ['runsOn']))
      if (theirs < own)
        yield {
          at: fieldPlace(subject, 'runsOn'),
          message: `${target.id} is made anew more often than ${subject.id} runs. Of each interval only the first machine has work; the others come for nothing. Give both the same schedule.`,
        }
  },
)

const readsAgain = rule(
  'schedule/reads-again',
  'info',
  'references',
  'It is known which runs read the same data.',
  function* (definition) {
    for (const { subject, target, own, theirs, key } of pairs(factsOf(definition), ['input', 'dependsOn']))
      if (theirs > own * 1.5)
        yield {
          at: fieldPlace(subject, key),
          message: `About ${Math.round(theirs / own)} runs of ${subject.id} wait for the same run of ${target.id}, which comes less often.`,
        }
  },
)

const outOfStep = rule(
  'schedule/out-of-step',
  'info',
  'references',
  'Intervals of the same length begin together.',
  function* (definition) {
    for (const { subject, target, own, theirs, key, ofOwn, ofTheirs } of pairs(factsOf(definition), [
      'input',
      'dependsOn',
      'runsOn',
    ])) {
      if (own !== theirs) continue
      const starts = [ofOwn, ofTheirs].map(one => parseDateTime(literalOf(one, 'startDateTime') ?? ''))
      const [mine, other] = starts
      if (mine === undefined || other === undefined || (mine - other) % own === 0) continue
      yield {
        at: fieldPlace(subject, key),
        message: `${subject.id} and ${target.id} repeat equally often, but ${ofOwn.id} and ${ofTheirs.id} begin at different times: each run is matched with the interval of ${target.id} in which its own begins.`,
      }
    }
  },
)

const clusterOften = rule(
  'cost/cluster-often',
  'info',
  'references',
  'Clusters do not spend their time with starting.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of machines(facts)) {
      if (!isCluster(subject)) continue
      const length = periodOf(facts, subject)
      if (length === undefined || length >= hour) continue
      yield {
        at: { object: subject.id },
        message: `A cluster is started for ${subject.id} every ${Math.round(length / 60_000)} minutes, which takes several of them each time. A longer schedule of its own lets runs share one.`,
      }
    }
  },
)

const overlapping = rule(
  'cost/overlapping-machines',
  'info',
  'references',
  'A machine ends before the next one is due.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of machines(facts)) {
      const text = literalOf(subject, 'terminateAfter')
      const life = lengthOfText(text !== undefined && /^\s*\d+\s*$/.test(text) ? `${text} hours` : text)
      const length = periodOf(facts, subject)
      if (life === undefined || length === undefined || life <= length) continue
      yield {
        at: fieldPlace(subject, 'terminateAfter'),
        message: `${subject.id} may live for ${text}, longer than its period: where work hangs, up to ${Math.ceil(life / length)} machines are paid for at once.`,
      }
    }
  },
)

const spotBidOnly = rule(
  'cost/bid-without-way-out',
  'info',
  'object',
  'Work on spot machines comes to an end.',
  function* (definition) {
    for (const subject of machines(factsOf(definition))) {
      const bid = bidKeys.flatMap(key => valuesOf(subject, key))[0]
      if (!bid || valuesOf(subject, 'useOnDemandOnLastAttempt').length > 0) continue
      yield {
        at: fieldPlace(subject, bid.key),
        message: `${subject.id} bids for spot machines and has no useOnDemandOnLastAttempt: when the market is dear, its work fails after the last try.`,
        fixes: [addText(subject.id, 'useOnDemandOnLastAttempt', 'true')],
      }
    }
  },
)

export const mixedScheduleRules = [finerMachine, readsAgain, outOfStep, clusterOften, overlapping, spotBidOnly]

const hour = 3_600_000
const bidKeys = ['spotBidPrice', 'masterInstanceBidPrice', 'coreInstanceBidPrice', 'taskInstanceBidPrice'] as const

/** Made of nodes of several kinds. */
const isCluster = ({ schema }: Subject): boolean =>
  Object.values(schema?.slots ?? {}).filter(slot => slot.kind === 'instanceType').length > 1

/** Work, and what it waits for or runs on, where both have schedules and these are two. Periods in milliseconds. */
function* pairs(facts: Facts, keys: readonly string[]) {
  for (const subject of ofFamily(facts, 'activity'))
    for (const key of keys)
      for (const target of targetsOf(facts, subject, key)) {
        const [ofOwn] = targetsOf(facts, subject, 'schedule')
        const [ofTheirs] = targetsOf(facts, target, 'schedule')
        if (!ofOwn || !ofTheirs || ofOwn === ofTheirs) continue
        const own = lengthOfText(literalOf(ofOwn, 'period'))
        const theirs = lengthOfText(literalOf(ofTheirs, 'period'))
        if (own !== undefined && theirs !== undefined) yield { subject, target, key, own, theirs, ofOwn, ofTheirs }
      }
}

function periodOf(facts: Facts, subject: Subject): number | undefined {
  const [schedule] = targetsOf(facts, subject, 'schedule')
  return lengthOfText(schedule && literalOf(schedule, 'period'))
}
