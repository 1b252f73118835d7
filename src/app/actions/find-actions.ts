import { type Action, type Group, groups } from '../state/actions.ts'
import { fitOf } from '../ui/fuzzy.ts'
import type { GlyphName } from '../ui/glyphs.tsx'
import type { Pick, Picks } from '../ui/picker.tsx'

/** So many are shown at a time; the palette says how many more there are. */
const most = 60

/** A first sign narrows the search to one kind of thing. */
export const kinds: readonly { readonly sign: string; readonly word: string; readonly groups: readonly Group[] }[] = [
  {
    sign: '>',
    word: 'actions',
    groups: groups.filter(group => !['Add to the graph', 'Objects', 'Pipelines'].includes(group)),
  },
  { sign: '+', word: 'types to add', groups: ['Add to the graph'] },
  { sign: '@', word: 'objects', groups: ['Objects'] },
]

export interface ActionPick extends Pick {
  readonly action: Action
}

/**
 * What answers the words, the best first; with no words all by group, what was used last before them. `recent` are ids,
 * the newest first.
 */
export function findActions(words: string, actions: readonly Action[], recent: readonly string[]): Picks<ActionPick> {
  const kind = kinds.find(one => words.startsWith(one.sign))
  const among = kind ? actions.filter(one => kind.groups.includes(one.group)) : actions
  const asked = words.slice(kind ? 1 : 0).trim()
  const found = asked === '' ? inOrder(among, recent) : byFit(asked, among, recent)
  return { shown: found.slice(0, most), total: found.length }
}

function inOrder(actions: readonly Action[], recent: readonly string[]): readonly ActionPick[] {
  const used = recent.flatMap(id => actions.find(one => one.id === id) ?? [])
  const rest = actions.filter(one => !used.includes(one))
  rest.sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group))
  return [...used.map(action => pickOf(action, 'Used last')), ...rest.map(action => pickOf(action, action.group))]
}

/** One list, so that the best is on top whatever kind of thing it is; each says what it is. */
function byFit(words: string, actions: readonly Action[], recent: readonly string[]): readonly ActionPick[] {
  const found = actions.flatMap(action => {
    const name = fitOf(words, action.label)
    const about = name ?? fitOf(words, `${action.label} ${action.group} ${action.about ?? ''}`)
    if (!about) return []
    const used = recent.indexOf(action.id)
    const score = about.score - (name ? 0 : 30) + (used < 0 ? 0 : 10 - used)
    return [{ score, pick: { ...pickOf(action, undefined), at: name?.at ?? [] } }]
  })
  found.sort((a, b) => b.score - a.score)
  return found.map(one => one.pick)
}

const glyphs: Readonly<Partial<Record<Group, GlyphName>>> = {
  Edit: 'edit',
  Graph: 'pipelines',
  'Move about the graph': 'move',
  'Show and hide': 'eye',
  'Go to': 'go',
  Create: 'plus',
  Studio: 'studio',
  Pipelines: 'pipelines',
}

const glyphOf = (group: Group) => {
  const glyph = glyphs[group]
  return glyph && { glyph }
}

const pickOf = (action: Action, group: string | undefined): ActionPick => ({
  id: `${group ?? ''}/${action.id}`,
  label: action.label,
  action,
  ...(action.about !== undefined ? { about: action.about } : group === undefined && { about: action.group }),
  ...(action.keys?.[0] !== undefined && { keys: action.keys[0] }),
  ...(action.family ? { family: action.family } : glyphOf(action.group)),
  ...(group !== undefined && { group }),
})
