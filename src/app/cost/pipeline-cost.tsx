import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { RunRow } from '../../api/runs.ts'
import { historyQuery, useHistoryPulse } from '../data/history.ts'
import { estimateQuery } from '../data/runs.ts'
import { useService } from '../data/service.ts'
import { runSegment } from '../state/run-address.ts'
import { useZone, type Zone } from '../state/zone.ts'
import { Grid, type GridColumn } from '../ui/grid.tsx'
import { Empty, Trouble, Waiting } from '../ui/kit.tsx'
import { formatUsd } from '../ui/money.ts'
import { StatusMark } from '../ui/status.tsx'
import { formatDuration, formatTime } from '../ui/time.ts'
import { CostBars } from './bars.tsx'
import { Report, Unknown } from './report.tsx'

/** What a pipeline will cost, and what its runs have cost. */
export function PipelineCost({ pipelineId }: { readonly pipelineId: string }) {
  const service = useService()
  useHistoryPulse(pipelineId)
  const estimate = useQuery(estimateQuery(service, { pipelineId }))
  const history = useQuery(historyQuery(service, { pipelineId }))
  const runs = history.data?.runs ?? []
  return (
    <>
      <section className="pw-panel">
        <header>
          <h2>Estimate</h2>
          <span className="pw-note">of the definition as it stands in the design, with its own values</span>
        </header>
        <div className="pw-panel-body">
          {estimate.error ? (
            <Trouble what="No estimate" error={estimate.error} retry={() => void estimate.refetch()} />
          ) : estimate.data ? (
            <Report report={estimate.data} per="one run" />
          ) : (
            <Waiting what="Estimating" />
          )}
        </div>
      </section>
      <section className="pw-panel">
        <header>
          <h2>Accrued by run</h2>
          <Sum runs={runs} total={history.data?.total ?? 0} />
        </header>
        <div className="pw-panel-body">
          {history.error ? (
            <Trouble what="The runs could not be listed" error={history.error} retry={() => void history.refetch()} />
          ) : !history.data ? (
            <Waiting what="Listing the runs" />
          ) : runs.length === 0 ? (
            <Empty title="Nothing has been spent: it has not run yet" />
          ) : (
            <>
              <CostBars runs={runs} />
              <RunCosts runs={runs} />
            </>
          )}
        </div>
      </section>
    </>
  )
}

const Sum = ({ runs, total }: { readonly runs: readonly RunRow[]; readonly total: number }) => {
  const known = runs.flatMap(run => run.cost ?? [])
  if (known.length === 0) return null
  const gaps = known.some(cost => cost.unknown.length > 0)
  return (
    <span className="pw-note">
      {formatUsd(known.reduce((sum, cost) => sum + cost.usd, 0))}
      {gaps && ' + unknown'} over {known.length.toLocaleString('en-US')} of {total.toLocaleString('en-US')} runs;{' '}
      {known[0]?.basis}
    </span>
  )
}

function RunCosts({ runs }: { readonly runs: readonly RunRow[] }) {
  const zone = useZone()
  const navigate = useNavigate()
  const median = useMemo(() => {
    const all = runs.flatMap(run => run.cost?.usd ?? []).sort((a, b) => a - b)
    return all[Math.floor(all.length / 2)]
  }, [runs])
  return (
    <Grid
      label="Cost of runs, newest first"
      columns={columnsOf(zone, median)}
      count={runs.length}
      itemAt={i => runs[i]}
      onOpen={run =>
        void navigate({
          to: '/pipelines/$pipelineId/runs/$scheduledStart',
          params: {
            pipelineId: run.pipelineId,
            scheduledStart: runSegment(run.scheduledStart),
          },
          search: { tab: 'cost' } as never,
        })
      }
    />
  )
}

const columnsOf = (zone: Zone, median: number | undefined): readonly GridColumn<RunRow>[] => [
  {
    id: 'scheduled',
    header: 'Scheduled',
    width: '140px',
    cell: run => <span className="pw-number">{formatTime(run.scheduledStart, zone)}</span>,
  },
  { id: 'status', header: 'Status', width: '180px', cell: run => <StatusMark status={run.status} /> },
  {
    id: 'took',
    header: 'Duration',
    width: '90px',
    align: 'end',
    cell: run =>
      run.startedAt === undefined || run.endedAt === undefined ? '–' : formatDuration(run.endedAt - run.startedAt),
  },
  {
    id: 'cost',
    header: 'Accrued',
    width: '100px',
    align: 'end',
    cell: run => (run.cost === undefined ? <Unknown note="Not computed yet" /> : formatUsd(run.cost.usd)),
  },
  {
    id: 'change',
    header: 'Against the median',
    width: '140px',
    align: 'end',
    cell: run => {
      if (run.cost === undefined || median === undefined || median === 0) return ''
      const change = Math.round((100 * (run.cost.usd - median)) / median)
      return (
        <span style={change > 30 ? { color: 'var(--pw-warning)', fontWeight: 700 } : undefined}>
          {change === 0 ? '=' : `${change > 0 ? '+' : ''}${change}%`}
        </span>
      )
    },
  },
  {
    id: 'unknown',
    header: 'Not known, not in the sum',
    width: 'minmax(160px, 1fr)',
    cell: run =>
      run.cost && run.cost.unknown.length > 0 ? (
        <span className="pw-cost-unknown">{run.cost.unknown.join(', ')}</span>
      ) : (
        <span className="pw-quiet">–</span>
      ),
  },
]
