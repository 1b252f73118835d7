import './runs.css'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { InstanceRow } from '../../core/runs/instance.ts'
import { withNames } from '../../core/runs/labels.ts'
import { countStatuses } from '../../core/runs/summary.ts'
import { useEngineNow } from '../data/clock.ts'
import { historyQuery, recentInstancesQuery, useHistoryPulse } from '../data/history.ts'
import { pipelinesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { useAddress } from '../state/address.ts'
import { useZone, type Zone } from '../state/zone.ts'
import { Empty, Page, Trouble, Waiting } from '../ui/kit.tsx'
import { PipelineFilter } from '../ui/one-or-all.tsx'
import { formatTime } from '../ui/time.ts'
import { fits, type RunFilter, readFilter, windowOf } from './filter.ts'
import { FilterBar } from './filter-bar.tsx'
import { InstancesList } from './instances-list.tsx'
import { RunsList } from './runs-list.tsx'
import { Figures, ListNote, useOpenRun } from './runs-page.tsx'

/** Runs of all pipelines, or what ran in them object by object. */
export function AllRuns() {
  const [address, change] = useAddress()
  const objects = address.view === 'objects'
  const { data: pipelines = [] } = useQuery(pipelinesQuery(useService()))
  useHistoryPulse(address.pipeline)
  return (
    <Page
      title="Runs"
      actions={
        <>
          <PipelineFilter pipelines={pipelines} value={address.pipeline} onChange={pipeline => change({ pipeline })} />
          <div className="pw-segments">
            <button
              type="button"
              className="pw-btn"
              aria-pressed={!objects}
              onClick={() => change({ view: undefined, status: undefined })}
            >
              Runs
            </button>
            <button
              type="button"
              className="pw-btn"
              aria-pressed={objects}
              onClick={() => change({ view: 'objects', status: undefined })}
            >
              Activities
            </button>
          </div>
        </>
      }
    >
      {objects ? <AllInstances pipelineId={address.pipeline} /> : <AllRunsList pipelineId={address.pipeline} />}
    </Page>
  )
}

const noNames: ReadonlyMap<string, string> = new Map()

interface OfPipeline {
  readonly pipelineId: string | undefined
}

function AllRunsList({ pipelineId }: OfPipeline) {
  const [address, change] = useAddress()
  const filter = readFilter(address)
  const zone = useZone()
  const now = useEngineNow()
  const { data, error, refetch } = useQuery(
    historyQuery(useService(), { ...(pipelineId !== undefined && { pipelineId }), ...windowOf(filter.range, now) }),
  )
  const openRun = useOpenRun()
  const shown = useMemo(() => data?.runs.filter(run => fits(run, filter, zone)) ?? [], [data, filter, zone])
  if (error) return <Trouble what="The runs could not be listed" error={error} retry={() => void refetch()} />
  if (!data) return <Waiting what="Listing the runs" />
  if (data.total === 0 && filter.range === 'all')
    return <Empty title="Nothing has run yet">Launch a pipeline, and its runs appear here.</Empty>
  return (
    <>
      <FilterBar
        filter={filter}
        counts={countStatuses(data.runs.map(run => run.status))}
        textHint="Time, pipeline or parameter"
        onChange={change}
      >
        <Figures runs={data.runs} now={now} />
      </FilterBar>
      <ListNote
        shown={shown.length}
        loaded={data.runs.length}
        total={data.total}
        onClear={() => change({ status: undefined, q: undefined })}
      />
      <RunsList
        runs={shown}
        now={now}
        zone={zone}
        acrossPipelines={pipelineId === undefined}
        onOpen={run => openRun(run.pipelineId, run.scheduledStart)}
      />
    </>
  )
}

function AllInstances({ pipelineId }: OfPipeline) {
  const [address, change] = useAddress()
  const filter = readFilter(address)
  const zone = useZone()
  const now = useEngineNow()
  const service = useService()
  const { data: pipelines = [] } = useQuery(pipelinesQuery(service))
  const { data, error, refetch } = useQuery(
    recentInstancesQuery(service, { ...(pipelineId !== undefined && { pipelineId }), ...windowOf(filter.range, now) }),
  )
  const openRun = useOpenRun()
  const names = useMemo(() => new Map(pipelines.map(one => [one.id, one.name])), [pipelines])
  const activities = useMemo(
    () => withNames(data?.instances.filter(one => one.family === 'activity') ?? [], noNames),
    [data],
  )
  const shown = useMemo(
    () => activities.filter(one => instanceFits(one, filter, names.get(one.pipelineId) ?? '', zone)),
    [activities, filter, names, zone],
  )
  if (error) return <Trouble what="The activities could not be listed" error={error} retry={() => void refetch()} />
  if (!data) return <Waiting what="Listing what ran" />
  return (
    <>
      <FilterBar
        filter={filter}
        counts={countStatuses(activities.map(one => one.status))}
        textHint="Name, type, error or time"
        onChange={change}
      />
      <div className="pw-note" role="status">
        {shown.length.toLocaleString('en-US')} activities
        {data.total > data.instances.length &&
          ` of the newest ${data.instances.length.toLocaleString('en-US')} objects that ran; ${data.total.toLocaleString('en-US')} in all: choose a shorter time to see others`}
      </div>
      {shown.length === 0 ? (
        <Empty title="No activity fits these filters" />
      ) : (
        <InstancesList
          instances={shown}
          now={now}
          zone={zone}
          {...(pipelineId === undefined && { pipelineNames: names })}
          onOpen={one => openRun(one.pipelineId, one.scheduledStart, one.id)}
        />
      )}
    </>
  )
}

function instanceFits(one: InstanceRow, filter: RunFilter, pipeline: string, zone: Zone): boolean {
  if (filter.statuses.length > 0 && !filter.statuses.includes(one.status)) return false
  const needle = filter.text.toLowerCase()
  const words = [one.name, one.type, pipeline, one.errorId, one.errorMessage, formatTime(one.scheduledStart, zone)]
  return needle === '' || words.some(word => word?.toLowerCase().includes(needle))
}
