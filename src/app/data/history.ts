import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { StudioService } from '../../api/client.ts'
import type { InstanceRow } from '../../core/runs/instance.ts'

/**
 * The past of pipelines, by the thousand. Its keys begin with `history`, which no change makes stale at once:
 * `useHistoryPulse` asks anew at a pace that suits its size.
 */

/** The most runs and instances that a page asks for; a page that meets a limit says so. */
export const runLimit = 5_000
export const instanceLimit = 100_000

export interface HistoryFilter {
  readonly pipelineId?: string
  readonly from?: number
  readonly to?: number
}

export const historyQuery = (service: StudioService, filter: HistoryFilter) =>
  queryOptions({
    queryKey: ['history', filter.pipelineId ?? 'all', 'runs', filter],
    queryFn: ({ signal }) => service.ListRuns({ ...filter, limit: runLimit }, signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })

/** All instances in a window of scheduled times, page by page. */
export const instanceHistoryQuery = (service: StudioService, filter: HistoryFilter) =>
  queryOptions({
    queryKey: ['history', filter.pipelineId ?? 'all', 'instances', filter],
    queryFn: async ({ signal }) => {
      const instances: InstanceRow[] = []
      for (let total = 1; instances.length < Math.min(total, instanceLimit); ) {
        const page = await service.ListInstances({ ...filter, limit: 10_000, offset: instances.length }, signal)
        if (page.instances.length === 0) return { instances, total: instances.length }
        instances.push(...page.instances)
        total = page.total
        if (instances.length >= total) return { instances, total }
      }
      return { instances, total: instances.length + 1 }
    },
    placeholderData: keepPreviousData,
    structuralSharing: false,
    staleTime: 30_000,
  })

/** The newest instances of a window, in one page. */
export const recentInstancesQuery = (service: StudioService, filter: HistoryFilter) =>
  queryOptions({
    queryKey: ['history', filter.pipelineId ?? 'all', 'recent', filter],
    queryFn: ({ signal }) => service.ListInstances({ ...filter, limit: 10_000 }, signal),
    placeholderData: keepPreviousData,
    structuralSharing: false,
    staleTime: 30_000,
  })

/** Asks for a pipeline's history anew after changes, at most every `pace` milliseconds and never while asking. */
export function useHistoryPulse(pipelineId: string | undefined, pace = 1500): void {
  const client = useQueryClient()
  const noun = pipelineId ?? 'all'
  // A question that any change of runs makes stale and that costs nothing to ask.
  const { dataUpdatedAt } = useQuery({ queryKey: ['runs', noun, 'pulse'], queryFn: () => Date.now(), staleTime: 0 })
  const last = useRef(0)
  useEffect(() => {
    if (dataUpdatedAt === 0) return
    const ask = () => {
      if (client.isFetching({ queryKey: ['history', noun] }) > 0) {
        timer = setTimeout(ask, pace)
        return
      }
      last.current = Date.now()
      void client.invalidateQueries({ queryKey: ['history', noun] }, { cancelRefetch: false })
    }
    let timer = setTimeout(ask, last.current === 0 ? pace : Math.max(0, last.current + pace - Date.now()))
    return () => clearTimeout(timer)
  }, [client, noun, pace, dataUpdatedAt])
}
