import { queryOptions } from '@tanstack/react-query'
import type { StudioService } from '../../api/client.ts'
import type { ConnectionChoice } from '../../api/connections.ts'

export const connectionsQuery = (service: StudioService) =>
  queryOptions({
    queryKey: ['connections'],
    queryFn: ({ signal }) => service.ListConnections({}, signal),
    staleTime: 30_000,
  })

/** Asked only when somebody says so: every look counts against the rates of the account. */
export const remotePipelinesQuery = (service: StudioService, connection: ConnectionChoice | undefined) =>
  queryOptions({
    queryKey: ['connections', connection ?? 'none', 'pipelines'],
    queryFn: ({ signal }) => service.ListRemotePipelines({ connection: connection as ConnectionChoice }, signal),
    enabled: connection !== undefined,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
