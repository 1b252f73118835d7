/** Redshift's dialect where PostgreSQL stands in for it. */

/** A create statement without the words about distribution, sorting and encoding. */
export const withoutRedshiftWords = (sql: string): string =>
  sql
    .replace(/\bdiststyle\s+(even|all|key|auto)\b/gi, '')
    .replace(/\b(compound\s+|interleaved\s+)?sortkey\s*(\([^)]*\)|auto\b)?/gi, '')
    .replace(/\bdistkey\s*(\([^)]*\))?/gi, '')
    .replace(/\bencode\s+\w+/gi, '')

export interface Unload {
  readonly query: string
  readonly prefix: string
  readonly header: boolean
  readonly gzip: boolean
  readonly separator: string
  readonly manifest: boolean
  /** Options that are not heeded here. */
  readonly ignored: string
}

/** Reads `unload ('select …') to 's3://…' …`; undefined for any other statement. */
export function readUnload(statement: string): Unload | undefined {
  const match =
    /^\s*unload\s*\(\s*(?:'((?:[^']|'')*)'|\$\$([\s\S]*?)\$\$)\s*\)\s*to\s*'(s3:\/\/[^']+)'([\s\S]*)$/i.exec(statement)
  if (!match) return undefined
  const [, quoted, dollars, prefix = '', options = ''] = match
  const has = (word: string) => new RegExp(`\\b${word}\\b`, 'i').test(options)
  return {
    query: dollars ?? (quoted ?? '').replaceAll("''", "'"),
    prefix,
    header: has('header'),
    gzip: has('gzip'),
    separator: separatorOf(options) ?? (has('csv') || has('parquet') ? ',' : '|'),
    manifest: has('manifest'),
    ignored: leftOver(options),
  }
}

export interface Copy {
  readonly table: string
  readonly columns: readonly string[]
  readonly source: string
  readonly csv: boolean
  readonly gzip: boolean
  readonly separator: string
  readonly skip: number
  readonly ignored: string
}

/** Reads `copy table (columns) from 's3://…' …`; undefined for any other statement. */
export function readCopy(statement: string): Copy | undefined {
  const match = /^\s*copy\s+([\w."]+)\s*(?:\(([^)]*)\))?\s*from\s*'(s3:\/\/[^']+)'([\s\S]*)$/i.exec(statement)
  if (!match) return undefined
  const [, table = '', columns, source = '', options = ''] = match
  const has = (word: string) => new RegExp(`\\b${word}\\b`, 'i').test(options)
  return {
    table,
    columns: columns ? columns.split(',').map(c => c.trim().replace(/^"|"$/g, '')) : [],
    source,
    csv: has('csv'),
    gzip: has('gzip'),
    separator: separatorOf(options) ?? (has('csv') ? ',' : '|'),
    skip: Number(/\bignoreheader\s+(?:as\s+)?(\d+)/i.exec(options)?.[1] ?? 0),
    ignored: leftOver(options),
  }
}

function separatorOf(options: string): string | undefined {
  const written = /\bdelimiter\s+(?:as\s+)?'(\\t|.)'/i.exec(options)?.[1]
  return written === '\\t' ? '\t' : written
}

const heeded =
  /\b(csv|gzip|header|manifest|allowoverwrite|format\s+(as\s+)?csv|ignoreheader\s+(as\s+)?\d+|parallel\s+\w+)\b|\bdelimiter\s+(as\s+)?'[^']*'/gi
const rights = /\b(iam_role|credentials|access_key_id|secret_access_key|region)\s+(as\s+)?('[^']*'|default)/gi

const leftOver = (options: string): string =>
  options
    .replace(rights, '')
    .replace(heeded, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s;']+|[\s;']+$/g, '')
