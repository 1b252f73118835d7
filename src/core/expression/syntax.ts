import type { Expression, Operator, Stretch, SyntaxProblem } from './tree.ts'

/** The grammar between `#{` and `}`, read by recursive descent. Source: developer guide, pipeline expressions. */

/** A place in a text, moved on while reading. */
export interface Reader {
  readonly text: string
  at: number
  depth: number
}

/** Deeper nesting is refused, so that no text can exhaust the stack. */
const deepest = 100

/** Reads up to and with the closing brace; gives the tree, or the problem met. */
export function readExpression(reader: Reader): { readonly tree?: Expression; readonly problem?: SyntaxProblem } {
  try {
    const tree = sum(reader)
    skip(reader)
    if (reader.text[reader.at] !== '}') throw unexpected(reader, 'an operator or the closing }')
    reader.at += 1
    return { tree }
  } catch (error) {
    if (error instanceof Unreadable) return { problem: { message: error.message, span: error.span } }
    throw error
  }
}

class Unreadable extends Error {
  readonly span: Stretch
  constructor(message: string, span: Stretch) {
    super(message)
    this.span = span
  }
}

function sum(reader: Reader): Expression {
  return chain(reader, '+-', product)
}

function product(reader: Reader): Expression {
  return chain(reader, '*/', power)
}

/** Operands joined from left to right by operators of one rank. */
function chain(reader: Reader, operators: string, operand: (reader: Reader) => Expression): Expression {
  let left = operand(reader)
  let length = 0
  for (let operator = operatorAt(reader, operators); operator; operator = operatorAt(reader, operators)) {
    length += 1
    if (length > 10 * deepest) throw problemAt(reader, 'This expression is too long; split it over several fields.')
    reader.at += 1
    const right = operand(reader)
    left = { kind: 'binary', operator, left, right, span: across(left, right) }
  }
  return left
}

function power(reader: Reader): Expression {
  return deeper(reader, () => {
    const left = unary(reader)
    const operator = operatorAt(reader, '^')
    if (!operator) return left
    reader.at += 1
    const right = power(reader)
    return { kind: 'binary', operator, left, right, span: across(left, right) }
  })
}

function unary(reader: Reader): Expression {
  skip(reader)
  if (reader.text[reader.at] !== '-') return postfix(reader)
  const offset = reader.at
  reader.at += 1
  return deeper(reader, () => {
    const operand = unary(reader)
    return { kind: 'negate', operand, span: stretch(offset, endOf(operand)) }
  })
}

function postfix(reader: Reader): Expression {
  let value = primary(reader)
  let length = 0
  for (skip(reader); reader.text[reader.at] === '.'; skip(reader)) {
    length += 1
    if (length > deepest) throw problemAt(reader, 'This expression is nested too deeply.')
    reader.at += 1
    skip(reader)
    const name = nameAt(reader)
    if (!name) throw unexpected(reader, 'a name after the dot')
    const nameSpan = stretch(reader.at, reader.at + name.length)
    reader.at += name.length
    skip(reader)
    if (reader.text[reader.at] === '(') {
      const args = argumentsOf(reader)
      value = {
        kind: 'call',
        name,
        args: [value, ...args],
        method: true,
        nameSpan,
        span: stretch(value.span.offset, reader.at),
      }
    } else if (value.kind === 'path') {
      value = { kind: 'path', segments: [...value.segments, name], span: across(value, { span: nameSpan }) }
    } else
      throw new Unreadable(`'.${name}' can only follow the name of a field; a function needs '(' after it.`, nameSpan)
  }
  return value
}

function primary(reader: Reader): Expression {
  skip(reader)
  const { text, at } = reader
  const here = text[at]
  if (here === '(') {
    reader.at += 1
    const inner = deeper(reader, () => sum(reader))
    close(reader, ')')
    return inner
  }
  if (here === "'" || here === '"') return quoted(reader, here)
  const [number] = /^(?:\d+(?:\.\d+)?|\.\d+)/.exec(text.slice(at, at + 400)) ?? []
  if (number !== undefined) {
    reader.at += number.length
    return { kind: 'number', text: number, span: stretch(at, reader.at) }
  }
  if (text.startsWith('#{', at))
    throw new Unreadable("There is no '#{' inside another; write the name alone.", stretch(at, at + 2))
  const name = nameAt(reader)
  if (!name) throw unexpected(reader, 'a field, a function, a number or a text in quotes')
  reader.at += name.length
  skip(reader)
  if (text[reader.at] !== '(') return { kind: 'path', segments: [name], span: stretch(at, at + name.length) }
  const args = argumentsOf(reader)
  const nameSpan = stretch(at, at + name.length)
  return { kind: 'call', name, args, method: false, nameSpan, span: stretch(at, reader.at) }
}

function argumentsOf(reader: Reader): readonly Expression[] {
  const args: Expression[] = []
  reader.at += 1
  skip(reader)
  if (reader.text[reader.at] === ')') {
    reader.at += 1
    return args
  }
  for (;;) {
    args.push(deeper(reader, () => sum(reader)))
    skip(reader)
    if (reader.text[reader.at] !== ',') break
    reader.at += 1
  }
  close(reader, ')')
  return args
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

function quoted(reader: Reader, quote: string): Expression {
  const offset = reader.at
  let value = ''
  for (let at = offset + 1; at < reader.text.length; at += 1) {
    const here = reader.text[at] ?? ''
    if (here === quote) {
      reader.at = at + 1
      return { kind: 'string', value, span: stretch(offset, reader.at) }
    }
    if (here === '\\' && at + 1 < reader.text.length) {
      at += 1
      const escaped = reader.text[at] ?? ''
      value += escapes[escaped] ?? escaped
    } else value += here
  }
  throw new Unreadable(`This text has no closing ${quote}.`, stretch(offset, reader.text.length))
}

function close(reader: Reader, bracket: string): void {
  skip(reader)
  if (reader.text[reader.at] !== bracket) throw unexpected(reader, bracket)
  reader.at += 1
}

function deeper(reader: Reader, read: () => Expression): Expression {
  reader.depth += 1
  if (reader.depth > deepest) throw problemAt(reader, 'This expression is nested too deeply.')
  const tree = read()
  reader.depth -= 1
  return tree
}

function operatorAt(reader: Reader, operators: string): Operator | undefined {
  skip(reader)
  const here = reader.text[reader.at]
  return here !== undefined && operators.includes(here) ? (here as Operator) : undefined
}

function nameAt(reader: Reader): string | undefined {
  return /^[@*]?[A-Za-z_]\w*/.exec(reader.text.slice(reader.at, reader.at + 300))?.[0]
}

function skip(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at += 1
}

const endOf = (tree: { readonly span: Stretch }): number => tree.span.offset + tree.span.length
const stretch = (offset: number, end: number): Stretch => ({ offset, length: end - offset })
const across = (left: { readonly span: Stretch }, right: { readonly span: Stretch }): Stretch =>
  stretch(left.span.offset, endOf(right))

const problemAt = (reader: Reader, message: string): Unreadable =>
  new Unreadable(message, stretch(reader.at, Math.min(reader.at + 1, reader.text.length)))

function unexpected(reader: Reader, wanted: string): Unreadable {
  const here = reader.text[reader.at]
  return here === undefined
    ? problemAt(reader, "This expression has no closing '}'.")
    : problemAt(reader, `Expected ${wanted} here, not '${here}'.`)
}
