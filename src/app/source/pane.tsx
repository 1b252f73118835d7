import './source.css'
import { lazy, Suspense } from 'react'
import { useDerived, useSession } from '../state/session.ts'
import { Waiting } from '../ui/kit.tsx'

const TextEditor = lazy(() => import('./text-editor.tsx').then(room => ({ default: room.TextEditor })))

/** The definition's text. It is what is kept; all else on screen is read from it. */
export function SourcePane() {
  const { view } = useSession()
  const { broken, hidden } = useDerived()
  return (
    <section className="pw-source" aria-label="Source">
      <div className="pw-source-bar">
        <b>Source</b>
        {broken ? (
          <span className="pw-source-broken" role="status">
            The text is broken.{' '}
            {hidden.size > 0
              ? `${hidden.size === 1 ? '1 object that it hides is' : `${hidden.size} objects that it hides are`} shown as before, with dashed borders.`
              : 'Everything could still be read.'}
          </span>
        ) : (
          <span>Comments and spacing stay as you write them.</span>
        )}
        <span style={{ flex: 1 }} />
        <button
          type="button"
          className="pw-tool"
          style={{ height: 22 }}
          onClick={() => view.setState({ source: false })}
        >
          Close
        </button>
      </div>
      <div className="pw-source-text">
        <Suspense fallback={<Waiting what="Loading the text editor" />}>
          <TextEditor />
        </Suspense>
      </div>
    </section>
  )
}
