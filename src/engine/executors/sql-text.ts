import type { SqlDialect } from '../ports.ts'

/** Reading SQL no deeper than is needed to cut it into statements and to find its parameters. */

interface Piece {
  readonly kind: 'code' | 'quoted' | 'comment'
  readonly text: string
}

/** Cuts a script at its semicolons; empty statements and lone comments are left out. */
export function splitStatements(sql: string, dialect: SqlDialect): readonly string[] {
  const statements: string[] = []
  let now = ''
  let code = ''
  const finish = () => {
    if (code.trim() !== '') statements.push(now.trim())
    now = ''
    code = ''
  }
  for (const { kind, text } of pieces(sql, dialect)) {
    if (kind !== 'code') {
      now += text
      code += kind === 'quoted' ? text : ' '
      continue
    }
    const [first = '', ...rest] = text.split(';')
    now += first
    code += first
    for (const part of rest) {
      finish()
      now = part
      code = part
    }
  }
  finish()
  return statements
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
