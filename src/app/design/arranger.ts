import { type Frame, type Shown, showGraph } from '../../core/graph/arrange.ts'
import { focusOf } from '../../core/graph/focus.ts'
import type { Pins, Point } from '../../core/graph/layout.ts'
import { pinsOf } from '../../core/graph/pins.ts'
import { placeShown } from '../../core/graph/placing.ts'
import type { Card, Graph } from '../../core/graph/project.ts'
import { createPlacer, derive, graphOf, sameShape } from '../state/derived.ts'
import { type Session, useEditor, useSession, useView } from '../state/session.ts'
import type { View } from '../state/view.ts'
import { noteRoom } from './note.tsx'

/** What the canvas shows of a graph, and where. */
export interface Arrangement {
  readonly graph: Graph
  readonly places: ReadonlyMap<string, Point>
  readonly frames: readonly Frame[]
  /** The cards that each collapsed container stands for, by the id of its card. */
  readonly boxes: ReadonlyMap<string, readonly string[]>
  /** The cards in focus; undefined without one, or when what it was about is no more. */
  readonly found: ReadonlySet<string> | undefined
  /** The same, where the rest is dimmed. */
  readonly lit: ReadonlySet<string> | undefined
  /** Whether cards can be moved: what a focus lays out anew stands where the layout puts it. */
  readonly movable: boolean
}

type Sights = Pick<View, 'focus' | 'grouping' | 'collapsed' | 'notes' | 'hidden'>

/** Arranges one graph after another; what looks alike keeps its places. */
function createArranger(): (graph: Graph, pins: Pins, sights: Sights) => Arrangement {
  const place = createPlacer()
  let last: { graph: Graph; pins: Pins; own: Pins; sights: Sights; shown: Shown; arrangement: Arrangement } | undefined
  return (graph, pins, sights) => {
    const { focus, grouping, collapsed, notes, hidden } = sights
    if (last && last.graph === graph && last.pins === pins && same(last.sights, sights)) return last.arrangement
    const kin = focus && focusOf(graph, focus.ids, focus.way)
    const found = kin && kin.size > 0 ? kin : undefined
    const only = focus?.rest === 'hide' ? found : undefined
    const shown = showGraph(graph, { only, grouping, collapsed, inherited: !hidden.has('inherited') })
    const own = only ? none : pinsOf(pins, grouping)
    const kept = last && last.sights.notes === notes && last.own === own && sameShown(last.shown, shown, notes)
    const plain = shown.groups.length === 0 && !notes && !only && collapsed.size === 0
    const placed = plain
      ? { places: place(graph, own), frames: noFrames }
      : kept && last
        ? last.arrangement
        : placeShown(shown, own, notes ? noteRoom : undefined)
    const arrangement = {
      graph: shown.graph,
      places: placed.places,
      frames: placed.frames,
      boxes: shown.closed.size === 0 ? noBoxes : boxesOf(shown),
      found,
      lit: only ? undefined : found,
      movable: only === undefined,
    }
    last = { graph, pins, own, sights, shown, arrangement }
    return arrangement
  }
}

const none: Pins = {}
const noFrames: readonly Frame[] = []
const noBoxes: Arrangement['boxes'] = new Map()

const boxesOf = ({ graph }: Shown): Arrangement['boxes'] =>
  new Map(graph.cards.flatMap(({ id, members }) => (members ? [[id, members] as const] : [])))

const same = (a: Sights, b: Sights): boolean =>
  a.focus === b.focus &&
  a.grouping === b.grouping &&
  a.collapsed === b.collapsed &&
  a.notes === b.notes &&
  a.hidden.has('inherited') === b.hidden.has('inherited')

function sameShown(a: Shown, b: Shown, notes: boolean): boolean {
  const groups = a.groups.length === b.groups.length && a.groups.every((group, at) => sameGroup(group, b.groups[at]))
  return (
    groups &&
    sameShape(a.graph, b.graph) &&
    (!notes || a.graph.cards.every((card, at) => sameNote(card, b.graph.cards[at])))
  )
}

const sameGroup = (a: Shown['groups'][number], b: Shown['groups'][number] | undefined): boolean =>
  b !== undefined &&
  a.key === b.key &&
  a.name === b.name &&
  a.count === b.count &&
  a.inherited === b.inherited &&
  a.members.length === b.members.length &&
  a.members.every((id, at) => id === b.members[at])

const sameNote = (a: Card, b: Card | undefined): boolean => a.note === b?.note

const arrangers = new WeakMap<Session, ReturnType<typeof createArranger>>()

function arrangerOf(session: Session) {
  const arranger = arrangers.get(session) ?? createArranger()
  arrangers.set(session, arranger)
  return arranger
}

/** What the canvas of a session shows now. */
export function arrangementOf(session: Session): Arrangement {
  const { document, whole, pins } = session.editor.getState()
  return arrangerOf(session)(graphOf(derive(document, whole).definition), pins, session.view.getState())
}

/** The objects that a card stands for: itself, or those in the collapsed container. */
export const objectsOf = (session: Session, card: string): readonly string[] =>
  arrangementOf(session).boxes.get(card) ?? [card]

export const isBox = (session: Session, card: string): boolean => arrangementOf(session).boxes.has(card)

/** The arrangement of a graph, as the view and the pins are at the moment. */
export function useArrangement(graph: Graph): Arrangement {
  const session = useSession()
  const pins = useEditor(now => now.pins)
  const sights = {
    focus: useView(now => now.focus),
    grouping: useView(now => now.grouping),
    collapsed: useView(now => now.collapsed),
    notes: useView(now => now.notes),
    hidden: useView(now => now.hidden),
  }
  return arrangerOf(session)(graph, pins, sights)
}
