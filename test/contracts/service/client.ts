import { expect } from 'vitest'
import type { OutputOf, PipelineService } from '../../../src/api/operations.ts'

/** A Data Pipeline under test, as a client has it, on a clock that the test moves. */
export interface Subject {
  readonly service: PipelineService
  now(): number
  /** Lets the engine's clock go on by so many milliseconds, and everything come to rest. */
  pass(ms: number): Promise<void>
  close?(): Promise<void>
  /** How long an answer may take to arrive, in milliseconds of the wall; nothing where there is no way between. */
  readonly distance?: number
}

export type Fields = readonly {
  readonly key: string
  readonly stringValue?: string | undefined
  readonly refValue?: string | undefined
}[]
export type Written = string | { readonly ref: string }

export type Objects = Readonly<Record<string, Readonly<Record<string, Written | readonly Written[]>>>>

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

export const to = (ref: string) => ({ ref })
export const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19)

export function objects(definition: Objects) {
  return Object.entries(definition).map(([id, fields]) => ({
    id,
    name: id,
    fields: Object.entries(fields).flatMap(([key, value]) =>
      [value].flat().map(one => (typeof one === 'string' ? { key, stringValue: one } : { key, refValue: one.ref })),
    ),
  }))
}

export const value = (fields: Fields, key: string) => {
  const field = fields.find(one => one.key === key)
  return field?.stringValue ?? field?.refValue
}
export const refs = (fields: Fields, key: string) => fields.filter(one => one.key === key).map(one => one.refValue)

export type Client = ReturnType<typeof clientOf>

/** What the tests say to a Data Pipeline, in few words. */
export function clientOf(subject: Subject) {
  const { service } = subject
  const patience = async () => {
    await subject.pass(1)
    if (subject.distance !== undefined) await new Promise(resolve => setTimeout(resolve, subject.distance))
    return undefined
  }
  const create = async (title = 'demo') => (await service.CreatePipeline({ name: title, uniqueId: title })).pipelineId
  const put = (pipelineId: string, definition: Objects, values: Readonly<Record<string, string>> = {}) =>
    service.PutPipelineDefinition({
      pipelineId,
      pipelineObjects: objects(definition),
      parameterValues: Object.entries(values).map(([id, stringValue]) => ({ id, stringValue })),
    })
  const stateOf = async (pipelineId: string) => {
    const { pipelineDescriptionList } = await service.DescribePipelines({ pipelineIds: [pipelineId] })
    return value(pipelineDescriptionList[0]?.fields ?? [], '@pipelineState')
  }
  const one = async (pipelineId: string, id: string, evaluateExpressions = false): Promise<Fields> => {
    const { pipelineObjects } = await service.DescribeObjects({ pipelineId, objectIds: [id], evaluateExpressions })
    return pipelineObjects[0]?.fields ?? []
  }
  const statusOf = async (pipelineId: string, id: string) => value(await one(pipelineId, id), '@status')
  const query = async (
    pipelineId: string,
    sphere: string,
    selectors: readonly [string, string, readonly string[]][] = [],
  ) =>
    (
      await service.QueryObjects({
        pipelineId,
        sphere,
        query: {
          selectors: selectors.map(([fieldName, type, values]) => ({
            fieldName,
            operator: { type: type as 'EQ', values: [...values] },
          })),
        },
      })
    ).ids
  const poll = async (workerGroup = 'group') => {
    const controller = new AbortController()
    const answer = service.PollForTask({ workerGroup, hostname: 'worker-1' }, controller.signal)
    // What waits is handed out at once; a poll that finds nothing is ended by its client.
    const soon = await Promise.race([answer, patience()])
    if (soon) return soon.taskObject
    controller.abort()
    return (await answer.catch(() => undefined))?.taskObject
  }
  const must = async (workerGroup = 'group'): Promise<NonNullable<OutputOf<'PollForTask'>['taskObject']>> => {
    const task = await poll(workerGroup)
    if (!task) throw new Error(`No task of ${workerGroup} waits.`)
    return task
  }
  const work = async (taskStatus: 'FINISHED' | 'FAILED' | 'FALSE' = 'FINISHED', workerGroup = 'group') => {
    const task = await must(workerGroup)
    await service.ReportTaskProgress({ taskId: task.taskId })
    await service.SetTaskStatus({
      taskId: task.taskId,
      taskStatus,
      ...(taskStatus === 'FAILED' && { errorId: 'E1', errorMessage: 'It broke.', errorStackTrace: 'line 1' }),
    })
    await subject.pass(1)
    return task.attemptId
  }

  /** Activities and nodes that workers run, one set per activation. */
  const onDemand = (more: Objects = {}, base: Readonly<Record<string, Written>> = {}) => ({
    Default: { scheduleType: 'ondemand', workerGroup: 'group', ...base },
    First: { type: 'ShellCommandActivity', command: 'echo #{@scheduledStartTime}' },
    ...more,
  })
  const hourly = (more: Objects = {}, base: Readonly<Record<string, Written>> = {}) => ({
    Default: { scheduleType: 'cron', schedule: to('Hourly'), workerGroup: 'group', ...base },
    Hourly: { type: 'Schedule', period: '1 hour', startDateTime: iso(subject.now()), occurrences: '3' },
    First: { type: 'ShellCommandActivity', command: 'echo 1' },
    ...more,
  })
  const activated = async (definition: Objects, title?: string) => {
    const pipelineId = await create(title)
    const verdict = await put(pipelineId, definition)
    expect(verdict.validationErrors).toEqual([])
    await service.ActivatePipeline({ pipelineId })
    await subject.pass(1)
    return pipelineId
  }
  const start = () => iso(subject.now())

  return {
    service,
    now: () => subject.now(),
    pass: (ms: number) => subject.pass(ms),
    create,
    put,
    stateOf,
    one,
    statusOf,
    query,
    poll,
    must,
    work,
    onDemand,
    hourly,
    activated,
    start,
  }
}
