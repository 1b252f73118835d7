import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { StudioService } from '../../api/client.ts'
import type { WorkspaceCalls } from '../../api/workspace.ts'

/** Everything about runs lives under `['runs', pipeline or 'all', …]`, logs under `['logs', pipeline, …]`. */

export const runsQuery = (service: StudioService, filter: WorkspaceCalls['ListRuns']['in']) =>
  queryOptions({
    queryKey: ['runs', filter.pipelineId ?? 'all', 'list', filter],
    queryFn: ({ signal }) => service.ListRuns(filter, signal),
    placeholderData: keepPreviousData,
  })

export const instancesQuery = (service: StudioService, filter: WorkspaceCalls['ListInstances']['in']) =>
  queryOptions({
    queryKey: ['runs', filter.pipelineId ?? 'all', 'instances', filter],
    queryFn: ({ signal }) => service.ListInstances(filter, signal),
    placeholderData: keepPreviousData,
  })

export const attemptsQuery = (service: StudioService, filter: WorkspaceCalls['ListAttempts']['in']) =>
  queryOptions({
    queryKey: ['runs', filter.pipelineId, 'attempts', filter],
    queryFn: ({ signal }) => service.ListAttempts(filter, signal),
    select: answer => answer.attempts,
  })

/** A version never changes, so it is asked for once. */
export const versionQuery = (service: StudioService, pipelineId: string, version: number) =>
  queryOptions({
    queryKey: ['versions', pipelineId, version],
    queryFn: ({ signal }) => service.GetVersion({ pipelineId, version }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const whyQuery = (service: StudioService, pipelineId: string, instanceId: string) =>
  queryOptions({
    queryKey: ['runs', pipelineId, 'why', instanceId],
    queryFn: ({ signal }) => service.Why({ pipelineId, instanceId }, signal),
  })

export const runCostQuery = (service: StudioService, pipelineId: string, scheduledStart: number) =>
  queryOptions({
    queryKey: ['runs', pipelineId, 'cost', scheduledStart],
    queryFn: ({ signal }) => service.RunCost({ pipelineId, scheduledStart }, signal),
  })

export const estimateQuery = (service: StudioService, input: WorkspaceCalls['EstimateCost']['in']) =>
  queryOptions({
    queryKey: ['estimates', input.pipelineId ?? 'all', input],
    queryFn: ({ signal }) => service.EstimateCost(input, signal),
    placeholderData: keepPreviousData,
  })

export const backfillQuery = (service: StudioService, input: WorkspaceCalls['EstimateBackfill']['in']) =>
  queryOptions({
    queryKey: ['estimates', input.pipelineId ?? 'all', 'backfill', input],
    queryFn: ({ signal }) => service.EstimateBackfill(input, signal),
    placeholderData: keepPreviousData,
  })

export const logsQuery = (service: StudioService, pipelineId: string, attemptId: string) =>
  queryOptions({
    queryKey: ['logs', pipelineId, attemptId],
    queryFn: ({ signal }) => service.ListLogs({ pipelineId, attemptId }, signal),
  })

export const logPageQuery = (service: StudioService, input: WorkspaceCalls['ReadLog']['in']) =>
  queryOptions({
    queryKey: ['logs', input.pipelineId, input.attemptId, 'page', input],
    queryFn: ({ signal }) => service.ReadLog(input, signal),
  })
