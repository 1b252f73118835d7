import { type RefObject, useEffect } from 'react'

/** Calls back when somebody presses outside of a box, or Escape, while it is open. */
export function useOutside(box: RefObject<HTMLElement | null>, open: boolean, leave: () => void): void {
  useEffect(() => {
    if (!open) return
    const onPointer = (event: PointerEvent) => {
      if (!(event.target instanceof Node) || !box.current?.contains(event.target)) leave()
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') leave()
    }
    document.addEventListener('pointerdown', onPointer, true)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('pointerdown', onPointer, true)
      document.removeEventListener('keydown', onKey)
    }
  }, [box, open, leave])
}
