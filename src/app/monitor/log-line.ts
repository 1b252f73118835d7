/** What a line of a log says of itself. */
export type Level = 'error' | 'warning' | 'trace' | 'quiet' | 'plain'

const errorWords =
  /\b(ERROR|FATAL|CRITICAL|SEVERE|PANIC)\b|^Traceback \(most recent|^\s*Caused by:|\b[A-Za-z_.]*(Error|Exception)\b\s*[:(]|^[\w.]*(Error|Exception)$|^[a-z_]\w*(\.\w+)*\.[A-Z]\w+: |command not found|No such file or directory|Permission denied|Segmentation fault|exit (code|status) [1-9]/
const traceLine = /^\s+at [\w$.<>]+\(|^\s+File "[^"]+", line \d+|^\s+\.\.\. \d+ more|^\s+\^+\s*$/

/** Asked of the server to find lines as `levelOf` would call errors. */
export const errorPattern =
  '\\b(ERROR|FATAL|CRITICAL|SEVERE|PANIC)\\b|^Traceback \\(most recent|^\\s*Caused by:|\\b[A-Za-z_.]*(Error|Exception)\\b\\s*[:(]|^[a-z_]\\w*(\\.\\w+)*\\.[A-Z]\\w+: |command not found|No such file or directory|Permission denied|Segmentation fault'

export function levelOf(line: string): Level {
  if (traceLine.test(line)) return 'trace'
  if (errorWords.test(line)) return 'error'
  if (/\bWARN(ING)?\b/.test(line)) return 'warning'
  if (/\b(DEBUG|TRACE)\b/.test(line)) return 'quiet'
  return 'plain'
}

/** Codes with which programs colour a terminal, and characters that show nothing. */
const codes = /\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|[\x00-\x08\x0b-\x1f\x7f]/g

/** The line as people read it; of a progress bar that overwrites itself its last state. */
export function cleanLine(line: string): string {
  const shown = line.includes('\r') ? (line.replace(/\r+$/, '').split('\r').at(-1) ?? '') : line
  return shown.replace(codes, '')
}

/** The longest stretch of a line that is drawn; more is told by its length. */
export const widestLine = 4000

/** Cuts a line at the matches of a pattern: every second part is one. */
export function splitAt(line: string, pattern: RegExp | undefined): readonly string[] {
  if (!pattern) return [line]
  const parts: string[] = []
  let from = 0
  for (const match of line.matchAll(pattern)) {
    if (match[0] === '') continue
    parts.push(line.slice(from, match.index), match[0])
    from = match.index + match[0].length
  }
  return [...parts, line.slice(from)]
}

/** What is looked for as a pattern, or undefined where it is none (yet). */
export function patternOf(text: string, regex: boolean, caseSensitive: boolean): RegExp | undefined {
  if (text === '') return undefined
  try {
    return new RegExp(regex ? text : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), caseSensitive ? 'g' : 'gi')
  } catch {
    return undefined
  }
}

/** `12` or `12-40`, counted from 1 as people do, as first and last line from 0. */
export function readLines(text: string | undefined): { readonly first: number; readonly last: number } | undefined {
  const [a, b] = (text ?? '').split('-').map(Number)
  if (a === undefined || Number.isNaN(a) || a < 1) return undefined
  const last = b === undefined || Number.isNaN(b) ? a : b
  return { first: Math.min(a, last) - 1, last: Math.max(a, last) - 1 }
}

export const writeLines = (first: number, last: number): string =>
  first === last ? `${first + 1}` : `${first + 1}-${last + 1}`
