import { useEffect, useState } from 'react'
import { layouts } from '../state/aside.ts'
import { useSession } from '../state/session.ts'
import { Waiting } from '../ui/kit.tsx'
import { arrangementOf } from './arranger.ts'
import { Canvas } from './canvas.tsx'

/** Whether the cards of a graph that was just opened have places: those of a large one never seen before take a moment. */
export function useFirstPlaces(): boolean {
  const session = useSession()
  const [there, setThere] = useState(() => arrangementOf(session).settled)
  useEffect(() => {
    if (there) return
    const look = () => setThere(arrangementOf(session).settled)
    look()
    return layouts.subscribe(look)
  }, [there, session])
  return there
}

/** Panes leave the first picture its time, but do not wait for it longer than this, in milliseconds. */
const patience = 300

/** Whether what stands around the graph is to be shown. */
export function usePanesDue(placed: boolean): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (placed) return
    const timer = setTimeout(() => setLate(true), patience)
    return () => clearTimeout(timer)
  }, [placed])
  return placed || late
}

/** The canvas, once there is something to be seen on it. */
export function GraphPane({ placed }: { readonly placed: boolean }) {
  const session = useSession()
  if (placed) return <Canvas />
  return <Waiting what={`Laying out ${arrangementOf(session).graph.cards.length.toLocaleString('en')} objects`} />
}
