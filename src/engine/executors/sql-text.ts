import type { SqlDialect } from '../ports.ts'

/** Reading SQL no deeper than is needed to cut it into statements and to find its parameters. */

interface Piece {
  readonly kind: 'code' | 'quoted' | 'comment'
  readonly text: string
}

/** One statement of a script. */
export interface Statement {
  readonly text: string
  /** Line of the script on which it begins, comments before it left aside, from 1. */
  readonly line: number
  /** Line on which its text begins, which may be a comment's. */
  readonly textLine: number
}

/** Cuts a script at its semicolons; empty statements and lone comments are left out. */
export const splitStatements = (sql: string, dialect: SqlDialect): readonly string[] =>
  statementsIn(sql, dialect).map(({ text }) => text)

/** The same with their places. The body of a procedure between BEGIN and END is one with what creates it. */
export function statementsIn(sql: string, dialect: SqlDialect): readonly Statement[] {
  const statements: Statement[] = []
  let code = ''
  let depth = 0
  let start = 0
  let begun: number | undefined
  const add = (text: string, at: number) => {
    const first = text.search(/\S/)
    if (first >= 0) begun ??= at + first
    code += text
  }
  const finish = (end: number) => {
    if (begun !== undefined) {
      const text = sql.slice(start, end)
      const blank = text.length - text.trimStart().length
      statements.push({ text: text.trim(), line: lineOf(sql, begun), textLine: lineOf(sql, start + blank) })
    }
    code = ''
    depth = 0
    start = end + 1
    begun = undefined
  }
  let at = 0
  for (const { kind, text } of pieces(sql, dialect)) {
    if (kind !== 'code') add(kind === 'quoted' ? text : ' ', at)
    else {
      let from = 0
      for (const mark of text.matchAll(marks)) {
        const word = mark[1]?.toLowerCase()
        if (word === 'begin') depth += beginsBody(code + text.slice(from, mark.index), text.slice(mark.index)) ? 1 : 0
        else if (word === 'case') depth += depth > 0 ? 1 : 0
        else if (word === 'end') depth -= depth > 0 && !(mark[2] && !/^case$/i.test(mark[2])) ? 1 : 0
        else if (depth === 0) {
          add(text.slice(from, mark.index), at + from)
          finish(at + mark.index)
          from = mark.index + 1
        }
      }
      add(text.slice(from), at + from)
    }
    at += text.length
  }
  finish(sql.length)
  return statements
}

/** Where statements end, and what holds others within: `end if` and its kin close nothing that is counted. */
const marks = /;|(?<![\w$.])(begin|case|end)(?![\w$])(?:\s+(if|loop|while|repeat|case)(?![\w$]))?/gi

/** Whether a BEGIN opens the body of what is created, rather than a transaction: PostgreSQL says ATOMIC there. */
const beginsBody = (before: string, from: string): boolean =>
  /^\s*create\s+(or\s+replace\s+)?(definer\s*=\s*\S+\s+)?(aggregate\s+)?(procedure|function|trigger|event)\b/i.test(
    before,
  ) || /^begin\s+not\s+atomic\b/i.test(from)

const lineOf = (text: string, end: number): number => text.slice(0, end).split('\n').length

/** Line of a script on which the character `position` (from 1) of a statement stands, as PostgreSQL counts it. */
export function lineAt({ text, textLine }: Statement, position: number, filled: boolean): number {
  const sent = filled ? fillParameters(text, 'postgresql', index => `$${index + 1}`) : text
  return textLine - 1 + [...sent].slice(0, position).join('').split('\n').length
}

/** How many `?` of a statement stand for a parameter. */
export const countParameters = (sql: string, dialect: SqlDialect): number =>
  [...pieces(sql, dialect)].reduce((sum, { kind, text }) => sum + (kind === 'code' ? text.split('?').length - 1 : 0), 0)

/** Writes in place of each `?` what `write` gives for it, by its number from 0. */
export function fillParameters(sql: string, dialect: SqlDialect, write: (index: number) => string): string {
  let index = 0
  return [...pieces(sql, dialect)]
    .map(({ kind, text }) => (kind === 'code' ? text.replace(/\?/g, () => write(index++)) : text))
    .join('')
}

/** A name as an identifier; its dots part schema and table. */
export const quoteName = (name: string, dialect: SqlDialect): string =>
  name
    .split('.')
    .map(part => {
      const quoted = /^"(.*)"$|^`(.*)`$/.exec(part)
      return quoteColumn(quoted?.[1] ?? quoted?.[2] ?? part, dialect)
    })
    .join('.')

/** The name of a column as an identifier, dots and all. */
export function quoteColumn(name: string, dialect: SqlDialect): string {
  const mark = dialect === 'mysql' ? '`' : '"'
  return mark + name.replaceAll(mark, mark + mark) + mark
}

/** Only MySQL takes a backslash in every text for an escape, and a `#` for a comment; PostgreSQL after an E alone. */
const tokens: Readonly<Record<SqlDialect, RegExp>> = {
  postgresql:
    /(?<![\w$])[eE]'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<![\w$])\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g,
  mysql: /'(?:[^'\\]|''|\\[\s\S])*'|"(?:[^"\\]|""|\\[\s\S])*"|`[^`]*`|--(?=\s|$)[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\//g,
}

function* pieces(sql: string, dialect: SqlDialect): Generator<Piece> {
  let at = 0
  for (const match of sql.matchAll(tokens[dialect])) {
    if (match.index > at) yield { kind: 'code', text: sql.slice(at, match.index) }
    const text = match[0]
    yield { kind: /^(--|\/\*|#)/.test(text) ? 'comment' : 'quoted', text }
    at = match.index + text.length
  }
  if (at < sql.length) yield { kind: 'code', text: sql.slice(at) }
}
