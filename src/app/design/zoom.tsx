import { useReactFlow, useStore } from '@xyflow/react'
import { shortcutOf } from '../state/actions.ts'
import { withShortcut } from '../ui/chord.ts'
import { lasting } from '../ui/motion.ts'

const smooth = () => ({ duration: lasting(160) })

/** Zoom, and the way back to the whole graph. */
export function ZoomTools({ fit }: { readonly fit: () => void }) {
  const { zoomIn, zoomOut, zoomTo } = useReactFlow()
  const zoom = useStore(now => now.transform[2])
  return (
    <div className="pw-zoom" role="toolbar" aria-label="Zoom">
      <button
        type="button"
        className="pw-tool"
        aria-label="Zoom out"
        title={withShortcut('Zoom out', shortcutOf('zoom-out'))}
        onClick={() => void zoomOut(smooth())}
      >
        −
      </button>
      <button
        type="button"
        className="pw-tool pw-number"
        title={withShortcut('Back to full size', shortcutOf('full'))}
        aria-label={`Zoom is ${Math.round(zoom * 100)} percent; back to full size`}
        style={{ minWidth: 52, justifyContent: 'center' }}
        onClick={() => void zoomTo(1, smooth())}
      >
        {Math.round(zoom * 100)}%
      </button>
      <button
        type="button"
        className="pw-tool"
        aria-label="Zoom in"
        title={withShortcut('Zoom in', shortcutOf('zoom-in'))}
        onClick={() => void zoomIn(smooth())}
      >
        +
      </button>
      <button
        type="button"
        className="pw-tool"
        title={withShortcut('Show the whole graph', shortcutOf('fit'))}
        onClick={fit}
      >
        Fit
      </button>
    </div>
  )
}
