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

function tableOver({ name, node }: Staged, work: Work): string {
  const format = objectAt(work, node, 'dataFormat')
  const columns = format ? columnsIn(format) : []
  const place = placeOf(node)
  const table = nameOf(name)
  const create = (list: string, rest: readonly string[]) =>
    `${[`DROP TABLE IF EXISTS ${table};`, `CREATE EXTERNAL TABLE ${table} (${list})`, ...rest].join('\n')};`
  const list = columns.map(column => `\`${column.name}\` ${column.type}`).join(', ')

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
  return create(list, [...rowFormat(node, work), location])
}

function rowFormat(node: EvaluatedObject, work: Work): readonly string[] {
  if (objectAt(work, node, 'dataFormat')?.type.startsWith('DynamoDB')) return [exportedItems]
  const { pattern, separator, record, escapeWith } = formatOf(work, node)
  if (!pattern)
    return [
      `ROW FORMAT DELIMITED FIELDS TERMINATED BY ${quoted(separator)}${escapeWith ? ` ESCAPED BY ${quoted(escapeWith)}` : ''} LINES TERMINATED BY ${quoted(record)}`,
    ]
  const properties = [
    pattern.input && `"input.regex" = ${quoted(pattern.written)}`,
    pattern.output && `"output.format.string" = ${quoted(pattern.output)}`,
  ].filter(Boolean)
  return [
    `ROW FORMAT SERDE 'org.apache.hadoop.hive.contrib.serde2.RegexSerDe'`,
    `WITH SERDEPROPERTIES (${properties.join(', ')})`,
  ]
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
