import type { Way } from '../../core/graph/focus.ts'
import type { Grouping } from '../../core/graph/pins.ts'
import type { Focus, View } from '../state/view.ts'

/** What the canvas looks at, as it stands in the address: focus, frames, what is collapsed, notes. */

export const sightKeys = ['focus', 'group', 'collapse', 'notes'] as const

type Sights = Pick<View, 'focus' | 'grouping' | 'collapsed' | 'notes'>
type SightsAddress = Readonly<Record<(typeof sightKeys)[number], string | undefined>>

/** `focus=up~Load` hides all else, `focus=up-dim~Load` dims it. */
export const writeSights = ({ focus, grouping, collapsed, notes }: Sights): SightsAddress => ({
  focus: focus && `${focus.way}${focus.rest === 'dim' ? '-dim' : ''}~${writeList(focus.ids)}`,
  group: grouping === 'none' ? undefined : grouping,
  collapse: writeList([...collapsed]),
  notes: notes ? 'open' : undefined,
})

export const readSights = ({ focus, group, collapse, notes }: SightsAddress): Sights => ({
  focus: readFocus(focus),
  grouping: groupings.find(one => one === group) ?? 'none',
  collapsed: new Set(readList(collapse)),
  notes: notes === 'open',
})

const groupings: readonly Grouping[] = ['resource', 'schedule']
const ways: readonly Way[] = ['up', 'down', 'both']

function readFocus(text: string | undefined): Focus | undefined {
  const [how = '', ...ids] = text?.split('~') ?? []
  const [word, rest] = how.split('-')
  const way = ways.find(one => one === word)
  return way && ids.length > 0 ? { ids: ids.map(decoded), way, rest: rest === 'dim' ? 'dim' : 'hide' } : undefined
}

/** Ids in one word of the address; undefined for none. */
export const writeList = (ids: readonly string[]): string | undefined =>
  ids.length === 0 ? undefined : ids.map(encoded).join('~')

export const readList = (text: string | undefined): readonly string[] => text?.split('~').map(decoded) ?? []

/** A tilde separates ids, so one within an id is written otherwise. */
const encoded = (id: string): string => encodeURIComponent(id).replaceAll('~', '%7E')

function decoded(word: string): string {
  try {
    return decodeURIComponent(word)
  } catch {
    return word
  }
}
