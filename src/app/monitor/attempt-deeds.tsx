import Button from '@cloudscape-design/components/button'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { slotOf } from '../../core/catalog/index.ts'
import { type AttemptRow, type InstanceRow, settled } from '../../core/runs/instance.ts'
import { useService } from '../data/service.ts'
import { runSegment } from '../state/run-address.ts'
import { Dialog } from '../ui/dialog.tsx'
import { save } from '../ui/save-file.ts'
import { tell, tellTrouble } from '../ui/toasts.tsx'

interface AttemptDeedsProps {
  readonly instance: InstanceRow
  readonly attempt: AttemptRow
}

/** What one can do with an attempt outside of its run. */
export function AttemptDeeds({ instance, attempt }: AttemptDeedsProps) {
  const service = useService()
  const [asked, setAsked] = useState(false)
  const { pipelineId } = instance
  const script = useMutation({
    mutationFn: () => service.ExportAttempt({ pipelineId, attemptId: attempt.id }),
    onSuccess({ name, text }) {
      save(name, text)
      tell(`Saved ${name}; its first lines say what was left out.`)
    },
    onError: tellTrouble('The script was not written'),
  })
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
      {asked && <Replay instance={instance} attempt={attempt} close={() => setAsked(false)} />}
    </div>
  )
}

function Replay({ instance, attempt, close }: AttemptDeedsProps & { readonly close: () => void }) {
  const service = useService()
  const navigate = useNavigate()
  const [outputs, setOutputs] = useState<'scratch' | 'same'>('scratch')
  const replay = useMutation({
    mutationFn: () => service.ReplayAttempt({ pipelineId: instance.pipelineId, attemptId: attempt.id, outputs }),
    onSuccess({ pipelineId, scheduledStart, notes }) {
      tell(`The replay runs in a pipeline of its own. ${notes.join(' ')}`)
      void navigate({
        to: '/pipelines/$pipelineId/runs/$scheduledStart',
        params: { pipelineId, scheduledStart: runSegment(scheduledStart) },
      })
    },
    onError: tellTrouble('It was not run again'),
  })
  return (
    <Dialog
      header={`Run attempt ${attempt.number} of ${instance.name} again by itself?`}
      close={close}
      actions={
        <Button variant="primary" loading={replay.isPending} onClick={() => replay.mutate()}>
          Run it by itself
        </Button>
      }
    >
      <SpaceBetween size="m">
        <ul className="pw-run-effects">
          <li>A new pipeline gets its fields as they were evaluated then, and runs them once on this machine.</li>
          <li>This run and its history stay as they are; no alarm is raised, nothing is tried again.</li>
          <li>It reads the inputs where they lie now.</li>
        </ul>
        <RadioGroup
          ariaLabel="Where it writes"
          value={outputs}
          onChange={({ detail }) => setOutputs(detail.value === 'same' ? 'same' : 'scratch')}
          items={[
            {
              value: 'scratch',
              label: 'Write to a place of its own',
              description: 'Outputs in S3 go under s3://pipewright-replays/, wherever the command names them.',
            },
            {
              value: 'same',
              label: 'Write where the original wrote',
              description: 'What is there is overwritten.',
            },
          ]}
        />
      </SpaceBetween>
    </Dialog>
  )
}
