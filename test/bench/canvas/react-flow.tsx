import '@xyflow/react/dist/style.css'
import {
  type Edge,
  MarkerType,
  type Node,
  Position,
  ReactFlow,
  type ReactFlowInstance,
  useEdgesState,
  useNodesState,
} from '@xyflow/react'
import { createRoot } from 'react-dom/client'
import type { PeerGraph } from './graph.ts'
import { rootElement, twoFramesAfter } from './peer.ts'

/**
 * Plain React Flow as its first example has it: default nodes and edges, controlled state, the whole graph in view.
 * The size of nodes comes from their style, as it would from a style sheet, so React Flow measures them and their
 * handles; lines have the arrow heads that every page here draws.
 */

const markerEnd = { type: MarkerType.ArrowClosed }

let flow: ReactFlowInstance | undefined
let graph: PeerGraph | undefined

function Page({ nodes: firstNodes, edges: firstEdges }: { readonly nodes: Node[]; readonly edges: Edge[] }) {
  const [nodes, , onNodesChange] = useNodesState(firstNodes)
  const [edges, , onEdgesChange] = useEdgesState(firstEdges)
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      onInit={instance => {
        flow = instance
      }}
      minZoom={0.015}
      fitView
    />
  )
}

window.peer = {
  draw(given) {
    graph = given
    const { cards, lines, cardWidth: width, cardHeight: height } = given
    const nodes = cards.map(
      ({ id, name, x, y }): Node => ({
        id,
        position: { x, y },
        data: { label: name },
        style: { width, height },
        sourcePosition: Position.Right,
        targetPosition: Position.Left,
      }),
    )
    createRoot(rootElement()).render(<Page nodes={nodes} edges={lines.map(line => ({ ...line, markerEnd }))} />)
    return twoFramesAfter(() => {
      const found = [...document.querySelectorAll<HTMLElement>('.react-flow__node')]
      return (
        found.length === cards.length &&
        found.every(node => node.style.visibility !== 'hidden') &&
        document.querySelectorAll('.react-flow__edge-path[marker-end]').length === lines.length
      )
    })
  },
  near() {
    const card = graph?.cards[Math.floor(graph.cards.length / 2)]
    if (card) void flow?.setCenter(card.x, card.y, { zoom: 1 })
  },
  whole: () => void flow?.fitView(),
  middleOf(id) {
    const card = graph?.cards.find(one => one.id === id)
    if (!card || !graph || !flow) throw new Error(`There is no ${id}.`)
    return flow.flowToScreenPosition({ x: card.x + graph.cardWidth / 2, y: card.y + graph.cardHeight / 2 })
  },
}
