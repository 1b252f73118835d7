import type { TableFormat } from './table-format.ts'

/** What COPY and UNLOAD are told behind the place of their files, as far as it matters to files of text. */
export interface CopyOptions {
  readonly format: TableFormat
  /** Lines at the beginning of each file that are no rows. */
  readonly skip: number
  /** Whether the place is that of a manifest, which lists the files. */
  readonly manifest: boolean
  /** Whether an unloaded file begins with the names of its columns. */
  readonly header: boolean
  /** A text that stands for no value. */
  readonly nullAs?: string
  /** Whether a row with too few values is filled up. */
  readonly fillRecord: boolean
  /** Options that are not heeded here. */
  readonly ignored: string
}

/**
 * Reads the options of COPY or UNLOAD. Lines with `|` where nothing is said; Parquet is written and read as CSV with a
 * header, since there is none here. Fails for other formats, which would only be misread.
 * Source: Amazon Redshift developer guide, COPY and UNLOAD.
 */
export function readCopyOptions(options: string): CopyOptions {
  const has = (word: string) => new RegExp(`\\b${word}\\b`, 'i').test(withoutTexts(options))
  const other = /\b(json|avro|orc|rcfile|sequencefile|fixedwidth|shapefile|bzip2|lzop|zstd|encrypted|ssh)\b/i.exec(
    withoutTexts(options),
  )?.[1]
  if (other) throw new Error(`${other.toUpperCase()} is not understood on this machine; use CSV, DELIMITER and GZIP.`)
  const parquet = has('parquet')
  const quotes = parquet || has('csv')
  const separator = characterAfter('delimiter', options) ?? (quotes ? ',' : '|')
  const escapes = !quotes && has('escape')
  const nullAs = textAfter('null', options) ?? (quotes || escapes ? undefined : '\\N')
  return {
    format: {
      separator,
      record: '\n',
      quotes,
      gzip: has('gzip'),
      extension: '',
      columns: [],
      ...(escapes && { escapeWith: '\\' }),
    },
    skip: parquet ? 1 : Number(/\bignoreheader\s+(?:as\s+)?'?(\d+)/i.exec(options)?.[1] ?? 0),
    manifest: has('manifest'),
    header: parquet || has('header'),
    ...(nullAs !== undefined && { nullAs }),
    fillRecord: has('fillrecord'),
    ignored: leftOver(options),
  }
}

const withoutTexts = (options: string) => options.replace(/'[^']*'/g, "''")

const textAfter = (word: string, options: string): string | undefined =>
  new RegExp(`\\b${word}\\s+(?:as\\s+)?'([^']*)'`, 'i').exec(options)?.[1]

function characterAfter(word: string, options: string): string | undefined {
  const written = textAfter(word, options)
  if (written === undefined) return undefined
  const meant = written.replace(/\\t/g, '\t').replace(/\\([0-7]{3})/g, (_, n) => String.fromCharCode(parseInt(n, 8)))
  if ([...meant].length === 1) return meant
  throw new Error(`${word.toUpperCase()} '${written}' is not one character.`)
}

const heeded =
  /\b(csv|gzip|escape|header|manifest|allowoverwrite|fillrecord|emptyasnull|(comp|stat)update(\s+(on|off|true|false|preset))?|format\s+(as\s+)?csv|ignoreheader\s+(as\s+)?'?\d+'?|parallel\s+\w+)\b'?|\b(delimiter|null)\s+(as\s+)?'[^']*'/gi
const rights = /\b(iam_role|credentials|access_key_id|secret_access_key|region)\s+(as\s+)?('[^']*'|default)/gi

const leftOver = (options: string): string =>
  options
    .replace(rights, '')
    .replace(heeded, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s;]+|[\s;]+$/g, '')
