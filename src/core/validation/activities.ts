/** Facts about single types: what the service or the tools behind an activity make of its fields. */

import type { Definition } from '../definition/model.ts'
import {
  type Facts,
  factsOf,
  fieldPlace,
  has,
  isOn,
  isOnDemand,
  literalOf,
  ofFamily,
  ofType,
  placeOf,
  type Subject,
  targetsOf,
  valuesOf,
  type Written,
} from './facts.ts'
import { addText, removeAll, removeValue, renameField, renameFieldWith } from './fixes.ts'
import { type Fix, rule } from './rule.ts'
import { idleWithout, isOnlyMention } from './spare.ts'
import { shown } from './words.ts'

const scriptArgument = rule(
  'activity/argument-of-script',
  'info',
  'object',
  'Arguments go with commands.',
  function* (definition) {
    for (const subject of ofType(factsOf(definition), 'ShellCommandActivity'))
      if (has(subject, 'scriptArgument') && has(subject, 'scriptUri') && !has(subject, 'command'))
        yield {
          at: fieldPlace(subject, 'scriptArgument'),
          message: `The guide speaks of scriptArgument with command only; ${subject.id} has a scriptUri. Check that the script gets its arguments.`,
        }
  },
)

const stagedFile = rule(
  'activity/staged-output-file',
  'warning',
  'references',
  'Staged outputs are folders.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of staged(definition))
      for (const node of targetsOf(facts, subject, 'output'))
        if (node.type === 'S3DataNode' && has(node, 'filePath') && !has(node, 'directoryPath'))
          yield {
            at: fieldPlace(node, 'filePath'),
            message: `${subject.id} stages ${node.id}, and staged outputs must be folders: give it a directoryPath.`,
            fixes: (node.own.get('filePath') ?? []).map(written => renameField(written, 'directoryPath')),
          }
  },
)

const stagedElsewhere = rule(
  'activity/staged-elsewhere',
  'warning',
  'references',
  'Staging is for data in S3.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of ofType(factsOf(definition), 'ShellCommandActivity')) {
      if (!isOn(subject, 'stage')) continue
      for (const key of ['input', 'output'])
        for (const node of targetsOf(facts, subject, key))
          if (node.type !== undefined && node.type !== 'S3DataNode')
            yield {
              at: fieldPlace(subject, key),
              message: `${subject.id} stages its data, but ${node.id} is a ${node.type}; only S3 data is staged.`,
            }
    }
  },
)

const unstaged = rule(
  'activity/unstaged',
  'warning',
  'object',
  'Staging folders are there when a command uses them.',
  function* (definition) {
    for (const subject of ofType(factsOf(definition), 'ShellCommandActivity')) {
      const [command] = valuesOf(subject, 'command')
      if (!command?.text || !/\$\{?(INPUT|OUTPUT)\d+_STAGING_DIR/.test(command.text) || has(subject, 'stage')) continue
      yield {
        at: placeOf(command),
        message: `The command of ${subject.id} uses staging folders, but stage is not true, so there are none.`,
        fixes: [addText(subject.id, 'stage', 'true')],
      }
    }
  },
)

const stagedTooMany = rule(
  'activity/staging-number',
  'warning',
  'object',
  'Staging folders are counted as the data is.',
  function* (definition) {
    for (const subject of ofType(factsOf(definition), 'ShellCommandActivity')) {
      const [command] = valuesOf(subject, 'command')
      for (const [, side = '', number] of command?.text?.matchAll(/\$\{?(INPUT|OUTPUT)(\d+)_STAGING_DIR/g) ?? []) {
        const key = side.toLowerCase()
        const there = valuesOf(subject, key).length
        if (!command || (Number(number) >= 1 && Number(number) <= there)) continue
        yield {
          at: placeOf(command),
          message: `The command of ${subject.id} uses ${side}${number}_STAGING_DIR, but it has ${there === 0 ? `no ${key}` : `${there} in ${key}`}.`,
        }
        break
      }
    }
  },
)

const commandIsAddress = rule(
  'activity/command-is-address',
  'warning',
  'object',
  'Commands are commands.',
  function* (definition) {
    for (const { own, id } of ofType(factsOf(definition), 'ShellCommandActivity', 'ShellCommandPrecondition'))
      for (const written of own.get('command') ?? [])
        if (/^\s*s3:\/\/\S+\s*$/.test(written.text ?? ''))
          yield {
            at: placeOf(written),
            message: `The command of ${id} is a place in S3, which no shell can run. A script there goes into scriptUri.`,
            fixes: [renameField(written, 'scriptUri')],
          }
  },
)

const localOutput = rule(
  'activity/local-stdout',
  'warning',
  'object',
  'What a command prints outlives its machine.',
  function* (definition) {
    for (const subject of ofType(factsOf(definition), 'ShellCommandActivity', 'ShellCommandPrecondition')) {
      if (!has(subject, 'runsOn')) continue
      for (const key of ['stdout', 'stderr'])
        for (const written of valuesOf(subject, key))
          if (written.text && !written.dynamic && !written.text.trim().startsWith('s3://'))
            yield {
              at: placeOf(written),
              message: `${key} of ${subject.id} must be a place in S3, since its machine is gone after the run; ${shown(written.text)} is not.`,
              fixes: [removeValue(written)],
            }
    }
  },
)

const noData = rule('activity/no-data', 'info', 'object', 'Hive and Pig have data to work on.', function* (definition) {
  for (const subject of ofType(factsOf(definition), 'HiveActivity', 'PigActivity'))
    if (isOn(subject, 'stage') && !has(subject, 'input') && !has(subject, 'output'))
      yield {
        at: fieldPlace(subject, 'stage'),
        message: `${subject.id} stages its data, but has neither input nor output.`,
      }
})

const oldHive = rule(
  'activity/old-hive',
  'warning',
  'references',
  'Staged Hive runs on a cluster that can do it.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of ofType(factsOf(definition), 'HiveActivity'))
      for (const cluster of targetsOf(facts, subject, 'runsOn')) {
        const [major = '', minor = '0'] = literalOf(cluster, 'amiVersion')?.split('.') ?? []
        if (
          !isOn(subject, 'stage') ||
          !/^\d+$/.test(major) ||
          Number(major) > 3 ||
          (major === '3' && Number(minor) >= 2)
        )
          continue
        yield {
          at: fieldPlace(cluster, 'amiVersion'),
          message: `${subject.id} stages its data, which Hive 11 cannot do: ${cluster.id} must be of AMI 3.2.0 or later.`,
        }
      }
  },
)

const resized = rule(
  'activity/resized-machines',
  'info',
  'references',
  'A resized cluster has other machines.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of ofFamily(facts, 'activity')) {
      if (!isOn(subject, 'resizeClusterBeforeRunning')) continue
      const nodes = ['input', 'output'].flatMap(key => targetsOf(facts, subject, key))
      if (nodes.some(node => node.type === 'DynamoDBDataNode'))
        yield {
          at: fieldPlace(subject, 'resizeClusterBeforeRunning'),
          message: `${subject.id} resizes its cluster for DynamoDB, which puts m3.xlarge in place of the instance types chosen.`,
        }
    }
  },
)

const terminateUse = rule(
  'activity/terminate-use',
  'warning',
  'whole',
  'Terminate is for what is late.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const key of ['onFail', 'onSuccess'])
      for (const written of facts.byKey.get(key) ?? [])
        if (facts.byId.get(written.ref ?? '')?.type === 'Terminate')
          yield {
            at: placeOf(written),
            message: `${written.subject.id} terminates ${key === 'onFail' ? 'when it has failed' : 'when it has succeeded'}, when nothing is left to cancel. Terminate is meant for onLateAction.`,
            fixes: waysOutOfTerminate(facts, written),
          }
  },
)

const endless = rule('activity/endless-check', 'info', 'object', 'Checks give up some day.', function* (definition) {
  for (const subject of ofFamily(factsOf(definition), 'precondition'))
    if (!has(subject, 'preconditionTimeout'))
      yield {
        at: { object: subject.id },
        message: `${subject.id} has no preconditionTimeout, so it asks for ever if what it waits for never comes.`,
        fixes: [addText(subject.id, 'preconditionTimeout', '1 day')],
      }
})

/** Terminating what is late instead needs a time by which it is; else the reference goes, or all of the action. */
function waysOutOfTerminate(facts: Facts, written: Written): readonly Fix[] {
  const { subject } = written
  const gone = isOnlyMention(facts, written)
    ? removeAll([written.ref ?? ''], idleWithout(facts, [written.ref ?? '']))
    : removeValue(written)
  if (has(subject, 'onLateAction') || isOnDemand(facts)) return [gone]
  const late = has(subject, 'lateAfterTimeout')
    ? renameField(written, 'onLateAction')
    : renameFieldWith(written, 'onLateAction', 'lateAfterTimeout', '1 day')
  return [late, gone]
}

export const activityRules = [
  scriptArgument,
  stagedFile,
  stagedElsewhere,
  unstaged,
  stagedTooMany,
  commandIsAddress,
  localOutput,
  noData,
  oldHive,
  resized,
  terminateUse,
  endless,
]

const staged = (definition: Definition): readonly Subject[] =>
  ofType(factsOf(definition), 'ShellCommandActivity').filter(subject => isOn(subject, 'stage'))
