import { type ReactNode, startTransition, useEffect, useState } from 'react'
import { afterFrames } from '../state/frames.ts'

/** So many frames pass until a graph is drawn. */
const frames = 3

/** What may come once the graph is on the screen, and then in slices. Its place is kept by what is around it. */
export function Afterwards({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState(false)
  useEffect(() => afterFrames(frames, () => startTransition(() => setShown(true))), [])
  return shown && children
}
