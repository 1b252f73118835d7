import './remote.css'
import Button from '@cloudscape-design/components/button'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { RemoteAttempts } from '../../api/connections.ts'
import { type Status, statuses } from '../../core/runs/instance.ts'
import { connectionsQuery, remoteAttemptsQuery } from '../data/connections.ts'
import { useService } from '../data/service.ts'
import { useAddress } from '../state/address.ts'
import { useZone } from '../state/zone.ts'
import { Empty, Page, Trouble, Waiting } from '../ui/kit.tsx'
import { StatusMark } from '../ui/status.tsx'
import { formatTime, zoneName } from '../ui/time.ts'
import { RemoteAttemptView } from './attempt.tsx'

const spans = [
  { id: '7', text: 'Last 7 days' },
  { id: '30', text: 'Last 30 days' },
  { id: 'all', text: 'Ever' },
] as const

/** Attempts of a pipeline in an account of AWS: looked at there, run again here. */
export function RemoteAttemptsView() {
  const service = useService()
  const zone = useZone()
  const { pipelineId = '' } = useParams({ strict: false })
  const [address, change] = useAddress()
  const { connection: id = '', region = '', endpoint, name } = address
  const all = address.status === 'all'
  const span = spans.find(one => one.id === address.since) ?? spans[1]
  const connection = { id, region, ...(endpoint && { endpoint }) }
  const known = useQuery(connectionsQuery(service))
  const found = useQuery(remoteAttemptsQuery(service, connection, pipelineId, all, span.id))
  const attempts = found.data?.attempts ?? []
  const chosen = attempts.find(one => one.id === address.attempt) ?? attempts[0]
  const title = known.data?.connections.find(one => one.id === id)?.title ?? id
  return (
    <Page
      title={<>Attempts of {name ?? pipelineId} in AWS</>}
      about={`${title} in ${region}, read only. An attempt can be run again on this machine or saved as a script.`}
      actions={
        <>
          <fieldset className="pw-segments" aria-label="Which attempts">
            <button type="button" className="pw-btn" aria-pressed={!all} onClick={() => change({ status: undefined })}>
              Failed
            </button>
            <button type="button" className="pw-btn" aria-pressed={all} onClick={() => change({ status: 'all' })}>
              All that are over
            </button>
          </fieldset>
          <select
            className="pw-entry"
            aria-label="Scheduled"
            value={span.id}
            onChange={event => change({ since: event.target.value === '30' ? undefined : event.target.value })}
          >
            {spans.map(one => (
              <option key={one.id} value={one.id}>
                {one.text}
              </option>
            ))}
          </select>
          <Button loading={found.isFetching} onClick={() => void found.refetch()}>
            Ask again
          </Button>
        </>
      }
    >
      {found.error && (
        <Trouble what="The attempts could not be read" error={found.error} retry={() => void found.refetch()} />
      )}
      {found.isPending && <Waiting what="Asking AWS for attempts" />}
      {found.data && attempts.length === 0 && (
        <Empty title={all ? 'No attempt is over' : 'No attempt failed'}>
          {span.id === 'all' ? 'The account tells of none.' : 'Look further back, or at all that are over.'}
          <span className="pw-note">It takes {known.data?.attemptActions.join(', ')}.</span>
        </Empty>
      )}
      {found.data && chosen && (
        <div className="pw-remote">
          <section className="pw-panel" aria-labelledby="remote-list">
            <header>
              <h2 id="remote-list">{all ? 'Attempts' : 'Failed attempts'}</h2>
              <span className="pw-note">
                {countWords(found.data)} · times in {zoneName(zone, chosen.scheduledStart)}
              </span>
            </header>
            <ul className="pw-remote-list" data-scroll>
              {attempts.map(one => (
                <li key={one.id}>
                  <button
                    type="button"
                    className="pw-remote-row"
                    aria-pressed={one === chosen}
                    title={one.id}
                    onClick={() => change({ attempt: one.id })}
                  >
                    <b className="pw-cut">{one.componentId}</b>
                    <span className="pw-number">{formatTime(one.scheduledStart, zone)}</span>
                    <StatusMark status={statusOf(one.status)} />
                    <span className="pw-quiet">attempt {one.number}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
          <RemoteAttemptView key={chosen.id} connection={connection} pipelineId={pipelineId} attempt={chosen} />
        </div>
      )}
    </Page>
  )
}

const statusOf = (text: string): Status => statuses.find(one => one === text) ?? 'FAILED'

const countWords = ({ attempts, total, mostRead }: RemoteAttempts) =>
  [
    attempts.length < total ? `the newest ${attempts.length} of ${total}` : `${total}`,
    ...(mostRead === undefined
      ? []
      : [`of the first ${mostRead} that were read; choose a shorter time for the others`]),
  ].join(' ')
