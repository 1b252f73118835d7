import type { EvaluatedObject, Work } from '../ports.ts'
import { placeOf } from './data-nodes.ts'
import { objectAt, textOf } from './fields.ts'
import { nameOf, type Staged, spokenOf, stagedNodes, withNames } from './staged-nodes.ts'
import { columnsIn, formatOf } from './table-format.ts'

/**
 * The script that Hive gets: a table over each data node that it speaks of, and what its author wrote with their names.
 * Source: developer guide, staging data and tables with pipeline activities; HiveActivity, stage.
 */
export function hiveScript(script: string, work: Work): string {
  const staged = spokenOf(script, work)
  return [...staged.map(one => tableOver(one, work)), withNames(script, staged)].join('\n\n')
}

/** The script of a HiveCopyActivity. Source: developer guide, HiveCopyActivity, filterSql. */
export function hiveCopyScript(work: Work): string {
  const [input, output] = (['input', 'output'] as const).map(way => stagedNodes(work).find(one => one.way === way))
  if (!input || !output) throw new Error(`${work.object.id} needs an input and an output.`)
  const filter = textOf(work.object, 'filterSql')
  return [
    ...[input, output].map(one => tableOver(one, work)),
    `INSERT OVERWRITE TABLE ${nameOf(output.name)} SELECT * FROM ${nameOf(input.name)}${filter ? ` WHERE ${filter}` : ''};`,
  ].join('\n\n')
}

/** Tables last for the session, since runs of the same activity may overlap in one metastore of this machine. */
function tableOver({ name, way, node }: Staged, work: Work): string {
  const format = objectAt(work, node, 'dataFormat')
  const columns = format ? columnsIn(format) : []
  const place = placeOf(node)
  const table = nameOf(name)
  const create = (list: string, rest: readonly string[]) =>
    `${[`CREATE TEMPORARY EXTERNAL TABLE ${table} (${list})`, ...rest].join('\n')};`
  const { typed, lines } = rowFormat(node, way, work)
  const list = columns.map(({ name, type }) => `\`${name}\` ${typed ? type : 'STRING'}`).join(', ')

  const dynamo = place.kind === 'other' && textOf(node, 'tableName')
  if (dynamo) {
    const mapping = columns.map(column => `${column.name}:${column.name}`).join(',')
    return create(list || wholeItem, [
      `STORED BY 'org.apache.hadoop.hive.dynamodb.DynamoDBStorageHandler'`,
      `TBLPROPERTIES ("dynamodb.table.name" = ${quoted(dynamo)}${mapping && `, "dynamodb.column.mapping" = ${quoted(mapping)}`})`,
    ])
  }
  if (place.kind !== 's3')
    return `-- ${table} is to be ${node.id}, a table of a database, which is not brought to Hive on this machine.`
  if (!place.folder)
    throw new Error(`${node.id} is staged as a table of Hive and needs a directoryPath instead of a filePath.`)
  const location = `LOCATION ${quoted(place.uri)}`
  if (columns.length === 0) {
    // Exports of whole items name no columns.
    if (format?.type.startsWith('DynamoDB')) return create(wholeItem, [exportedItems, location])
    throw new Error(`${node.id} is staged as a table of Hive and needs a dataFormat with columns.`)
  }
  return create(list, [...lines, location])
}

/**
 * How Hive reads or writes the rows. What Hive has built in only takes lines apart, into columns of any type; what puts
 * them together comes with it as contributed, and knows texts alone.
 */
function rowFormat(node: EvaluatedObject, way: Staged['way'], work: Work) {
  if (objectAt(work, node, 'dataFormat')?.type.startsWith('DynamoDB')) return { typed: true, lines: [exportedItems] }
  const { pattern, separator, record, escapeWith } = formatOf(work, node)
  if (!pattern) {
    const escaped = escapeWith ? ` ESCAPED BY ${quoted(escapeWith)}` : ''
    const ends = `FIELDS TERMINATED BY ${quoted(separator)}${escaped} LINES TERMINATED BY ${quoted(record)}`
    return { typed: true, lines: [`ROW FORMAT DELIMITED ${ends}`] }
  }
  const writes = way === 'output' && pattern.output
  const properties = [
    pattern.input && `"input.regex" = ${quoted(pattern.written)}`,
    writes && `"output.format.string" = ${quoted(writes)}`,
  ].filter(Boolean)
  const lines = [
    `ROW FORMAT SERDE 'org.apache.hadoop.hive.${writes ? 'contrib.' : ''}serde2.RegexSerDe'`,
    `WITH SERDEPROPERTIES (${properties.join(', ')})`,
  ]
  return { typed: !writes, lines }
}

const wholeItem = 'item map<string,string>'
const exportedItems = `ROW FORMAT SERDE 'org.apache.hadoop.hive.dynamodb.DynamoDBExportSerDe'`

/** A text as Hive reads it. */
const quoted = (text: string): string =>
  `'${text
    .replace(/[\\']/g, found => `\\${found}`)
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replace(/[\u0000-\u001f]/g, control => `\\${control.charCodeAt(0).toString(8).padStart(3, '0')}`)}'`
