import { renamedObjects } from '../../core/definition/renamed.ts'
import type { EditorStore } from './editor.ts'
import type { ViewStore } from './view.ts'

/** What is selected, focused or collapsed stays so when its object gets another id, and when that is undone. */
export function followRenames(editor: EditorStore, view: ViewStore): void {
  editor.subscribe(({ document }, { document: before }) => {
    if (document === before) return
    const renamed = renamedObjects(before.definition, document.definition)
    if (renamed.size === 0) return
    const { selected, focus, collapsed, formerly } = view.getState()
    const isOne = (id: string) => renamed.has(id)
    const follow = (ids: readonly string[]) => ids.map(id => renamed.get(id) ?? id)
    view.setState({
      ...(selected.some(isOne) && { selected: follow(selected) }),
      ...(focus?.ids.some(isOne) && { focus: { ...focus, ids: follow(focus.ids) } }),
      ...([...collapsed].some(isOne) && { collapsed: new Set(follow([...collapsed])) }),
      formerly: new Map([...formerly, ...[...renamed].map(([was, now]) => [now, was] as const)]),
    })
  })
}

/** Ids as they are in a graph, which may still be the one of before a rename. */
export const idsIn = (
  graph: { readonly cards: readonly { readonly id: string }[] },
  ids: readonly string[],
  formerly: ReadonlyMap<string, string>,
): readonly string[] => {
  if (formerly.size === 0 || ids.length === 0) return ids
  const known = new Set(graph.cards.map(card => card.id))
  return ids.map(id => (known.has(id) ? id : (formerly.get(id) ?? id)))
}
