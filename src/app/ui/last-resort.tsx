import { Mark } from './mark.tsx'

/** The screen for our own mistakes. Works without any of the machinery that may have failed. */
export function LastResort({ error }: { readonly error: unknown }) {
  const what = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)
  const report = `${what}\nAt ${location.pathname}\n${navigator.userAgent}`
  return (
    <main role="alert" style={{ maxWidth: 760, margin: '12vh auto', padding: 24 }}>
      <Mark size={40} />
      <h1 style={{ fontSize: 24, lineHeight: '30px' }}>Something in Pipewright broke</h1>
      <p>
        This is our mistake, not yours. What you type into a definition is saved as you go. Reload the page to go on; if
        it happens again, please send us the text below.
      </p>
      <p>
        <button type="button" className="pw-btn" onClick={() => location.reload()}>
          Reload the page
        </button>{' '}
        <button type="button" className="pw-btn" onClick={() => location.assign('/')}>
          Go to the list of pipelines
        </button>
      </p>
      <pre className="pw-mono" style={{ whiteSpace: 'pre-wrap', padding: 12, background: 'var(--pw-shade)' }}>
        {report}
      </pre>
    </main>
  )
}
