import { wallOf } from './calendar.ts'
import { type Argument, type FunctionEntry, functionNamed, type Ready, signatureOf } from './functions.ts'
import { parseTemplate, type Template } from './parse.ts'
import type { CallExpression, Expression, Operator, Stretch } from './tree.ts'
import {
  dateTime,
  EvaluationError,
  float,
  integer,
  parseDateTime,
  printDateTime,
  printFloat,
  string,
  type Value,
} from './value.ts'

/** The surroundings of an expression. */
export interface Scope {
  /**
   * The values of a field, a parameter or a runtime field; several for a list, none (an empty list) for an optional
   * parameter without a value. Undefined where nothing has that name. May throw EvaluationError with a better reason.
   */
  lookup(path: readonly string[]): Value | readonly Value[] | undefined
}

export interface Failure {
  readonly error: string
  readonly span: Stretch
}

/** A scope that knows no field: functions and literals only. */
export const emptyScope: Scope = { lookup: () => undefined }

/** More values than this are refused, so that lists cannot multiply without end. */
const mostValues = 10_000

/**
 * Evaluates a field's text: one value as text, several where a list is in it (text around a list is repeated for each
 * element, two lists give every pair), none where an optional parameter without a value is in it.
 */
export function evaluateTemplate(
  template: Template | string,
  scope: Scope,
): { readonly values: readonly string[] } | Failure {
  const result = evaluateValues(template, scope)
  return 'error' in result ? result : { values: result.values.map(printValue) }
}

/** The same, with the types kept where the whole text is one expression. */
export function evaluateValues(
  template: Template | string,
  scope: Scope,
): { readonly values: readonly Value[] } | Failure {
  const { parts, errors } = typeof template === 'string' ? parseTemplate(template) : template
  const [problem] = errors
  if (problem) return { error: problem.message, span: problem.span }
  const track: Track = { span: { offset: 0, length: 0 } }
  try {
    const [only] = parts
    if (parts.length === 1 && only?.kind === 'expression') return { values: valuesOf(only.tree, scope, track) }
    const lists = parts.map(part => (part.kind === 'text' ? [string(part.text)] : valuesOf(part.tree, scope, track)))
    return { values: combine(lists, values => string(values.map(printValue).join(''))) }
  } catch (error) {
    if (error instanceof EvaluationError) return { error: error.message, span: track.span }
    throw error
  }
}

/** A value as it stands in a field. A time shows its zone's clock, as YYYY-MM-DDTHH:MM:SS without a suffix. */
function printValue(value: Value): string {
  switch (value.kind) {
    case 'string':
      return value.value
    case 'integer':
      return String(value.value)
    case 'float':
      return printFloat(value.value)
    case 'dateTime':
      return printDateTime(wallOf(value.ms, value.zone))
  }
}

/** The innermost expression being worked on: where a failure is shown. */
interface Track {
  span: Stretch
}

function valuesOf(tree: Expression, scope: Scope, track: Track): readonly Value[] {
  switch (tree.kind) {
    case 'number':
      return [tree.text.includes('.') ? float(Number(tree.text)) : integer(Number(tree.text))]
    case 'string':
      return [string(tree.value)]
    case 'path': {
      track.span = tree.span
      const found = scope.lookup(tree.segments)
      if (found === undefined) throw new EvaluationError(`Nothing here is called '${tree.segments.join('.')}'.`)
      return 'kind' in found ? [found] : found
    }
    case 'negate': {
      const values = valuesOf(tree.operand, scope, track)
      track.span = tree.span
      return values.map(value => calculate('-', integer(0), value))
    }
    case 'binary': {
      const left = valuesOf(tree.left, scope, track)
      const right = valuesOf(tree.right, scope, track)
      track.span = tree.span
      return combine([left, right], ([a, b]) => calculate(tree.operator, a, b))
    }
    case 'call':
      return called(tree, scope, track)
  }
}

function called(tree: CallExpression, scope: Scope, track: Track): readonly Value[] {
  track.span = tree.nameSpan
  const entry = functionNamed(tree.name)
  if (!entry) throw new EvaluationError(`There is no function '${tree.name}'.`)
  if (entry.args.length !== tree.args.length)
    throw new EvaluationError(
      `${signatureOf(entry)} takes ${entry.args.length} argument${entry.args.length === 1 ? '' : 's'}, not ${tree.args.length}.`,
    )
  const lists = tree.args.map(arg => valuesOf(arg, scope, track))
  track.span = tree.span
  return combine(lists, values => entry.code(...values.map((value, index) => readied(value, entry.args[index], entry))))
}

/** Every way to take one of each list, the first list changing slowest. */
function combine(lists: readonly (readonly Value[])[], join: (values: readonly Value[]) => Value): readonly Value[] {
  if (lists.reduce((count, list) => count * list.length, 1) > mostValues)
    throw new EvaluationError(`These lists combine to more than ${mostValues} values.`)
  let rows: readonly (readonly Value[])[] = [[]]
  for (const list of lists)
    rows = list.length === 1 && list[0] ? append(rows, list[0]) : rows.flatMap(row => list.map(one => [...row, one]))
  return rows.map(join)
}

const append = (rows: readonly (readonly Value[])[], value: Value) => rows.map(row => [...row, value])

/**
 * `+` adds two numbers and joins anything else as text; whole numbers divide without a remainder; `^` is never whole.
 * Source: developer guide, mathematical operators.
 */
function calculate(operator: Operator, left: Value | undefined, right: Value | undefined): Value {
  if (!left || !right) throw new EvaluationError('An operand is missing.')
  if (operator === '+' && !(isNumber(left) && isNumber(right))) return string(printValue(left) + printValue(right))
  const a = numberOf(left, operator)
  const b = numberOf(right, operator)
  if (operator === '^') return float(a.value ** b.value)
  if (operator === '/' && b.value === 0) throw new EvaluationError('This divides by zero.')
  const whole = a.kind === 'integer' && b.kind === 'integer'
  return (whole ? integer : float)(arithmetic[operator](a.value, b.value))
}

const arithmetic = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
} as const

type NumberValue = Extract<Value, { readonly value: number }>
const isNumber = (value: Value): value is NumberValue => value.kind === 'integer' || value.kind === 'float'

function numberOf(value: Value, operator: Operator): NumberValue {
  if (isNumber(value)) return value
  const read = value.kind === 'string' ? readNumber(value.value) : undefined
  if (!read) throw new EvaluationError(`'${operator}' needs numbers, and '${shorten(printValue(value))}' is none.`)
  return read
}

/** Text as a number, for slots, parameters and arithmetic: whole where it has neither point nor exponent. */
export function readNumber(text: string): NumberValue | undefined {
  const trimmed = text.trim()
  if (/^[+-]?\d+$/.test(trimmed)) return { kind: 'integer', value: Number(trimmed) }
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed) && Number.isFinite(Number(trimmed)))
    return { kind: 'float', value: Number(trimmed) }
  return undefined
}

/** Gives an argument the type its function asks for; text that says a number or a time will do. */
function readied(value: Value, arg: Argument | undefined, entry: FunctionEntry): Ready {
  const type = arg?.type ?? 'String'
  if (type === 'String' || type === 'Period') return printValue(value)
  if (type === 'DateTime') {
    if (value.kind === 'dateTime') return value
    const ms = value.kind === 'string' ? parseDateTime(value.value) : undefined
    if (ms !== undefined) return dateTime(ms)
  } else {
    const number = isNumber(value) ? value : value.kind === 'string' ? readNumber(value.value) : undefined
    if (number?.kind === 'integer') return number.value
  }
  const wanted = type === 'DateTime' ? 'a time such as 2011-05-24T00:00:00' : 'a whole number'
  throw new EvaluationError(
    `${signatureOf(entry)} needs ${wanted} as ${arg?.name ?? ''}, not '${shorten(printValue(value))}'.`,
  )
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)
