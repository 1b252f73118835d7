import { useId, useRef, useState } from 'react'
import type { Grouping } from '../../core/graph/pins.ts'
import { useSession, useView } from '../state/session.ts'
import { useOutside } from '../ui/outside.ts'
import { collapseAll, expandAll, groupBy, showNotes } from './sights.ts'

const groupings: readonly (readonly [Grouping, string, string])[] = [
  ['none', 'No frames', 'The flow alone orders the cards'],
  ['resource', 'By resource', 'A frame for each resource, around what runs on it'],
  ['schedule', 'By schedule', 'A frame for each schedule, around what keeps to it'],
]

/** How the cards stand: in frames or not, collapsed or open, with or without notes. */
export function ViewMenu() {
  const session = useSession()
  const grouping = useView(now => now.grouping)
  const collapsed = useView(now => now.collapsed.size)
  const notes = useView(now => now.notes)
  const [open, setOpen] = useState(false)
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  useOutside(frame, open, () => setOpen(false))
  return (
    <div ref={frame} style={{ position: 'relative' }}>
      <button
        type="button"
        className="pw-tool"
        aria-expanded={open}
        aria-controls={id}
        title="Frames around cards, what is collapsed, and notes"
        onClick={() => setOpen(!open)}
      >
        {grouping === 'none' ? 'View' : grouping === 'resource' ? 'By resource' : 'By schedule'} ▾
      </button>
      {open && (
        <fieldset id={id} className="pw-menu pw-legend pw-stand" aria-label="How the cards stand">
          <div className="pw-menu-title">Frames</div>
          {groupings.map(([how, word, about]) => (
            <label key={how} title={about}>
              <input type="radio" name={id} checked={grouping === how} onChange={() => groupBy(session, how)} />
              <span>{word}</span>
            </label>
          ))}
          <hr />
          <button type="button" onClick={() => collapseAll(session)}>
            <span>Collapse all</span>
            <small>
              {grouping === 'none' ? 'What only one card uses goes into it' : 'Each frame becomes one card'}
            </small>
          </button>
          <button type="button" disabled={collapsed === 0} onClick={() => expandAll(session)}>
            <span>Expand all</span>
          </button>
          <hr />
          <label title="Lays the authors' comments (myComment) beneath their cards">
            <input type="checkbox" checked={notes} onChange={event => showNotes(session, event.target.checked)} />
            <span>Notes</span>
          </label>
        </fieldset>
      )}
    </div>
  )
}
