import {
  type DataPipelineClient,
  DescribePipelinesCommand,
  GetPipelineDefinitionCommand,
  ListPipelinesCommand,
} from '@aws-sdk/client-data-pipeline'
import type { PipelineService } from '../../api/operations.ts'
import { faultFrom } from './trouble.ts'

/** The part of the service that is asked from afar today: it reads only. */
export type RemoteService = Pick<PipelineService, 'ListPipelines' | 'DescribePipelines' | 'GetPipelineDefinition'>

/** The service as the AWS SDK reaches it. What fails becomes a fault that names the operation and the connection. */
export function remoteService(client: DataPipelineClient, connection: string): RemoteService {
  const send = client.send.bind(client) as (command: unknown, options: object) => Promise<object>
  const over = (name: keyof typeof commands) => async (input: object, signal?: AbortSignal) => {
    try {
      const { $metadata: _, ...output } = (await send(new commands[name](input), {
        ...(signal && { abortSignal: signal }),
      })) as { $metadata?: unknown }
      return output
    } catch (error) {
      if (signal?.aborted) throw error
      throw faultFrom(error, name, connection)
    }
  }
  return Object.fromEntries(readOperations.map(name => [name, over(name)])) as unknown as RemoteService
}

const commands = {
  ListPipelines: ListPipelinesCommand,
  DescribePipelines: DescribePipelinesCommand,
  GetPipelineDefinition: GetPipelineDefinitionCommand,
} as unknown as Readonly<Record<keyof RemoteService, new (input: object) => object>>

export const readOperations = [
  'ListPipelines',
  'DescribePipelines',
  'GetPipelineDefinition',
] as const satisfies (keyof RemoteService)[]
