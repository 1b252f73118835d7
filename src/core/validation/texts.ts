/** Whether addresses and other texts have the form that is read. */

import { factsOf, isLiteral, literals, nameOf, placeOf, writtenAs } from './facts.ts'
import { setText } from './fixes.ts'
import { isComputed } from './gather.ts'
import { rule } from './rule.ts'
import { shown } from './words.ts'

const s3Form = rule('value/s3-form', 'warning', 'object', 'S3 places begin with s3://.', function* (definition) {
  for (const [written, text] of literals(factsOf(definition), 's3')) {
    if (/^s3[na]?:\/\/./i.test(text) || (maybeLocal.has(written.key) && /^(\/|file:|hdfs:|[\w.-]+\.jar$)/.test(text)))
      continue
    const meant = meantS3(text)
    yield {
      at: placeOf(written),
      message: `${nameOf(written)} is a place in S3 such as s3://bucket/path, not ${shown(text)}.`,
      fixes: meant ? [setText(written, meant)] : [],
    }
  }
})

const s3Bucket = rule(
  'value/s3-bucket',
  'warning',
  'object',
  'Buckets have names that S3 allows.',
  function* (definition) {
    for (const [written, text] of literals(factsOf(definition), 's3')) {
      const bucket = /^s3[na]?:\/\/([^/]*)/i.exec(text)?.[1]
      if (!bucket || bucket.includes('<') || bucketName.test(bucket)) continue
      yield {
        at: placeOf(written),
        message: `${shown(bucket)} in ${nameOf(written)} is no name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens.`,
        fixes: bucketName.test(bucket.toLowerCase())
          ? [setText(written, text.replace(bucket, bucket.toLowerCase()))]
          : [],
      }
    }
  },
)

const s3Slashes = rule(
  'value/s3-slashes',
  'info',
  'object',
  'Paths in S3 have no empty folders.',
  function* (definition) {
    for (const [written, text] of literals(factsOf(definition), 's3')) {
      const path = /^s3[na]?:\/\/[^/]+(\/.*)$/i.exec(text)?.[1]
      if (!path?.includes('//')) continue
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} has two slashes in a row, which S3 takes for a folder without a name.`,
        fixes: [setText(written, text.slice(0, text.length - path.length) + path.replace(/\/{2,}/g, '/'))],
      }
    }
  },
)

const fileOrFolder = rule('value/file-or-folder', 'warning', 'object', 'Files are files.', function* (definition) {
  for (const written of factsOf(definition).byKind.get('s3') ?? [])
    if (written.slot?.names === 'object' && written.text?.trim().endsWith('/'))
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} ends with a slash, as folders do, but must name one file.`,
      }
})

const topicArn = rule('value/topic-arn', 'warning', 'object', 'Topics are named by their ARN.', function* (definition) {
  for (const written of writtenAs(factsOf(definition), 'topicArn'))
    if (isLiteral(written) && !/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:.+$/.test(written.text))
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} is the ARN of a topic, such as arn:aws:sns:us-east-1:123456789012:alarms, not ${shown(written.text)}.`,
      }
})

const jdbcAddress = rule(
  'value/jdbc-address',
  'warning',
  'object',
  'Database addresses are JDBC addresses.',
  function* (definition) {
    for (const written of writtenAs(factsOf(definition), 'connectionString'))
      if (isLiteral(written) && !written.text.trim().startsWith('jdbc:'))
        yield {
          at: placeOf(written),
          message: `${nameOf(written)} is an address such as jdbc:mysql://host:3306/database, not ${shown(written.text)}.`,
          fixes: /^\w+:\/\//.test(written.text.trim()) ? [setText(written, `jdbc:${written.text.trim()}`)] : [],
        }
  },
)

const pair = rule(
  'value/pair',
  'warning',
  'object',
  'Variables and properties are written A=B.',
  function* (definition) {
    for (const written of writtenAs(factsOf(definition), 'scriptVariable', 'jdbcProperties'))
      if (isLiteral(written) && written.slot && !/^[^=]+=/.test(written.text))
        yield {
          at: placeOf(written),
          message: `${nameOf(written)} is written NAME=VALUE, not ${shown(written.text)}.`,
          fixes: /^[\w.]+\s*:\s*\S/.test(written.text) ? [setText(written, written.text.replace(/\s*:\s*/, '='))] : [],
        }
  },
)

const port = rule('value/port', 'warning', 'object', 'Ports are numbers up to 65535.', function* (definition) {
  for (const written of writtenAs(factsOf(definition), 'port'))
    if (written.slot && isLiteral(written) && !(/^\d+$/.test(written.text.trim()) && Number(written.text) <= 65_535))
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} is a port from 1 to 65535, not ${shown(written.text)}.`,
      }
})

const stepComma = rule(
  'value/step-comma',
  'warning',
  'object',
  'Commas inside of arguments are escaped twice.',
  function* (definition) {
    for (const written of writtenAs(factsOf(definition), 'step', 'bootstrapAction'))
      if (written.slot && written.text !== undefined && singleEscape.test(written.text))
        yield {
          at: placeOf(written),
          message: `${nameOf(written)} escapes a comma with one backslash, and one is taken off on the way. Write two (four in a JSON file).`,
          fixes: [setText(written, written.text.replace(new RegExp(singleEscape, 'g'), '\\\\,'))],
        }
  },
)

const placeholder = rule(
  'value/placeholder',
  'warning',
  'object',
  'No placeholder of another tool is left over.',
  function* (definition) {
    for (const written of factsOf(definition).written) {
      const { slot, text } = written
      if (!slot || text === undefined || slot.kind === 'script' || slot.kind === 'secret' || isComputed(text)) continue
      const found = foreign.exec(text)?.[0]
      if (found === undefined || (slot.kind === 'text' && !/^\$\{|^<[^>]*>$|^\{\{/.test(text)) || staging.test(found))
        continue
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} holds ${shown(found)}, which looks like a gap to fill in; the service would take it as it is.`,
      }
    }
  },
)

export const textRules = [
  s3Form,
  s3Bucket,
  s3Slashes,
  fileOrFolder,
  topicArn,
  jdbcAddress,
  pair,
  port,
  stepComma,
  placeholder,
]

const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
const singleEscape = /(?<!\\)\\,/
const foreign = /\$\{[^}]*\}|<[^<>\s][^<>]*>|\{\{[^}]*\}\}/
const staging = /^\$\{(INPUT|OUTPUT|input|output)\d/

/** Slots of places that may lie on the machine itself. */
const maybeLocal: ReadonlySet<string> = new Set([
  'stdout',
  'stderr',
  'jarUri',
  'jdbcDriverJarUri',
  'scriptUri',
  'logUri',
])

function meantS3(text: string): string | undefined {
  const slipped = /^s3:?\/{1,}(?=[^/])/i.exec(text)
  if (slipped) return `s3://${text.slice(slipped[0].length)}`
  const web = /^https?:\/\/(?:s3[\w.-]*\.amazonaws\.com\/([^/]+)|([^/]+)\.s3[\w.-]*\.amazonaws\.com)(\/.*)?$/i.exec(
    text,
  )
  if (web) return `s3://${web[1] ?? web[2]}${web[3] ?? ''}`
  return /^[a-z0-9][a-z0-9.-]{2,}\/\S*$/.test(text) ? `s3://${text}` : undefined
}
