import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type AttemptRow, type InstanceRow, settled } from '../../core/runs/instance.ts'
import { withNames } from '../../core/runs/labels.ts'
import { summarizeRun } from '../../core/runs/summary.ts'
import { buildTimeline } from '../../core/runs/timeline.ts'
import { historyQuery, useHistoryPulse } from '../data/history.ts'
import { attemptsQuery, instancesQuery, runsQuery } from '../data/runs.ts'
import { useService } from '../data/service.ts'
import { useObjects } from './use-objects.ts'

const noInstances: readonly InstanceRow[] = []
const noAttempts: readonly AttemptRow[] = []

/** Everything about one run, kept up to date, and what follows from it. */
export function useRun(pipelineId: string, scheduledStart: number) {
  const service = useService()
  // For the ways to the runs before and after this one.
  useHistoryPulse(pipelineId, 5_000)
  const instances = useQuery(instancesQuery(service, { pipelineId, scheduledStart, limit: 10_000 }))
  const attempts = useQuery(attemptsQuery(service, { pipelineId, scheduledStart }))
  const row = useQuery(runsQuery(service, { pipelineId, from: scheduledStart, to: scheduledStart + 1, limit: 5 }))
  const history = useQuery(historyQuery(service, { pipelineId }))
  const rows = instances.data?.instances ?? noInstances
  const run = row.data?.runs.find(one => one.scheduledStart === scheduledStart)
  const version = run?.version ?? rows[0]?.version
  const { definition, order, names } = useObjects(pipelineId, version)
  const sorted = useMemo(() => {
    const place = new Map(order.map((id, i) => [id, i]))
    return withNames(rows, names).toSorted(
      (a, b) => (place.get(a.componentId) ?? order.length) - (place.get(b.componentId) ?? order.length),
    )
  }, [rows, order, names])
  const tries = attempts.data ?? noAttempts
  const timeline = useMemo(() => buildTimeline(sorted, tries, { order }), [sorted, tries, order])
  const summary = useMemo(() => summarizeRun(sorted), [sorted])
  const at = history.data?.runs.findIndex(one => one.scheduledStart === scheduledStart) ?? -1
  return {
    instances: sorted,
    total: instances.data?.total ?? 0,
    attempts: tries,
    timeline,
    summary,
    run,
    version,
    definition,
    live: sorted.some(one => !settled(one.status)),
    /** The runs before and after it. */
    older: at < 0 ? undefined : history.data?.runs[at + 1],
    newer: at < 0 ? undefined : history.data?.runs[at - 1],
    /** The newest run before it that finished. */
    lastGood: at < 0 ? undefined : history.data?.runs.find((one, i) => i > at && one.status === 'FINISHED'),
    pending: instances.isPending,
    error: instances.error ?? attempts.error,
    retry: () => void Promise.all([instances.refetch(), attempts.refetch()]),
  }
}

export type RunData = ReturnType<typeof useRun>
