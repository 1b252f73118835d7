import { z } from 'zod'

/** The 19 operations of AWS Data Pipeline, API version 2012-10-29, written down once. */

const id = z.string().min(1).max(1024)
const text = z.string().max(10_240)
const field = z.object({
  key: z.string().min(1).max(256),
  stringValue: text.optional(),
  refValue: z.string().min(1).max(256).optional(),
})
const pipelineObject = z.object({ id, name: id, fields: z.array(field) })
const parameterObject = z.object({
  id: z.string().min(1).max(256),
  attributes: z.array(z.object({ key: z.string().min(1).max(256), stringValue: text })),
})
const parameterValue = z.object({ id: z.string().min(1).max(256), stringValue: text })
const tag = z.object({ key: z.string().min(1).max(128), value: z.string().max(256) })
const marker = z.string().max(1024).nullish()
const pipelineId = id
const definitionBody = {
  pipelineId,
  pipelineObjects: z.array(pipelineObject),
  parameterObjects: z.array(parameterObject).nullish(),
  parameterValues: z.array(parameterValue).nullish(),
}
const selector = z.object({
  fieldName: z.string().max(1024).optional(),
  operator: z
    .object({ type: z.enum(['EQ', 'REF_EQ', 'LE', 'GE', 'BETWEEN']).optional(), values: z.array(text).nullish() })
    .optional(),
})

const findings = (key: 'errors' | 'warnings') =>
  z.array(z.object({ id: z.string().optional(), [key]: z.array(z.string()) }))
const verdict = z.object({
  errored: z.boolean(),
  validationErrors: findings('errors'),
  validationWarnings: findings('warnings'),
})
const page = { marker: z.string().optional(), hasMoreResults: z.boolean() }
const nothing = z.object({})

/** Input and output of each operation, and the documented rate in calls a second (burst 100). Source: guide, limits. */
export const operations = {
  ActivatePipeline: {
    input: z.object({
      pipelineId,
      parameterValues: z.array(parameterValue).nullish(),
      startTimestamp: z.union([z.number(), z.string()]).nullish(),
    }),
    output: nothing,
    rate: 1,
  },
  AddTags: { input: z.object({ pipelineId, tags: z.array(tag).max(10) }), output: nothing, rate: undefined },
  CreatePipeline: {
    input: z.object({
      name: id,
      uniqueId: id,
      description: z.string().max(1024).nullish(),
      tags: z.array(tag).max(10).nullish(),
    }),
    output: z.object({ pipelineId: z.string() }),
    rate: 1,
  },
  DeactivatePipeline: {
    input: z.object({ pipelineId, cancelActive: z.boolean().nullish() }),
    output: nothing,
    rate: undefined,
  },
  DeletePipeline: { input: z.object({ pipelineId }), output: z.void(), rate: 1 },
  DescribeObjects: {
    // The model says 25 ids, the AWS CLI sends 100: as many are taken.
    input: z.object({
      pipelineId,
      objectIds: z.array(id).max(100),
      evaluateExpressions: z.boolean().nullish(),
      marker,
    }),
    output: z.object({ pipelineObjects: z.array(pipelineObject), ...page }),
    rate: 2,
  },
  DescribePipelines: {
    input: z.object({ pipelineIds: z.array(id).max(25) }),
    output: z.object({
      pipelineDescriptionList: z.array(
        z.object({
          pipelineId: z.string(),
          name: z.string(),
          fields: z.array(field),
          description: z.string().optional(),
          tags: z.array(tag).optional(),
        }),
      ),
    }),
    rate: 1,
  },
  EvaluateExpression: {
    input: z.object({ pipelineId, objectId: id, expression: z.string().max(20_971_520) }),
    output: z.object({ evaluatedExpression: z.string() }),
    rate: undefined,
  },
  GetPipelineDefinition: {
    input: z.object({ pipelineId, version: z.string().max(1024).nullish() }),
    output: z.object({
      pipelineObjects: z.array(pipelineObject),
      parameterObjects: z.array(parameterObject),
      parameterValues: z.array(parameterValue),
    }),
    rate: 1,
  },
  ListPipelines: {
    input: z.object({ marker }),
    output: z.object({ pipelineIdList: z.array(z.object({ id: z.string(), name: z.string() })), ...page }),
    rate: 1,
  },
  PollForTask: {
    input: z.object({
      workerGroup: z.string().max(1024),
      hostname: id.nullish(),
      instanceIdentity: z.object({ document: z.string().nullish(), signature: z.string().nullish() }).nullish(),
    }),
    output: z.object({
      taskObject: z
        .object({
          taskId: z.string(),
          pipelineId: z.string(),
          attemptId: z.string(),
          objects: z.record(z.string(), pipelineObject),
        })
        .optional(),
    }),
    rate: 2,
  },
  PutPipelineDefinition: { input: z.object(definitionBody), output: verdict, rate: 1 },
  QueryObjects: {
    input: z.object({
      pipelineId,
      sphere: z.string().max(1024),
      query: z.object({ selectors: z.array(selector).nullish() }).nullish(),
      marker,
      limit: z.number().int().nullish(),
    }),
    output: z.object({ ids: z.array(z.string()), ...page }),
    rate: 2,
  },
  RemoveTags: {
    input: z.object({ pipelineId, tagKeys: z.array(z.string().max(1024)) }),
    output: nothing,
    rate: undefined,
  },
  ReportTaskProgress: {
    input: z.object({ taskId: z.string().min(1).max(2048), fields: z.array(field).nullish() }),
    output: z.object({ canceled: z.boolean() }),
    rate: 10,
  },
  ReportTaskRunnerHeartbeat: {
    input: z.object({ taskrunnerId: id, workerGroup: z.string().max(1024).nullish(), hostname: id.nullish() }),
    output: z.object({ terminate: z.boolean() }),
    rate: 1,
  },
  SetStatus: {
    input: z.object({ pipelineId, objectIds: z.array(id), status: z.string().max(1024) }),
    output: z.void(),
    rate: 1,
  },
  SetTaskStatus: {
    input: z.object({
      taskId: z.string().min(1).max(2048),
      taskStatus: z.enum(['FINISHED', 'FAILED', 'FALSE']),
      errorId: z.string().max(1024).nullish(),
      errorMessage: z.string().max(10_000).nullish(),
      errorStackTrace: z
        .string()
        .max(1024 * 1024)
        .nullish(),
    }),
    output: nothing,
    rate: 10,
  },
  ValidatePipelineDefinition: { input: z.object(definitionBody), output: verdict, rate: 1 },
} as const

export type OperationName = keyof typeof operations
export type InputOf<N extends OperationName> = z.infer<(typeof operations)[N]['input']>
export type OutputOf<N extends OperationName> = z.infer<(typeof operations)[N]['output']>

/** What may be asked of a Data Pipeline, wherever it runs. Fails with a `Fault`. */
export type PipelineService = {
  readonly [N in OperationName]: (input: InputOf<N>, signal?: AbortSignal) => Promise<OutputOf<N>>
}

export const operationNames = Object.keys(operations) as readonly OperationName[]
