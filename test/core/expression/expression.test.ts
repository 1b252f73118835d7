import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyScope, evaluateTemplate, type Scope } from '../../../src/core/expression/evaluate.ts'
import { functionNamed, functions } from '../../../src/core/expression/functions.ts'
import { parseTemplate } from '../../../src/core/expression/parse.ts'
import { printTemplate } from '../../../src/core/expression/print.ts'
import { dateTime, string, type Value } from '../../../src/core/expression/value.ts'
import { anyTemplate, bare } from './templates.ts'

const start = Date.UTC(2013, 7, 18, 7, 5, 9)
const known: Readonly<Record<string, Value | readonly Value[]>> = {
  '@scheduledStartTime': dateTime(start),
  'input.tableName': string('orders'),
  '*myPassword': string('hush'),
  myList: [string('a'), string('b')],
  myCounts: [
    { kind: 'integer', value: 1 },
    { kind: 'integer', value: 2 },
  ],
  myNothing: [],
}
const scope: Scope = { lookup: path => known[path.join('.')] }

const valuesOf = (text: string) => {
  const result = evaluateTemplate(text, scope)
  return 'error' in result ? result.error : result.values
}
const problemOf = (text: string) => {
  const result = evaluateTemplate(text, scope)
  return 'error' in result ? result : undefined
}

describe('an expression', () => {
  it.each([
    ['plain text', 'plain text'],
    ['', ''],
    ['#{1 + 2}', '3'],
    ['#{7 / 2}', '3'],
    ['#{0 - 7 / 2}', '-3'],
    ['#{1.0/2}', '0.5'],
    ['#{2 ^ 2}', '4.0'],
    ['#{2 ^ 3 ^ 0}', '2.0'],
    ['#{1 + 2 * 3}', '7'],
    ['#{(1 + 2) * 3}', '9'],
    ['#{10 - 2 - 3}', '5'],
    ['#{-2 * 3}', '-6'],
    ["#{'a' + 1 + 2}", 'a12'],
    ["#{1 + 2 + 'a'}", '3a'],
    ["#{'5' * '2'}", '10'],
    ['s3://logs/#{input.tableName}/x', 's3://logs/orders/x'],
    ['#{*myPassword}', 'hush'],
    ['#{@scheduledStartTime}', '2013-08-18T07:05:09'],
    ["#{@scheduledStartTime.format('YYYY-MM-dd')}", '2013-08-18'],
    ["#{format(minusDays(@scheduledStartTime, 1), 'YYYY/MM/dd')}", '2013/08/17'],
    ["#{'it\\'s } here'}", "it's } here"],
    ['\\#{not one}', '#{not one}'],
    ['\\\\#{1}', '\\1'],
    ['a } and a # and a {', 'a } and a # and a {'],
  ])('%s gives %s', (text, value) => {
    expect(valuesOf(text)).toEqual([value])
  })

  it('maps over a list, and repeats the text around it', () => {
    expect(valuesOf("#{'this is ' + myList}")).toEqual(['this is a', 'this is b'])
    expect(valuesOf('x/#{myList}/y')).toEqual(['x/a/y', 'x/b/y'])
    expect(valuesOf('#{myList}#{myCounts}')).toEqual(['a1', 'a2', 'b1', 'b2'])
    expect(valuesOf('#{myCounts * 10}')).toEqual(['10', '20'])
    expect(valuesOf("#{plusDays(makeDate(2020, 1, 1), myCounts).format('dd')}")).toEqual(['02', '03'])
  })

  it('makes the whole text disappear where a value is left out on purpose', () => {
    expect(valuesOf('--region #{myNothing}')).toEqual([])
  })

  it.each([
    ['#{', "This expression has no closing '}'."],
    ['a #{1 + } b', "Expected a field, a function, a number or a text in quotes here, not '}'."],
    ['#{format(minusMinutes(#{mySchedulePeriod}, 10))}', "There is no '#{' inside another; write the name alone."],
    ['#{foo(1)}', "There is no function 'foo'."],
    ['#{day()}', 'day(dateTime) takes 1 argument, not 0.'],
    ["#{day('soon')}", "day(dateTime) needs a time such as 2011-05-24T00:00:00 as dateTime, not 'soon'."],
    ['#{1 / 0}', 'This divides by zero.'],
    ["#{'a' * 2}", "'*' needs numbers, and 'a' is none."],
    ['#{nothing.here}', "Nothing here is called 'nothing.here'."],
    ['#{makeDate(2023, 2, 29)}', 'There is no such day or time: 2023, 2, 29.'],
    ["#{'open}", "This text has no closing '."],
    ["#{'a'.b}", "'.b' can only follow the name of a field; a function needs '(' after it."],
  ])('%s is refused', (text, message) => {
    expect(problemOf(text)?.error).toBe(message)
  })

  it('shows where the failure is', () => {
    const text = 'ab #{day(oops)}'
    const span = problemOf(text)?.span
    expect(span && text.slice(span.offset, span.offset + span.length)).toBe('oops')
  })

  it('keeps the parts behind a broken expression', () => {
    const { parts, errors } = parseTemplate('#{a b} and #{1}')
    expect(errors).toHaveLength(1)
    expect(parts.map(part => part.kind)).toEqual(['text', 'expression'])
  })

  it('refuses nesting that would exhaust the stack', () => {
    expect(problemOf(`#{${'('.repeat(50_000)}`)?.error).toMatch(/too deeply/)
    expect(problemOf(`#{${'-'.repeat(50_000)}1}`)?.error).toMatch(/too deeply/)
    expect(problemOf(`#{1${'+1'.repeat(50_000)}}`)?.error).toMatch(/too long/)
    expect(problemOf(`#{'a'${'.format(1)'.repeat(50_000)}}`)?.error).toMatch(/too deeply/)
  })

  it('prints and reads back as it was', () => {
    fc.assert(
      fc.property(anyTemplate, parts => {
        const text = printTemplate({ parts })
        const again = parseTemplate(text)
        expect(again.errors).toEqual([])
        expect(bare(again.parts)).toEqual(bare(parts))
      }),
      { numRuns: 300 },
    )
  })

  it('is read from any text without a throw, its spans covering the text', () => {
    const scrap = fc.constantFrom(
      '#{',
      '}',
      '\\',
      "'",
      '"',
      '(',
      ')',
      'a',
      '.',
      '@b',
      '1',
      ' ',
      '+',
      '^',
      '-',
      ',',
      'é',
      '😀',
    )
    fc.assert(
      fc.property(fc.array(scrap, { size: 'max', maxLength: 60 }), scraps => {
        const text = scraps.join('')
        const { parts } = parseTemplate(text)
        evaluateTemplate(text, emptyScope)
        let at = 0
        for (const part of parts) {
          expect(part.span.offset).toBe(at)
          at += part.span.length
        }
        expect(at).toBe(text.length)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('a function', () => {
  it.each(functions.map(one => [one.example.expression, one.example.value]))('%s gives %s', (expression, value) => {
    expect(evaluateTemplate(`#{${expression}}`, emptyScope)).toEqual({ values: [value] })
  })

  it('is there for every name that the guide lists or uses, once', () => {
    const later = ['Minutes', 'Hours', 'Days', 'Weeks', 'Months', 'Years'].flatMap(unit => [
      `plus${unit}`,
      `minus${unit}`,
    ])
    const names = [
      'year',
      'month',
      'day',
      'dayOfYear',
      'hour',
      'minute',
      'format',
      'makeDate',
      'makeDateTime',
      'midnight',
    ]
    const rest = ['yesterday', 'sunday', 'firstOfMonth', 'plusPeriod', 'inTimeZone']
    expect(functions.map(one => one.name).toSorted()).toEqual([...later, ...names, ...rest].toSorted())
    expect(functionNamed('toString')).toBeUndefined()
  })

  it('clamps to the last day of a shorter month', () => {
    expect(valuesOf('#{plusMonths(makeDate(2024, 1, 31), 1)}')).toEqual(['2024-02-29T00:00:00'])
    expect(valuesOf('#{minusYears(makeDate(2024, 2, 29), 1)}')).toEqual(['2023-02-28T00:00:00'])
  })

  it('keeps the hour of a zone over the change to summer time', () => {
    const noon = "inTimeZone(makeDateTime(2024, 3, 30, 11, 0), 'Europe/Madrid')"
    expect(valuesOf(`#{plusDays(${noon}, 1)}`)).toEqual(['2024-03-31T12:00:00'])
    expect(valuesOf(`#{plusDays(${noon}, 1).inTimeZone('UTC')}`)).toEqual(['2024-03-31T10:00:00'])
    expect(valuesOf(`#{plusHours(${noon}, 24)}`)).toEqual(['2024-03-31T13:00:00'])
    expect(problemOf("#{inTimeZone(makeDate(2024, 1, 1), 'Mars/Base')}")?.error).toMatch(/no time zone 'Mars\/Base'/)
  })
})
