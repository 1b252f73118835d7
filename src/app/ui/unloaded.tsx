import { useState } from 'react'
import { Empty } from './kit.tsx'

/** Whether an error says that a part of the studio did not come, in the words of each browser and of our bundler. */
export const isUnloaded = (error: unknown): boolean =>
  error instanceof Error &&
  /dynamically imported module|Importing a module script failed|Unable to preload/i.test(error.message)

/** Stands in for a page whose program did not come. Loads it anew only once the server answers, lest what is typed be lost. */
export function Unloaded() {
  const [silent, setSilent] = useState(false)
  const again = () =>
    fetch(location.href, { method: 'HEAD' }).then(
      () => location.reload(),
      () => setSilent(true),
    )
  return (
    <Empty title="This page could not be loaded">
      <span>
        The server did not answer, or it was updated meanwhile. Start it if it is stopped, then try again. What you
        typed stays in this tab until it is saved.
      </span>
      <button type="button" className="pw-btn" onClick={() => void again()}>
        Try again
      </button>
      {silent && <span role="status">The server still does not answer.</span>}
    </Empty>
  )
}
