import './notices.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { PipelineSummary } from '../../api/pipelines.ts'
import type { Notice } from '../../api/workspace.ts'
import { startOfInstance } from '../../core/runs/instance-id.ts'
import { useEngineNow } from '../data/clock.ts'
import { noticesQuery, pipelinesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { useAddress } from '../state/address.ts'
import { useRunPlace, useRunRoute } from '../state/run-place.ts'
import { useZone } from '../state/zone.ts'
import { Empty, Page, Trouble, Waiting } from '../ui/kit.tsx'
import { OneOrAll, PipelineFilter } from '../ui/one-or-all.tsx'
import { SeverityIcon } from '../ui/severity.tsx'
import { formatAge, formatTimeWithZone } from '../ui/time.ts'

const kinds = {
  // An alarm may tell of a success as well as of a failure: its own words say which.
  alarm: { word: 'Alarm', severity: 'info' },
  terminate: { word: 'Ended by Terminate', severity: 'warning' },
  engine: { word: 'Engine', severity: 'info' },
} as const satisfies Record<Notice['kind'], unknown>

const most = 500

/** What actions and the engine had to say, newest first. Filters stand in the address. */
export function NoticeList() {
  const service = useService()
  const [address, change] = useAddress()
  const { data, error, refetch } = useQuery(noticesQuery(service, address.pipeline))
  const { data: pipelines = [] } = useQuery(pipelinesQuery(service))
  const words = (address.q ?? '').trim().toLowerCase()
  const shown = data?.filter(
    one =>
      (!address.kind || one.kind === address.kind) && `${one.subject} ${one.message}`.toLowerCase().includes(words),
  )
  return (
    <Page
      title="Notifications"
      about="What alarms said, what was ended for being late, and what the engine did by itself."
      actions={
        <>
          <input
            className="pw-input"
            type="search"
            style={{ width: 240 }}
            aria-label="Find in the notifications"
            placeholder="Find in the notifications"
            value={address.q ?? ''}
            onChange={event => change({ q: event.target.value || undefined })}
          />
          <PipelineFilter pipelines={pipelines} value={address.pipeline} onChange={pipeline => change({ pipeline })} />
          <OneOrAll
            label="Kind"
            all="All kinds"
            value={address.kind}
            options={Object.entries(kinds).map(([kind, { word }]) => [kind, word])}
            onChange={kind => change({ kind })}
          />
        </>
      }
    >
      {error && <Trouble what="The notifications could not be listed" error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting what="Listing the notifications" />}
      {shown?.length === 0 &&
        (data?.length === 0 ? (
          <Empty title="Nothing to tell">
            <p>
              When an action of a pipeline fires, such as an SNS alarm on failure, what it says is kept here, whether or
              not it was sent anywhere.
            </p>
          </Empty>
        ) : (
          <Empty title="No notification matches">
            <button type="button" className="pw-btn" onClick={() => change({ q: undefined, kind: undefined })}>
              Clear the filter
            </button>
          </Empty>
        ))}
      {shown && shown.length > 0 && <Notices notices={shown} pipelines={pipelines} />}
      {data && data.length >= most && <p className="pw-quiet">The newest {most} are shown.</p>}
    </Page>
  )
}

interface NoticesProps {
  readonly notices: readonly Notice[]
  readonly pipelines: readonly PipelineSummary[]
}

/** Notices in full, one below the other. */
export const Notices = ({ notices, pipelines }: NoticesProps) => (
  <ol className="pw-notices">
    {notices.map(notice => (
      <NoticeRow key={notice.id} notice={notice} pipeline={pipelines.find(one => one.id === notice.pipelineId)} />
    ))}
  </ol>
)

function NoticeRow({ notice, pipeline }: { readonly notice: Notice; readonly pipeline: PipelineSummary | undefined }) {
  const zone = useZone()
  const now = useEngineNow(30_000)
  const { word, severity } = kinds[notice.kind]
  const run = startOfInstance(notice.instanceId ?? '')
  const routeOf = useRunRoute()
  const isRehearsal = useRunPlace().rehearsalId !== undefined
  return (
    <li className="pw-notice">
      <span className="pw-notice-icon">
        <SeverityIcon severity={severity} size={18} />
      </span>
      <h2>{notice.subject}</h2>
      <time className="pw-quiet pw-number" title={formatAge(notice.at, now)}>
        {formatTimeWithZone(notice.at, zone, 'second')}
      </time>
      <pre>{notice.message}</pre>
      <footer>
        <span>{word}</span>
        {notice.pipelineId && !isRehearsal && (
          <Link className="pw-link" to="/pipelines/$pipelineId/runs" params={{ pipelineId: notice.pipelineId }}>
            {pipeline?.name ?? notice.pipelineId}
          </Link>
        )}
        {notice.pipelineId && notice.instanceId && run !== undefined && (
          <Link
            className="pw-link"
            {...routeOf(notice.pipelineId, run)}
            search={{ instance: notice.instanceId } as never}
          >
            {notice.instanceId}
          </Link>
        )}
        <span>
          {isRehearsal ? 'Rehearsed: nobody was told' : notice.sentTo ? `Sent to ${notice.sentTo}` : 'Kept here only'}
        </span>
      </footer>
    </li>
  )
}
