import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Place, Span } from '../../core/definition/model.ts'
import type { Way } from '../../core/graph/focus.ts'
import type { Layer } from '../../core/graph/layers.ts'
import type { Grouping } from '../../core/graph/pins.ts'
import type { Moment } from '../../core/runs/moment.ts'

/** Something to bring into sight. */
export interface Wish {
  readonly place: Place
  readonly from: 'canvas' | 'source' | 'inspector' | 'problems'
  /** Where alone it is to be shown and focused; everywhere if left out. */
  readonly to?: 'source'
  /** A stretch of the text, where the place alone does not say it. */
  readonly span?: Span
  /** What of it is to have the focus, where the place alone does not say it. */
  readonly into?: 'form' | 'name' | 'id' | 'card'
}

/** What is selected, shown and hidden while one pipeline is edited. Most of it stands in the address. */
export interface View {
  /** Ids of selected objects, the one of the form first. */
  readonly selected: readonly string[]
  readonly hidden: ReadonlySet<Layer>
  readonly focus: Focus | undefined
  readonly grouping: Grouping
  /** Containers shown as one card, by the id of their resource or schedule, and cards that hide what hangs on them. */
  readonly collapsed: ReadonlySet<string>
  /** Whether the authors' comments lie open beneath their cards. */
  readonly notes: boolean
  readonly source: boolean
  /** Whether the schedule preview stands where the source would. */
  readonly schedule: boolean
  readonly problems: boolean
  /** Side panes that are folded away. */
  readonly folded: ReadonlySet<Pane>
  /** Sections of the settings that are open; those that suit the definition until one was opened or closed. */
  readonly sections: ReadonlySet<string> | undefined
  /** Something to bring into sight, and to focus where it can be edited. A new object for every wish. */
  readonly wish: Wish | undefined
  /** The value that the caret, the form or a chosen line is at: marked in the text, in the form and on the canvas. */
  readonly spot: Spot | undefined
  /** The run for which texts tell what their expressions come to. */
  readonly moment: Moment
  /** The ids that renamed objects had before, for whoever still shows the text of before. */
  readonly formerly: ReadonlyMap<string, string>
  /** What just happened on the canvas, for people who hear it. */
  readonly said: string
  /** Rises with everything said, so that the same may be said twice. */
  readonly saidCount: number
}

/** A part of the graph that one looks at. */
export interface Focus {
  readonly ids: readonly string[]
  readonly way: Way
  /** What happens to all else: hidden, so that what is left is laid out anew, or only dimmed. */
  readonly rest: 'hide' | 'dim'
}

/** A value of a field, and where somebody pointed at it. */
export interface Spot {
  readonly place: Place
  readonly from: Wish['from']
}

export type Pane = 'types' | 'settings'

export type ViewStore = StoreApi<View>

/** Inheritance is drawn only on demand: every card has a parent. */
export const firstHidden: ReadonlySet<Layer> = new Set<Layer>(['inheritance', 'inherited'])

export function createView(): ViewStore {
  const view = createStore<View>()(() => ({
    selected: [],
    hidden: firstHidden,
    focus: undefined,
    grouping: 'none',
    collapsed: new Set(),
    notes: false,
    source: false,
    schedule: false,
    problems: false,
    folded: new Set(),
    sections: undefined,
    wish: undefined,
    spot: undefined,
    moment: 'next',
    formerly: new Map(),
    said: '',
    saidCount: 0,
  }))
  // There is room for one of them beneath the graph: the one opened last.
  view.subscribe((now, before) => {
    if (!now.source || !now.schedule) return
    view.setState(before.source ? { source: false } : { schedule: false })
  })
  return view
}

/** Selects objects; what was wished for before is over then. */
export const select = (view: ViewStore, ids: readonly string[]): void => {
  const { selected } = view.getState()
  if (ids.length !== selected.length || ids.some((id, at) => id !== selected[at]))
    view.setState({ selected: ids, wish: undefined })
}

/** Selects what a place is about and brings it into sight everywhere. */
export const reveal = (view: ViewStore, place: Place, from: Wish['from']): void =>
  view.setState({
    wish: { place, from },
    selected: place.object === undefined ? [] : [place.object],
  })

/** Opens a section of the settings, or closes it, while those of `open` are. */
export const toggleSection = (view: ViewStore, open: readonly string[], id: string): void => {
  const sections = new Set(open)
  if (!sections.delete(id)) sections.add(id)
  view.setState({ sections })
}

/** Takes the focus to the card of an object or into its form, which is shown if it was folded away. */
export const focusOn = (view: ViewStore, object: string, into: NonNullable<Wish['into']>): void => {
  const { folded } = view.getState()
  const hides = into !== 'card' && folded.has('settings')
  view.setState({
    wish: { place: { object }, from: into === 'card' ? 'inspector' : 'canvas', into },
    selected: [object],
    ...(hides && { folded: new Set([...folded].filter(pane => pane !== 'settings')) }),
  })
}

export const say = (view: ViewStore, said: string): void =>
  view.setState(({ saidCount }) => ({ said, saidCount: saidCount + 1 }))

/** Marks the value of a field wherever it is shown; without a field, none. */
export function point(view: ViewStore, place: Place | undefined, from: Wish['from']): void {
  const now = view.getState().spot
  const next = place?.field === undefined ? undefined : place
  if (now?.from === from && samePlace(now.place, next)) return
  if (now || next) view.setState({ spot: next && { place: next, from } })
}

export const samePlace = (a: Place | undefined, b: Place | undefined): boolean =>
  a?.object === b?.object &&
  a?.parameter === b?.parameter &&
  a?.field === b?.field &&
  (a?.occurrence ?? 0) === (b?.occurrence ?? 0)

export const fold = (view: ViewStore, pane: Pane): void => {
  const folded = new Set(view.getState().folded)
  if (!folded.delete(pane)) folded.add(pane)
  view.setState({ folded })
}
