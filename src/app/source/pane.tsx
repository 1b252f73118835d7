import './source.css'
import { lazy, Suspense, useState } from 'react'
import type { Place } from '../../core/definition/model.ts'
import { useEngineNow } from '../data/clock.ts'
import { useDerived, useSession, useView } from '../state/session.ts'
import { Waiting } from '../ui/kit.tsx'
import { MomentChoice } from '../ui/moment-choice.tsx'
import { formatNow } from './formatting.ts'
import { Outline } from './outline.tsx'

const TextEditor = lazy(() => import('./text-editor.tsx').then(room => ({ default: room.TextEditor })))

/** The definition's text. It is what is kept; all else on screen is read from it. */
export function SourcePane() {
  const [outline, setOutline] = useState(false)
  return (
    <section className="pw-source" aria-label="Source">
      <Bar outline={outline} setOutline={setOutline} />
      <div className="pw-source-body">
        {outline && <Outline />}
        <div className="pw-source-text">
          <Suspense fallback={<Waiting what="Loading the text editor" />}>
            <TextEditor />
          </Suspense>
        </div>
      </div>
    </section>
  )
}

const hiddenWords = (count: number): string =>
  count === 0
    ? 'All of it was read.'
    : `${count === 1 ? '1 object that it hides is' : `${count} objects that it hides are`} shown as before, with dashed borders.`

interface BarProps {
  readonly outline: boolean
  readonly setOutline: (open: boolean) => void
}

function Bar({ outline, setOutline }: BarProps) {
  const session = useSession()
  const { view } = session
  const { broken, hidden } = useDerived()
  const moment = useView(now => now.moment)
  const now = useEngineNow(60_000)
  return (
    <div className="pw-source-bar">
      <b>Source</b>
      {broken ? (
        <span className="pw-source-broken" role="status" title={hiddenWords(hidden.size)}>
          The text is broken. {hiddenWords(hidden.size)}
        </span>
      ) : (
        <Crumbs />
      )}
      <span style={{ flex: 1 }} />
      <MomentChoice value={moment} now={now} onChange={chosen => view.setState({ moment: chosen })} />
      <button
        type="button"
        className="pw-tool"
        aria-expanded={outline}
        title="What stands in the text (Ctrl Shift O searches it)"
        onClick={() => setOutline(!outline)}
      >
        Outline
      </button>
      <button
        type="button"
        className="pw-tool"
        title="Lay the text out anew; comments and the order of keys stay (Shift Alt F)"
        onClick={() => formatNow(session)}
      >
        Format
      </button>
      <button type="button" className="pw-tool" onClick={() => view.setState({ source: false })}>
        Close
      </button>
    </div>
  )
}

/** Where the caret, or the form, is. */
function Crumbs() {
  const spot = useView(now => now.spot)
  const selected = useView(now => now.selected)
  const [first] = selected
  const place: Place = spot?.place ?? (first === undefined ? {} : { object: first })
  const { object, parameter, field, occurrence = 0 } = place
  const parts = [object ?? parameter, field, occurrence > 0 ? `value ${occurrence + 1}` : undefined].filter(Boolean)
  if (parts.length === 0) return <span className="pw-cut">Comments and spacing stay as you write them.</span>
  return (
    <span className="pw-source-crumbs pw-cut" title="Where you are">
      {parts.join(' › ')}
    </span>
  )
}
