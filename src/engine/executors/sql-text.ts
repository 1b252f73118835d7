/** Reading SQL no deeper than is needed to cut it into statements and to find its parameters. */

interface Piece {
  readonly kind: 'code' | 'quoted' | 'comment'
  readonly text: string
}

/** Cuts a script at its semicolons; empty statements and lone comments are left out. */
export function splitStatements(sql: string): readonly string[] {
  const statements: string[] = []
  let now = ''
  let code = ''
  const finish = () => {
    if (code.trim() !== '') statements.push(now.trim())
    now = ''
    code = ''
  }
  for (const { kind, text } of pieces(sql)) {
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
export const countParameters = (sql: string): number =>
  [...pieces(sql)].reduce((sum, { kind, text }) => sum + (kind === 'code' ? text.split('?').length - 1 : 0), 0)

/** Writes each `?` as `$1`, `$2` …, as PostgreSQL wants them. */
export function numberParameters(sql: string): string {
  let number = 0
  return [...pieces(sql)]
    .map(({ kind, text }) => (kind === 'code' ? text.replace(/\?/g, () => `$${++number}`) : text))
    .join('')
}

/** A name as an identifier; its dots part schema and table. */
export const quoteName = (name: string): string =>
  name
    .split('.')
    .map(part => (/^".*"$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join('.')

const token = /'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|`[^`]*`|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g

function* pieces(sql: string): Generator<Piece> {
  let at = 0
  for (const match of sql.matchAll(token)) {
    if (match.index > at) yield { kind: 'code', text: sql.slice(at, match.index) }
    const text = match[0]
    yield { kind: text.startsWith('--') || text.startsWith('/*') ? 'comment' : 'quoted', text }
    at = match.index + text.length
  }
  if (at < sql.length) yield { kind: 'code', text: sql.slice(at) }
}
