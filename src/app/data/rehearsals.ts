import { QueryClient, queryOptions } from '@tanstack/react-query'
import { remoteService, type StudioService } from '../../api/client.ts'
import type { Rehearsal } from '../../api/rehearsals.ts'

export const rehearsalsQuery = (service: StudioService, pipelineId: string) =>
  queryOptions({
    queryKey: ['rehearsals', pipelineId, 'list'],
    queryFn: ({ signal }) => service.ListRehearsals({ pipelineId }, signal),
  })

export const rehearsalQuery = (service: StudioService, pipelineId: string, rehearsalId: string) =>
  queryOptions({
    queryKey: ['rehearsals', pipelineId, 'one', rehearsalId],
    queryFn: ({ signal }) => service.GetRehearsal({ rehearsalId }, signal),
  })

export const isOver = ({ state }: Rehearsal): boolean => state === 'done' || state === 'failed'

/**
 * The service that answers for one rehearsal as the studio's own does for real runs, with a memory of its own: what
 * happens to real runs never makes it ask again, since a rehearsal does not change.
 */
export function rehearsalService(rehearsalId: string) {
  const service = remoteService(`/api/rehearsals/${rehearsalId}`, (url, init) => fetch(url, init))
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: 1 } } })
  return { service, client }
}
