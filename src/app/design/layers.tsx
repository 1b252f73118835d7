import { useId, useRef, useState } from 'react'
import type { Layer } from '../../core/graph/project.ts'
import { graphOf } from '../state/derived.ts'
import { useDerived, useSession, useView } from '../state/session.ts'
import { useOutside } from '../ui/outside.ts'

interface Kind {
  readonly layer: Layer
  readonly flow: string
  readonly label: string
}

/** The legend, which is also where lines are shown and hidden. */
export const kinds: readonly Kind[] = [
  { layer: 'flow', flow: 'in', label: 'Data, and what waits for what' },
  { layer: 'machines', flow: 'on', label: 'Runs on' },
  { layer: 'checks', flow: 'when', label: 'Preconditions' },
  { layer: 'schedules', flow: 'schedule', label: 'Schedules' },
  { layer: 'actions', flow: 'then', label: 'Actions on success, failure, lateness' },
  { layer: 'parts', flow: 'uses', label: 'Databases, formats, scripts' },
  { layer: 'inheritance', flow: 'inherits', label: 'Parents' },
]

export function Layers() {
  const { view } = useSession()
  const hidden = useView(now => now.hidden)
  const { definition } = useDerived()
  const [open, setOpen] = useState(false)
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  useOutside(frame, open, () => setOpen(false))
  const counts = new Map<Layer, number>()
  if (open) for (const edge of graphOf(definition).edges) counts.set(edge.layer, (counts.get(edge.layer) ?? 0) + 1)
  return (
    <div ref={frame} style={{ position: 'relative' }}>
      <button
        type="button"
        className="pw-tool"
        aria-expanded={open}
        aria-controls={id}
        title="Which lines are drawn, and what they mean"
        onClick={() => setOpen(!open)}
      >
        Lines ▾
      </button>
      {open && (
        <fieldset id={id} className="pw-menu pw-legend" aria-label="Lines to draw">
          {kinds.map(({ layer, flow, label }) => (
            <label key={layer}>
              <input
                type="checkbox"
                checked={!hidden.has(layer)}
                onChange={event => {
                  const next = new Set(hidden)
                  if (event.target.checked) next.delete(layer)
                  else next.add(layer)
                  view.setState({ hidden: next })
                }}
              />
              <svg width="44" height="10" aria-hidden="true" focusable="false">
                <path d="M1 5H42" className="pw-edge" data-layer={layer} data-flow={flow} />
              </svg>
              <span>{label}</span>
              <span className="pw-quiet pw-number">{counts.get(layer) ?? 0}</span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}
