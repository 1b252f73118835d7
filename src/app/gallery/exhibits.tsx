import { type ComponentType, useState } from 'react'
import { statuses } from '../../core/runs/instance.ts'
import { buildRunGrid } from '../../core/runs/run-grid.ts'
import { buildTimeline, type Timeline } from '../../core/runs/timeline.ts'
import { AllCosts } from '../cost/all-costs.tsx'
import { PipelineCost } from '../cost/pipeline-cost.tsx'
import { Report } from '../cost/report.tsx'
import { RunCost } from '../cost/run-cost.tsx'
import { LaunchView } from '../launch/launch-page.tsx'
import { AllRuns } from '../monitor/all-runs-page.tsx'
import { LogViewer } from '../monitor/log-viewer.tsx'
import { RunGridChart } from '../monitor/run-grid.tsx'
import { RunView } from '../monitor/run-page.tsx'
import { PipelineRuns } from '../monitor/runs-page.tsx'
import { TimelineChart } from '../monitor/timeline.tsx'
import { useZone } from '../state/zone.ts'
import { CountsMark, StatusMark } from '../ui/status.tsx'
import { Cards } from './cards.tsx'
import { AccountNames, Schedule, Verdicts } from './designer.tsx'
import { Export, Part, Replay } from './dialogs.tsx'
import { attempts, failedRun, instances, liveRun, now, parts, pipelineId, runs } from './fixtures.ts'
import { largeTimeline, manyInstances } from './large.ts'
import { KeptRehearsals, RehearsalDone, RehearsalsCompared } from './rehearsed.tsx'
import { Versions, VersionsAlike } from './versions.tsx'

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

function ShowLargeGrid() {
  const [grid] = useState(() => buildRunGrid(manyInstances(40, 2880)))
  return (
    <RunGridChart
      grid={grid}
      now={now}
      zone={useZone()}
      maxHeight={700}
      onOpenRun={() => undefined}
      onOpenInstance={() => undefined}
    />
  )
}

const ShowLargeTimeline = () => {
  const [timeline] = useState(largeTimeline)
  return <ShowTimeline timeline={timeline} />
}

function ShowTimeline({
  timeline,
  live = false,
  fold = false,
}: {
  readonly timeline: Timeline
  readonly live?: boolean
  readonly fold?: boolean
}) {
  const [selected, setSelected] = useState<{ instanceId: string; attemptId?: string | undefined }>()
  const [zoom, setZoom] = useState<string>()
  const [folded, setFolded] = useState(fold)
  return (
    <TimelineChart
      timeline={timeline}
      now={now}
      live={live}
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
  { id: 'cards', title: 'Cards', Show: Cards },
  { id: 'timeline-failed', title: 'Timeline, failed', Show: () => <ShowTimeline timeline={timelines.failed} /> },
  { id: 'timeline-live', title: 'Timeline, live', Show: () => <ShowTimeline timeline={timelines.live} live /> },
  { id: 'timeline-month', title: 'Timeline, a month', Show: () => <ShowTimeline timeline={timelines.month} fold /> },
  { id: 'timeline-large', title: 'Timeline, 100,000 bars', Show: ShowLargeTimeline },
  { id: 'grid-large', title: 'Run grid, 2,880 runs', Show: ShowLargeGrid },
  {
    id: 'launch',
    title: 'Launch',
    Show: () => <LaunchView pipelineId={pipelineId} showCost={report => <Report report={report} per="one run" />} />,
  },
  {
    id: 'cost',
    title: 'Cost',
    Show: () => (
      <div className="pw-page">
        <PipelineCost pipelineId={pipelineId} />
      </div>
    ),
  },
  { id: 'all-costs', title: 'Cost of all', Show: AllCosts },
  { id: 'schedule', title: 'Schedule preview', Show: Schedule },
  { id: 'verdicts', title: 'Verdicts of the service', Show: Verdicts },
  { id: 'account-names', title: 'Names from an account', Show: AccountNames },
  { id: 'versions', title: 'Versions compared', Show: Versions },
  { id: 'versions-alike', title: 'Versions alike', Show: VersionsAlike },
  { id: 'rehearsal', title: 'A rehearsal', Show: RehearsalDone },
  { id: 'rehearsals-compared', title: 'Rehearsals compared', Show: RehearsalsCompared },
  { id: 'rehearsals-kept', title: 'Kept rehearsals', Show: KeptRehearsals },
  { id: 'part', title: 'Run a part', Show: Part },
  { id: 'replay', title: 'An attempt by itself', Show: Replay },
  { id: 'export', title: 'Export', Show: Export },
  {
    id: 'log-lines',
    title: 'Log lines',
    Show: () => (
      <div style={{ height: 420, border: '1px solid var(--pw-line)' }}>
        <LogViewer pipelineId={pipelineId} attemptId="log-lines" failed log="Activity" onView={() => undefined} />
      </div>
    ),
  },
]
