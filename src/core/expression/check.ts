import { offsetOf, parsePeriod } from './calendar.ts'
import { readNumber } from './evaluate.ts'
import { type Argument, type FunctionEntry, functionNamed, signatureOf } from './functions.ts'
import type { CallExpression, Expression, Operator, Stretch } from './tree.ts'
import { EvaluationError, parseDateTime } from './value.ts'

/** What an expression comes to, as far as can be said before a run. */

/** `Text` may yet say a number or a time; `unknown` may be anything. */
export type Kind = 'DateTime' | 'Integer' | 'Double' | 'Period' | 'Flag' | 'Address' | 'Reference' | 'Text' | 'unknown'

/** The kind of what a path leads to. */
export type KindOf = (path: readonly string[]) => Kind

export interface TypeProblem {
  readonly about: 'argument' | 'operand' | 'sum'
  /** The rest of a sentence that begins with where it stands. */
  readonly says: string
  readonly span: Stretch
  /** A time and a number of days that an operator stands between: what a function would do with them. */
  readonly move?: {
    readonly by: 'plusDays' | 'minusDays'
    readonly time: Stretch
    readonly days: Stretch
    readonly all: Stretch
  }
}

export const kindWords: Readonly<Record<Kind, string>> = {
  DateTime: 'a time',
  Integer: 'a whole number',
  Double: 'a number with a fraction',
  Period: 'a period',
  Flag: 'true or false',
  Address: 'an S3 address',
  Reference: 'a reference',
  Text: 'text',
  unknown: 'something known only later',
}

/** The kind of an expression's value. */
export function kindOfExpression(tree: Expression, kindOf: KindOf): Kind {
  switch (tree.kind) {
    case 'number':
      return tree.text.includes('.') ? 'Double' : 'Integer'
    case 'string':
      return 'Text'
    case 'path':
      return kindOf(tree.segments)
    case 'negate':
      return numeric(kindOfExpression(tree.operand, kindOf))
    case 'call': {
      const returns = functionNamed(tree.name)?.returns
      return returns === undefined ? 'unknown' : returns === 'String' ? 'Text' : returns
    }
    case 'binary': {
      const left = kindOfExpression(tree.left, kindOf)
      const right = kindOfExpression(tree.right, kindOf)
      if (tree.operator === '^') return 'Double'
      const both =
        left === 'Integer' && right === 'Integer' ? 'Integer' : numbers(left) && numbers(right) ? 'Double' : undefined
      if (tree.operator === '+') return both ?? (left === 'unknown' || right === 'unknown' ? 'unknown' : 'Text')
      return both ?? 'unknown'
    }
  }
}

const numbers = (kind: Kind): boolean => kind === 'Integer' || kind === 'Double'
const numeric = (kind: Kind): Kind => (numbers(kind) ? kind : 'unknown')

/** What can never work in an expression: values of a kind that a function or an operator refuses. */
export function* typeProblems(tree: Expression, kindOf: KindOf): Generator<TypeProblem> {
  if (tree.kind === 'negate') {
    yield* typeProblems(tree.operand, kindOf)
    yield* refusedOperand(tree.operand, '-', kindOf)
  } else if (tree.kind === 'binary') {
    yield* typeProblems(tree.left, kindOf)
    yield* typeProblems(tree.right, kindOf)
    yield* operands(tree, kindOf)
  } else if (tree.kind === 'call') {
    for (const arg of tree.args) yield* typeProblems(arg, kindOf)
    yield* refusedArguments(tree, kindOf)
  }
}

function* operands(tree: Extract<Expression, { kind: 'binary' }>, kindOf: KindOf): Generator<TypeProblem> {
  const { operator, left, right, span } = tree
  const kinds = [kindOfExpression(left, kindOf), kindOfExpression(right, kindOf)]
  const move = kinds[0] === 'DateTime' && kinds[1] === 'Integer' && moves[operator]
  const moved = move ? { move: { by: move, time: left.span, days: right.span, all: span } } : {}
  if (operator !== '+') {
    for (const problem of refusedOperand(left, operator, kindOf)) yield { ...problem, ...moved }
    yield* refusedOperand(right, operator, kindOf)
    if (operator === '/' && right.kind === 'number' && Number(right.text) === 0)
      yield { about: 'operand', says: 'divides by zero.', span: right.span }
    return
  }
  if (kinds.includes('DateTime') && kinds.some(numbers))
    yield {
      about: 'sum',
      says: 'adds a number to a time, which writes one behind the other. Use plusDays(time, days) or one of its kin.',
      span,
      ...moved,
    }
}

const moves: Readonly<Partial<Record<Operator, 'plusDays' | 'minusDays'>>> = { '+': 'plusDays', '-': 'minusDays' }

function* refusedOperand(operand: Expression, operator: Operator, kindOf: KindOf): Generator<TypeProblem> {
  const kind = kindOfExpression(operand, kindOf)
  const refused = wordless.has(kind) || (operand.kind === 'string' && !readNumber(operand.value))
  if (!refused) return
  const hint = kind === 'DateTime' ? ' Use minusDays(time, days) or one of its kin for times.' : ''
  yield {
    about: 'operand',
    says: `needs numbers around ${operator}, not ${named(operand, kind)}.${hint}`,
    span: operand.span,
  }
}

/** Kinds that no number can come of. */
const wordless: ReadonlySet<Kind> = new Set<Kind>(['DateTime', 'Period', 'Flag', 'Address', 'Reference'])

function* refusedArguments(call: CallExpression, kindOf: KindOf): Generator<TypeProblem> {
  const entry = functionNamed(call.name)
  if (!entry || entry.args.length !== call.args.length) return
  let sound = true
  for (const [at, tree] of call.args.entries()) {
    const arg = entry.args[at]
    const says = arg && refusal(entry, arg, tree, kindOfExpression(tree, kindOf))
    if (!says) continue
    sound = false
    yield { about: 'argument', says: `gives ${says}`, span: tree.span }
  }
  if (sound && call.args.every(arg => arg.kind === 'number')) {
    const says = noSuchTime(call)
    if (says) yield { about: 'argument', says, span: call.span }
  }
}

/** Why an argument does not do. Source: developer guide, expression functions. */
function refusal(entry: FunctionEntry, { name, type }: Argument, tree: Expression, kind: Kind): string | undefined {
  const place = `to ${signatureOf(entry)} as ${name}`
  const not = (wanted: string) => `${named(tree, kind)} ${place}, which must be ${wanted}.`
  const literal = tree.kind === 'string' ? tree.value : undefined
  if (type === 'DateTime') {
    if (literal !== undefined && parseDateTime(literal) === undefined)
      return not('a time such as @scheduledStartTime or 2011-05-24T00:00:00 in quotes')
    return kind === 'DateTime' || open.has(kind) ? undefined : not('a time such as @scheduledStartTime')
  }
  if (type === 'Integer') {
    if (literal !== undefined && readNumber(literal)?.kind !== 'integer') return not('a whole number')
    return kind === 'Integer' || open.has(kind) ? undefined : not('a whole number')
  }
  if (type === 'Period') {
    if (literal !== undefined && !parsePeriod(literal)) return not("a period such as '1 day'")
    return kind === 'Period' || open.has(kind) ? undefined : not("a period such as '1 day'")
  }
  if (name === 'zone' && literal !== undefined) return zoneProblem(literal, place)
  return kind === 'DateTime' || numbers(kind) ? not('text in quotes') : undefined
}

const open: ReadonlySet<Kind> = new Set<Kind>(['Text', 'unknown'])

function zoneProblem(zone: string, place: string): string | undefined {
  try {
    offsetOf(0, zone)
    return undefined
  } catch (error) {
    if (error instanceof EvaluationError) return `'${zone}' ${place}. ${error.message}`
    throw error
  }
}

function noSuchTime({ name, args }: CallExpression): string | undefined {
  const entry = functionNamed(name)
  try {
    entry?.code(...args.map(arg => (arg.kind === 'number' ? Number(arg.text) : 0)))
    return undefined
  } catch (error) {
    if (error instanceof EvaluationError) return `asks for a time that is not there. ${error.message}`
    throw error
  }
}

const named = (tree: Expression, kind: Kind): string =>
  tree.kind === 'string'
    ? `the text '${tree.value.length > 40 ? `${tree.value.slice(0, 39)}…` : tree.value}'`
    : tree.kind === 'path'
      ? `${tree.segments.join('.')} (${kindWords[kind]})`
      : tree.kind === 'number'
        ? `the number ${tree.text}`
        : kindWords[kind]
