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

/** The canvas, once there is something to be seen on it. */
export function GraphPane({ placed }: { readonly placed: boolean }) {
  const session = useSession()
  if (placed) return <Canvas />
  return <Waiting what={`Laying out ${arrangementOf(session).graph.cards.length.toLocaleString('en')} objects`} />
}
