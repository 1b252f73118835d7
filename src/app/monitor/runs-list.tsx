import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { RunRow } from '../../api/runs.ts'
import { settled } from '../../core/runs/instance.ts'
import { differingParameters } from '../../core/runs/summary.ts'
import { useRunRoute } from '../state/run-place.ts'
import type { Zone } from '../state/zone.ts'
import { Grid, type GridColumn } from '../ui/grid.tsx'
import { formatUsd } from '../ui/money.ts'
import { CountsMark, StatusMark } from '../ui/status.tsx'
import { formatAge, formatDuration, formatTime, formatTimeWithZone } from '../ui/time.ts'
import { VersionLink } from './run-version.tsx'
import { tookOf } from './words.ts'

interface RunsListProps {
  readonly runs: readonly RunRow[]
  readonly now: number
  readonly zone: Zone
  readonly acrossPipelines: boolean
  readonly onOpen: (run: RunRow) => void
}

export function RunsList({ runs, now, zone, acrossPipelines, onOpen }: RunsListProps) {
  const routeOf = useRunRoute()
  const listed = useMemo(() => Map.groupBy(runs, run => run.pipelineId), [runs])
  const differing = useMemo(() => new Map([...listed].map(([id, group]) => [id, differingParameters(group)])), [listed])
  const longest = useMemo(
    () => runs.reduce((most, run) => Math.max(most, tookOf(run.startedAt, run.endedAt, now) ?? 0), 1),
    [runs, now],
  )
  // Runs started by hand may fall into the same minute.
  const grain = runs.some(run => run.scheduledStart % 60_000 !== 0) ? 'second' : 'minute'
  const columns: readonly GridColumn<RunRow>[] = [
    { id: 'status', header: 'Status', width: '196px', cell: run => <StatusMark status={run.status} strong /> },
    ...(acrossPipelines
      ? [{ id: 'pipeline', header: 'Pipeline', width: 'minmax(90px, 1.2fr)', cell: (run: RunRow) => run.pipelineName }]
      : []),
    {
      id: 'scheduled',
      header: 'Scheduled',
      width: grain === 'second' ? '150px' : '128px',
      cell: run => (
        <Link
          className="pw-link pw-number"
          {...routeOf(run.pipelineId, run.scheduledStart)}
          title={`For ${formatTimeWithZone(run.scheduledStart, zone, 'second')} to ${formatTime(run.scheduledEnd, zone, 'second')}`}
        >
          {formatTime(run.scheduledStart, zone, grain)}
        </Link>
      ),
    },
    {
      id: 'started',
      header: 'Started',
      width: '78px',
      cell: run =>
        run.startedAt === undefined ? (
          <span className="pw-quiet">not yet</span>
        ) : (
          <span title={formatTimeWithZone(run.startedAt, zone, 'second')}>{formatAge(run.startedAt, now)}</span>
        ),
    },
    {
      id: 'duration',
      header: 'Duration',
      width: '142px',
      cell: run => <DurationCell run={run} longest={longest} now={now} />,
    },
    {
      id: 'activities',
      header: 'Activities',
      width: 'minmax(110px, 0.8fr)',
      cell: run => <CountsMark counts={run.counts} />,
    },
    { id: 'cost', header: 'Cost', width: '76px', align: 'end', cell: run => <CostCell run={run} /> },
    {
      id: 'parameters',
      header: [...differing.values()].some(ids => ids.length > 0) ? 'Parameters that differ' : 'Parameters',
      width: 'minmax(100px, 2fr)',
      cell: run => (
        <ParametersCell
          run={run}
          alone={listed.get(run.pipelineId)?.length === 1}
          differing={differing.get(run.pipelineId) ?? []}
        />
      ),
    },
    {
      id: 'version',
      header: 'Ver.',
      width: '40px',
      align: 'end',
      cell: run => (
        <VersionLink pipelineId={run.pipelineId} version={run.version}>
          {run.version}
        </VersionLink>
      ),
    },
  ]
  return <Grid label="Runs, newest first" columns={columns} count={runs.length} itemAt={i => runs[i]} onOpen={onOpen} />
}

function DurationCell({ run, longest, now }: { readonly run: RunRow; readonly longest: number; readonly now: number }) {
  const took = tookOf(run.startedAt, run.endedAt, now)
  if (took === undefined) return <span className="pw-quiet">–</span>
  return (
    <span className="pw-runs-took" data-live={!settled(run.status) && run.endedAt === undefined}>
      <span>{formatDuration(took)}</span>
      <span className="pw-runs-bar" style={{ width: `${Math.max(1.5, (72 * took) / longest)}px` }} />
    </span>
  )
}

const CostCell = ({ run: { cost } }: { readonly run: RunRow }) =>
  cost === undefined ? (
    <span className="pw-quiet" title="Not computed yet">
      –
    </span>
  ) : (
    <span
      title={
        cost.unknown.length > 0 ? `${cost.basis}. Not known and not in the sum: ${cost.unknown.join(', ')}` : cost.basis
      }
    >
      {formatUsd(cost.usd)}
      {cost.unknown.length > 0 && '+?'}
    </span>
  )

const shown = (id: string, value: string | undefined) => (id.startsWith('*') ? '•••' : (value ?? 'none'))

interface ParametersCellProps {
  readonly run: RunRow
  /** It is the only run listed of its pipeline. */
  readonly alone: boolean
  readonly differing: readonly string[]
}

function ParametersCell({ run, alone, differing }: ParametersCellProps) {
  const all = Object.keys(run.parameters)
  const title = all.map(id => `${id} = ${shown(id, run.parameters[id])}`).join('\n')
  if (differing.length === 0)
    return (
      <span className="pw-quiet" title={title}>
        {all.length === 0 ? 'none' : `${all.length}${alone ? '' : ', the same in each'}`}
      </span>
    )
  return (
    <span className="pw-mono pw-cut" title={title}>
      {differing.map(id => `${id}=${shown(id, run.parameters[id])}`).join('  ')}
    </span>
  )
}
