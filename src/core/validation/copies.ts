/** Whether data can be copied as it is described. Facts about single types. */

import {
  type Facts,
  factsOf,
  fieldPlace,
  firstOf,
  has,
  isWord,
  literalOf,
  ofFamily,
  ofType,
  placeOf,
  type Subject,
  targetsOf,
  valuesOf,
} from './facts.ts'
import { pointTo, setText } from './fixes.ts'
import { rule } from './rule.ts'
import { isOnlyMention } from './spare.ts'
import { shown } from './words.ts'

const noEnds = rule('activity/no-ends', 'warning', 'object', 'Copies have both ends.', function* (definition) {
  for (const subject of ofType(factsOf(definition), 'CopyActivity', 'HiveCopyActivity', 'RedshiftCopyActivity')) {
    const lacking = ['input', 'output'].filter(key => !has(subject, key))
    if (lacking.length > 0)
      yield {
        at: { object: subject.id },
        message: `${subject.id} copies, but has no ${lacking.join(' and no ')}. Connect it.`,
      }
  }
})

const copyFormat = rule(
  'activity/copy-format',
  'warning',
  'references',
  'CopyActivity reads CSV and TSV.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of ofType(factsOf(definition), 'CopyActivity'))
      for (const node of targetsOf(facts, subject, 'input'))
        for (const format of targetsOf(facts, node, 'dataFormat'))
          if (node.type === 'S3DataNode' && format.type !== 'CSV' && format.type !== 'TSV')
            yield {
              at: fieldPlace(node, 'dataFormat'),
              message: `${subject.id} reads ${node.id}, whose format ${format.id} is ${format.type ?? 'unknown'}; CopyActivity reads CSV and TSV only.`,
            }
  },
)

const hiveCopyPair = rule(
  'activity/hive-copy-pair',
  'error',
  'references',
  'HiveCopyActivity has DynamoDB at one end.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of ofType(factsOf(definition), 'HiveCopyActivity')) {
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
  'frame',
  'HiveCopyActivity knows the export format.',
  function* (definition) {
    const facts = factsOf(definition)
    const formats = ofFamily(facts, 'dataFormat').filter(one => one.type === 'DynamoDBExportDataFormat')
    for (const subject of ofType(factsOf(definition), 'HiveCopyActivity'))
      for (const key of ['input', 'output'])
        for (const node of targetsOf(facts, subject, key)) {
          const [format] = targetsOf(facts, node, 'dataFormat')
          if (node.type !== 'DynamoDBDataNode' || !format || format.type === 'DynamoDBExportDataFormat') continue
          yield {
            at: fieldPlace(node, 'dataFormat'),
            message: `${subject.id} copies ${node.id}, which then needs a DynamoDBExportDataFormat, not ${format.type ?? 'an unknown one'}.`,
            fixes: valuesOf(node, 'dataFormat').flatMap(written =>
              isOnlyMention(facts, written) ? [] : formats.slice(0, 2).map(one => pointTo(written, one.id)),
            ),
          }
        }
  },
)

const filterWhere = rule(
  'activity/filter-where',
  'warning',
  'object',
  'Filters are conditions alone.',
  function* (definition) {
    for (const subject of ofType(factsOf(definition), 'HiveCopyActivity'))
      for (const written of subject.own.get('filterSql') ?? [])
        if (/^\s*where\b/i.test(written.text ?? ''))
          yield {
            at: placeOf(written),
            message: `filterSql of ${subject.id} begins with WHERE, which the service puts there itself.`,
            fixes: [setText(written, (written.text ?? '').replace(/^\s*where\s+/i, ''))],
          }
  },
)

const mergeKeys = rule(
  'activity/merge-keys',
  'info',
  'references',
  'Rows are merged by a key.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of ofType(factsOf(definition), 'RedshiftCopyActivity')) {
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
  },
)

const optionsAndFormat = rule(
  'activity/options-and-format',
  'warning',
  'references',
  'Options of COPY are not overruled by a format.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of ofType(factsOf(definition), 'RedshiftCopyActivity')) {
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
  'frame',
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
  'whole',
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

const sameEnds = rule(
  'activity/same-place',
  'warning',
  'references',
  'What is read is not what is written.',
  function* (definition) {
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
  },
)

const driver = rule(
  'activity/driver-missing',
  'info',
  'object',
  'Databases have their driver.',
  function* (definition) {
    for (const subject of ofType(factsOf(definition), 'JdbcDatabase')) {
      const address = literalOf(subject, 'connectionString') ?? ''
      const engine = /^jdbc:(oracle|sqlserver|jtds|db2|sybase)/i.exec(address)?.[1]
      if (engine !== undefined && !has(subject, 'jdbcDriverJarUri'))
        yield {
          at: fieldPlace(subject, 'connectionString'),
          message: `${subject.id} connects to ${engine}, whose driver the machines do not bring along. Give its jar as jdbcDriverJarUri.`,
        }
    }
  },
)

export const copyRules = [
  noEnds,
  copyFormat,
  hiveCopyPair,
  hiveCopyFormat,
  filterWhere,
  mergeKeys,
  optionsAndFormat,
  manifestUnused,
  compressionUnused,
  sameEnds,
  driver,
]

const keyed = /primary\s+key|distkey|sortkey|#\{/i

/** Whether an activity of one of these types reads or writes the node; one of an unknown type counts as well. */
const usedBy = (facts: Facts, node: Subject, types: readonly string[]): boolean =>
  ofFamily(facts, 'activity').some(
    activity =>
      activity.type !== undefined &&
      types.includes(activity.type) &&
      ['input', 'output'].some(key => valuesOf(activity, key).some(({ ref }) => ref === node.id)),
  )
