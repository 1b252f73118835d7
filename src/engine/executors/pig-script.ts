import type { EvaluatedObject, Work } from '../ports.ts'
import { placeOf } from './data-nodes.ts'
import { objectAt } from './fields.ts'
import { nameOf, type Staged, spokenOf, withNames } from './staged-nodes.ts'
import { columnsIn, formatOf } from './table-format.ts'

/**
 * The script that Pig gets: each input it speaks of is loaded first, each output stored at the end.
 * Source: developer guide, PigActivity, stage.
 */
export function pigScript(script: string, work: Work): string {
  const staged = spokenOf(script, work)
  return [
    ...staged.filter(({ way }) => way === 'input').map(one => loading(one, work)),
    withNames(script, staged),
    ...staged.filter(({ way }) => way === 'output').map(one => storing(one, work)),
  ].join('\n')
}

function loading({ name, node }: Staged, work: Work): string {
  const uri = uriOf(node)
  if (!uri) return apart(name, node)
  const format = objectAt(work, node, 'dataFormat')
  const { pattern, separator } = formatOf(work, node)
  const columns = (format ? columnsIn(format) : []).map(column => `${column.name}: ${typeInPig(column.type)}`)
  const loader = pattern?.input
    ? `org.apache.pig.piggybank.storage.MyRegExLoader(${quoted(pattern.written)})`
    : `PigStorage(${quoted(separator)})`
  const schema = columns.length > 0 ? ` AS (${columns.join(', ')})` : ''
  return `${nameOf(name)} = LOAD ${quoted(uri)} USING ${loader}${schema};`
}

function storing({ name, node }: Staged, work: Work): string {
  const uri = uriOf(node)
  if (!uri) return apart(name, node)
  return `STORE ${nameOf(name)} INTO ${quoted(uri)} USING PigStorage(${quoted(formatOf(work, node).separator)});`
}

/** Undefined for what is not in S3. */
function uriOf(node: EvaluatedObject): string | undefined {
  const place = placeOf(node)
  return place.kind === 's3' ? place.uri : undefined
}

const apart = (name: string, node: EvaluatedObject) =>
  `-- ${nameOf(name)} is to be ${node.id}, which is not in S3 and is not brought to Pig on this machine.`

const typeInPig = (type: string): string => pigTypes[type.toLowerCase().replace(/\(.*/, '')] ?? 'chararray'

const pigTypes: Readonly<Record<string, string>> = {
  tinyint: 'int',
  smallint: 'int',
  int: 'int',
  integer: 'int',
  bigint: 'long',
  float: 'float',
  double: 'double',
  boolean: 'boolean',
}

const quoted = (text: string): string =>
  `'${text
    .replace(/[\\']/g, found => `\\${found}`)
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')}'`
