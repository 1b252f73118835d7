import '@xyflow/react/dist/base.css'
import './design.css'
import './sights.css'
import {
  ConnectionMode,
  type EdgeMouseHandler,
  type NodeMouseHandler,
  Panel,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import { type DragEvent, useDeferredValue, useMemo, useRef, useState } from 'react'
import { catalog } from '../../core/catalog/index.ts'
import { keyOfBox, spokenCard } from '../../core/graph/arrange.ts'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import { useFindings } from '../state/checks.ts'
import { findingsByObject, graphOf } from '../state/derived.ts'
import { useDerived, useSession, useView } from '../state/session.ts'
import { say, select } from '../state/view.ts'
import { Afterwards } from '../ui/afterwards.tsx'
import { useArrangement } from './arranger.ts'
import { useBand } from './band.ts'
import { chosenCards, talliesOf } from './boxes.ts'
import { CanvasMenu } from './canvas-menu.tsx'
import { ObjectCard } from './card.tsx'
import { CardList } from './card-list.tsx'
import { useCursor } from './cursor.ts'
import { distanceTo } from './curve.ts'
import { addOfType, freeSpot, grid, snap } from './deeds.ts'
import { Dots } from './dots.tsx'
import { useDragging } from './dragging.ts'
import { EmptyCanvas } from './empty-canvas.tsx'
import { FirstPicture, useDrawn, useStage } from './first-picture.tsx'
import { leastZoom } from './first-view.ts'
import { FocusBar } from './focus-bar.tsx'
import { Frames } from './frames.tsx'
import { useGlide } from './glide.ts'
import { useGraphPicture } from './graph-picture.ts'
import { JoinMenu, useJoining } from './joining.tsx'
import { menuPlace, useCanvasKeys } from './keys.ts'
import { cardAt, useSight } from './large.ts'
import { Arrows, ReferenceLine } from './line.tsx'
import { type LineChoice, LinePicker } from './line-picker.tsx'
import { GraphMap } from './map.tsx'
import { NoteEditor } from './note.tsx'
import { PaintLayer } from './paint-layer.tsx'
import { typeMime } from './palette.tsx'
import { type CardNode, createScene, type LineEdge } from './scene.ts'
import { useShowSights, useUncover } from './show-sights.ts'
import { toggleCollapsed } from './sights.ts'
import { useLineAtSpot } from './spot.ts'
import { showFirst, useBringIntoSight, useKeepCentre, useShowAll } from './window.ts'
import { ZoomTools } from './zoom.tsx'

const nodeTypes = { card: ObjectCard }
const edgeTypes = { line: ReferenceLine }

/** Seen from afar, cards show their names only, but large. */
const farBelow = 0.68

/** The definition as cards and lines. Gestures become commands; nothing here is kept that the document says. */
export function Canvas() {
  const session = useSession()
  const { view } = session
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

  const stage = useStage(graph.cards.length)
  const [hovered, setHovered] = useState<string>()
  const [selectedLine, setSelectedLine] = useState<string>()
  const [menu, setMenu] = useState<{ at: Point; target: { node?: string; line?: string } }>()
  const [picking, setPicking] = useState<{ what: LineChoice; card: string }>()
  const [note, setNote] = useState<{ id: string; at: Point }>()
  const flow = useReactFlow<CardNode, LineEdge>()
  const frame = useRef<HTMLDivElement>(null)
  const far = useStore(now => now.transform[2] < farBelow)

  const chosen = useMemo(() => chosenCards(selected, boxes), [selected, boxes])
  const { moving, onNodesChange } = useDragging(places, boxes, chosen)
  const { connecting, choice, forget, joining } = useJoining(boxes)
  const cursor = useCursor(frame, places)
  const sight = useSight(places, chosen, cursor.card, hovered)
  const drawn = useDrawn(stage, graph, places, selected[0])
  const { nodes, lines } = makeScene({
    graph: drawn,
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
  const { paintCards } = sight
  const picture = useGraphPicture({
    cards: drawn.cards,
    places,
    lines,
    moving,
    tallies,
    present: large ? sight.present : undefined,
    paintCards,
    selected: chosen,
    focus: lit,
  })
  const pointOf = (event: { clientX: number; clientY: number }) =>
    flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
  const cardUnder = (at: Point) => (paintCards ? cardAt(places, at) : undefined)
  const lineUnder = (at: Point) => {
    const near = 7 / flow.getZoom()
    return picture?.lines.find(({ curve }) => distanceTo(curve, at) <= near)?.line
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
  useGlide(frame)

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
      {stage !== 'ready' && picture && <FirstPicture picture={picture} places={places} selected={selected[0]} />}
      {stage !== 'picture' && (
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
          {...joining}
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
          {picture ? <PaintLayer picture={picture} /> : <Dots />}
          {frames.length > 0 && <Frames frames={frames} />}
          <Afterwards>{graph.cards.length > 0 && <GraphMap cards={graph.cards} places={places} />}</Afterwards>
          <Panel position="bottom-left">
            <ZoomTools fit={fit} />
          </Panel>
          <Panel position="top-center">{found && <FocusBar shown={found.size} all={whole.cards.length} />}</Panel>
        </ReactFlow>
      )}
      {whole.cards.length === 0 && <EmptyCanvas />}
      {choice && <JoinMenu choice={choice} close={forget} />}
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
