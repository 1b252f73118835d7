import { useState, useSyncExternalStore } from 'react'
import { layouts } from '../state/aside.ts'
import { useSession } from '../state/session.ts'
import { Waiting } from '../ui/kit.tsx'
import { arrangementOf } from './arranger.ts'
import { Canvas } from './canvas.tsx'

/** The canvas, once its cards have places: those of a large graph that was never seen before take a moment. */
export function GraphPane() {
  const session = useSession()
  const [isOpen, setOpen] = useState(() => arrangementOf(session).settled)
  useSyncExternalStore(layouts.subscribe, layouts.count)
  if (isOpen) return <Canvas />
  const { settled, graph } = arrangementOf(session)
  if (settled) setOpen(true)
  return <Waiting what={`Laying out ${graph.cards.length.toLocaleString('en')} objects`} />
}
