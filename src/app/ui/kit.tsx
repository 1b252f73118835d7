import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Spinner from '@cloudscape-design/components/spinner'
import type { ReactNode } from 'react'

interface PageProps {
  readonly title: ReactNode
  readonly about?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page that scrolls as a whole: heading, a sentence about it, actions, content. */
export const Page = ({ title, about, actions, children }: PageProps) => (
  <div className="pw-page">
    <header className="pw-page-head">
      <div>
        <h1>{title}</h1>
        {about && <p>{about}</p>}
      </div>
      {actions && <div className="pw-row">{actions}</div>}
    </header>
    {children}
  </div>
)

interface EmptyProps {
  readonly title: string
  readonly children?: ReactNode
}

/** What stands where there is nothing yet: says why, and what to do. */
export const Empty = ({ title, children }: EmptyProps) => (
  <div className="pw-empty">
    <strong>{title}</strong>
    {children}
  </div>
)

export const Waiting = ({ what }: { readonly what: string }) => (
  <div className="pw-wait" role="status">
    <span>
      <Spinner /> {what}
    </span>
  </div>
)

interface TroubleProps {
  readonly what: string
  readonly error: unknown
  readonly retry?: () => void
}

/** A request that could not be met: what was asked, what was answered, and a way to ask again. */
export const Trouble = ({ what, error, retry }: TroubleProps) => (
  <Alert type="error" header={what} action={retry && <Button onClick={retry}>Try again</Button>}>
    {error instanceof Error ? error.message : String(error)}
  </Alert>
)
