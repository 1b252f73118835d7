import { type KeyboardEvent, type PointerEvent, useRef } from 'react'

interface SashProps {
  readonly label: string
  /** Height of what stands below, in pixels. */
  readonly value: number
  readonly min: number
  readonly max: number
  readonly set: (value: number) => void
}

/** A border that one drags, or moves with the arrow keys, to give what stands below it more or less room. */
export function Sash({ label, value, min, max, set }: SashProps) {
  const start = useRef<{ y: number; value: number }>(undefined)
  const clamp = (wanted: number) => Math.round(Math.max(min, Math.min(max, wanted)))
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? 24 : event.key === 'ArrowDown' ? -24 : 0
    if (step === 0) return
    event.preventDefault()
    set(clamp(value + step))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved; a separator with a value can.
    <div
      className="pw-sash"
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={(event: PointerEvent) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { y: event.clientY, value }
      }}
      onPointerMove={(event: PointerEvent) => {
        if (start.current) set(clamp(start.current.value + start.current.y - event.clientY))
      }}
      onPointerUp={() => {
        start.current = undefined
      }}
      onKeyDown={onKeyDown}
    />
  )
}
