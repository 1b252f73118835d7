import '@xyflow/react/dist/base.css'
import './design.css'
import './sights.css'
import {
  ConnectionMode,
  type EdgeMouseHandler,
  type FinalConnectionState,
  type NodeChange,
  type NodeMouseHandler,
  Panel,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import { type DragEvent, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react'
import { catalog } from '../../core/catalog/index.ts'
import { keyOfBox, spokenCard } from '../../core/graph/arrange.ts'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import { useFindings } from '../state/checks.ts'
import { findingsByObject, graphOf } from '../state/derived.ts'
import { useDerived, useSession, useView } from '../state/session.ts'
import { say, select } from '../state/view.ts'
import { tell } from '../ui/toasts.tsx'
import { useArrangement } from './arranger.ts'
import { useBand } from './band.ts'
import { chosenCards, talliesOf } from './boxes.ts'
import { CanvasMenu } from './canvas-menu.tsx'
import { ObjectCard } from './card.tsx'
import { CardList } from './card-list.tsx'
import { type Connection, connections, obvious } from './connect.ts'
import { useCursor } from './cursor.ts'
import { distanceTo } from './curve.ts'
import { addOfType, freeSpot, grid, join, snap } from './deeds.ts'
import { Dots } from './dots.tsx'
import { FocusBar } from './focus-bar.tsx'
import { Frames } from './frames.tsx'
import { menuPlace, useCanvasKeys } from './keys.ts'
import { cardAt, mostAtHand, useSight } from './large.ts'
import { Arrows, ReferenceLine } from './line.tsx'
import { type LineChoice, LinePicker } from './line-picker.tsx'
import { GraphMap } from './map.tsx'
import { Menu } from './menu.tsx'
import { moveCards, withCompanions } from './moving.ts'
import { NoteEditor } from './note.tsx'
import { paintedLines } from './paint.ts'
import { PaintLayer } from './paint-layer.tsx'
import { typeMime } from './palette.tsx'
import { type CardNode, createScene, type LineEdge, placesNow } from './scene.ts'
import { useShowSights, useUncover } from './show-sights.ts'
import { toggleCollapsed } from './sights.ts'
import { useLineAtSpot } from './spot.ts'
import { leastZoom, showFirst, useBringIntoSight, useKeepCentre, useShowAll } from './window.ts'
import { ZoomTools } from './zoom.tsx'

const nodeTypes = { card: ObjectCard }
const edgeTypes = { line: ReferenceLine }

/** Seen from afar, cards show their names only, but large. */
const farBelow = 0.58

/** The definition as cards and lines. Gestures become commands; nothing here is kept that the document says. */
export function Canvas() {
  const session = useSession()
  const { editor, view } = session
  const derived = useDerived()
  const selected = useView(now => now.selected)
  const layers = useView(now => now.hidden)
  const definition = useDeferredValue(derived.definition)
  const whole = graphOf(definition)
  const { graph, places, frames, boxes, found, lit, movable } = useArrangement(whole)
  const [makeScene] = useState(createScene)
  const notes = useView(now => now.notes)
  const findings = useFindings(derived.definition)
  const tallies = useMemo(() => talliesOf(findingsByObject(findings), boxes), [findings, boxes])

  const [moving, setMoving] = useState<ReadonlyMap<string, Point>>(nothingMoves)
  const [hovered, setHovered] = useState<string>()
  const [selectedLine, setSelectedLine] = useState<string>()
  const [connecting, setConnecting] = useState(false)
  const [menu, setMenu] = useState<{ at: Point; target: { node?: string; line?: string } }>()
  const [picking, setPicking] = useState<{ what: LineChoice; card: string }>()
  const [note, setNote] = useState<{ id: string; at: Point }>()
  const [choice, setChoice] = useState<{ at: Point; ways: readonly Connection[] }>()
  const flow = useReactFlow<CardNode, LineEdge>()
  const frame = useRef<HTMLDivElement>(null)
  const far = useStore(now => now.transform[2] < farBelow)

  const chosen = useMemo(() => chosenCards(selected, boxes), [selected, boxes])
  const cursor = useCursor(frame, places)
  const atHand = useMemo(
    () =>
      new Set([...(chosen.size > mostAtHand ? nobody : chosen), ...(cursor.card === undefined ? [] : [cursor.card])]),
    [chosen, cursor.card],
  )
  const sight = useSight(places, atHand, hovered)
  const { nodes, lines } = makeScene({
    graph,
    places,
    moving,
    selected: chosen,
    cursor: cursor.card,
    selectedLine,
    hovered,
    hiddenObjects: derived.hidden,
    tallies,
    layers,
    focus: lit,
    notes,
    only: sight.only,
  })
  const large = sight.only !== undefined
  const drawn = useMemo(() => {
    if (!large) return undefined
    const now = placesNow(places, moving)
    return { places: now, lines: paintedLines(lines, now) }
  }, [large, lines, places, moving])
  const marked = useMemo(
    () => new Map([...tallies].flatMap(([id, { worst }]) => (worst ? [[id, worst] as const] : []))),
    [tallies],
  )
  const { only, paintCards } = sight
  const picture = useMemo(
    () =>
      drawn && {
        ...drawn,
        cards: graph.cards,
        present: only ?? nobody,
        paintCards,
        marked,
        selected: chosen,
        focus: lit,
      },
    [drawn, graph, only, paintCards, marked, chosen, lit],
  )
  const pointOf = (event: { clientX: number; clientY: number }) =>
    flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
  const cardUnder = (at: Point) => (paintCards ? cardAt(places, at) : undefined)
  const lineUnder = (at: Point) => {
    const near = 7 / flow.getZoom()
    return drawn?.lines.find(({ curve }) => distanceTo(curve, at) <= near)?.line
  }

  const band = useBand(places, large, boxes)
  const fit = useShowAll(places)
  const openMenu = (card: string | undefined) => {
    if (card !== undefined && !chosen.has(card)) select(view, boxes.get(card) ?? [card])
    setMenu({ at: menuPlace(frame.current, card), target: card === undefined ? {} : { node: card } })
  }
  useCanvasKeys(frame, {
    places,
    cursor,
    fit,
    selectedLine,
    clearLine: () => setSelectedLine(undefined),
    openMenu,
    choose: (what, card) => setPicking({ what, card }),
    writeNote: id => setNote({ id, at: menuPlace(frame.current, id) }),
  })
  useBringIntoSight(places)
  useUncover(places)
  useShowSights(places)
  useLineAtSpot(graph, selectedLine, setSelectedLine)
  useKeepCentre(frame)

  const onNodesChange = useCallback(
    (changes: NodeChange<CardNode>[]) => {
      const ids = new Set(view.getState().selected)
      const moves = new Map<string, Point>()
      let [picked, dragging] = [false, false]
      for (const change of changes) {
        if (change.type === 'select') {
          picked = true
          for (const id of boxes.get(change.id) ?? [change.id]) change.selected ? ids.add(id) : ids.delete(id)
        } else if (change.type === 'position' && change.position) {
          moves.set(change.id, { x: Math.round(change.position.x), y: Math.round(change.position.y) })
          dragging ||= change.dragging === true
        }
      }
      if (picked) select(view, [...ids])
      if (moves.size === 0) return
      const all = withCompanions(moves, chosen, places, boxes)
      if (dragging) return setMoving(all)
      setMoving(nothingMoves)
      const real = [...all].filter(([id, to]) => !isAt(places.get(id), to))
      if (real.length === 0) return
      const label = real.length === 1 ? `Move ${real[0]?.[0]}` : `Move ${real.length} cards`
      moveCards(session, label, new Map(real), label)
    },
    [session, view, places, boxes, chosen],
  )

  const onConnectEnd = (event: MouseEvent | TouchEvent, { fromNode, toNode }: FinalConnectionState) => {
    setConnecting(false)
    const end = toNode ?? nodeUnder(flow, event)
    if (!fromNode || !end || fromNode.id === end.id) return
    if (boxes.has(end.id))
      return tell('A collapsed frame stands for many objects. Expand it, then draw the line to one.', 'info')
    const ways = connections(editor.getState().document.definition, fromNode.id, end.id)
    const way = obvious(ways)
    if (way) return join(session, way)
    if (ways.length > 0) return setChoice({ at: placeOf(event), ways })
    tell(`Nothing of ${fromNode.id} and ${end.id} can point to one another: their types have no such field.`, 'info')
  }

  const onDrop = (event: DragEvent) => {
    const type = event.dataTransfer.getData(typeMime)
    if (!catalog.has(type)) return
    event.preventDefault()
    const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
    addOfType(session, type, { x: snap(at.x - cardWidth / 2), y: snap(at.y - cardHeight / 2) })
    frame.current?.focus()
  }

  const onNodeContextMenu: NodeMouseHandler<CardNode> = (event, node) => {
    event.preventDefault()
    if (!chosen.has(node.id)) select(view, boxes.get(node.id) ?? [node.id])
    setMenu({ at: { x: event.clientX, y: event.clientY }, target: { node: node.id } })
  }
  const onEdgeContextMenu: EdgeMouseHandler<LineEdge> = (event, line) => {
    event.preventDefault()
    setSelectedLine(line.id)
    setMenu({ at: { x: event.clientX, y: event.clientY }, target: { line: line.id } })
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: no element means an editable drawing.
    <div
      ref={frame}
      className="pw-canvas"
      role="group"
      aria-label="Graph of the pipeline. Arrow keys go from card to card, Enter edits, question mark shows all keys."
      tabIndex={-1}
      data-connecting={connecting}
      data-far={far}
      data-painted={paintCards}
      onDragOver={event => {
        if (event.dataTransfer.types.includes(typeMime)) event.preventDefault()
      }}
      onDrop={onDrop}
    >
      <Arrows />
      <ReactFlow<CardNode, LineEdge>
        nodes={nodes}
        edges={large ? noLines : lines}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onNodeMouseEnter={(_, node) => setHovered(node.id)}
        onNodeMouseLeave={() => setHovered(undefined)}
        onNodeContextMenu={onNodeContextMenu}
        onEdgeContextMenu={onEdgeContextMenu}
        onEdgeClick={(_, line) => {
          select(view, [])
          setSelectedLine(line.id)
          say(
            view,
            `${line.data?.edge.slot} from ${spokenCard(line.source)} to ${spokenCard(line.target)} is selected.`,
          )
        }}
        onPaneClick={event => {
          const at = pointOf(event)
          const card = cardUnder(at)
          setSelectedLine(card === undefined ? lineUnder(at)?.id : undefined)
          select(view, card === undefined ? [] : (boxes.get(card) ?? [card]))
        }}
        onPaneMouseMove={event => {
          if (paintCards && event.buttons === 0) setHovered(cardUnder(pointOf(event)))
        }}
        onNodeClick={(event, { id }) => {
          setSelectedLine(undefined)
          if (!event.shiftKey && !event.ctrlKey && !event.metaKey) select(view, boxes.get(id) ?? [id])
        }}
        onNodeDoubleClick={(_, { id }) => boxes.has(id) && toggleCollapsed(session, keyOfBox(id))}
        nodesDraggable={movable}
        {...band}
        onPaneContextMenu={event => {
          event.preventDefault()
          setMenu({ at: { x: event.clientX, y: event.clientY }, target: {} })
        }}
        onConnectStart={() => setConnecting(true)}
        onConnectEnd={onConnectEnd}
        connectionMode={ConnectionMode.Loose}
        connectionRadius={28}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
        deleteKeyCode={null}
        disableKeyboardA11y
        edgesFocusable={false}
        panActivationKeyCode={null}
        nodeDragThreshold={3}
        snapToGrid
        snapGrid={[grid, grid]}
        minZoom={leastZoom}
        maxZoom={2}
        onInit={() => showFirst(flow, places, view.getState().selected[0])}
        elevateNodesOnSelect={false}
        zoomOnDoubleClick={false}
        proOptions={{ hideAttribution: true }}
      >
        <Dots />
        {picture && <PaintLayer picture={picture} />}
        {frames.length > 0 && <Frames frames={frames} />}
        {graph.cards.length > 0 && <GraphMap cards={graph.cards} places={places} />}
        <Panel position="bottom-left">
          <ZoomTools fit={fit} />
        </Panel>
        <Panel position="top-center">{found && <FocusBar shown={found.size} all={whole.cards.length} />}</Panel>
      </ReactFlow>
      {whole.cards.length === 0 && (
        <div className="pw-canvas-empty">
          <div>
            <b>An empty canvas</b>
            <p className="pw-quiet">
              Drag a type from the left, or press one to add it. Then draw a line from card to card: what it can mean is
              known from their types. Pasting a definition works too.
            </p>
          </div>
        </div>
      )}
      {choice && (
        <Menu
          at={choice.at}
          title="What shall the line mean?"
          close={() => setChoice(undefined)}
          items={choice.ways.map(way => ({
            label: way.words,
            about: `${way.slot} of ${way.from}${way.replaces === undefined ? '' : `, instead of ${way.replaces}`}`,
            run: () => join(session, way),
          }))}
        />
      )}
      {large && <CardList cards={graph.cards} tallies={tallies} go={cursor.go} />}
      {picking && <LinePicker {...picking} close={() => setPicking(undefined)} go={cursor.go} />}
      {menu && (
        <CanvasMenu
          {...menu}
          box={menu.target.node !== undefined && boxes.has(menu.target.node) ? keyOfBox(menu.target.node) : undefined}
          spot={() => freeSpot(places, flow.screenToFlowPosition(menu.at))}
          close={() => setMenu(undefined)}
        />
      )}
      {note && <NoteEditor {...note} close={() => setNote(undefined)} />}
    </div>
  )
}

const noLines: LineEdge[] = []
const nobody: ReadonlySet<string> = new Set()

const nothingMoves: ReadonlyMap<string, Point> = new Map()

const isAt = (from: Point | undefined, to: Point): boolean =>
  from !== undefined && Math.round(from.x) === to.x && Math.round(from.y) === to.y

const placeOf = (event: MouseEvent | TouchEvent): Point => {
  const where = 'clientX' in event ? event : event.changedTouches[0]
  return { x: where?.clientX ?? 0, y: where?.clientY ?? 0 }
}

/** The card under the pointer: a line may be let go anywhere on a card, not only on its grips. */
function nodeUnder(flow: ReturnType<typeof useReactFlow<CardNode, LineEdge>>, event: MouseEvent | TouchEvent) {
  const { x, y } = flow.screenToFlowPosition(placeOf(event))
  return flow.getNodes().find(({ position }) => {
    const [dx, dy] = [x - position.x, y - position.y]
    return dx >= 0 && dy >= 0 && dx <= cardWidth && dy <= cardHeight
  })
}
