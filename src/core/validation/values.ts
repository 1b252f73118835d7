/** Whether values are what their slots ask for. Values with expressions in them are left alone. */

import { ec2InstanceTypes, emrInstanceTypes, regions, retiredFamilies } from '../catalog/instance-types.ts'
import { limits as limitTable } from '../catalog/limits.ts'
import type { SlotKind } from '../catalog/schema.ts'
import { parsePeriod } from '../expression/calendar.ts'
import { parseDateTime } from '../expression/value.ts'
import { printPeriod } from '../runs/period.ts'
import { factsOf, literals, nameOf, placeOf } from './facts.ts'
import { setText } from './fixes.ts'
import { lengthOfText, meantPeriod } from './periods.ts'
import { rule } from './rule.ts'
import { any, limitNote, nearest, shown } from './words.ts'

const integer = rule('value/integer', 'error', 'object', 'Whole numbers are whole numbers.', function* (definition) {
  for (const [written, text] of literals(factsOf(definition), 'integer'))
    if (!/^[+-]?\d+$/.test(text))
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} is a whole number, not ${shown(text)}.`,
        fixes: /^\d+\.0+$/.test(text) ? [setText(written, text.replace(/\.0+$/, ''))] : [],
      }
})

const double = rule('value/double', 'error', 'object', 'Numbers are numbers.', function* (definition) {
  for (const [written, text] of literals(factsOf(definition), 'double'))
    if (!isNumber(text))
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} is a number, not ${shown(text)}.`,
        fixes: isNumber(text.replace(',', '.')) ? [setText(written, text.replace(',', '.'))] : [],
      }
})

const outOfBounds = rule(
  'value/out-of-bounds',
  'error',
  'object',
  'Numbers keep within their bounds.',
  function* (definition, limits) {
    const facts = factsOf(definition)
    for (const kind of ['integer', 'double'] as const)
      for (const [written, text] of literals(facts, kind)) {
        const { min = Number.NEGATIVE_INFINITY, limit } = written.slot ?? {}
        const max = limit ? limits[limit] : (written.slot?.max ?? Number.POSITIVE_INFINITY)
        if (!isNumber(text) || (Number(text) >= min && Number(text) <= max)) continue
        // What an account may have raised is judged by the rules of limits.
        if (limit && limitTable[limit].adjustable && Number(text) > max) continue
        const nearestBound = Number(text) < min ? min : max
        const over = limit && Number(text) > max ? limit : undefined
        yield {
          at: placeOf(written),
          ...(over && { limit: over }),
          message: `${nameOf(written)} is ${text}; it ${boundsOf(min, max)}.${over ? ` ${limitNote(over)}` : ''}`,
          fixes: [setText(written, String(nearestBound))],
        }
      }
  },
)

const flag = rule('value/flag', 'error', 'object', 'Flags are true or false.', function* (definition) {
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

const choice = rule('value/choice', 'error', 'object', 'Choices are among those on offer.', function* (definition) {
  for (const [written, text] of literals(factsOf(definition), 'choice')) {
    const options = written.slot?.options ?? []
    if (options === regions || options.some(option => option.toLowerCase() === text.toLowerCase())) continue
    const meant = nearest(text, options)
    yield {
      at: placeOf(written),
      severity: written.slot?.lenient ? 'warning' : 'error',
      message: `${nameOf(written)} is ${any(options)}, not ${shown(text)}.`,
      fixes: (meant ? [meant] : options.slice(0, 4)).map(option => setText(written, option)),
    }
  }
})

const region = rule(
  'value/region',
  'warning',
  'object',
  'Regions are ones that the service knows.',
  function* (definition) {
    for (const [written, text] of literals(factsOf(definition), 'choice')) {
      if (written.slot?.options !== regions || regions.includes(text)) continue
      const meant = nearest(text, regions)
      yield {
        at: placeOf(written),
        message: `${shown(text)} is no region in which the service starts machines.${meant ? ` Did you mean ${meant}?` : ''}`,
        fixes: meant ? [setText(written, meant)] : [],
      }
    }
  },
)

const period = rule('value/period', 'error', 'object', 'Periods are a number and a unit.', function* (definition) {
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
  'object',
  'Periods are not shorter than makes sense.',
  function* (definition, limits) {
    for (const [written, text] of literals(factsOf(definition), 'period')) {
      const length = lengthOfText(text)
      const limit = written.slot?.limit
      const shortest = limit ? printPeriod({ count: limits[limit], unit: 'minute' }) : written.slot?.minPeriod
      const least = lengthOfText(shortest)
      if (shortest === undefined || length === undefined || least === undefined) continue
      if (length >= least || written.subject.family === 'schedule') continue
      yield {
        at: placeOf(written),
        ...(limit && { limit }),
        message: `${nameOf(written)} is ${text}; the service counts no less than ${shortest}.${limit ? ` ${limitNote(limit)}` : ''}`,
        fixes: [setText(written, shortest)],
      }
    }
  },
)

const dateTime = rule(
  'value/date-time',
  'error',
  'object',
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

const instanceType = rule(
  'value/instance-type',
  'warning',
  'object',
  'Instance types look like ones.',
  function* (definition) {
    for (const [written, text] of literals(factsOf(definition), 'instanceType')) {
      if (/^[a-z][a-z0-9-]*\.(\d*xlarge|large|medium|small|micro|nano|metal(-\d+xl)?)$/.test(text)) continue
      const meant = nearest(text.replace(/[ _-]/g, '.'), currentTypes)
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} is an instance type such as m5.xlarge, not ${shown(text)}.`,
        fixes: meant ? [setText(written, meant)] : [],
      }
    }
  },
)

const pattern = rule('value/pattern', 'error', 'object', 'Identifiers have their form.', function* (definition) {
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
  'object',
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
  'object',
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
  instanceType,
  pattern,
  tooLong,
  surroundingBlanks,
]

/** Kinds that are compared to the letter. */
const exact: ReadonlySet<SlotKind> = new Set(['integer', 'double', 'flag', 'choice', 'dateTime', 's3', 'instanceType'])

/** Instance types that are still made: nobody is led to an old one. */
const currentTypes = [...ec2InstanceTypes, ...emrInstanceTypes].filter(
  type => !retiredFamilies.has(type.split('.')[0] ?? ''),
)

const meantFlags: Readonly<Record<string, string>> = {
  yes: 'true',
  on: 'true',
  1: 'true',
  no: 'false',
  off: 'false',
  0: 'false',
}

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
