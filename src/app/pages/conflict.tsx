import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { read } from '../../core/definition/text.ts'
import { useSession } from '../state/session.ts'
import { useZone } from '../state/zone.ts'
import { formatTimeWithZone } from '../ui/time.ts'

const MergeDialog = lazy(() => import('../versions/merge.tsx').then(room => ({ default: room.MergeDialog })))

/** Two versions of a draft: says so, and lets choose or merge. Neither is lost: each way out is one step to undo. */
export function Conflict() {
  const { saver } = useSession()
  const state = useStore(saver.state)
  const zone = useZone()
  const [merging, setMerging] = useState(false)
  const sides = useMemo(
    () => state.kind === 'conflict' && { base: read(state.base), theirs: read(state.theirs.text) },
    [state],
  )
  if (state.kind !== 'conflict' || !sides) return null
  const when = formatTimeWithZone(state.theirs.updatedAt, zone, 'second')
  return (
    <div className="pw-conflict">
      <Alert
        type="warning"
        header="This pipeline was changed elsewhere"
        action={
          <span className="pw-row">
            <Button onClick={() => setMerging(true)}>Merge…</Button>
            <Button onClick={() => saver.takeTheirs()}>Take that version</Button>
            <Button onClick={() => void saver.keepMine()}>Keep mine</Button>
          </span>
        }
      >
        Another tab or program saved it at {when}. Nothing of yours is saved until you choose. Merging takes what each
        changed; taking that version is one step that you can undo; keeping yours replaces it.
      </Alert>
      {merging && (
        <Suspense>
          <MergeDialog {...sides} whose="another tab" pins={state.theirs.pins} close={() => setMerging(false)} />
        </Suspense>
      )}
    </div>
  )
}
