/** Facts about single types: what the service or the tools behind an activity make of its fields. */

import { catalog } from '../catalog/index.ts'
import type { Definition } from '../definition/model.ts'
import {
  type Facts,
  factsOf,
  fieldPlace,
  firstOf,
  has,
  isOn,
  isWord,
  literalOf,
  ofFamily,
  placeOf,
  type Subject,
  targetsOf,
  valuesOf,
} from './facts.ts'
import { addText, pointTo, removeValue, renameField, setText } from './fixes.ts'
import { rule } from './rule.ts'
import { shown } from './words.ts'

const scriptArgument = rule(
  'activity/argument-of-script',
  'warning',
  'Arguments go with commands.',
  function* (definition) {
    for (const subject of ofType(definition, 'ShellCommandActivity'))
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
  'Staging is for data in S3.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of ofType(definition, 'ShellCommandActivity')) {
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
  'Staging folders are there when a command uses them.',
  function* (definition) {
    for (const subject of ofType(definition, 'ShellCommandActivity')) {
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
  'Staging folders are counted as the data is.',
  function* (definition) {
    for (const subject of ofType(definition, 'ShellCommandActivity')) {
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
  'Commands are commands.',
  function* (definition) {
    for (const { own, id } of ofType(definition, 'ShellCommandActivity', 'ShellCommandPrecondition'))
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
  'What a command prints outlives its machine.',
  function* (definition) {
    for (const subject of ofType(definition, 'ShellCommandActivity', 'ShellCommandPrecondition')) {
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

const noEnds = rule('activity/no-ends', 'warning', 'Copies have both ends.', function* (definition) {
  for (const subject of ofType(definition, 'CopyActivity', 'HiveCopyActivity', 'RedshiftCopyActivity')) {
    const lacking = ['input', 'output'].filter(key => !has(subject, key))
    if (lacking.length > 0)
      yield {
        at: { object: subject.id },
        message: `${subject.id} copies, but has no ${lacking.join(' and no ')}. Connect it.`,
      }
  }
})

const noData = rule('activity/no-data', 'info', 'Hive and Pig have data to work on.', function* (definition) {
  for (const subject of ofType(definition, 'HiveActivity', 'PigActivity'))
    if (isOn(subject, 'stage') && !has(subject, 'input') && !has(subject, 'output'))
      yield {
        at: fieldPlace(subject, 'stage'),
        message: `${subject.id} stages its data, but has neither input nor output.`,
      }
})

const copyFormat = rule('activity/copy-format', 'warning', 'CopyActivity reads CSV and TSV.', function* (definition) {
  const facts = factsOf(definition)
  for (const subject of ofType(definition, 'CopyActivity'))
    for (const node of targetsOf(facts, subject, 'input'))
      for (const format of targetsOf(facts, node, 'dataFormat'))
        if (node.type === 'S3DataNode' && format.type !== 'CSV' && format.type !== 'TSV')
          yield {
            at: fieldPlace(node, 'dataFormat'),
            message: `${subject.id} reads ${node.id}, whose format ${format.id} is ${format.type ?? 'unknown'}; CopyActivity reads CSV and TSV only.`,
          }
})

const hiveCopyPair = rule(
  'activity/hive-copy-pair',
  'error',
  'HiveCopyActivity has DynamoDB at one end.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of ofType(definition, 'HiveCopyActivity')) {
      const [input] = targetsOf(facts, subject, 'input')
      const [output] = targetsOf(facts, subject, 'output')
      if (input?.type === 'S3DataNode' && output?.type === 'S3DataNode')
        yield {
          at: fieldPlace(subject, 'output'),
          message: `${subject.id} copies from S3 to S3; with S3 as input, the output must be a DynamoDBDataNode.`,
        }
    }
  },
)

const hiveCopyFormat = rule(
  'activity/hive-copy-format',
  'warning',
  'HiveCopyActivity knows the export format.',
  function* (definition) {
    const facts = factsOf(definition)
    const formats = ofFamily(facts, 'dataFormat').filter(one => one.type === 'DynamoDBExportDataFormat')
    for (const subject of ofType(definition, 'HiveCopyActivity'))
      for (const key of ['input', 'output'])
        for (const node of targetsOf(facts, subject, key)) {
          const [format] = targetsOf(facts, node, 'dataFormat')
          if (node.type !== 'DynamoDBDataNode' || !format || format.type === 'DynamoDBExportDataFormat') continue
          yield {
            at: fieldPlace(node, 'dataFormat'),
            message: `${subject.id} copies ${node.id}, which then needs a DynamoDBExportDataFormat, not ${format.type ?? 'an unknown one'}.`,
            fixes: valuesOf(node, 'dataFormat').flatMap(written =>
              formats.slice(0, 2).map(one => pointTo(written, one.id)),
            ),
          }
        }
  },
)

const filterWhere = rule('activity/filter-where', 'warning', 'Filters are conditions alone.', function* (definition) {
  for (const subject of ofType(definition, 'HiveCopyActivity'))
    for (const written of subject.own.get('filterSql') ?? [])
      if (/^\s*where\b/i.test(written.text ?? ''))
        yield {
          at: placeOf(written),
          message: `filterSql of ${subject.id} begins with WHERE, which the service puts there itself.`,
          fixes: [setText(written, (written.text ?? '').replace(/^\s*where\s+/i, ''))],
        }
})

const mergeKeys = rule('activity/merge-keys', 'info', 'Rows are merged by a key.', function* (definition) {
  const facts = factsOf(definition)
  for (const subject of ofType(definition, 'RedshiftCopyActivity')) {
    const mode = literalOf(subject, 'insertMode')?.toUpperCase()
    if (mode !== 'KEEP_EXISTING' && mode !== 'OVERWRITE_EXISTING') continue
    for (const node of targetsOf(facts, subject, 'output'))
      if (
        node.type === 'RedshiftDataNode' &&
        !has(node, 'primaryKeys') &&
        !keyed.test(firstOf(node, 'createTableSql') ?? '')
      )
        yield {
          at: fieldPlace(subject, 'insertMode'),
          message: `${mode} of ${subject.id} merges rows by a key: the table of ${node.id} must have one, or the node primaryKeys.`,
        }
  }
})

const optionsAndFormat = rule(
  'activity/options-and-format',
  'warning',
  'Options of COPY are not overruled by a format.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of ofType(definition, 'RedshiftCopyActivity')) {
      if (!has(subject, 'commandOptions')) continue
      const node = ['input', 'output']
        .flatMap(key => targetsOf(facts, subject, key))
        .find(one => has(one, 'dataFormat'))
      if (node)
        yield {
          at: fieldPlace(subject, 'commandOptions'),
          message: `${subject.id} has commandOptions, which are not used because ${node.id} has a dataFormat. Keep one of the two.`,
        }
    }
  },
)

const manifestUnused = rule(
  'activity/manifest-unused',
  'warning',
  'Manifests are for loads into Redshift.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const written of facts.byKey.get('manifestFilePath') ?? [])
      if (written.slot && !usedBy(facts, written.subject, ['RedshiftCopyActivity']))
        yield {
          at: placeOf(written),
          message: `${written.subject.id} has a manifest, but no RedshiftCopyActivity uses it, and nothing else reads manifests.`,
        }
  },
)

const compressionUnused = rule(
  'activity/compression-unused',
  'warning',
  'Compression is for copies.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const written of facts.byKey.get('compression') ?? []) {
      if (!isWord(written.text, 'gzip') || !written.slot || !facts.mentioned.has(written.subject.id)) continue
      if (usedBy(facts, written.subject, ['RedshiftCopyActivity', 'CopyActivity'])) continue
      yield {
        at: placeOf(written),
        message: `${written.subject.id} is said to be gzipped, which only CopyActivity and RedshiftCopyActivity heed.`,
      }
    }
  },
)

const oldHive = rule(
  'activity/old-hive',
  'warning',
  'Staged Hive runs on a cluster that can do it.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of ofType(definition, 'HiveActivity'))
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
  'Terminate is for what is late.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const key of ['onFail', 'onSuccess'])
      for (const written of facts.byKey.get(key) ?? [])
        if (facts.byId.get(written.ref ?? '')?.type === 'Terminate')
          yield {
            at: placeOf(written),
            message: `${written.subject.id} terminates ${key === 'onFail' ? 'when it has failed' : 'when it has succeeded'}, when nothing is left to cancel. Terminate is meant for onLateAction.`,
            fixes: has(written.subject, 'onLateAction')
              ? [removeValue(written)]
              : [renameField(written, 'onLateAction'), removeValue(written)],
          }
  },
)

const driver = rule('activity/driver-missing', 'info', 'Databases have their driver.', function* (definition) {
  for (const subject of ofType(definition, 'JdbcDatabase')) {
    const address = literalOf(subject, 'connectionString') ?? ''
    const engine = /^jdbc:(oracle|sqlserver|jtds|db2|sybase)/i.exec(address)?.[1]
    if (engine !== undefined && !has(subject, 'jdbcDriverJarUri'))
      yield {
        at: fieldPlace(subject, 'connectionString'),
        message: `${subject.id} connects to ${engine}, whose driver the machines do not bring along. Give its jar as jdbcDriverJarUri.`,
      }
  }
})

const sameEnds = rule('activity/same-place', 'warning', 'What is read is not what is written.', function* (definition) {
  const facts = factsOf(definition)
  for (const subject of ofFamily(facts, 'activity')) {
    const places = (key: string) =>
      targetsOf(facts, subject, key).map(node => literalOf(node, 'directoryPath') ?? literalOf(node, 'filePath'))
    const read = new Set(places('input'))
    const both = places('output').find(place => place !== undefined && read.has(place))
    if (both !== undefined)
      yield {
        at: fieldPlace(subject, 'output'),
        message: `${subject.id} reads and writes ${shown(both)}: a second run would read what the first one wrote.`,
      }
  }
})

const endless = rule('activity/endless-check', 'info', 'Checks give up some day.', function* (definition) {
  for (const subject of ofFamily(factsOf(definition), 'precondition'))
    if (!has(subject, 'preconditionTimeout'))
      yield {
        at: { object: subject.id },
        message: `${subject.id} has no preconditionTimeout, so it asks for ever if what it waits for never comes.`,
        fixes: [addText(subject.id, 'preconditionTimeout', '1 day')],
      }
})

export const activityRules = [
  scriptArgument,
  stagedFile,
  stagedElsewhere,
  unstaged,
  stagedTooMany,
  commandIsAddress,
  localOutput,
  noEnds,
  noData,
  copyFormat,
  hiveCopyPair,
  hiveCopyFormat,
  filterWhere,
  mergeKeys,
  optionsAndFormat,
  manifestUnused,
  compressionUnused,
  oldHive,
  resized,
  terminateUse,
  driver,
  sameEnds,
  endless,
]

const keyed = /primary\s+key|distkey|sortkey|#\{/i

function ofType(definition: Definition, ...types: readonly string[]): readonly Subject[] {
  const facts = factsOf(definition)
  const [family] = types.flatMap(type => catalog.get(type)?.family ?? [])
  const families = new Set(types.flatMap(type => catalog.get(type)?.family ?? []))
  return (families.size === 1 && family ? ofFamily(facts, family) : facts.subjects).filter(
    subject => subject.type !== undefined && types.includes(subject.type),
  )
}

const staged = (definition: Definition): readonly Subject[] =>
  ofType(definition, 'ShellCommandActivity').filter(subject => isOn(subject, 'stage'))

/** Whether an activity of one of these types reads or writes the node; one of an unknown type counts as well. */
const usedBy = (facts: Facts, node: Subject, types: readonly string[]): boolean =>
  ofFamily(facts, 'activity').some(
    activity =>
      activity.type !== undefined &&
      types.includes(activity.type) &&
      ['input', 'output'].some(key => valuesOf(activity, key).some(({ ref }) => ref === node.id)),
  )
