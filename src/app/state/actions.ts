import { useEffect } from 'react'
import { create } from 'zustand'
import type { Family } from '../../core/catalog/schema.ts'

/** Where the keys of an action are heard. Dialogs and menus always keep theirs. */
export type Reach =
  /** Wherever the focus is, even while something is typed. */
  | 'anywhere'
  /** The same, but for searches: they have an undo of their own. */
  | 'document'
  /** While nothing is typed. */
  | 'page'
  /** While the graph, or nothing in particular, has the focus. */
  | 'graph'

/** In the order in which the palette and the sheet show them. */
export const groups = [
  'Edit',
  'Graph',
  'Move about the graph',
  'Show and hide',
  'Go to',
  'Create',
  'Studio',
  'Add to the graph',
  'Objects',
  'Pipelines',
] as const

export type Group = (typeof groups)[number]

/** What one can do, written once: the palette, the sheet of shortcuts, the keys, menus and hints read it. */
export interface Action {
  readonly id: string
  /** `Duplicate`. */
  readonly label: string
  readonly group: Group
  /** Half a sentence more, where the label does not say all. */
  readonly about?: string
  /** Chords such as `Ctrl Shift P`; the first is the one that hints show. */
  readonly keys?: readonly string[]
  /** Undefined is `page`. */
  readonly reach?: Reach
  /** The browser acts on these keys, by its clipboard: they are shown, not listened for. */
  readonly isNative?: boolean
  /** Makes sense by its keys alone: the sheet shows it, the palette does not. */
  readonly keysOnly?: boolean
  /** Its sign in lists. */
  readonly family?: Family
  /** Whether there is something to do now. Undefined is always. */
  readonly applies?: () => boolean
  /** Gets the chord it was called by, if it was. */
  readonly run: (chord?: string) => void
}

export interface ActionList {
  readonly actions: readonly Action[]
  /** More for the palette, worked out when it opens: one for each object, say. They have no keys. */
  readonly more?: () => readonly Action[]
}

const useLists = create<{ readonly lists: readonly ActionList[] }>()(() => ({ lists: [] }))

/** Offers actions for as long as a part of the screen is there. */
export function useActions(list: ActionList): void {
  useEffect(() => {
    useLists.setState(({ lists }) => ({ lists: [...lists, list] }))
    return () => useLists.setState(({ lists }) => ({ lists: lists.filter(one => one !== list) }))
  }, [list])
}

/** All that is offered now; what came last first, since it is nearer to what one does. */
export const offeredActions = (): readonly Action[] =>
  useLists
    .getState()
    .lists.toReversed()
    .flatMap(list => list.actions)

/** What only the palette offers. */
export const moreActions = (): readonly Action[] => useLists.getState().lists.flatMap(list => list.more?.() ?? [])

/** The first chord of an action, for the hint at a button; undefined while nobody offers it. */
export const useShortcut = (id: string): string | undefined =>
  useLists(({ lists }) =>
    shortcutIn(
      lists.flatMap(list => list.actions),
      id,
    ),
  )

export const shortcutOf = (id: string): string | undefined => shortcutIn(offeredActions(), id)

const shortcutIn = (actions: readonly Action[], id: string) => actions.find(one => one.id === id)?.keys?.[0]
