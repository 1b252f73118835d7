import Button from '@cloudscape-design/components/button'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ConnectionChoice, RemoteAttempt } from '../../api/connections.ts'
import { familyOf } from '../../core/catalog/index.ts'
import { remoteReplayQuery } from '../data/connections.ts'
import { useService } from '../data/service.ts'
import { ReplayDialog } from '../replay/dialog.tsx'
import { useScript } from '../replay/script.ts'
import { useZone } from '../state/zone.ts'
import { Trouble, Waiting } from '../ui/kit.tsx'
import { ObjectName } from '../ui/object-name.tsx'
import { formatDuration, formatTimeWithZone } from '../ui/time.ts'

interface AttemptProps {
  readonly connection: ConnectionChoice
  readonly pipelineId: string
  readonly attempt: RemoteAttempt
}

/** One attempt of an account: how it ended, what one can do with it here, and its fields as AWS evaluated them. */
export function RemoteAttemptView({ connection, pipelineId, attempt }: AttemptProps) {
  const service = useService()
  const zone = useZone()
  const [asked, setAsked] = useState(false)
  const { data, error, refetch } = useQuery(remoteReplayQuery(service, connection, pipelineId, attempt.id))
  const choice = { connection, pipelineId, attemptId: attempt.id }
  const script = useScript(choice)
  const { actualStart, actualEnd } = attempt
  return (
    <section className="pw-panel pw-remote-attempt" aria-label={`Attempt ${attempt.number} of ${attempt.componentId}`}>
      <header>
        <h2>
          <ObjectName name={attempt.componentId} family={familyOf(attempt.type) ?? 'activity'} />
        </h2>
        <span className="pw-note">
          Attempt {attempt.number} of {formatTimeWithZone(attempt.scheduledStart, zone)}
          {actualStart !== undefined &&
            actualEnd !== undefined &&
            `, which took ${formatDuration(actualEnd - actualStart)}`}
        </span>
      </header>
      <div className="pw-panel-body pw-remote-stack">
        {attempt.errorMessage && <pre className="pw-remote-error pw-mono">{attempt.errorMessage}</pre>}
        <div className="pw-row">
          <Button variant="primary" disabled={!data} onClick={() => setAsked(true)}>
            Run it on this machine…
          </Button>
          {attempt.hasCommand && (
            <Button loading={script.isPending} onClick={() => script.mutate()}>
              Save it as a script
            </Button>
          )}
        </div>
        {error && <Trouble what="Its fields could not be read" error={error} retry={() => void refetch()} />}
        {!data && !error && <Waiting what="Asking AWS for its evaluated fields" />}
        {data?.objects.map(object => (
          <div key={object.id} className="pw-remote-fields">
            <h3>
              {object.id} <span className="pw-quiet">{object.type}</span>
            </h3>
            <dl>
              {object.fields
                .filter(field => field.key !== 'type' && field.key !== 'parent')
                .map((field, index) => {
                  const key = `${field.key} ${index}`
                  return (
                    <div key={key}>
                      <dt>{field.key}</dt>
                      <dd className="pw-mono">
                        {field.refValue === undefined ? field.stringValue : `→ ${field.refValue}`}
                      </dd>
                    </div>
                  )
                })}
            </dl>
          </div>
        ))}
      </div>
      {asked && data && (
        <ReplayDialog
          attempt={choice}
          question={`Run attempt ${attempt.number} of ${attempt.componentId} on this machine?`}
          deed="Run it here"
          notes={['Nothing is written to the account; its run stays as it is.', ...data.notes]}
          untold={data.untold}
          close={() => setAsked(false)}
        />
      )}
    </section>
  )
}
