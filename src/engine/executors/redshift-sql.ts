import { type CopyOptions, readCopyOptions } from './copy-options.ts'

/** Redshift's dialect where PostgreSQL stands in for it. */

/** A create statement without the words about distribution, sorting and encoding. */
export const withoutRedshiftWords = (sql: string): string =>
  sql
    .replace(/\bdiststyle\s+(even|all|key|auto)\b/gi, '')
    .replace(/\b(compound\s+|interleaved\s+)?sortkey\s*(\([^)]*\)|auto\b)?/gi, '')
    .replace(/\bdistkey\s*(\([^)]*\))?/gi, '')
    .replace(/\bencode\s+\w+/gi, '')

export interface Unload extends CopyOptions {
  readonly query: string
  readonly prefix: string
}

/** Reads `unload ('select …') to 's3://…' …`; undefined for any other statement. A quote inside is `''` or `\'`. */
export function readUnload(statement: string): Unload | undefined {
  const match =
    /^\s*unload\s*\(\s*(?:'((?:[^'\\]|''|\\[\s\S])*)'|\$\$([\s\S]*?)\$\$)\s*\)\s*to\s*'(s3:\/\/[^']+)'([\s\S]*)$/i.exec(
      statement,
    )
  if (!match) return undefined
  const [, quoted = '', dollars, prefix = '', options = ''] = match
  return { query: dollars ?? quoted.replace(/''|\\'/g, "'"), prefix, ...readCopyOptions(options) }
}

export interface Copy extends CopyOptions {
  readonly table: string
  readonly into: readonly string[]
  readonly source: string
}

/** Reads `copy table (columns) from 's3://…' …`; undefined for any other statement. */
export function readCopy(statement: string): Copy | undefined {
  const match = /^\s*copy\s+([\w."]+)\s*(?:\(([^)]*)\))?\s*from\s*'(s3:\/\/[^']+)'([\s\S]*)$/i.exec(statement)
  if (!match) return undefined
  const [, table = '', columns, source = '', options = ''] = match
  const into = columns ? columns.split(',').map(c => c.trim().replace(/^"|"$/g, '')) : []
  return { table, into, source, ...readCopyOptions(options) }
}
