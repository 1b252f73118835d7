import '../../../src/app/ui/tokens.css'
import { type ReactFlowInstance, ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { createRoot } from 'react-dom/client'
import { studio } from '../../../src/app/data/service.ts'
import { settledArrangementOf } from '../../../src/app/design/arranger.ts'
import { Canvas } from '../../../src/app/design/canvas.tsx'
import { type Session, SessionContext, sessionOf } from '../../../src/app/state/session.ts'
import type { PeerGraph } from './graph.ts'
import { rootElement, twoFramesAfter } from './peer.ts'

/**
 * The designer's canvas alone, given what the peers are given: the text has been read before, and the places of all
 * cards are known. What is left is to work out lines, to put cards into the page and to paint.
 */

let flow: Pick<ReactFlowInstance, 'flowToScreenPosition'> | undefined
let session: Session | undefined
let graph: PeerGraph | undefined

const Grip = () => {
  flow = useReactFlow()
  return null
}

const picture = () => document.querySelector('.pw-first-picture')

const inPage = () => {
  const card = document.querySelector<HTMLElement>('.react-flow__node')
  return card !== null && card.style.visibility !== 'hidden'
}

window.peer = {
  prepare(given) {
    graph = given
    session = sessionOf(studio, { pipelineId: 'df-1', text: given.text, pins: {}, revision: 1, updatedAt: 0 }, () => {})
    settledArrangementOf(session)
  },
  draw() {
    if (!session) throw new Error('The page was not prepared.')
    createRoot(rootElement()).render(
      <SessionContext value={session}>
        <ReactFlowProvider>
          <Grip />
          <Canvas />
        </ReactFlowProvider>
      </SessionContext>,
    )
    return twoFramesAfter(() => picture() !== null || inPage())
  },
  ready: () => twoFramesAfter(() => picture() === null && inPage()),
  near() {
    throw new Error('This page is only opened.')
  },
  whole() {
    throw new Error('This page is only opened.')
  },
  middleOf(id) {
    const card = graph?.cards.find(one => one.id === id)
    if (!card || !graph || !flow) throw new Error(`There is no ${id}.`)
    return flow.flowToScreenPosition({ x: card.x + graph.cardWidth / 2, y: card.y + graph.cardHeight / 2 })
  },
}
