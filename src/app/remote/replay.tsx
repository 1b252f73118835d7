import Button from '@cloudscape-design/components/button'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ConnectionChoice, RemoteAttempt } from '../../api/connections.ts'
import { useService } from '../data/service.ts'
import { runSegment } from '../state/run-address.ts'
import { Dialog } from '../ui/dialog.tsx'
import { tell, tellTrouble } from '../ui/toasts.tsx'

interface ReplayProps {
  readonly connection: ConnectionChoice
  readonly pipelineId: string
  readonly attempt: RemoteAttempt
  readonly untold: readonly string[]
  readonly notes: readonly string[]
  readonly close: () => void
}

/** Asks before an attempt of an account runs here: what it brings and does not, where it writes, what AWS keeps. */
export function RemoteReplay({ connection, pipelineId, attempt, untold, notes, close }: ReplayProps) {
  const service = useService()
  const navigate = useNavigate()
  const [outputs, setOutputs] = useState<'scratch' | 'same'>('scratch')
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({})
  const lacks = untold.some(id => !secrets[id])
  const replay = useMutation({
    mutationFn: () => service.ReplayAttempt({ connection, pipelineId, attemptId: attempt.id, outputs, secrets }),
    onSuccess(made) {
      tell('The replay runs on this machine, in a pipeline of its own.')
      void navigate({
        to: '/pipelines/$pipelineId/runs/$scheduledStart',
        params: { pipelineId: made.pipelineId, scheduledStart: runSegment(made.scheduledStart) },
      })
    },
    onError: tellTrouble('It was not run here'),
  })
  return (
    <Dialog
      header={`Run attempt ${attempt.number} of ${attempt.componentId} on this machine?`}
      close={close}
      actions={
        <Button variant="primary" disabled={lacks} loading={replay.isPending} onClick={() => replay.mutate()}>
          Run it here
        </Button>
      }
    >
      <div className="pw-remote-stack">
        <ul className="pw-remote-notes">
          <li>Nothing is written to the account; its run stays as it is.</li>
          {notes.map(note => (
            <li key={note}>{note}</li>
          ))}
        </ul>
        {untold.length > 0 && (
          <fieldset className="pw-remote-secrets">
            <legend>What the account keeps to itself</legend>
            {untold.map(id => (
              <label key={id}>
                <span className="pw-mono">*{id}</span>
                <input
                  className="pw-entry"
                  type="password"
                  autoComplete="off"
                  value={secrets[id] ?? ''}
                  onChange={event => setSecrets({ ...secrets, [id]: event.target.value })}
                />
              </label>
            ))}
            <p className="pw-note">They become values of the new pipeline on this machine, marked as secret.</p>
          </fieldset>
        )}
        <RadioGroup
          ariaLabel="Where it writes"
          value={outputs}
          onChange={({ detail }) => setOutputs(detail.value === 'same' ? 'same' : 'scratch')}
          items={[
            {
              value: 'scratch',
              label: 'Write to a place of its own',
              description: 'Outputs in S3 go under s3://pipewright-replays/ of this machine, wherever they are named.',
            },
            {
              value: 'same',
              label: 'Write to the addresses that the original wrote to',
              description: 'In the store of this machine; what is there is overwritten.',
            },
          ]}
        />
      </div>
    </Dialog>
  )
}
