import assert from 'node:assert/strict'
import type { InputOf, OutputOf, PipelineService } from '../../src/api/operations.ts'
import { type Fields, type Objects, to } from './definitions.ts'
import { type Pipeline, type Put, pipelineOn } from './pipeline.ts'
import { ms } from './times.ts'
import type { BareAnswer, BareRequest, World } from './world.ts'

/** The words that stories are told in. */
export interface Stage {
  readonly service: PipelineService
  /** The second in which the story begins, UTC milliseconds. */
  readonly start: number
  now(): number
  /** The time so long after the beginning (`2 hours`, `-1 day`), as the service prints it. */
  at(offset?: string): string
  /** A pipeline without a definition. */
  empty(name?: string): Promise<Pipeline>
  /** A pipeline whose definition was saved without errors. */
  given(objects: Objects, more?: Put): Promise<Pipeline>
  /** One that was activated as well. */
  running(objects: Objects, more?: Put): Promise<Pipeline>
  /** Every hour from the beginning, three times unless `schedule` says otherwise. */
  hourly(objects?: Objects, base?: Fields, schedule?: Fields): Objects
  later(time: string): Promise<void>
  /** A worker polls and is handed a task. */
  takes(workerGroup?: string): Promise<Task>
  /** A worker polls and finds nothing. */
  nothing(workerGroup?: string): Promise<void>
  /** A worker polls and is not answered yet. */
  waits(workerGroup?: string): Promise<{ readonly answer: Promise<OutputOf<'PollForTask'>> }>
  /** A worker takes the next task, reports once and ends it; gives the attempt's id. */
  works(status?: Ending, more?: Outcome): Promise<string>
  alarms(): readonly { readonly subject: string; readonly message: string }[]
  send(request: BareRequest): Promise<BareAnswer>
}

export type Ending = 'FINISHED' | 'FAILED' | 'FALSE'
type Outcome = Omit<InputOf<'SetTaskStatus'>, 'taskId' | 'taskStatus'>

export interface Task {
  readonly taskId: string
  readonly attemptId: string
  readonly pipelineId: string
  readonly objects: NonNullable<OutputOf<'PollForTask'>['taskObject']>['objects']
  /** First value of a field of the attempt, as the worker was told it. */
  field(key: string): string | undefined
  /** Reports progress; gives whether the task was canceled. */
  reports(fields?: Readonly<Record<string, string>>): Promise<boolean>
  ends(status?: Ending, more?: Outcome): Promise<void>
}

export const is: <T>(actual: unknown, expected: T) => void = (actual, expected) =>
  assert.deepStrictEqual(actual, expected)

export const holds: (condition: unknown, message?: string) => asserts condition = (condition, message) =>
  assert.ok(condition, message)

/** Fails with the fault of that name, and with words like these. */
export async function refused(call: Promise<unknown>, name = 'InvalidRequestException', words?: RegExp): Promise<void> {
  const error = await call.then(
    () => assert.fail(`It was expected to be refused with ${name}.`),
    (error: unknown) => error,
  )
  if (error instanceof assert.AssertionError) throw error
  holds(error instanceof Error)
  is(error.name, name)
  if (words) assert.match(error.message, words)
}

const defaultFailure = { errorId: 'E1', errorMessage: 'It broke.', errorStackTrace: 'line 1' }

/** `clock`: whether the story said that it moves the clock. */
export function stageOn(world: World, clock: boolean): Stage {
  const { service } = world
  const start = Math.floor(world.now() / 1000) * 1000
  let begun = start
  const printed = (time: number) => new Date(time).toISOString().slice(0, 19)
  const at = (offset = '0 hours') => printed(begun + ms(offset))
  const rests = async () => world.pass?.(0)
  let names = 0
  let polls = 0

  async function empty(name?: string): Promise<Pipeline> {
    names += 1
    const called = name ?? `story-${names}`
    const { pipelineId } = await service.CreatePipeline({ name: called, uniqueId: called })
    return pipelineOn({ service, at, rests, patience: world.patience }, pipelineId)
  }

  async function given(objects: Objects, more: Put = {}) {
    const pipeline = await empty()
    const verdict = await pipeline.put(objects, more)
    is(verdict.validationErrors, [])
    return pipeline
  }

  async function poll(workerGroup: string) {
    polls += 1
    const number = polls
    const controller = new AbortController()
    const answer = service.PollForTask({ workerGroup, hostname: 'worker-1' }, controller.signal)
    const soon = await Promise.race([answer, world.held(number).then(() => undefined)])
    return { answer, soon, number, controller }
  }

  async function polled(workerGroup: string) {
    const { answer, soon, number, controller } = await poll(workerGroup)
    if (soon) return soon.taskObject
    controller.abort()
    await answer.catch(() => undefined)
    await world.gone(number)
    return undefined
  }

  async function takes(workerGroup = 'group'): Promise<Task> {
    const task = await polled(workerGroup)
    holds(task, `No task of ${workerGroup} waits.`)
    const { taskId, attemptId, objects } = task
    return {
      ...task,
      field: key => objects[attemptId]?.fields.find(one => one.key === key)?.stringValue,
      async reports(fields = {}) {
        const reported = Object.entries(fields).map(([key, stringValue]) => ({ key, stringValue }))
        const { canceled } = await service.ReportTaskProgress({ taskId, fields: reported })
        await rests()
        return canceled
      },
      async ends(taskStatus = 'FINISHED', more = {}) {
        const failure = taskStatus === 'FAILED' ? defaultFailure : {}
        await service.SetTaskStatus({ taskId, taskStatus, ...failure, ...more })
        await rests()
      },
    }
  }

  return {
    service,
    start,
    now: world.now,
    at,
    empty,
    given,
    async running(objects, more = {}) {
      const pipeline = await given(objects, more)
      await pipeline.activate()
      if (!world.pass && isOnDemand(objects)) begun = await startOf(pipeline, begun)
      return pipeline
    },
    hourly: (objects = { First: { type: 'ShellCommandActivity', command: 'true' } }, base = {}, schedule = {}) => ({
      Default: {
        scheduleType: 'cron',
        schedule: to('Hours'),
        workerGroup: 'group',
        role: 'role',
        resourceRole: 'role',
        ...base,
      },
      Hours: { type: 'Schedule', period: '1 hour', startDateTime: at(), occurrences: '3', ...schedule },
      ...objects,
    }),
    async later(time) {
      holds(clock && world.pass, 'A story in which time passes says so: clock: true.')
      await world.pass(ms(time))
    },
    takes,
    async nothing(workerGroup = 'group') {
      is(await polled(workerGroup), undefined)
    },
    async waits(workerGroup = 'group') {
      const { answer, soon } = await poll(workerGroup)
      is(soon, undefined)
      return { answer }
    },
    async works(status = 'FINISHED', more = {}) {
      const task = await takes()
      await task.reports()
      await task.ends(status, more)
      return task.attemptId
    },
    alarms() {
      holds(world.alarms)
      return world.alarms()
    },
    send(request) {
      holds(world.send)
      return world.send(request)
    },
  }
}

const isOnDemand = ({ Default }: Objects) => String(Default?.scheduleType).toLowerCase() === 'ondemand'

/** Where the clock goes on by itself, a run begins a little later than its story. */
async function startOf(pipeline: Pipeline, otherwise: number): Promise<number> {
  const [first] = await pipeline.ids('INSTANCE')
  return first === undefined ? otherwise : Date.parse(`${first.slice(-19)}Z`)
}
