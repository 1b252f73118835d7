/** Whether a pipeline that runs on demand leaves the clock out of it. */

import { factsOf, isOnDemand, isWord, literalOf, placeOf, writtenAs } from './facts.ts'
import { removeAll, removeValue, setText } from './fixes.ts'
import { rule } from './rule.ts'
import { limitNote } from './words.ts'

const onDemandElsewhere = rule(
  'schedule/on-demand-elsewhere',
  'error',
  'object',
  'On demand is said on Default alone.',
  function* (definition) {
    for (const written of writtenAs(factsOf(definition), 'scheduleType'))
      if (isWord(written.text, 'ondemand') && written.subject.id !== 'Default')
        yield {
          at: placeOf(written),
          message: `${written.subject.id} is to run on demand, but only a whole pipeline can: say it on Default.`,
          fixes: [removeValue(written)],
        }
  },
)

const onDemandMixed = rule(
  'schedule/on-demand-mixed',
  'error',
  'whole',
  'A pipeline on demand has no other schedule type.',
  function* (definition) {
    const facts = factsOf(definition)
    if (!isOnDemand(facts)) return
    for (const written of writtenAs(facts, 'scheduleType'))
      if (written.subject.id !== 'Default' && !written.dynamic && !isWord(written.text, 'ondemand'))
        yield {
          at: placeOf(written),
          message: `The pipeline runs on demand, but ${written.subject.id} is ${written.text}. Remove its scheduleType.`,
          fixes: [removeValue(written)],
        }
  },
)

const onDemandSchedule = rule(
  'schedule/on-demand-schedule',
  'warning',
  'whole',
  'A pipeline on demand has no schedule.',
  function* (definition) {
    const facts = factsOf(definition)
    if (!isOnDemand(facts)) return
    for (const written of writtenAs(facts, 'schedule')) {
      const target = written.ref === undefined ? undefined : facts.byId.get(written.ref)
      if (!target || isWord(literalOf(target, 'startAt'), 'ondemand_activation_time')) continue
      yield {
        at: placeOf(written),
        message: `The pipeline runs on demand, so the schedule ${target.id} of ${written.subject.id} has no part in it. Remove one of the two.`,
        fixes: [removeAll([target.id])],
      }
    }
  },
)

const onDemandRuns = rule(
  'schedule/on-demand-runs',
  'error',
  'whole',
  'On demand, no more runs go on at once than the service allows.',
  function* (definition, limits) {
    const facts = factsOf(definition)
    const runs = facts.default && isOnDemand(facts) ? literalOf(facts.default, 'maxActiveInstances') : undefined
    if (runs === undefined || !/^\d+$/.test(runs.trim()) || Number(runs) <= limits.onDemandRuns) return
    const [written] = facts.default?.own.get('maxActiveInstances') ?? []
    if (written)
      yield {
        at: placeOf(written),
        limit: 'onDemandRuns',
        message: `Default lets ${runs} runs go on at once; on demand the service allows ${limits.onDemandRuns}. ${limitNote('onDemandRuns')}`,
        fixes: [setText(written, String(limits.onDemandRuns))],
      }
  },
)

const lateOnDemand = rule(
  'schedule/late-on-demand',
  'warning',
  'whole',
  'On demand, nothing is late.',
  function* (definition) {
    const facts = factsOf(definition)
    if (!isOnDemand(facts)) return
    for (const written of writtenAs(facts, 'lateAfterTimeout'))
      yield {
        at: placeOf(written),
        message: `The pipeline runs on demand, where lateAfterTimeout of ${written.subject.id} has no effect. An attemptTimeout does.`,
        fixes: [removeValue(written)],
      }
  },
)

export const onDemandRules = [onDemandElsewhere, onDemandMixed, onDemandSchedule, onDemandRuns, lateOnDemand]
