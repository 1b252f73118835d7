import type { SavedVersion } from '../../api/versions.ts'
import type { WorkspaceCalls } from '../../api/workspace.ts'
import type { Zone } from '../state/zone.ts'
import { formatTime, zoneName } from '../ui/time.ts'

export type Saved = WorkspaceCalls['ListVersions']['out']

/** What can stand on a side of a comparison: the number of a saved version, `s5` for the service's, or one of these. */
const standing = ['draft', 'latest', 'active', 'file'] as const

export const isSide = (word: string | undefined): word is string =>
  word !== undefined && (/^s?\d{1,9}$/.test(word) || (standing as readonly string[]).includes(word))

/** A side in words, as a title has them. */
export function sideName(side: string, saved: Saved | undefined, file: string | undefined, zone: Zone): string {
  if (side === 'draft') return 'The draft'
  if (side === 'file') return file ?? 'A file'
  if (side === 'latest') return `Latest of the service${numbered(saved?.latest)}`
  if (side === 'active') return `Active of the service${numbered(saved?.active)}`
  if (side.startsWith('s')) return `Version ${side.slice(1)} of the service`
  const version = saved?.versions.find(one => String(one.number) === side)
  return version ? `${versionName(version)}, ${formatTime(version.updatedAt, zone)}` : `Saved version ${side}`
}

/** The same, short, inside of sentences. */
export const shortName = (side: string, file: string | undefined): string =>
  side === 'draft'
    ? 'the draft'
    : side === 'file'
      ? (file ?? 'the file')
      : side === 'latest' || side === 'active'
        ? `the ${side} version`
        : side.startsWith('s')
          ? `the service's version ${side.slice(1)}`
          : `saved version ${side}`

export const versionName = ({ number, name }: Pick<SavedVersion, 'number' | 'name'>): string =>
  name === undefined ? `Saved version ${number}` : `${number} “${name}”`

const numbered = (version: number | undefined): string => (version === undefined ? '' : `, version ${version}`)

/** When it was made, and over how long. */
export function timeOf({ at, updatedAt }: SavedVersion, zone: Zone): string {
  const end = formatTime(updatedAt, zone)
  const start = formatTime(at, zone)
  if (start === end) return `${end} ${zoneName(zone, at)}`
  const day = start.slice(0, 10) === end.slice(0, 10)
  return `${start} – ${day ? end.slice(11) : end} ${zoneName(zone, at)}`
}

const causes: Readonly<Record<SavedVersion['cause'], string>> = {
  save: 'Saved',
  import: 'Imported',
  example: 'Made from an example',
  clone: 'Cloned',
  restore: 'Restored',
  merge: 'Merged',
  put: 'Put',
  activation: 'Activated',
}

export const causeWord = ({ cause }: SavedVersion): string => causes[cause]
