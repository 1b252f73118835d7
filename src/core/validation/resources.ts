/** Whether machines can start, do their work, and stop costing money. */

import { retiredFamilies } from '../catalog/instance-types.ts'
import { printPeriod } from '../runs/period.ts'
import {
  type Facts,
  factsOf,
  fieldPlace,
  firstOf,
  has,
  isOn,
  isWord,
  literalOf,
  machines,
  ofFamily,
  placeOf,
  type Subject,
  targetsOf,
  valuesOf,
  writtenAs,
} from './facts.ts'
import { addText, removeValue, renameField, setText } from './fixes.ts'
import { lengthOfText } from './periods.ts'
import { rule } from './rule.ts'
import { shown } from './words.ts'

const noTerminateAfter = rule(
  'resource/no-terminate-after',
  'warning',
  'whole',
  'Machines stop some day, whatever happens.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of machines(facts))
      if (!has(subject, 'terminateAfter'))
        yield {
          at: { object: subject.id },
          message: `${subject.id} has no terminateAfter: if its work hangs, it runs, and costs, until somebody notices.`,
          fixes: [lifeFor(facts, subject)].flatMap(life => (life ? [addText(subject.id, 'terminateAfter', life)] : [])),
        }
  },
)

/**
 * Two hours, or more where tries on the machine, or its start, may take longer; no longer than until the next machine
 * is due. Undefined where nothing does justice to both.
 */
function lifeFor(facts: Facts, machine: Subject): string | undefined {
  const tries = ofFamily(facts, 'activity').flatMap(one =>
    targetsOf(facts, one, 'runsOn').includes(machine) ? (lengthOfText(literalOf(one, 'attemptTimeout')) ?? 0) : [],
  )
  const start = lengthOfText(literalOf(machine, 'initTimeout')) ?? 0
  const least = Math.max(start + minute, ...tries)
  const [schedule] = targetsOf(facts, machine, 'schedule')
  const period = lengthOfText(schedule && literalOf(schedule, 'period')) ?? Number.POSITIVE_INFINITY
  if (least > period) return undefined
  const hours = Math.max(2, Math.ceil(least / (60 * minute)))
  return hours * 60 * minute <= period
    ? printPeriod({ count: hours, unit: 'hour' })
    : printPeriod({ count: Math.floor(period / minute), unit: 'minute' })
}

const minute = 60_000

const ownRunner = rule('resource/own-runner', 'error', 'object', 'Machines run on nothing.', function* (definition) {
  for (const subject of machines(factsOf(definition)))
    for (const key of ['runsOn', 'workerGroup'])
      for (const written of subject.own.get(key) ?? [])
        yield {
          at: placeOf(written),
          message: `${subject.id} is a machine itself and may not have ${key}. Remove it.`,
          fixes: [removeValue(written)],
        }
})

const workerGroupIgnored = rule(
  'resource/worker-group-ignored',
  'warning',
  'object',
  'Work has one runner.',
  function* (definition) {
    for (const subject of ofFamily(factsOf(definition), 'activity', 'dataNode')) {
      const own = subject.own.get('workerGroup') ?? []
      if (own.length === 0 || !has(subject, 'runsOn')) continue
      yield {
        at: fieldPlace(subject, 'workerGroup'),
        message: `${subject.id} has runsOn and workerGroup; the worker group is ignored. Remove one of them.`,
        fixes: own.map(removeValue),
      }
    }
  },
)

const groupIdAsName = rule(
  'resource/group-id-as-name',
  'warning',
  'object',
  'Security groups are named by what they are.',
  function* (definition) {
    for (const written of writtenAs(factsOf(definition), 'securityGroups'))
      if (written.text?.trim().startsWith('sg-'))
        yield {
          at: placeOf(written),
          message: `${written.subject.id} gives the id ${written.text.trim()} where names belong. Ids go into securityGroupIds.`,
          fixes: [renameField(written, 'securityGroupIds')],
        }
  },
)

const groupNamesInVpc = rule(
  'resource/group-names-in-vpc',
  'warning',
  'object',
  'In a VPC, security groups are given by id.',
  function* (definition) {
    for (const subject of machines(factsOf(definition))) {
      const [named] = valuesOf(subject, 'securityGroups')
      if (named && has(subject, 'subnetId') && !named.text?.trim().startsWith('sg-'))
        yield {
          at: placeOf(named),
          message: `${subject.id} starts in a subnet, where security groups are given by id: use securityGroupIds.`,
        }
    }
  },
)

const swappedRoles = rule(
  'resource/swapped-roles',
  'warning',
  'object',
  'The service and its machines have their own roles.',
  function* (definition) {
    for (const { own, id } of factsOf(definition).subjects)
      for (const [key, wrong, right] of usualRoles)
        for (const written of own.get(key) ?? [])
          if (written.text === wrong)
            yield {
              at: placeOf(written),
              message: `${key} of ${id} is ${wrong}, which is made for the other side: ${key === 'role' ? 'role is for the service' : 'resourceRole is for the machines'}.`,
              fixes: [setText(written, right)],
            }
  },
)

const roleAsArn = rule('resource/role-as-arn', 'warning', 'object', 'Roles are given by name.', function* (definition) {
  for (const written of writtenAs(factsOf(definition), 'role', 'resourceRole')) {
    const name = /^arn:aws[\w-]*:iam::\d*:(?:role|instance-profile)\/(?:.*\/)?([^/]+)$/.exec(written.text ?? '')?.[1]
    if (name !== undefined && written.slot)
      yield {
        at: placeOf(written),
        message: `${written.key} of ${written.subject.id} is an ARN; the service asks for the name, ${name}.`,
        fixes: [setText(written, name)],
      }
  }
})

const bid = rule(
  'resource/bid',
  'error',
  'object',
  'Bids are dollars an hour, above 0 and below 20.',
  function* (definition) {
    for (const written of writtenAs(factsOf(definition), ...bidKeys)) {
      const text = written.text?.trim()
      if (text === undefined || text === '' || written.dynamic || !written.slot) continue
      if (written.key !== 'spotBidPrice' && isWord(text, 'ondemandprice')) continue
      const most = written.slot.max
      if (/^(\d+\.?\d*|\.\d+)$/.test(text) && Number(text) > 0 && (most === undefined || Number(text) < most)) continue
      yield {
        at: placeOf(written),
        message: `${written.key} of ${written.subject.id} is ${shown(text)}; it is a price in dollars an hour${most === undefined ? ' above 0' : ', above 0 and below 20'}${written.key === 'spotBidPrice' ? '' : ', or OnDemandPrice'}.`,
        fixes: /^\$\s*\d*\.?\d+$/.test(text) ? [setText(written, text.replace(/^\$\s*/, ''))] : [],
      }
    }
  },
)

const zoneAndSubnet = rule(
  'resource/zone-and-subnet',
  'info',
  'object',
  'A subnet says where a machine stands.',
  function* (definition) {
    for (const subject of machines(factsOf(definition)))
      if (has(subject, 'subnetId') && has(subject, 'availabilityZone'))
        yield {
          at: fieldPlace(subject, 'availabilityZone'),
          message: `${subject.id} has a subnet, which lies in one availability zone already. Leave availabilityZone out.`,
          fixes: (subject.own.get('availabilityZone') ?? []).map(removeValue),
        }
  },
)

const zoneOutside = rule(
  'resource/zone-outside-region',
  'warning',
  'object',
  'A zone lies in its region.',
  function* (definition) {
    for (const subject of machines(factsOf(definition))) {
      const zone = literalOf(subject, 'availabilityZone')
      const region = literalOf(subject, 'region')
      if (zone !== undefined && region !== undefined && !zone.startsWith(region))
        yield {
          at: fieldPlace(subject, 'availabilityZone'),
          message: `${subject.id} is to start in the zone ${zone}, which does not lie in ${region}.`,
        }
    }
  },
)

const idForm = rule(
  'resource/id-form',
  'warning',
  'object',
  'Identifiers of EC2 look like ones.',
  function* (definition) {
    for (const [key, form, sample] of idForms)
      for (const written of writtenAs(factsOf(definition), key))
        if (written.slot && !written.dynamic && written.text && !form.test(written.text.trim()))
          yield {
            at: placeOf(written),
            message: `${key} of ${written.subject.id} is an identifier such as ${sample}, not ${shown(written.text)}.`,
          }
  },
)

const keyPairFile = rule(
  'resource/key-pair-file',
  'warning',
  'object',
  'Key pairs are given by name.',
  function* (definition) {
    for (const written of writtenAs(factsOf(definition), 'keyPair'))
      if (written.text && /\.(pem|ppk)$|\//.test(written.text) && !written.dynamic)
        yield {
          at: placeOf(written),
          message: `keyPair of ${written.subject.id} looks like a file; EC2 wants the name of the pair.`,
          fixes: [setText(written, (written.text.split('/').at(-1) ?? '').replace(/\.(pem|ppk)$/, ''))],
        }
  },
)

const noKeyPair = rule('resource/no-key-pair', 'info', 'object', 'One can log in to machines.', function* (definition) {
  for (const subject of machines(factsOf(definition)))
    if (!has(subject, 'keyPair'))
      yield {
        at: { object: subject.id },
        message: `${subject.id} has no keyPair, so nobody can log in to see why it hangs.`,
      }
})

const oldMachine = rule(
  'resource/old-machine',
  'info',
  'object',
  'Machines are of a kind that is still made.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const written of facts.byKind.get('instanceType') ?? []) {
      const family = written.dynamic ? undefined : written.text?.split('.')[0]
      if (family !== undefined && retiredFamilies.has(family))
        yield {
          at: placeOf(written),
          message: `${written.key} of ${written.subject.id} is ${written.text}, of a generation long replaced: newer ones do more for less and are easier to get.`,
        }
    }
  },
)

const lastTry = rule(
  'resource/last-try-without-bid',
  'info',
  'object',
  'Falling back to on demand presumes a bid.',
  function* (definition) {
    for (const subject of machines(factsOf(definition)))
      if (isOn(subject, 'useOnDemandOnLastAttempt') && !bidKeys.some(key => has(subject, key)))
        yield {
          at: fieldPlace(subject, 'useOnDemandOnLastAttempt'),
          message: `${subject.id} is to fall back to on-demand machines, but bids for no spot ones in the first place.`,
        }
  },
)

const outlived = rule(
  'resource/outlived',
  'warning',
  'references',
  'A try is over before its machine is stopped.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of ofFamily(facts, 'activity')) {
      const timeout = lengthOfText(literalOf(subject, 'attemptTimeout'))
      for (const machine of targetsOf(facts, subject, 'runsOn')) {
        const life = lengthOfText(hours(literalOf(machine, 'terminateAfter')))
        if (timeout !== undefined && life !== undefined && timeout > life)
          yield {
            at: fieldPlace(subject, 'attemptTimeout'),
            message: `A try of ${subject.id} may take ${literalOf(subject, 'attemptTimeout')}, but ${machine.id} is stopped after ${literalOf(machine, 'terminateAfter')}. No retry follows that.`,
          }
      }
    }
  },
)

const startTimeout = rule(
  'resource/start-timeout',
  'warning',
  'object',
  'A machine has time to start before it is stopped.',
  function* (definition) {
    for (const subject of machines(factsOf(definition))) {
      const start = lengthOfText(literalOf(subject, 'initTimeout'))
      const life = lengthOfText(hours(literalOf(subject, 'terminateAfter')))
      if (start !== undefined && life !== undefined && start >= life)
        yield {
          at: fieldPlace(subject, 'initTimeout'),
          message: `${subject.id} may take ${literalOf(subject, 'initTimeout')} to start, but is stopped after ${literalOf(subject, 'terminateAfter')}.`,
        }
    }
  },
)

const proxyTarget = rule(
  'resource/clear-proxy',
  'info',
  'object',
  'Proxies with a user have a password.',
  function* (definition) {
    for (const subject of ofFamily(factsOf(definition), 'config'))
      if (has(subject, 'username') && !has(subject, '*password'))
        yield {
          at: fieldPlace(subject, 'username'),
          message: `${subject.id} logs in as ${shown(firstOf(subject, 'username') ?? '')} without a password.`,
        }
  },
)

export const resourceRules = [
  noTerminateAfter,
  ownRunner,
  workerGroupIgnored,
  groupIdAsName,
  groupNamesInVpc,
  swappedRoles,
  roleAsArn,
  bid,
  zoneAndSubnet,
  zoneOutside,
  idForm,
  keyPairFile,
  noKeyPair,
  oldMachine,
  lastTry,
  outlived,
  startTimeout,
  proxyTarget,
]

const hours = (text: string | undefined): string | undefined =>
  text !== undefined && /^\s*\d+\s*$/.test(text) ? `${text.trim()} hours` : text

const usualRoles = [
  ['role', 'DataPipelineDefaultResourceRole', 'DataPipelineDefaultRole'],
  ['resourceRole', 'DataPipelineDefaultRole', 'DataPipelineDefaultResourceRole'],
] as const

const bidKeys = ['spotBidPrice', 'masterInstanceBidPrice', 'coreInstanceBidPrice', 'taskInstanceBidPrice'] as const

const idForms: readonly (readonly [string, RegExp, string])[] = [
  ['subnetId', /^subnet-[0-9a-z]+$/, 'subnet-0123abcd'],
  ['imageId', /^ami-[0-9a-z]+$/, 'ami-0123abcd'],
]
