/** Whether values are what their slots ask for. Values with expressions in them are left alone. */

import { ec2InstanceTypes, emrInstanceTypes, regions } from '../catalog/instance-types.ts'
import type { SlotKind } from '../catalog/schema.ts'
import { parsePeriod } from '../expression/calendar.ts'
import { parseDateTime } from '../expression/value.ts'
import { type Facts, factsOf, ofKind, placeOf, type Written, writtenAs } from './facts.ts'
import { setText } from './fixes.ts'
import { lengthOfText, meantPeriod } from './periods.ts'
import { rule } from './rule.ts'
import { any, nearest, shown } from './words.ts'

const integer = rule('value/integer', 'error', 'Whole numbers are whole numbers.', function* (definition) {
  for (const [written, text] of literals(factsOf(definition), 'integer'))
    if (!/^[+-]?\d+$/.test(text))
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} is a whole number, not ${shown(text)}.`,
        fixes: /^\d+\.0+$/.test(text) ? [setText(written, text.replace(/\.0+$/, ''))] : [],
      }
})

const double = rule('value/double', 'error', 'Numbers are numbers.', function* (definition) {
  for (const [written, text] of literals(factsOf(definition), 'double'))
    if (!isNumber(text))
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} is a number, not ${shown(text)}.`,
        fixes: isNumber(text.replace(',', '.')) ? [setText(written, text.replace(',', '.'))] : [],
      }
})

const outOfBounds = rule('value/out-of-bounds', 'error', 'Numbers keep within their bounds.', function* (definition) {
  const facts = factsOf(definition)
  for (const kind of ['integer', 'double'] as const)
    for (const [written, text] of literals(facts, kind)) {
      const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = written.slot ?? {}
      if (!isNumber(text) || (Number(text) >= min && Number(text) <= max)) continue
      const nearestBound = Number(text) < min ? min : max
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} is ${text}; it ${boundsOf(min, max)}.`,
        fixes: [setText(written, String(nearestBound))],
      }
    }
})

const flag = rule('value/flag', 'error', 'Flags are true or false.', function* (definition) {
  for (const [written, text] of literals(factsOf(definition), 'flag'))
    if (!/^(true|false)$/i.test(text)) {
      const meant = meantFlags[text.toLowerCase()]
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} is true or false, not ${shown(text)}.`,
        fixes: (meant ? [meant] : ['true', 'false']).map(word => setText(written, word)),
      }
    }
})

const choice = rule('value/choice', 'error', 'Choices are among those on offer.', function* (definition) {
  for (const [written, text] of literals(factsOf(definition), 'choice')) {
    const options = written.slot?.options ?? []
    if (options === regions || options.some(option => option.toLowerCase() === text.toLowerCase())) continue
    const meant = nearest(text, options)
    yield {
      at: placeOf(written),
      message: `${nameOf(written)} is ${any(options)}, not ${shown(text)}.`,
      fixes: (meant ? [meant] : options.slice(0, 4)).map(option => setText(written, option)),
    }
  }
})

const region = rule('value/region', 'warning', 'Regions are ones that the service knows.', function* (definition) {
  for (const [written, text] of literals(factsOf(definition), 'choice')) {
    if (written.slot?.options !== regions || regions.includes(text)) continue
    const meant = nearest(text, regions)
    yield {
      at: placeOf(written),
      message: `${shown(text)} is no region in which the service starts machines.${meant ? ` Did you mean ${meant}?` : ''}`,
      fixes: meant ? [setText(written, meant)] : [],
    }
  }
})

const period = rule('value/period', 'error', 'Periods are a number and a unit.', function* (definition) {
  for (const [written, text] of literals(factsOf(definition), 'period')) {
    if (parsePeriod(text) || (written.slot?.bareUnit && /^[1-9]\d*$/.test(text))) continue
    if (text.toUpperCase() === 'ONDEMAND_PERIOD') continue
    const meant = meantPeriod(text)
    yield {
      at: placeOf(written),
      message: `${nameOf(written)} is a period such as 15 minutes or 1 day, not ${shown(text)}.`,
      fixes: meant ? [setText(written, meant)] : [],
    }
  }
})

const shortPeriod = rule(
  'value/short-period',
  'warning',
  'Periods are not shorter than makes sense.',
  function* (definition) {
    for (const [written, text] of literals(factsOf(definition), 'period')) {
      const length = lengthOfText(text)
      const least = lengthOfText(written.slot?.minPeriod)
      if (length === undefined || least === undefined || length >= least || written.subject.family === 'schedule')
        continue
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} is ${text}; the service counts no less than ${written.slot?.minPeriod}.`,
        fixes: [setText(written, written.slot?.minPeriod ?? text)],
      }
    }
  },
)

const dateTime = rule(
  'value/date-time',
  'error',
  'Times are written as the service reads them.',
  function* (definition) {
    for (const [written, text] of literals(factsOf(definition), 'dateTime')) {
      if (parseDateTime(text) !== undefined) continue
      const meant = meantDateTime(text)
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} is a time such as 2030-01-31T06:00:00, in UTC and without a zone, not ${shown(text)}.`,
        fixes: meant ? [setText(written, meant)] : [],
      }
    }
  },
)

const s3Form = rule('value/s3-form', 'warning', 'S3 places begin with s3://.', function* (definition) {
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

const s3Bucket = rule('value/s3-bucket', 'warning', 'Buckets have names that S3 allows.', function* (definition) {
  for (const [written, text] of literals(factsOf(definition), 's3')) {
    const bucket = /^s3[na]?:\/\/([^/]*)/i.exec(text)?.[1]
    if (bucket === undefined || bucketName.test(bucket)) continue
    yield {
      at: placeOf(written),
      message: `${shown(bucket)} in ${nameOf(written)} is no name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens.`,
      fixes: bucketName.test(bucket.toLowerCase())
        ? [setText(written, text.replace(bucket, bucket.toLowerCase()))]
        : [],
    }
  }
})

const s3Slashes = rule('value/s3-slashes', 'info', 'Paths in S3 have no empty folders.', function* (definition) {
  for (const [written, text] of literals(factsOf(definition), 's3')) {
    const path = /^s3[na]?:\/\/[^/]+(\/.*)$/i.exec(text)?.[1]
    if (!path?.includes('//')) continue
    yield {
      at: placeOf(written),
      message: `${nameOf(written)} has two slashes in a row, which S3 takes for a folder without a name.`,
      fixes: [setText(written, text.slice(0, text.length - path.length) + path.replace(/\/{2,}/g, '/'))],
    }
  }
})

const fileOrFolder = rule('value/file-or-folder', 'warning', 'Files are files.', function* (definition) {
  for (const written of writtenAs(factsOf(definition), 'filePath', 's3Key', 'scriptUri', 'manifestFilePath'))
    if (written.slot?.kind === 's3' && written.text?.trim().endsWith('/'))
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} ends with a slash, as folders do, but must name one file.`,
      }
})

const instanceType = rule('value/instance-type', 'warning', 'Instance types look like ones.', function* (definition) {
  for (const [written, text] of literals(factsOf(definition), 'instanceType')) {
    if (/^[a-z][a-z0-9-]*\.(\d*xlarge|large|medium|small|micro|nano|metal(-\d+xl)?)$/.test(text)) continue
    const meant = nearest(text.replace(/[ _-]/g, '.'), [...ec2InstanceTypes, ...emrInstanceTypes])
    yield {
      at: placeOf(written),
      message: `${nameOf(written)} is an instance type such as m5.xlarge, not ${shown(text)}.`,
      fixes: meant ? [setText(written, meant)] : [],
    }
  }
})

const pattern = rule('value/pattern', 'error', 'Identifiers have their form.', function* (definition) {
  for (const written of factsOf(definition).written) {
    const { slot, text, dynamic } = written
    if (slot?.pattern === undefined || text === undefined || dynamic || text === '') continue
    if (!new RegExp(slot.pattern).test(text))
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} is ${shown(text)}. ${slot.help}`,
        fixes: new RegExp(slot.pattern).test(text.trim()) ? [setText(written, text.trim())] : [],
      }
  }
})

const tooLong = rule(
  'value/too-long',
  'error',
  'Values are not longer than their slot allows.',
  function* (definition) {
    for (const written of factsOf(definition).written) {
      const most = written.slot?.maxLength
      if (most !== undefined && !written.dynamic && unescaped(written.text ?? '').length > most)
        yield {
          at: placeOf(written),
          message: `${nameOf(written)} is at most ${most === 1 ? 'one character' : `${most} characters`}, not ${shown(written.text ?? '')}.`,
        }
    }
  },
)

const surroundingBlanks = rule(
  'value/surrounding-blanks',
  'warning',
  'Values have no blanks around them.',
  function* (definition) {
    for (const written of factsOf(definition).written) {
      const { slot, text } = written
      if (!slot || text === undefined || !exact.has(slot.kind) || text === text.trim() || text.trim() === '') continue
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} has blanks around it, which may be taken as part of it.`,
        fixes: [setText(written, text.trim())],
      }
    }
  },
)

const topicArn = rule('value/topic-arn', 'warning', 'Topics are named by their ARN.', function* (definition) {
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

const pair = rule('value/pair', 'warning', 'Variables and properties are written A=B.', function* (definition) {
  for (const written of writtenAs(factsOf(definition), 'scriptVariable', 'jdbcProperties'))
    if (isLiteral(written) && written.slot && !/^[^=]+=/.test(written.text))
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} is written NAME=VALUE, not ${shown(written.text)}.`,
        fixes: /^[\w.]+\s*:\s*\S/.test(written.text) ? [setText(written, written.text.replace(/\s*:\s*/, '='))] : [],
      }
})

const port = rule('value/port', 'warning', 'Ports are numbers up to 65535.', function* (definition) {
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
  'No placeholder of another tool is left over.',
  function* (definition) {
    for (const written of factsOf(definition).written) {
      const { slot, text } = written
      if (!slot || text === undefined || slot.kind === 'script') continue
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

export const valueRules = [
  integer,
  double,
  outOfBounds,
  flag,
  choice,
  region,
  period,
  shortPeriod,
  dateTime,
  s3Form,
  s3Bucket,
  s3Slashes,
  fileOrFolder,
  instanceType,
  pattern,
  tooLong,
  surroundingBlanks,
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

/** Kinds that are compared to the letter. */
const exact: ReadonlySet<SlotKind> = new Set(['integer', 'double', 'flag', 'choice', 'dateTime', 's3', 'instanceType'])

const meantFlags: Readonly<Record<string, string>> = {
  yes: 'true',
  on: 'true',
  1: 'true',
  no: 'false',
  off: 'false',
  0: 'false',
}

const isLiteral = (written: Written): written is Written & { readonly text: string } =>
  written.text !== undefined && written.text.trim() !== '' && !written.dynamic

/** Values of a kind that can be judged, trimmed. */
function* literals(facts: Facts, kind: SlotKind): Generator<readonly [Written, string]> {
  for (const written of ofKind(facts, kind)) {
    if (written.text === undefined || written.dynamic || written.slot?.runtime) continue
    const text = written.text.trim()
    if (text !== '') yield [written, text]
  }
}

const nameOf = ({ subject, key }: Written): string => `${key} of ${subject.id}`

const isNumber = (text: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)

const boundsOf = (min: number, max: number): string =>
  max === Number.POSITIVE_INFINITY
    ? `must be at least ${min}`
    : min === Number.NEGATIVE_INFINITY
      ? `may be at most ${max}`
      : `must lie between ${min} and ${max}`

/** Separators are often written as escapes: `\n` is one character. */
const unescaped = (text: string): string => text.replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[0-7]{3}|.)/g, ' ')

function meantDateTime(text: string): string | undefined {
  const [, date, time = '00:00', seconds = ':00'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?(?:Z|\+00:?00| ?UTC)?)?$/i.exec(text) ?? []
  const meant = date && `${date}T${time}${seconds}`
  return meant !== undefined && parseDateTime(meant) !== undefined ? meant : undefined
}

function meantS3(text: string): string | undefined {
  const slipped = /^s3:?\/{1,}(?=[^/])/i.exec(text)
  if (slipped) return `s3://${text.slice(slipped[0].length)}`
  const web = /^https?:\/\/(?:s3[\w.-]*\.amazonaws\.com\/([^/]+)|([^/]+)\.s3[\w.-]*\.amazonaws\.com)(\/.*)?$/i.exec(
    text,
  )
  if (web) return `s3://${web[1] ?? web[2]}${web[3] ?? ''}`
  return /^[a-z0-9][a-z0-9.-]{2,}\/\S*$/.test(text) ? `s3://${text}` : undefined
}
