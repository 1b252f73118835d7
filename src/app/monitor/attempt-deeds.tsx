import { useState } from 'react'
import { slotOf } from '../../core/catalog/index.ts'
import { type AttemptRow, type InstanceRow, settled } from '../../core/runs/instance.ts'
import { ReplayDialog } from '../replay/dialog.tsx'
import { useScript } from '../replay/script.ts'

interface AttemptDeedsProps {
  readonly instance: InstanceRow
  readonly attempt: AttemptRow
}

/** What one can do with an attempt outside of its run. */
export function AttemptDeeds({ instance, attempt }: AttemptDeedsProps) {
  const [asked, setAsked] = useState(false)
  const choice = { pipelineId: instance.pipelineId, attemptId: attempt.id }
  const script = useScript(choice)
  if (instance.family !== 'activity' || !settled(attempt.status)) return null
  return (
    <div className="pw-attempt-deeds">
      <button type="button" className="pw-btn" onClick={() => setAsked(true)}>
        Run this attempt again by itself…
      </button>
      {slotOf(instance.type, 'command') && (
        <button type="button" className="pw-btn" disabled={script.isPending} onClick={() => script.mutate()}>
          Save it as a script
        </button>
      )}
      {asked && (
        <ReplayDialog
          attempt={choice}
          question={`Run attempt ${attempt.number} of ${instance.name} again by itself?`}
          deed="Run it by itself"
          notes={notes}
          close={() => setAsked(false)}
        />
      )}
    </div>
  )
}

const notes = [
  'A new pipeline gets its fields as they were evaluated then, and runs them once on this machine.',
  'This run and its history stay as they are; no alarm is raised, nothing is tried again.',
  'It reads the inputs where they lie now.',
]
