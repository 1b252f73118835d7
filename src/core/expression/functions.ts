import { instantOf, offsetOf, onWall, parsePeriod, plus, type Unit, wallOf } from './calendar.ts'
import { dayOfYear, formatDateTime } from './joda.ts'
import { type DateTime, dateTime, EvaluationError, integer, string, type Value } from './value.ts'

/** The functions of the expression language, one entry each. Source: developer guide, expression functions. */

type ArgumentType = 'DateTime' | 'Integer' | 'String' | 'Period'

export interface Argument {
  readonly name: string
  readonly type: ArgumentType
}

/** An argument once it has the type asked for: a time, a whole number, or text. */
export type Ready = DateTime | number | string

export interface FunctionEntry {
  readonly name: string
  readonly args: readonly Argument[]
  readonly returns: 'DateTime' | 'Integer' | 'String'
  /** One sentence, in our words. */
  readonly help: string
  /** An expression without surroundings, and what it prints. Run as a test. */
  readonly example: { readonly expression: string; readonly value: string }
  readonly code: (...args: readonly Ready[]) => Value
}

const day = 86_400_000
const time: Argument = { name: 'dateTime', type: 'DateTime' }

const part = (name: string, help: string, value: string, read: (wall: Date) => number): FunctionEntry => ({
  name,
  args: [time],
  returns: 'Integer',
  help,
  example: { expression: `${name}(makeDateTime(2011, 5, 24, 17, 10))`, value },
  code: at => integer(read(new Date(wallOf(asTime(at).ms, asTime(at).zone)))),
})

const move = (name: string, help: string, value: string, change: (wall: number) => number): FunctionEntry => ({
  name,
  args: [time],
  returns: 'DateTime',
  help,
  example: { expression: `${name}(makeDateTime(2011, 5, 24, 17, 10))`, value },
  code: at => onWall(asTime(at), change),
})

const shifts = (unit: Unit, later: string, earlier: string, note = ''): readonly FunctionEntry[] => {
  const Units = `${unit.charAt(0).toUpperCase()}${unit.slice(1)}s`
  const args = [time, { name: `${unit}s`, type: 'Integer' }] as const
  const example = (name: string, value: string) => ({
    expression: `${name}(makeDateTime(2011, 5, 24, 0, 0), 1)`,
    value,
  })
  return [
    {
      name: `plus${Units}`,
      args,
      returns: 'DateTime',
      help: `The time so many ${unit}s later${note}.`,
      example: example(`plus${Units}`, later),
      code: (at, count) => plus(asTime(at), unit, Number(count)),
    },
    {
      name: `minus${Units}`,
      args,
      returns: 'DateTime',
      help: `The time so many ${unit}s earlier${note}.`,
      example: example(`minus${Units}`, earlier),
      code: (at, count) => plus(asTime(at), unit, -Number(count)),
    },
  ]
}

export const functions: readonly FunctionEntry[] = [
  part('year', 'The year of a time.', '2011', wall => wall.getUTCFullYear()),
  part('month', 'The month of a time, from 1 to 12.', '5', wall => wall.getUTCMonth() + 1),
  part('day', 'The day of the month of a time.', '24', wall => wall.getUTCDate()),
  part('dayOfYear', 'The day of the year of a time, 1 on the first of January.', '144', dayOfYear),
  part('hour', 'The hour of a time, from 0 to 23.', '17', wall => wall.getUTCHours()),
  part('minute', 'The minute of a time.', '10', wall => wall.getUTCMinutes()),
  {
    name: 'format',
    args: [time, { name: 'pattern', type: 'String' }],
    returns: 'String',
    help: 'The time as text, by a Joda-Time pattern: yyyy year, MM month, dd day, HH hour, mm minute, ss second.',
    example: { expression: "format(makeDateTime(2011, 5, 24, 17, 10), 'YYYY-MM-dd HH:mm')", value: '2011-05-24 17:10' },
    code: (at, pattern) => string(formatDateTime(asTime(at), String(pattern))),
  },
  {
    name: 'makeDate',
    args: numbers('year', 'month', 'day'),
    returns: 'DateTime',
    help: 'Midnight UTC at the beginning of a day.',
    example: { expression: 'makeDate(2011, 5, 24)', value: '2011-05-24T00:00:00' },
    code: (...args) => made(args),
  },
  {
    name: 'makeDateTime',
    args: numbers('year', 'month', 'day', 'hour', 'minute'),
    returns: 'DateTime',
    help: 'A time of a day, in UTC.',
    example: { expression: 'makeDateTime(2011, 5, 24, 14, 21)', value: '2011-05-24T14:21:00' },
    code: (...args) => made(args),
  },
  ...shifts('minute', '2011-05-24T00:01:00', '2011-05-23T23:59:00'),
  ...shifts('hour', '2011-05-24T01:00:00', '2011-05-23T23:00:00'),
  ...shifts('day', '2011-05-25T00:00:00', '2011-05-23T00:00:00'),
  ...shifts('week', '2011-05-31T00:00:00', '2011-05-17T00:00:00'),
  ...shifts('month', '2011-06-24T00:00:00', '2011-04-24T00:00:00', ', at most the last day of that month'),
  ...shifts('year', '2012-05-24T00:00:00', '2010-05-24T00:00:00', ', at most the last day of that month'),
  move('midnight', 'The beginning of the day of a time.', '2011-05-24T00:00:00', wall => floorDay(wall)),
  move('yesterday', 'The same hour of the day before.', '2011-05-23T17:10:00', wall => wall - day),
  move(
    'sunday',
    'The same hour of the last Sunday, which is the day itself on a Sunday.',
    '2011-05-22T17:10:00',
    wall => wall - new Date(wall).getUTCDay() * day,
  ),
  move(
    'firstOfMonth',
    'The same hour of the first day of the month.',
    '2011-05-01T17:10:00',
    wall => wall - (new Date(wall).getUTCDate() - 1) * day,
  ),
  {
    name: 'plusPeriod',
    args: [time, { name: 'period', type: 'Period' }],
    returns: 'DateTime',
    help: 'The time a period later, such as one day; the guide uses it without listing it.',
    example: { expression: "plusPeriod(makeDate(2011, 5, 24), '1 day')", value: '2011-05-25T00:00:00' },
    code: (at, text) => {
      const period = parsePeriod(String(text))
      if (!period) throw new EvaluationError(`'${String(text)}' is no period; write one such as '1 day'.`)
      return plus(asTime(at), period.unit, period.count)
    },
  },
  {
    name: 'inTimeZone',
    args: [time, { name: 'zone', type: 'String' }],
    returns: 'DateTime',
    help: 'The same instant on the clock of another time zone; from an older edition of the guide.',
    example: {
      expression: "inTimeZone(makeDateTime(2011, 5, 24, 17, 10), 'America/New_York')",
      value: '2011-05-24T13:10:00',
    },
    code: (at, zone) => {
      const { ms } = asTime(at)
      offsetOf(ms, String(zone))
      return dateTime(ms, String(zone))
    },
  },
]

const byName: ReadonlyMap<string, FunctionEntry> = new Map(functions.map(one => [one.name, one]))

/** The function of that name, compared with regard to case. */
export const functionNamed = (name: string): FunctionEntry | undefined => byName.get(name)

/** A function as one writes it down: `plusDays(dateTime, days)`. */
export const signatureOf = (one: FunctionEntry): string => `${one.name}(${one.args.map(arg => arg.name).join(', ')})`

function numbers(...names: readonly string[]): readonly Argument[] {
  return names.map(name => ({ name, type: 'Integer' }))
}

function asTime(value: Ready | undefined): DateTime {
  if (typeof value === 'object') return value
  throw new EvaluationError('A time is needed here.')
}

function floorDay(wall: number): number {
  return Math.floor(wall / day) * day
}

function made(args: readonly Ready[]): DateTime {
  const [year = 0, month = 1, dayOfMonth = 1, hour = 0, minute = 0] = args.map(Number)
  const wall = new Date(0)
  wall.setUTCFullYear(year, month - 1, dayOfMonth)
  wall.setUTCHours(hour, minute)
  const asGiven =
    wall.getUTCFullYear() === year &&
    wall.getUTCMonth() === month - 1 &&
    wall.getUTCDate() === dayOfMonth &&
    wall.getUTCHours() === hour &&
    wall.getUTCMinutes() === minute
  if (!asGiven) throw new EvaluationError(`There is no such day or time: ${args.map(String).join(', ')}.`)
  return dateTime(instantOf(wall.getTime(), 'UTC'))
}
