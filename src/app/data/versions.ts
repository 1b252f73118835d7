import { queryOptions } from '@tanstack/react-query'
import type { StudioService } from '../../api/client.ts'
import { read } from '../../core/definition/text.ts'
import { fromWire } from '../../core/formats/wire.ts'

/** The local history lives under `['drafts', pipeline, …]`: whatever changes a draft changes it too. */

export const savedVersionsQuery = (service: StudioService, pipelineId: string) =>
  queryOptions({
    queryKey: ['drafts', pipelineId, 'versions'],
    queryFn: ({ signal }) => service.ListVersions({ pipelineId }, signal),
  })

/** A version's text and what it says; `version` as in `GetVersionText`. */
export const versionTextQuery = (service: StudioService, pipelineId: string, version: string) =>
  queryOptions({
    queryKey: ['drafts', pipelineId, 'text', version],
    queryFn: async ({ signal }) => {
      const answer = await service.GetVersionText({ pipelineId, version }, signal)
      return { ...answer, document: read(answer.text) }
    },
    structuralSharing: false,
    // What the service froze never changes.
    staleTime: version.startsWith('s') ? Number.POSITIVE_INFINITY : 1_000,
  })

/** The definition that the service runs. `version` is its number, so that the next activation asks anew. */
export const activeDefinitionQuery = (service: StudioService, pipelineId: string, version: number) =>
  queryOptions({
    queryKey: ['versions', pipelineId, 'active', version],
    queryFn: async ({ signal }) =>
      fromWire(await service.GetPipelineDefinition({ pipelineId, version: 'active' }, signal)),
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
