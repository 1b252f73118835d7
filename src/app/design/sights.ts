import { foldableCards } from '../../core/graph/arrange.ts'
import { focusOf, type Way } from '../../core/graph/focus.ts'
import { groupCards } from '../../core/graph/groups.ts'
import type { Grouping } from '../../core/graph/pins.ts'
import type { Graph } from '../../core/graph/project.ts'
import { derive, graphOf } from '../state/derived.ts'
import type { Session } from '../state/session.ts'
import { type Focus, say, select } from '../state/view.ts'

/** What one looks at: focus, frames, what is collapsed. None of it changes the document. */

const wholeGraph = ({ editor }: Session): Graph => {
  const { document, whole } = editor.getState()
  return graphOf(derive(document, whole).definition)
}

const ways: Readonly<Record<Way, string>> = {
  up: 'what it depends on',
  down: 'what depends on it',
  both: 'what it depends on and what depends on it',
}

/** Shows only these cards and what they depend on, what depends on them, or both. */
export function focusOn({ view }: Session, ids: readonly string[], way: Way): void {
  if (ids.length === 0) return
  view.setState(({ focus }) => ({ focus: { ids, way, rest: focus?.rest ?? 'hide' } }))
  say(view, `Only ${nameOf(ids)} and ${ways[way]} is shown.`)
}

/** Hides or dims what is not in focus. */
export const setRest = ({ view }: Session, rest: Focus['rest']): void =>
  view.setState(({ focus }) => ({ focus: focus && { ...focus, rest } }))

/** Shows all cards again. */
export function endFocus({ view }: Session): void {
  if (!view.getState().focus) return
  view.setState({ focus: undefined })
  say(view, 'All cards are shown.')
}

export const nameOf = (ids: readonly string[]): string => (ids.length === 1 ? String(ids[0]) : `${ids.length} objects`)

/** Puts the cards into frames by the resource they run on or the schedule they keep to, or takes the frames away. */
export function groupBy({ view }: Session, grouping: Grouping): void {
  view.setState({ grouping })
  say(
    view,
    grouping === 'none' ? 'The cards stand without frames.' : `The cards stand in a frame for each ${grouping}.`,
  )
}

/** Collapses a frame to one card, or what hangs on one card into it; opens it if it was so. */
export function toggleCollapsed({ view }: Session, key: string): void {
  const collapsed = new Set(view.getState().collapsed)
  if (!collapsed.delete(key)) collapsed.add(key)
  view.setState({ collapsed })
}

/** Collapses all frames; without frames, what hangs on single cards. */
export function collapseAll(session: Session): void {
  const { grouping } = session.view.getState()
  const graph = wholeGraph(session)
  const keys = grouping === 'none' ? foldableCards(graph).keys() : groupCards(graph, grouping).map(group => group.key)
  session.view.setState({ collapsed: new Set(keys) })
  say(
    session.view,
    grouping === 'none' ? 'What hangs on single cards is folded into them.' : 'All frames are collapsed.',
  )
}

export function expandAll({ view }: Session): void {
  view.setState({ collapsed: new Set() })
  say(view, 'Nothing is collapsed.')
}

export const showNotes = ({ view }: Session, notes: boolean): void => view.setState({ notes })

/** Whether cards stand where the graph as a whole puts them, so that a place there is worth keeping. */
export function standsFree({ view }: Session): boolean {
  const { focus, grouping } = view.getState()
  return grouping === 'none' && focus?.rest !== 'hide'
}

/** Shows cards that a focus hides or a collapsed container covers. Whether there was anything to do. */
export function uncover(session: Session, ids: readonly string[]): boolean {
  const { view } = session
  const { focus, grouping, collapsed } = view.getState()
  if (focus?.rest !== 'hide' && collapsed.size === 0) return false
  const graph = wholeGraph(session)
  const kept = focus?.rest === 'hide' ? focusOf(graph, focus.ids, focus.way) : undefined
  const hides = kept !== undefined && !ids.every(id => kept.has(id))
  if (hides) endFocus(session)
  if (collapsed.size === 0) return hides
  const covers = [
    ...(grouping === 'none' ? [] : groupCards(graph, grouping).map(({ key, members }) => [key, members] as const)),
    ...foldableCards(graph),
  ]
  const open = covers.filter(([key, members]) => collapsed.has(key) && ids.some(id => members.includes(id)))
  if (open.length === 0) return hides
  view.setState({ collapsed: new Set([...collapsed].filter(key => !open.some(one => one[0] === key))) })
  return true
}

/** Selects all that is shown; what a focus hides is left alone. */
export function selectShown(session: Session): void {
  const { focus } = session.view.getState()
  const graph = wholeGraph(session)
  const only = focus?.rest === 'hide' ? focusOf(graph, focus.ids, focus.way) : undefined
  const shown = graph.cards.filter(card => !only || only.has(card.id)).map(card => card.id)
  select(session.view, shown)
  say(session.view, `${shown.length} objects are selected.`)
}

/** Selects all objects of the types of these. */
export function selectAlike(session: Session, ids: readonly string[]): void {
  const { cards } = wholeGraph(session)
  const types = new Set(cards.filter(card => ids.includes(card.id)).map(card => card.type))
  const found = cards.filter(card => types.has(card.type)).map(card => card.id)
  select(session.view, [...new Set([...ids, ...found])])
  say(session.view, `${found.length} objects are selected.`)
}
