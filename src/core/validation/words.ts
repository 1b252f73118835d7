/** Words for messages, and words that somebody may have meant. */

import { type LimitName, limits } from '../catalog/limits.ts'

/** `a`, `a and b`, `a, b and c`. */
export const all = (words: readonly string[]): string => joined(words, 'and')

/** `a`, `a or b`, `a, b or c`. */
export const any = (words: readonly string[]): string => joined(words, 'or')

/** The first few of many, and how many more there are. */
export const few = (words: readonly string[], most = 4): string =>
  words.length <= most ? all(words) : `${words.slice(0, most).join(', ')} and ${words.length - most} more`

/** A value as a message shows it: quoted, in one line, not too long. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return `'${line.length > 60 ? `${line.slice(0, 57)}…` : line}'`
}

/** Which limit a finding is about, and where another value of it is kept; the end of a message. */
export const limitNote = (name: LimitName): string =>
  limits[name].adjustable
    ? `AWS raises this limit on request: the settings keep yours as ${name}.`
    : `The settings keep this limit as ${name}.`

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

const encoder = new TextEncoder()

/** How many bytes a text takes on the wire. */
export const bytesOf = (text: string): number => encoder.encode(text).length

/** The word most like this one, if any is like it: case aside, at most one slip in three letters. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase()
  let best: string | undefined
  let least = Math.min(3, Math.floor(wanted.length / 3)) + 1
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) >= least) continue
    const slips = candidate === word ? 0 : distance(wanted, candidate.toLowerCase(), least)
    if (slips < least) {
      best = candidate
      least = slips
    }
    if (least === 0) break
  }
  return best
}

function joined(words: readonly string[], link: string): string {
  const last = words.at(-1)
  return last === undefined || words.length === 1 ? (last ?? '') : `${words.slice(0, -1).join(', ')} ${link} ${last}`
}

/** Letters to add, drop, change or swap; given up at `enough`. */
function distance(a: string, b: string, enough: number): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let least = Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      next.push(least)
    }
    if (Math.min(...next) >= enough) return enough
    before = row
    row = next
  }
  return row[b.length] ?? enough
}
