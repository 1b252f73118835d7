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

/** Milliseconds: a shorter wait needs no words, and what stands around the graph leaves it the first turn for so long. */
const wordsAfter = 300
const panesAfter = 1500

/** Whether something has come, or has been waited for so long. */
function useComeOr(milliseconds: number, come: boolean): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (come) return
    const timer = setTimeout(() => setLate(true), milliseconds)
    return () => clearTimeout(timer)
  }, [come, milliseconds])
  return come || late
}

/** Whether what stands around the graph is to be shown. */
export const usePanesDue = (placed: boolean): boolean => useComeOr(panesAfter, placed)

/** The canvas, once there is something to be seen on it. */
export function GraphPane({ placed }: { readonly placed: boolean }) {
  const session = useSession()
  const due = useComeOr(wordsAfter, placed)
  if (placed) return <Canvas />
  if (!due) return null
  return <Waiting what={`Laying out ${arrangementOf(session).graph.cards.length.toLocaleString('en')} objects`} />
}
