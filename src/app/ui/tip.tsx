import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'

interface TipProps {
  /** Where the pointer is, in pixels of the window. */
  readonly x: number
  readonly y: number
  readonly children: ReactNode
}

/** A box beside the pointer that stays inside the window. */
export function Tip({ x, y, children }: TipProps) {
  const box = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState({ left: x + 14, top: y + 16 })
  useLayoutEffect(() => {
    const { width = 0, height = 0 } = box.current?.getBoundingClientRect() ?? {}
    const left = x + 14 + width > innerWidth - 8 ? Math.max(8, x - width - 14) : x + 14
    const top = y + 16 + height > innerHeight - 8 ? Math.max(8, y - height - 12) : y + 16
    setPlace(old => (old.left === left && old.top === top ? old : { left, top }))
  }, [x, y])
  return (
    <div ref={box} className="pw-tip" role="tooltip" style={place}>
      {children}
    </div>
  )
}
