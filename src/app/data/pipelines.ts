import { queryOptions } from '@tanstack/react-query'
import type { StudioService } from '../../api/client.ts'
import type { PipelineObject } from '../../core/definition/model.ts'
import { fromWire } from '../../core/formats/wire.ts'

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

/** Components as the service describes them, those that run. Stands with the list, since it changes when that does. */
export const componentsQuery = (service: StudioService, pipelineId: string) =>
  queryOptions({
    queryKey: ['pipelines', 'components', pipelineId],
    queryFn: async ({ signal }) => {
      const definition = fromWire(await service.GetPipelineDefinition({ pipelineId }, signal))
      const ids = definition.objects.map(object => object.id)
      const described: PipelineObject[] = []
      for (let at = 0; at < ids.length; at += mostDescribed) {
        const objectIds = ids.slice(at, at + mostDescribed)
        const page = await service.DescribeObjects({ pipelineId, objectIds }, signal)
        described.push(...fromWire(page).objects)
      }
      return { definition, described }
    },
    staleTime: 2_000,
  })

/** As many as DescribeObjects takes at once. */
const mostDescribed = 100

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
