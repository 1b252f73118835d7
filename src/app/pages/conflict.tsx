import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { useStore } from 'zustand'
import { useSession } from '../state/session.ts'
import { useZone } from '../state/zone.ts'
import { formatTimeWithZone } from '../ui/time.ts'

/** Two versions of a draft: says so, and lets choose. Neither is lost: taking theirs can be undone. */
export function Conflict() {
  const { saver } = useSession()
  const state = useStore(saver.state)
  const zone = useZone()
  if (state.kind !== 'conflict') return null
  const when = formatTimeWithZone(state.theirs.updatedAt, zone, 'second')
  return (
    <div className="pw-conflict">
      <Alert
        type="warning"
        header="This pipeline was changed elsewhere"
        action={
          <span className="pw-row">
            <Button onClick={() => saver.takeTheirs()}>Take that version</Button>
            <Button onClick={() => void saver.keepMine()}>Keep mine</Button>
          </span>
        }
      >
        Another tab or program saved it at {when}. Nothing of yours is saved until you choose. Taking that version is
        one step that you can undo; keeping yours replaces it.
      </Alert>
    </div>
  )
}
