import { useSyncExternalStore } from 'react'
import { type Frame, type Shown, showGraph } from '../../core/graph/arrange.ts'
import { focusOf } from '../../core/graph/focus.ts'
import type { Pins, Point } from '../../core/graph/layout.ts'
import type { LayoutAnswer, LayoutTask } from '../../core/graph/layout-task.ts'
import { pinsOf } from '../../core/graph/pins.ts'
import { placedBy, samePlaces, taskOf } from '../../core/graph/placing.ts'
import type { Card, Graph } from '../../core/graph/project.ts'
import { type Before, standIn } from '../../core/graph/stand-in.ts'
import { asideFrom, isEasy, layouts } from '../state/aside.ts'
import { derive, graphOf, sameShape } from '../state/derived.ts'
import { idsIn } from '../state/following.ts'
import { useLayoutCount } from '../state/places.ts'
import { rememberAnswer, rememberedAnswer } from '../state/remembered-pictures.ts'
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
  /** Whether the cards stand where they belong; else where they stood before, until that has been worked out. */
  readonly settled: boolean
}

type Sights = Pick<View, 'focus' | 'grouping' | 'collapsed' | 'notes' | 'hidden' | 'formerly'>

interface Last {
  readonly graph: Graph
  readonly pins: Pins
  readonly own: Pins
  readonly sights: Sights
  readonly shown: Shown
  /** What the places follow from; undefined where they were taken over from what looked alike. */
  readonly task: LayoutTask | undefined
  readonly arrangement: Arrangement
}

interface Arranger {
  /** What is shown of a graph; with `now` where it belongs, however long that takes to be worked out. */
  readonly arrange: (graph: Graph, pins: Pins, sights: Sights, now?: boolean) => Arrangement
  readonly isSettled: () => boolean
}

/** Arranges one graph after another; what looks alike keeps its places. `name` says what it is that it arranges. */
function createArranger(name: string): Arranger {
  let last: Last | undefined
  /** Where all that is shown belongs, or where it stands meanwhile. */
  const place = (shown: Shown, own: Pins, sights: Sights, whole: boolean, now: boolean) => {
    const task = taskOf(shown, own, sights.notes ? noteRoom : undefined)
    const large = whole && task.cards.length >= asideFrom
    const of = `${name}.${sights.grouping}`
    const early = last || task.cards.length < asideFrom ? undefined : firstAnswer(task, large ? of : undefined)
    if (early) layouts.believe(task, early)
    const answer = now ? layouts.answerNow(task) : layouts.answerTo(task)
    if (!answer) return { task, settled: false, ...standIn(shown, own, last?.arrangement ?? nothing) }
    if (large) rememberAnswer(of, task, answer)
    const placed = placedBy(answer, shown)
    const same = last && samePlaces(last.arrangement.places, placed.places)
    return { task, settled: true, ...placed, ...(same && { places: last?.arrangement.places ?? placed.places }) }
  }
  return {
    arrange(graph, pins, sights, now = false) {
      const { focus, grouping, notes, hidden, formerly } = sights
      const unchanged = last && last.graph === graph && last.pins === pins && same(last.sights, sights)
      if (last && unchanged && (last.arrangement.settled || !(now || isAnswered(last)))) return last.arrangement
      const collapsed = new Set(idsIn(graph, [...sights.collapsed], formerly))
      const kin = focus && focusOf(graph, idsIn(graph, focus.ids, formerly), focus.way)
      const found = kin && kin.size > 0 ? kin : undefined
      const only = focus?.rest === 'hide' ? found : undefined
      const shown = showGraph(graph, { only, grouping, collapsed, inherited: !hidden.has('inherited') })
      const own = only ? none : pinsOf(pins, grouping)
      const kept =
        last?.arrangement.settled &&
        last.sights.notes === notes &&
        last.own === own &&
        sameShown(last.shown, shown, notes)
      const { task, settled, places, frames } =
        kept && last ? { ...last.arrangement, task: last.task } : place(shown, own, sights, only === undefined, now)
      const arrangement = {
        graph: shown.graph,
        places,
        frames,
        boxes: shown.closed.size === 0 ? noBoxes : boxesOf(shown),
        found,
        lit: only ? undefined : found,
        movable: only === undefined,
        settled,
      }
      last = { graph, pins, own, sights, shown, task, arrangement }
      return arrangement
    },
    isSettled: () => last?.arrangement.settled ?? false,
  }
}

/** What there is at once of a large graph that has just been opened: what is remembered, or what is soon worked out. */
const firstAnswer = (task: LayoutTask, of: string | undefined): LayoutAnswer | undefined =>
  (of === undefined ? undefined : rememberedAnswer(of, task)) ?? (isEasy(task) ? layouts.answerNow(task) : undefined)

/** Whether what was asked for has come; if not, it is asked for again, since only the newest task is done. */
const isAnswered = ({ task }: Last): boolean => task !== undefined && layouts.answerTo(task) !== undefined

const nothing: Before = { graph: { cards: [], edges: [] }, places: new Map(), frames: [] }
const none: Pins = {}
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

const arrangers = new WeakMap<Session, Arranger>()

function arrangerOf(session: Session): Arranger {
  const arranger = arrangers.get(session) ?? createArranger(session.pipelineId)
  arrangers.set(session, arranger)
  return arranger
}

function arrangeNow(session: Session, now: boolean): Arrangement {
  const { document, whole, pins } = session.editor.getState()
  return arrangerOf(session).arrange(graphOf(derive(document, whole).definition), pins, session.view.getState(), now)
}

/** What the canvas of a session shows now. */
export const arrangementOf = (session: Session): Arrangement => arrangeNow(session, false)

/** The same with all cards where they belong, for what is kept beyond this moment. */
export const settledArrangementOf = (session: Session): Arrangement => arrangeNow(session, true)

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
    formerly: useView(now => now.formerly),
  }
  useLayoutCount()
  return arrangerOf(session).arrange(graph, pins, sights)
}

/** Whether the cards that are shown stand where they belong. */
export function useSettled(): boolean {
  const session = useSession()
  return useSyncExternalStore(layouts.subscribe, () => arrangerOf(session).isSettled())
}
