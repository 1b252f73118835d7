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

const day = 86_400_000

/** Asked when the page is opened, and again when somebody says so: every look counts against the account's rates. */
export const remoteAttemptsQuery = (
  service: StudioService,
  connection: ConnectionChoice,
  pipelineId: string,
  all: boolean,
  since: string,
) =>
  queryOptions({
    queryKey: ['connections', connection, 'attempts', pipelineId, all, since],
    queryFn: ({ signal }) =>
      service.ListRemoteAttempts(
        {
          connection,
          pipelineId,
          statuses: all ? ['FINISHED', 'FAILED', 'TIMEDOUT', 'CANCELED'] : ['FAILED', 'TIMEDOUT'],
          ...(since !== 'all' && { from: Date.now() - Number(since) * day }),
        },
        signal,
      ),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** What an attempt that is over was made of does not change; what is missing of it here may. */
export const remoteReplayQuery = (
  service: StudioService,
  connection: ConnectionChoice,
  pipelineId: string,
  attemptId: string,
) =>
  queryOptions({
    queryKey: ['connections', connection, 'replay', pipelineId, attemptId],
    queryFn: ({ signal }) => service.PreviewRemoteReplay({ connection, pipelineId, attemptId }, signal),
    retry: false,
    staleTime: 60_000,
  })
