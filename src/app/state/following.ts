import { renamedObject } from '../../core/definition/renamed.ts'
import type { EditorStore } from './editor.ts'
import type { ViewStore } from './view.ts'

/** What is selected, focused or collapsed stays so when its object gets another id, and when that is undone. */
export function followRenames(editor: EditorStore, view: ViewStore): void {
  editor.subscribe(({ document }, { document: before }) => {
    if (document === before) return
    const renamed = renamedObject(before.definition, document.definition)
    if (!renamed) return
    const [was, now] = renamed
    const { selected, focus, collapsed, formerly } = view.getState()
    const follow = (ids: readonly string[]) => ids.map(id => (id === was ? now : id))
    view.setState({
      ...(selected.includes(was) && { selected: follow(selected) }),
      ...(focus?.ids.includes(was) && { focus: { ...focus, ids: follow(focus.ids) } }),
      ...(collapsed.has(was) && { collapsed: new Set(follow([...collapsed])) }),
      formerly: new Map(formerly).set(now, was),
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
