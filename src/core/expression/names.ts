import type { Stretch } from './tree.ts'

/**
 * The words of a field's text read one by one, so that a caret can be answered while the expression it stands in is
 * not finished. Never throws.
 */

/** A name in an expression: the field, parameter or function that it is, and the names that lead to it. */
export interface Name extends Stretch {
  readonly text: string
  /** The names before it, joined by dots: `input` in `input.path`. */
  readonly path: readonly string[]
  /** Follows a dot behind something that is no plain path, such as `day(x).`. */
  readonly behindValue: boolean
  /** A parenthesis follows. */
  readonly called: boolean
}

/** A function whose arguments a caret stands in. */
export interface OpenCall {
  readonly name: Name
  /** Which of its arguments, from 0, as they are written: the one before the dot is not counted. */
  readonly argument: number
  /** Written `time.format(…)`: what stands before the dot is its first argument. */
  readonly method: boolean
  /** Behind the opening parenthesis. */
  readonly from: number
}

/** What a caret stands at inside of `#{…}`. */
export interface ExpressionCaret {
  /** From `#{` to behind `}`, or to the end of the text. */
  readonly expression: Stretch
  readonly closed: boolean
  /** The name it stands in or behind; an empty one where a name could begin. */
  readonly name: Name
  /** The text in quotes that it stands in; without its quotes. */
  readonly quoted: (Stretch & { readonly text: string; readonly quote: string }) | undefined
  /** Functions around it, the innermost last. */
  readonly calls: readonly OpenCall[]
}

/** Every name in the expressions of a text, in order. */
export function namesIn(text: string): readonly Name[] {
  if (!text.includes('#{')) return []
  return expressionsIn(text).flatMap(({ tokens }) => tokens.flatMap((_, at) => nameAt(tokens, at) ?? []))
}

/** What a caret stands at; undefined outside of expressions. */
export function caretIn(text: string, at: number): ExpressionCaret | undefined {
  for (const { offset, end, closed, tokens } of expressionsIn(text)) {
    if (at < offset + 2) return undefined
    if (at > end || (closed && at === end)) continue
    const expression = { offset, length: end - offset }
    const index = tokens.findIndex(token => token.offset <= at && at <= token.end && token.kind === 'name')
    const inText = tokens.find(
      token => token.kind === 'quoted' && token.offset < at && (at < token.end || !token.closed),
    )
    const before = tokens.filter(token => token.end <= at)
    const name = (index < 0 ? undefined : nameAt(tokens, index)) ?? emptyName(before, at)
    const start = index < 0 ? before : tokens.slice(0, index)
    return {
      expression,
      closed,
      name,
      quoted: inText && {
        offset: inText.offset + 1,
        length: inText.end - inText.offset - (inText.closed ? 2 : 1),
        text: inText.text.slice(1, inText.closed ? -1 : undefined),
        quote: inText.text.charAt(0),
      },
      calls: openCalls(inText ? tokens.slice(0, tokens.indexOf(inText)) : start),
    }
  }
  return undefined
}

/** A sign of an expression, for painting it. */
export interface Painted extends Stretch {
  readonly kind: 'bracket' | 'name' | 'function' | 'quoted' | 'number' | 'sign'
}

/** The signs of all expressions of a text, in order; what lies between them is plain text or blanks. */
export function paintedIn(text: string): readonly Painted[] {
  if (!text.includes('#{')) return []
  return expressionsIn(text).flatMap(({ offset, end, closed, tokens }): readonly Painted[] => [
    { kind: 'bracket', offset, length: 2 },
    ...tokens.map(({ kind, offset, end }, at) => ({
      kind: kind === 'name' && tokens[at + 1]?.text === '(' ? ('function' as const) : kind,
      offset,
      length: end - offset,
    })),
    ...(closed ? [{ kind: 'bracket' as const, offset: end - 1, length: 1 }] : []),
  ])
}

interface Token {
  readonly kind: 'name' | 'number' | 'quoted' | 'sign'
  readonly text: string
  readonly offset: number
  readonly end: number
  readonly closed: boolean
}

interface Found {
  readonly offset: number
  readonly end: number
  readonly closed: boolean
  readonly tokens: readonly Token[]
}

function expressionsIn(text: string): readonly Found[] {
  const found: Found[] = []
  for (let open = text.indexOf('#{'); open >= 0; ) {
    if (isEscaped(text, open)) {
      open = text.indexOf('#{', open + 2)
      continue
    }
    const one = readOne(text, open)
    found.push(one)
    open = text.indexOf('#{', one.end)
  }
  return found
}

function isEscaped(text: string, open: number): boolean {
  let slashes = 0
  while (text[open - slashes - 1] === '\\') slashes += 1
  return slashes % 2 === 1
}

function readOne(text: string, offset: number): Found {
  const tokens: Token[] = []
  let at = offset + 2
  while (at < text.length) {
    const here = text.charAt(at)
    if (here === '}') return { offset, end: at + 1, closed: true, tokens }
    // Another one begins: this one was not finished.
    if (text.startsWith('#{', at)) break
    if (/\s/.test(here)) at += 1
    else {
      const token = tokenAt(text, at, endsValue(tokens.at(-1)))
      tokens.push(token)
      at = token.end
    }
  }
  return { offset, end: at, closed: false, tokens }
}

function tokenAt(text: string, at: number, afterValue: boolean): Token {
  const here = text.charAt(at)
  const token = (kind: Token['kind'], end: number, closed = true): Token => ({
    kind,
    text: text.slice(at, end),
    offset: at,
    end,
    closed,
  })
  if (here === "'" || here === '"') {
    for (let end = at + 1; end < text.length; end += text[end] === '\\' ? 2 : 1)
      if (text[end] === here) return token('quoted', end + 1)
    return token('quoted', text.length, false)
  }
  const rest = text.slice(at, at + 300)
  const name = (afterValue ? /^@?[A-Za-z_]\w*|^@/ : /^[@*]?[A-Za-z_]\w*|^[@*]/).exec(rest)?.[0]
  if (name !== undefined) return token('name', at + name.length)
  const number = /^(?:\d+(?:\.\d+)?|\.\d+)/.exec(rest)?.[0]
  return number === undefined ? token('sign', at + 1) : token('number', at + number.length)
}

/** After these an asterisk multiplies; elsewhere it begins the name of something secret. */
const endsValue = (token: Token | undefined): boolean =>
  token !== undefined && (token.kind !== 'sign' || token.text === ')')

function nameAt(tokens: readonly Token[], index: number): Name | undefined {
  const token = tokens[index]
  if (token?.kind !== 'name') return undefined
  return {
    text: token.text,
    offset: token.offset,
    length: token.end - token.offset,
    ...leadingTo(tokens.slice(0, index)),
    called: tokens[index + 1]?.text === '(',
  }
}

const emptyName = (before: readonly Token[], at: number): Name => ({
  text: '',
  offset: at,
  length: 0,
  ...leadingTo(before),
  called: false,
})

function leadingTo(before: readonly Token[]): Pick<Name, 'path' | 'behindValue'> {
  const path: string[] = []
  let index = before.length - 1
  while (before[index]?.text === '.' && before[index]?.kind === 'sign') {
    const word = before[index - 1]
    if (word?.kind !== 'name') return { path, behindValue: true }
    path.unshift(word.text)
    index -= 2
  }
  return { path, behindValue: false }
}

function openCalls(tokens: readonly Token[]): readonly OpenCall[] {
  const open: ({ call: Omit<OpenCall, 'argument'>; argument: number } | undefined)[] = []
  tokens.forEach((token, index) => {
    if (token.kind !== 'sign') return
    if (token.text === '(') {
      const name = nameAt(tokens, index - 1)
      const method = name !== undefined && (name.path.length > 0 || name.behindValue)
      open.push(name && { call: { name, method, from: token.end }, argument: 0 })
    } else if (token.text === ')') open.pop()
    else if (token.text === ',') {
      const last = open.at(-1)
      if (last) last.argument += 1
    }
  })
  return open.flatMap(one => (one ? [{ ...one.call, argument: one.argument }] : []))
}
