import { type FinalConnectionState, useReactFlow } from '@xyflow/react'
import { useState } from 'react'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import { useSession } from '../state/session.ts'
import { tell } from '../ui/toasts.tsx'
import { type Connection, connections, obvious } from './connect.ts'
import { join } from './deeds.ts'
import { Menu } from './menu.tsx'
import type { CardNode, LineEdge } from './scene.ts'

/** What a line that was drawn can mean, where it can mean several things. */
interface Choice {
  readonly at: Point
  readonly ways: readonly Connection[]
}

/** Drawing a line from card to card: what it means is known from their types, or asked. */
export function useJoining(boxes: ReadonlyMap<string, readonly string[]>) {
  const session = useSession()
  const flow = useReactFlow<CardNode, LineEdge>()
  const [connecting, setConnecting] = useState(false)
  const [choice, setChoice] = useState<Choice>()
  const onConnectEnd = (event: MouseEvent | TouchEvent, { fromNode, toNode }: FinalConnectionState) => {
    setConnecting(false)
    const end = toNode ?? nodeUnder(flow, event)
    if (!fromNode || !end || fromNode.id === end.id) return
    if (boxes.has(end.id))
      return tell('A collapsed frame stands for many objects. Expand it, then draw the line to one.', 'info')
    const ways = connections(session.editor.getState().document.definition, fromNode.id, end.id)
    const way = obvious(ways)
    if (way) return join(session, way)
    if (ways.length > 0) return setChoice({ at: placeOf(event), ways })
    tell(`Nothing of ${fromNode.id} and ${end.id} can point to one another: their types have no such field.`, 'info')
  }
  return {
    connecting,
    choice,
    forget: () => setChoice(undefined),
    joining: { onConnectStart: () => setConnecting(true), onConnectEnd },
  }
}

export function JoinMenu({ choice, close }: { readonly choice: Choice; readonly close: () => void }) {
  const session = useSession()
  return (
    <Menu
      at={choice.at}
      title="What shall the line mean?"
      close={close}
      items={choice.ways.map(way => ({
        label: way.words,
        about: `${way.slot} of ${way.from}${way.replaces === undefined ? '' : `, instead of ${way.replaces}`}`,
        run: () => join(session, way),
      }))}
    />
  )
}

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
