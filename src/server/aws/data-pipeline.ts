import {
  type DataPipelineClient,
  DescribeObjectsCommand,
  DescribePipelinesCommand,
  EvaluateExpressionCommand,
  GetPipelineDefinitionCommand,
  ListPipelinesCommand,
  QueryObjectsCommand,
} from '@aws-sdk/client-data-pipeline'
import type { PipelineService } from '../../api/operations.ts'
import { faultFrom } from './trouble.ts'

/** The part of the service that is asked from afar today: it reads only. */
export type RemoteService = Pick<PipelineService, (typeof readOperations)[number] | (typeof attemptOperations)[number]>

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
  const names = [...readOperations, ...attemptOperations]
  return Object.fromEntries(names.map(name => [name, over(name)])) as unknown as RemoteService
}

const commands = {
  ListPipelines: ListPipelinesCommand,
  DescribePipelines: DescribePipelinesCommand,
  GetPipelineDefinition: GetPipelineDefinitionCommand,
  QueryObjects: QueryObjectsCommand,
  DescribeObjects: DescribeObjectsCommand,
  EvaluateExpression: EvaluateExpressionCommand,
} as unknown as Readonly<Record<keyof RemoteService, new (input: object) => object>>

/** What looking at pipelines takes. */
export const readOperations = [
  'ListPipelines',
  'DescribePipelines',
  'GetPipelineDefinition',
] as const satisfies (keyof PipelineService)[]

/** What looking at attempts takes besides. */
export const attemptOperations = [
  'QueryObjects',
  'DescribeObjects',
  'EvaluateExpression',
] as const satisfies (keyof PipelineService)[]
