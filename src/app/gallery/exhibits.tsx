import { type ComponentType, useState } from 'react'
import { statuses } from '../../core/runs/instance.ts'
import { buildTimeline } from '../../core/runs/timeline.ts'
import { RunCost } from '../cost/run-cost.tsx'
import { AllRuns } from '../monitor/all-runs-page.tsx'
import { RunView } from '../monitor/run-page.tsx'
import { PipelineRuns } from '../monitor/runs-page.tsx'
import { TimelineChart } from '../monitor/timeline.tsx'
import { useZone } from '../state/zone.ts'
import { CountsMark, StatusMark } from '../ui/status.tsx'
import { attempts, failedRun, instances, liveRun, now, parts, pipelineId, runs } from './fixtures.ts'

export interface Exhibit {
  readonly id: string
  readonly title: string
  readonly Show: ComponentType
}

const order = parts.map(part => part.id)

function timelineOf(...starts: readonly number[]) {
  const mine = instances.filter(i => starts.includes(i.scheduledStart))
  const ids = new Set(mine.map(i => i.id))
  return buildTimeline(
    mine,
    attempts.filter(a => ids.has(a.instanceId)),
    { order, waits: starts.length === 1 },
  )
}

const timelines = {
  failed: timelineOf(failedRun),
  live: timelineOf(liveRun),
  month: timelineOf(...runs.map(run => run.scheduledStart)),
}

function ShowTimeline({ name }: { readonly name: keyof typeof timelines }) {
  const [selected, setSelected] = useState<{ instanceId: string; attemptId?: string | undefined }>()
  const [zoom, setZoom] = useState<string>()
  const [folded, setFolded] = useState(name === 'month')
  return (
    <TimelineChart
      timeline={timelines[name]}
      now={now}
      live={name === 'live'}
      zone={useZone()}
      selected={selected}
      onSelect={(instanceId, attemptId) => setSelected({ instanceId, attemptId })}
      zoom={zoom}
      onZoom={setZoom}
      folded={folded}
      onFold={setFolded}
    />
  )
}

const ShowRun = ({ start }: { readonly start: number }) => (
  <div style={{ height: 'calc(100vh - 100px)', margin: '-16px -20px' }}>
    <RunView
      pipelineId={pipelineId}
      scheduledStart={start}
      cost={<RunCost pipelineId={pipelineId} scheduledStart={start} />}
    />
  </div>
)

export const exhibits: readonly Exhibit[] = [
  {
    id: 'statuses',
    title: 'Statuses',
    Show: () => (
      <>
        <h2>Statuses</h2>
        <div className="pw-gallery-tiles">
          {statuses.map(status => (
            <StatusMark key={status} status={status} />
          ))}
          <StatusMark status="FINISHED" rehearsed="spark-submit is not on this machine." />
          <CountsMark counts={{ FINISHED: 6, FAILED: 1, CASCADE_FAILED: 3, RUNNING: 2 }} />
        </div>
      </>
    ),
  },
  {
    id: 'runs',
    title: 'Runs of a pipeline',
    Show: () => (
      <div className="pw-page">
        <PipelineRuns pipelineId={pipelineId} />
      </div>
    ),
  },
  { id: 'all-runs', title: 'All runs', Show: AllRuns },
  { id: 'run-failed', title: 'A run that failed', Show: () => <ShowRun start={failedRun} /> },
  { id: 'run-live', title: 'A run under way', Show: () => <ShowRun start={liveRun} /> },
  { id: 'timeline-failed', title: 'Timeline, failed', Show: () => <ShowTimeline name="failed" /> },
  { id: 'timeline-live', title: 'Timeline, live', Show: () => <ShowTimeline name="live" /> },
  { id: 'timeline-month', title: 'Timeline, a month', Show: () => <ShowTimeline name="month" /> },
]
