import { useId, useRef, useState } from 'react'
import { inheritedEdges } from '../../core/graph/inherited.ts'
import type { Layer } from '../../core/graph/layers.ts'
import { graphOf } from '../state/derived.ts'
import { useDerived, useSession, useView } from '../state/session.ts'
import { useOutside } from '../ui/outside.ts'
import { mostUsers } from './scene.ts'

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
  { layer: 'inherited', flow: 'inherited', label: 'Inherited references' },
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
  if (open) {
    const graph = graphOf(definition)
    for (const { layer } of [...graph.edges, ...inheritedEdges(graph)]) counts.set(layer, (counts.get(layer) ?? 0) + 1)
  }
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
          <p className="pw-quiet">
            Lines to what is far away or what more than {mostUsers} use are drawn when you point at or select a card.
          </p>
        </fieldset>
      )}
    </div>
  )
}
