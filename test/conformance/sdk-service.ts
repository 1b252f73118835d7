import {
  ActivatePipelineCommand,
  AddTagsCommand,
  CreatePipelineCommand,
  type DataPipelineClient,
  DeactivatePipelineCommand,
  DeletePipelineCommand,
  DescribeObjectsCommand,
  DescribePipelinesCommand,
  EvaluateExpressionCommand,
  GetPipelineDefinitionCommand,
  ListPipelinesCommand,
  PollForTaskCommand,
  PutPipelineDefinitionCommand,
  QueryObjectsCommand,
  RemoveTagsCommand,
  ReportTaskProgressCommand,
  ReportTaskRunnerHeartbeatCommand,
  SetStatusCommand,
  SetTaskStatusCommand,
  ValidatePipelineDefinitionCommand,
} from '@aws-sdk/client-data-pipeline'
import { type OperationName, operationNames, type PipelineService } from '../../src/api/operations.ts'

/** The service as the AWS SDK reaches it; the client is the caller's to end. */
export function serviceOver(client: DataPipelineClient): PipelineService {
  const send = client.send.bind(client) as (command: unknown, options: object) => Promise<{ $metadata?: unknown }>
  return eachOperation(name => async (input: object, signal?: AbortSignal) => {
    const { $metadata: _, ...output } = await send(new commands[name](forSdk(input)), {
      ...(signal && { abortSignal: signal }),
    })
    return output
  })
}

type Call = (input: never, signal?: AbortSignal) => Promise<unknown>

export const eachOperation = (make: (name: OperationName) => Call): PipelineService =>
  Object.fromEntries(operationNames.map(name => [name, make(name)])) as unknown as PipelineService

/** The SDK takes times as dates. */
const forSdk = (input: object) =>
  'startTimestamp' in input && typeof input.startTimestamp === 'number'
    ? { ...input, startTimestamp: new Date(input.startTimestamp * 1000) }
    : input

/** The SDK's command of each operation; what goes in is checked by the story's own types. */
const commands = {
  ActivatePipeline: ActivatePipelineCommand,
  AddTags: AddTagsCommand,
  CreatePipeline: CreatePipelineCommand,
  DeactivatePipeline: DeactivatePipelineCommand,
  DeletePipeline: DeletePipelineCommand,
  DescribeObjects: DescribeObjectsCommand,
  DescribePipelines: DescribePipelinesCommand,
  EvaluateExpression: EvaluateExpressionCommand,
  GetPipelineDefinition: GetPipelineDefinitionCommand,
  ListPipelines: ListPipelinesCommand,
  PollForTask: PollForTaskCommand,
  PutPipelineDefinition: PutPipelineDefinitionCommand,
  QueryObjects: QueryObjectsCommand,
  RemoveTags: RemoveTagsCommand,
  ReportTaskProgress: ReportTaskProgressCommand,
  ReportTaskRunnerHeartbeat: ReportTaskRunnerHeartbeatCommand,
  SetStatus: SetStatusCommand,
  SetTaskStatus: SetTaskStatusCommand,
  ValidatePipelineDefinition: ValidatePipelineDefinitionCommand,
} as unknown as Readonly<Record<OperationName, new (input: object) => object>>
