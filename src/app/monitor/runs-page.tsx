import './runs.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { RunRow } from '../../api/runs.ts'
import { withNames } from '../../core/runs/labels.ts'
import { buildRunGrid } from '../../core/runs/run-grid.ts'
import { countStatuses } from '../../core/runs/summary.ts'
import { useEngineNow } from '../data/clock.ts'
import { historyQuery, instanceHistoryQuery, useHistoryPulse } from '../data/history.ts'
import { useService } from '../data/service.ts'
import { useAddress } from '../state/address.ts'
import { useRunPlace, useRunRoute } from '../state/run-place.ts'
import { useZone } from '../state/zone.ts'
import { Empty, Trouble, Waiting } from '../ui/kit.tsx'
import { formatUsd } from '../ui/money.ts'
import { formatDuration } from '../ui/time.ts'
import { fits, readFilter, windowOf } from './filter.ts'
import { FilterBar } from './filter-bar.tsx'
import { RunGridChart } from './run-grid.tsx'
import { RunsList } from './runs-list.tsx'
import { useObjects } from './use-objects.ts'
import { tookOf } from './words.ts'

/** Runs that the grid shows unless all are asked for. */
const gridRuns = 500

/** The history of one pipeline: figures, a grid of activities by scheduled times, and the list of its runs. */
export function PipelineRuns({ pipelineId }: { readonly pipelineId: string }) {
  const service = useService()
  const [address, change] = useAddress()
  const filter = readFilter(address)
  const zone = useZone()
  const now = useEngineNow()
  useHistoryPulse(pipelineId)
  const window = windowOf(filter.range, now)
  const history = useQuery(historyQuery(service, { pipelineId, ...window }))
  const runs = history.data?.runs ?? none
  const everything = address.grid === 'all' || runs.length <= gridRuns
  const from = everything ? window.from : runs[gridRuns - 1]?.scheduledStart
  const cells = useQuery({
    ...instanceHistoryQuery(service, { pipelineId, ...window, ...(from !== undefined && { from }) }),
    enabled: runs.length > 0,
  })
  const { order, names } = useObjects(pipelineId, runs[0]?.version)
  const grid = useMemo(
    () => buildRunGrid(withNames(cells.data?.instances ?? [], names), order),
    [cells.data, order, names],
  )
  const shown = useMemo(() => runs.filter(run => fits(run, filter, zone)), [runs, filter, zone])
  const openRun = useOpenRun()
  const { rehearsalId } = useRunPlace()

  if (history.error)
    return <Trouble what="The runs could not be listed" error={history.error} retry={() => void history.refetch()} />
  if (!history.data) return <Waiting what="Listing the runs" />
  const { total } = history.data
  if (total === 0 && filter.range === 'all')
    return rehearsalId !== undefined ? (
      <Empty title="Nothing was due in this time">
        <span>Look at the schedule of the definition, or rehearse another stretch of time.</span>
      </Empty>
    ) : (
      <Empty title="This pipeline has not run yet">
        <span>
          <Link className="pw-link" to="/pipelines/$pipelineId/launch" params={{ pipelineId }}>
            Open Launch
          </Link>{' '}
          to run it once now or to activate it on its schedule.
        </span>
      </Empty>
    )
  return (
    <>
      <FilterBar
        filter={filter}
        counts={countStatuses(runs.map(run => run.status))}
        textHint="Time or parameter"
        onChange={change}
      >
        {filter.versions.length > 0 && (
          <button
            type="button"
            className="pw-chip"
            aria-pressed="true"
            title="Show the runs of every version"
            onClick={() => change({ version: undefined })}
          >
            Version {filter.versions.join(', ')} <span aria-hidden="true">×</span>
          </button>
        )}
        <Figures runs={runs} now={now} />
      </FilterBar>
      {grid.columns.length > 0 && (
        <RunGridChart
          grid={grid}
          now={now}
          zone={zone}
          onOpenRun={start => openRun(pipelineId, start)}
          onOpenInstance={one => openRun(pipelineId, one.scheduledStart, one.id)}
        />
      )}
      {!everything && (
        <div className="pw-note">
          The grid shows the newest {gridRuns} of {runs.length.toLocaleString('en-US')} runs.{' '}
          <button type="button" className="pw-btn" onClick={() => change({ grid: 'all' })}>
            Show all
          </button>
        </div>
      )}
      <ListNote
        shown={shown.length}
        loaded={runs.length}
        total={total}
        onClear={() => change({ status: undefined, q: undefined, version: undefined })}
      />
      {shown.length > 0 ? (
        <RunsList
          runs={shown}
          now={now}
          zone={zone}
          acrossPipelines={false}
          onOpen={run => openRun(pipelineId, run.scheduledStart)}
        />
      ) : (
        <Empty title="No run fits these filters" />
      )}
    </>
  )
}

const none: readonly RunRow[] = []

/** Opens a run's page, with an instance selected if one is given. */
export function useOpenRun() {
  const navigate = useNavigate()
  const routeOf = useRunRoute()
  return (pipelineId: string, scheduledStart: number, instance?: string) =>
    void navigate({
      ...routeOf(pipelineId, scheduledStart),
      ...(instance !== undefined && { search: { instance } as never }),
    })
}

interface ListNoteProps {
  readonly shown: number
  readonly loaded: number
  readonly total: number
  readonly onClear: () => void
}

/** Says what the list leaves out: never less than all without a word. */
export function ListNote({ shown, loaded, total, onClear }: ListNoteProps) {
  const n = (value: number) => value.toLocaleString('en-US')
  return (
    <div className="pw-note" role="status">
      {n(shown)} of {n(total)}
      {loaded < total && ` (only the newest ${n(loaded)} are loaded: choose a shorter time to see others)`}
      {shown < loaded && (
        <>
          ; filters hide {n(loaded - shown)}.{' '}
          <button type="button" className="pw-btn" onClick={onClear}>
            Clear filters
          </button>
        </>
      )}
    </div>
  )
}

/** What the runs come to, over those that are loaded. */
export function Figures({ runs, now }: { readonly runs: readonly RunRow[]; readonly now: number }) {
  const over = runs.filter(run => run.endedAt !== undefined)
  const well = over.filter(run => run.status === 'FINISHED').length
  const took = over.flatMap(run => tookOf(run.startedAt, run.endedAt, now) ?? []).sort((a, b) => a - b)
  const costs = runs.flatMap(run => run.cost ?? [])
  const median = took[Math.floor(took.length / 2)]
  return (
    <div className="pw-runs-figures">
      <span>
        <b>{runs.length.toLocaleString('en-US')}</b> {runs.length === 1 ? 'run' : 'runs'}
      </span>
      {over.length > 0 && (
        <span title={`${well} of ${over.length} runs that are over finished well`}>
          <b>{((100 * well) / over.length).toFixed(well === over.length ? 0 : 1)}%</b> finished
        </span>
      )}
      {median !== undefined && (
        <span>
          <b>{formatDuration(median)}</b> median
        </span>
      )}
      {costs.length > 0 && (
        <span
          title={`Accrued, ${costs[0]?.basis}, over ${costs.length} runs${costs.some(c => c.unknown.length > 0) ? '; what has no known price is left out' : ''}`}
        >
          <b>
            {formatUsd(costs.reduce((sum, cost) => sum + cost.usd, 0))}
            {costs.some(cost => cost.unknown.length > 0) && '+?'}
          </b>{' '}
          accrued
        </span>
      )}
    </div>
  )
}
