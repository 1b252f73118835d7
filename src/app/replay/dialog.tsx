import './replay.css'
import Button from '@cloudscape-design/components/button'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useService } from '../data/service.ts'
import { runSegment } from '../state/run-address.ts'
import { Dialog } from '../ui/dialog.tsx'
import { tell, tellTrouble } from '../ui/toasts.tsx'
import type { AttemptChoice } from './attempt.ts'
import { SecretEntries } from './secret-entries.tsx'

interface ReplayProps {
  readonly attempt: AttemptChoice
  readonly question: string
  /** What the button says that does it. */
  readonly deed: string
  /** What it brings and does not, sentence by sentence. */
  readonly notes: readonly string[]
  /** Secrets that an account keeps to itself, by id. */
  readonly untold?: readonly string[]
  readonly close: () => void
}

/** Asks before an attempt runs again by itself, in a pipeline of its own on this machine: where it writes above all. */
export function ReplayDialog({ attempt, question, deed, notes, untold = [], close }: ReplayProps) {
  const service = useService()
  const navigate = useNavigate()
  const [outputs, setOutputs] = useState<'scratch' | 'same'>('scratch')
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({})
  const replay = useMutation({
    mutationFn: () => service.ReplayAttempt({ ...attempt, outputs, secrets }),
    onSuccess({ pipelineId, scheduledStart, notes }) {
      // Of an attempt of an account the notes were read before.
      tell(['The replay runs in a pipeline of its own.', ...(attempt.connection ? [] : notes)].join(' '))
      void navigate({
        to: '/pipelines/$pipelineId/runs/$scheduledStart',
        params: { pipelineId, scheduledStart: runSegment(scheduledStart) },
      })
    },
    onError: tellTrouble('It was not run again'),
  })
  return (
    <Dialog
      header={question}
      close={close}
      actions={
        <Button
          variant="primary"
          disabled={untold.some(id => !secrets[id])}
          loading={replay.isPending}
          onClick={() => replay.mutate()}
        >
          {deed}
        </Button>
      }
    >
      <div className="pw-replay">
        <ul>
          {notes.map(note => (
            <li key={note}>{note}</li>
          ))}
        </ul>
        <SecretEntries ids={untold} values={secrets} onChange={setSecrets} />
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
