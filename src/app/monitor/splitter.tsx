import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'

interface SplitterProps {
  readonly open: boolean
  readonly top: ReactNode
  readonly bottom: ReactNode
}

const key = 'pipewright.run.split'

/** Two rooms above one another with a bar between them that can be dragged or moved with the arrow keys. */
export function Splitter({ open, top, bottom }: SplitterProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [share, setShare] = useState(remembered)
  const keep = (next: number) => {
    const fair = Math.min(0.85, Math.max(0.15, next))
    setShare(fair)
    try {
      localStorage.setItem(key, String(fair))
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  }
  const onPointerMove = (event: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect()
    if (box && event.buttons === 1) keep((event.clientY - box.top) / box.height)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: -0.04, ArrowDown: 0.04 }[event.key]
    if (step === undefined) return
    keep(share + step)
    event.preventDefault()
  }
  if (!open) return <div className="pw-split">{top}</div>
  return (
    <div
      ref={frame}
      className="pw-split"
      style={{ gridTemplateRows: `minmax(0, ${share}fr) 9px minmax(0, ${1 - share}fr)` }}
    >
      {top}
      {/* biome-ignore lint/a11y/useSemanticElements: a separator that moves is no rule between paragraphs. */}
      <div
        className="pw-split-bar"
        role="separator"
        aria-orientation="horizontal"
        aria-valuenow={Math.round(share * 100)}
        aria-label="Share of the upper part"
        tabIndex={0}
        onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
      />
      {bottom}
    </div>
  )
}

function remembered(): number {
  try {
    const kept = Number(localStorage.getItem(key))
    if (kept > 0.1 && kept < 0.9) return kept
  } catch {
    // Storage may be blocked.
  }
  return 0.42
}
