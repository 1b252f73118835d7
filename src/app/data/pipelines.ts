import { queryOptions } from '@tanstack/react-query'
import type { StudioService } from '../../api/client.ts'

/** Keys run from coarse to fine: noun, pipeline (or `all`), question. `data/live.ts` relies on the first two. */

export const environmentQuery = (service: StudioService) =>
  queryOptions({
    queryKey: ['environment'],
    queryFn: async ({ signal }) => ({ ...(await service.GetEnvironment({}, signal)), askedAt: Date.now() }),
    staleTime: 60_000,
  })

export const pipelinesQuery = (service: StudioService) =>
  queryOptions({
    queryKey: ['pipelines', 'list'],
    queryFn: ({ signal }) => service.ListPipelineSummaries({}, signal),
    select: answer => answer.pipelines,
  })

export const draftQuery = (service: StudioService, pipelineId: string) =>
  queryOptions({
    queryKey: ['drafts', pipelineId],
    queryFn: ({ signal }) => service.GetDraft({ pipelineId }, signal),
  })

export const examplesQuery = (service: StudioService) =>
  queryOptions({
    queryKey: ['examples'],
    queryFn: ({ signal }) => service.ListExamples({}, signal),
    select: answer => answer.examples,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const noticesQuery = (service: StudioService, pipelineId?: string) =>
  queryOptions({
    queryKey: ['notices', pipelineId ?? 'all'],
    queryFn: ({ signal }) => service.ListNotices({ limit: 500, ...(pipelineId && { pipelineId }) }, signal),
    select: answer => answer.notices,
  })

export const storageQuery = (service: StudioService, uri: string) =>
  queryOptions({
    queryKey: ['storage', uri],
    queryFn: ({ signal }) => service.ListStorage({ uri }, signal),
    staleTime: 2_000,
  })

export const objectQuery = (service: StudioService, uri: string, limit: number) =>
  queryOptions({
    queryKey: ['storage', uri, 'text', limit],
    queryFn: ({ signal }) => service.ReadObject({ uri, limit }, signal),
    staleTime: 2_000,
  })
