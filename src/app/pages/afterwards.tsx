import { type ReactNode, startTransition, useEffect, useState } from 'react'

/** Time for the graph to be drawn, in milliseconds: two frames. A timer, since a page out of sight has no frames. */
const drawn = 34

/** What may come once the graph is on the screen. Its place is kept by what is around it. */
export function Afterwards({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const soon = setTimeout(() => startTransition(() => setShown(true)), drawn)
    return () => clearTimeout(soon)
  }, [])
  return shown && children
}
