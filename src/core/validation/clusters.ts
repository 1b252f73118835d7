/** Whether clusters are described in a way that EMR can start. */

import { slotOf } from '../catalog/index.ts'
import { factsOf, fieldPlace, has, machines, placeOf, valuesOf, writtenAs } from './facts.ts'
import { addText, removeValue, setText } from './fixes.ts'
import { rule } from './rule.ts'
import { all, shown } from './words.ts'

const coreBid = rule(
  'resource/core-bid-without-count',
  'error',
  'object',
  'A bid for core nodes says for how many.',
  function* (definition) {
    for (const subject of machines(factsOf(definition)))
      if (has(subject, 'coreInstanceBidPrice') && !has(subject, 'coreInstanceCount'))
        yield {
          at: fieldPlace(subject, 'coreInstanceBidPrice'),
          message: `${subject.id} bids for core nodes but does not say how many. Add coreInstanceCount.`,
          fixes: [addText(subject.id, 'coreInstanceCount', '1')],
        }
  },
)

const taskCount = rule(
  'resource/task-count-without-type',
  'warning',
  'object',
  'Task nodes have a type.',
  function* (definition) {
    for (const subject of machines(factsOf(definition))) {
      const [count] = valuesOf(subject, 'taskInstanceCount')
      if (count && count.text?.trim() !== '0' && !has(subject, 'taskInstanceType'))
        yield {
          at: placeOf(count),
          message: `${subject.id} asks for task nodes but does not say of which type. Add taskInstanceType.`,
        }
    }
  },
)

const releaseAndAmi = rule(
  'resource/release-and-ami',
  'error',
  'object',
  'A cluster is of a release or of an AMI version.',
  function* (definition) {
    for (const subject of machines(factsOf(definition)))
      if (has(subject, 'releaseLabel') && has(subject, 'amiVersion'))
        yield {
          at: fieldPlace(subject, 'amiVersion'),
          message: `${subject.id} has a releaseLabel and an amiVersion: the first is for EMR 4 and later, the second for 2.x and 3.x. Keep one.`,
          fixes: [...(subject.own.get('amiVersion') ?? []), ...(subject.own.get('releaseLabel') ?? [])].map(
            removeValue,
          ),
        }
  },
)

const releaseOnly = rule(
  'resource/release-only',
  'error',
  'object',
  'Applications and configurations come with a release.',
  function* (definition) {
    for (const subject of machines(factsOf(definition))) {
      if (has(subject, 'releaseLabel') || !slotOf(subject.type, 'releaseLabel')) continue
      const given = releaseKeys.filter(key => has(subject, key))
      if (given.length > 0)
        yield {
          at: fieldPlace(subject, given[0] ?? ''),
          message: `${subject.id} sets ${all(given)}, which only clusters with a releaseLabel know.`,
          fixes: has(subject, 'amiVersion') ? [] : [addText(subject.id, 'releaseLabel', 'emr-5.36.0')],
        }
    }
  },
)

const releaseForm = rule(
  'resource/release-form',
  'warning',
  'object',
  'Releases look like emr-5.36.0.',
  function* (definition) {
    for (const written of writtenAs(factsOf(definition), 'releaseLabel', 'amiVersion')) {
      const text = written.text?.trim()
      if (text === undefined || text === '' || written.dynamic || !written.slot) continue
      const isRelease = written.key === 'releaseLabel'
      if (isRelease ? /^emr-\d+\.\d+(\.\d+)?(-latest)?$/.test(text) : /^([1-3](\.\d+){0,2}|latest)$/.test(text))
        continue
      const number = /^(?:emr-?)?(\d+\.\d+(?:\.\d+)?)$/i.exec(text)?.[1]
      yield {
        at: placeOf(written),
        message: isRelease
          ? `releaseLabel of ${written.subject.id} is ${shown(text)}; releases are written like emr-5.36.0.`
          : `amiVersion of ${written.subject.id} is ${shown(text)}; AMI versions end with 3.x. Later ones are given as releaseLabel.`,
        fixes: isRelease && number ? [setText(written, `emr-${number}`)] : [],
      }
    }
  },
)

const privateSubnet = rule(
  'resource/private-subnet',
  'warning',
  'object',
  'In a private subnet, a cluster has all its security groups.',
  function* (definition) {
    for (const subject of machines(factsOf(definition))) {
      const given = privateKeys.filter(key => has(subject, key))
      const lacking = privateKeys.filter(key => !has(subject, key))
      if (!has(subject, 'serviceAccessSecurityGroupId') || lacking.length === 0) continue
      yield {
        at: fieldPlace(subject, given[0] ?? ''),
        message: `${subject.id} is set up for a private subnet, but lacks ${all(lacking)}.`,
      }
    }
  },
)

export const clusterRules = [coreBid, taskCount, releaseAndAmi, releaseOnly, releaseForm, privateSubnet]

const releaseKeys = [
  'applications',
  'configuration',
  'masterGroupConfiguration',
  'coreGroupConfiguration',
  'taskGroupConfiguration',
] as const

const privateKeys = [
  'subnetId',
  'emrManagedMasterSecurityGroupId',
  'emrManagedSlaveSecurityGroupId',
  'serviceAccessSecurityGroupId',
] as const
