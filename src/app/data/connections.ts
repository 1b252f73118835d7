import { queryOptions } from '@tanstack/react-query'
import type { StudioService } from '../../api/client.ts'
import type { ConnectionChoice } from '../../api/connections.ts'
import type { AccountKind } from '../../core/catalog/schema.ts'

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

/** What an account has of one kind; asked when somebody opens the list, and again when they say so. */
export const accountNamesQuery = (
  service: StudioService,
  connection: ConnectionChoice | undefined,
  kind: AccountKind,
) =>
  queryOptions({
    queryKey: ['connections', connection ?? 'none', 'names', kind],
    queryFn: ({ signal }) => service.ListAccountNames({ connection: connection as ConnectionChoice, kind }, signal),
    enabled: connection !== undefined,
    retry: false,
    staleTime: 5 * 60_000,
  })
