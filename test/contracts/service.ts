import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OutputOf, PipelineService } from '../../src/api/operations.ts'

/** A Data Pipeline under test, as a client has it, on a clock that the test moves. */
export interface Subject {
  readonly service: PipelineService
  now(): number
  /** Lets the engine's clock go on by so many milliseconds, and everything come to rest. */
  pass(ms: number): Promise<void>
  close?(): Promise<void>
}

type Fields = readonly {
  readonly key: string
  readonly stringValue?: string | undefined
  readonly refValue?: string | undefined
}[]
type Written = string | { readonly ref: string }

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const to = (ref: string) => ({ ref })
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19)

function objects(definition: Readonly<Record<string, Readonly<Record<string, Written | readonly Written[]>>>>) {
  return Object.entries(definition).map(([id, fields]) => ({
    id,
    name: id,
    fields: Object.entries(fields).flatMap(([key, value]) =>
      [value].flat().map(one => (typeof one === 'string' ? { key, stringValue: one } : { key, refValue: one.ref })),
    ),
  }))
}

const value = (fields: Fields, key: string) => {
  const field = fields.find(one => one.key === key)
  return field?.stringValue ?? field?.refValue
}
const refs = (fields: Fields, key: string) => fields.filter(one => one.key === key).map(one => one.refValue)

/**
 * What every Data Pipeline must do, whoever is behind it: the engine in memory or on disk, in process or over the wire.
 * All work is fetched by the test itself, as a worker would.
 */
export function behavesLikeDataPipeline(name: string, make: () => Promise<Subject>): void {
  describe(name, () => {
    let subject: Subject
    let service: PipelineService

    beforeEach(async () => {
      subject = await make()
      service = subject.service
    })
    afterEach(() => subject.close?.())

    const create = async (title = 'demo') => (await service.CreatePipeline({ name: title, uniqueId: title })).pipelineId
    const put = (
      pipelineId: string,
      definition: Parameters<typeof objects>[0],
      values: Readonly<Record<string, string>> = {},
    ) =>
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
      const soon = await Promise.race([answer, subject.pass(1).then(() => undefined)])
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
    const onDemand = (more: Parameters<typeof objects>[0] = {}, base: Readonly<Record<string, Written>> = {}) => ({
      Default: { scheduleType: 'ondemand', workerGroup: 'group', ...base },
      First: { type: 'ShellCommandActivity', command: 'echo #{@scheduledStartTime}' },
      ...more,
    })
    const hourly = (more: Parameters<typeof objects>[0] = {}, base: Readonly<Record<string, Written>> = {}) => ({
      Default: { scheduleType: 'cron', schedule: to('Hourly'), workerGroup: 'group', ...base },
      Hourly: { type: 'Schedule', period: '1 hour', startDateTime: iso(subject.now()), occurrences: '3' },
      First: { type: 'ShellCommandActivity', command: 'echo 1' },
      ...more,
    })
    const activated = async (definition: Parameters<typeof objects>[0], title?: string) => {
      const pipelineId = await create(title)
      const verdict = await put(pipelineId, definition)
      expect(verdict.validationErrors).toEqual([])
      await service.ActivatePipeline({ pipelineId })
      await subject.pass(1)
      return pipelineId
    }
    const start = () => iso(subject.now())

    describe('pipelines', () => {
      it('are made once for a name and a unique id', async () => {
        const id = await create()
        expect(id).toMatch(/^df-[A-Z0-9]{20}$/)
        expect(await create()).toBe(id)
        expect(await create('other')).not.toBe(id)
      })

      it('say what they are', async () => {
        const { pipelineId } = await service.CreatePipeline({
          name: 'demo',
          uniqueId: 'u1',
          description: 'For tests.',
          tags: [{ key: 'team', value: 'ml' }],
        })
        const { pipelineDescriptionList } = await service.DescribePipelines({ pipelineIds: [pipelineId] })
        expect(pipelineDescriptionList).toHaveLength(1)
        const [described] = pipelineDescriptionList
        expect(described).toMatchObject({
          pipelineId,
          name: 'demo',
          description: 'For tests.',
          tags: [{ key: 'team', value: 'ml' }],
        })
        const fields = described?.fields ?? []
        expect(fields).toContainEqual({ key: '@pipelineState', stringValue: 'PENDING' })
        expect(fields).toContainEqual({ key: 'uniqueId', stringValue: 'u1' })
        expect(fields).toContainEqual({ key: '@sphere', stringValue: 'PIPELINE' })
        expect(value(fields, '@creationTime')).toBe(start())
        expect(value(fields, '@version')).toBeUndefined()
      })

      it('are listed fifty at a time, in the order they were made', async () => {
        const ids: string[] = []
        for (let i = 0; i < 51; i += 1) ids.push(await create(`p${i}`))
        const first = await service.ListPipelines({})
        expect(first.pipelineIdList).toHaveLength(50)
        expect(first).toMatchObject({ hasMoreResults: true, marker: ids[49] })
        const rest = await service.ListPipelines({ marker: first.marker })
        expect(rest.pipelineIdList).toEqual([{ id: ids[50], name: 'p50' }])
        expect(rest.hasMoreResults).toBe(false)
        expect(rest.marker).toBeUndefined()
      })

      it('are gone when deleted, and known to have been', async () => {
        const pipelineId = await activated(onDemand())
        await service.DeletePipeline({ pipelineId })
        expect((await service.ListPipelines({})).pipelineIdList).toEqual([])
        await expect(service.DescribePipelines({ pipelineIds: [pipelineId] })).rejects.toMatchObject({
          name: 'PipelineDeletedException',
        })
        await expect(service.GetPipelineDefinition({ pipelineId: 'df-NEVER' })).rejects.toMatchObject({
          name: 'PipelineNotFoundException',
        })
        expect(await poll()).toBeUndefined()
        expect(await create()).not.toBe(pipelineId)
      })

      it('carry at most ten tags, one of a key', async () => {
        const pipelineId = await create()
        const tags = Array.from({ length: 10 }, (_, i) => ({ key: `k${i}`, value: 'v' }))
        await service.AddTags({ pipelineId, tags })
        await service.AddTags({ pipelineId, tags: [{ key: 'k0', value: 'new' }] })
        await expect(service.AddTags({ pipelineId, tags: [{ key: 'k10', value: 'v' }] })).rejects.toMatchObject({
          name: 'InvalidRequestException',
        })
        await service.RemoveTags({ pipelineId, tagKeys: ['k1', 'k2'] })
        const { pipelineDescriptionList } = await service.DescribePipelines({ pipelineIds: [pipelineId] })
        expect(pipelineDescriptionList[0]?.tags).toHaveLength(8)
        expect(pipelineDescriptionList[0]?.tags).toContainEqual({ key: 'k0', value: 'new' })
      })
    })

    describe('definitions', () => {
      it('come back as they were put', async () => {
        const pipelineId = await create()
        const given = objects(
          hourly({ First: { type: 'ShellCommandActivity', command: 'echo 1', scriptArgument: ['b', 'a'] } }),
        )
        const parameterObjects = [{ id: 'myName', attributes: [{ key: 'type', stringValue: 'String' }] }]
        const parameterValues = [{ id: 'myName', stringValue: 'x' }]
        await service.PutPipelineDefinition({ pipelineId, pipelineObjects: given, parameterObjects, parameterValues })
        expect(await service.GetPipelineDefinition({ pipelineId })).toEqual({
          pipelineObjects: given,
          parameterObjects,
          parameterValues,
        })
        await expect(service.GetPipelineDefinition({ pipelineId, version: 'active' })).rejects.toMatchObject({
          name: 'InvalidRequestException',
        })
      })

      it('with errors are kept, say so, and cannot be activated', async () => {
        const pipelineId = await create()
        const verdict = await put(
          pipelineId,
          onDemand({ Broken: { type: 'ShellCommandActivity', command: 'x', dependsOn: to('Nobody') } }),
        )
        expect(verdict.errored).toBe(true)
        expect(verdict.validationErrors.map(error => error.id)).toContain('Broken')
        expect((await service.GetPipelineDefinition({ pipelineId })).pipelineObjects).toHaveLength(3)
        await expect(service.ActivatePipeline({ pipelineId })).rejects.toMatchObject({
          name: 'InvalidRequestException',
        })
        expect(await stateOf(pipelineId)).toBe('PENDING')
      })

      it('with empty values are refused outright', async () => {
        const pipelineId = await create()
        const empty = put(pipelineId, onDemand({ Empty: { type: 'ShellCommandActivity', command: '' } }))
        await expect(empty).rejects.toMatchObject({ name: 'InvalidRequestException' })
        expect((await service.GetPipelineDefinition({ pipelineId })).pipelineObjects).toEqual([])
      })

      it('can be validated without being kept', async () => {
        const pipelineId = await create()
        const verdict = await service.ValidatePipelineDefinition({
          pipelineId,
          pipelineObjects: objects(onDemand({ Bad: { type: 'NoSuchType' } })),
        })
        expect(verdict.errored).toBe(true)
        expect((await service.GetPipelineDefinition({ pipelineId })).pipelineObjects).toEqual([])
      })

      it('keep their shape once they are active', async () => {
        const pipelineId = await activated(
          hourly({ Second: { type: 'ShellCommandActivity', command: 'x', dependsOn: to('First') } }),
        )
        const without = await put(pipelineId, hourly())
        expect(without.validationErrors.map(error => error.id)).toContain('Second')
        const rewired = await put(pipelineId, hourly({ Second: { type: 'ShellCommandActivity', command: 'x' } }))
        expect(rewired.errored).toBe(true)
        const slower = hourly({ Second: { type: 'ShellCommandActivity', command: 'x', dependsOn: to('First') } })
        expect(
          (await put(pipelineId, { ...slower, Hourly: { ...slower.Hourly, period: '2 hours' } })).validationErrors.map(
            error => error.id,
          ),
        ).toContain('Hourly')
      })
    })

    describe('activation', () => {
      it('of a pipeline without a definition makes it SCHEDULED', async () => {
        const pipelineId = await create()
        await service.ActivatePipeline({ pipelineId })
        expect(await stateOf(pipelineId)).toBe('SCHEDULED')
      })

      it('makes an instance for each interval when it is due, cron at its start', async () => {
        const begun = subject.now()
        const pipelineId = await activated(hourly())
        expect(await query(pipelineId, 'INSTANCE')).toEqual([`@First_${iso(begun)}`])
        await subject.pass(hour)
        expect(await query(pipelineId, 'INSTANCE')).toEqual([`@First_${iso(begun)}`, `@First_${iso(begun + hour)}`])
        const fields = await one(pipelineId, `@First_${iso(begun)}`)
        expect(value(fields, '@scheduledStartTime')).toBe(iso(begun))
        expect(value(fields, '@scheduledEndTime')).toBe(iso(begun + hour))
      })

      it('makes an instance when its interval is over, in a time series', async () => {
        const begun = subject.now()
        const pipelineId = await activated(hourly({}, { scheduleType: 'timeseries' }))
        expect(await query(pipelineId, 'INSTANCE')).toEqual([])
        await subject.pass(hour)
        expect(await query(pipelineId, 'INSTANCE')).toEqual([`@First_${iso(begun)}`])
      })

      it('is finished when the schedule is over and so is all work', async () => {
        const pipelineId = await activated(hourly())
        for (let i = 0; i < 3; i += 1) {
          await work()
          await subject.pass(hour)
        }
        expect(await stateOf(pipelineId)).toBe('FINISHED')
        const instances = await query(pipelineId, 'INSTANCE')
        await expect(service.SetStatus({ pipelineId, objectIds: instances, status: 'RERUN' })).rejects.toMatchObject({
          name: 'InvalidRequestException',
        })
      })

      it('is refused when the first run lies more than a day back, unless a start is given', async () => {
        const pipelineId = await create()
        const old = hourly()
        await put(pipelineId, {
          ...old,
          Hourly: { type: 'Schedule', period: '1 day', startDateTime: iso(subject.now() - 3 * day), occurrences: '10' },
        })
        await expect(service.ActivatePipeline({ pipelineId })).rejects.toMatchObject({
          name: 'InvalidRequestException',
        })
        await service.ActivatePipeline({ pipelineId, startTimestamp: Math.floor((subject.now() - day) / 1000) })
        await subject.pass(1)
        expect(await stateOf(pipelineId)).toBe('SCHEDULED')
        expect(await query(pipelineId, 'INSTANCE')).toHaveLength(2)
      })

      it('makes up for the past, a few at a time', async () => {
        const pipelineId = await create()
        const begun = subject.now() - 10 * hour
        await put(pipelineId, {
          ...hourly({}, { maxActiveInstances: '2' }),
          Hourly: { type: 'Schedule', period: '1 hour', startDateTime: iso(begun), occurrences: '10' },
        })
        await service.ActivatePipeline({ pipelineId })
        await subject.pass(1)
        expect(await query(pipelineId, 'INSTANCE')).toHaveLength(2)
        await work()
        expect(await query(pipelineId, 'INSTANCE')).toEqual([0, 1, 2].map(k => `@First_${iso(begun + k * hour)}`))
      })

      it('on demand makes one set each time, as many at once as allowed', async () => {
        const pipelineId = await activated(onDemand())
        expect(await query(pipelineId, 'INSTANCE')).toHaveLength(1)
        await expect(service.ActivatePipeline({ pipelineId })).rejects.toMatchObject({
          name: 'InvalidRequestException',
        })
        await work()
        expect(await stateOf(pipelineId)).toBe('FINISHED')
        await subject.pass(5000)
        await service.ActivatePipeline({ pipelineId })
        await subject.pass(1)
        expect(await query(pipelineId, 'INSTANCE')).toHaveLength(2)
      })

      it('takes values of parameters, and keeps them', async () => {
        const pipelineId = await create()
        await put(pipelineId, onDemand({ First: { type: 'ShellCommandActivity', command: 'echo #{myName}' } }), {
          myName: 'stored',
        })
        await service.ActivatePipeline({ pipelineId, parameterValues: [{ id: 'myName', stringValue: 'given' }] })
        await subject.pass(1)
        const task = await must()
        expect(value(task.objects[task.attemptId]?.fields ?? [], 'command')).toBe('echo given')
        const { parameterValues } = await service.GetPipelineDefinition({ pipelineId, version: 'active' })
        expect(parameterValues).toEqual([{ id: 'myName', stringValue: 'given' }])
      })
    })

    describe('deactivation', () => {
      it('cancels what runs, and goes on later where it was', async () => {
        const begun = subject.now()
        const pipelineId = await activated(hourly())
        await work()
        await subject.pass(hour)
        const task = await must()
        await service.ReportTaskProgress({ taskId: task.taskId })
        await service.DeactivatePipeline({ pipelineId })
        expect(await stateOf(pipelineId)).toBe('DEACTIVATING')
        expect(await service.ReportTaskProgress({ taskId: task.taskId })).toEqual({ canceled: true })
        await subject.pass(1)
        expect(await stateOf(pipelineId)).toBe('INACTIVE')
        expect(await statusOf(pipelineId, `@First_${iso(begun + hour)}`)).toBe('CANCELED')
        await subject.pass(2 * hour)
        expect(await query(pipelineId, 'INSTANCE')).toHaveLength(2)
        await service.ActivatePipeline({ pipelineId })
        await subject.pass(1)
        expect(await query(pipelineId, 'INSTANCE')).toHaveLength(3)
        expect(await statusOf(pipelineId, `@First_${iso(begun + hour)}`)).toBe('WAITING_FOR_RUNNER')
        expect(value(await one(pipelineId, `@First_${iso(begun + hour)}`), '@headAttempt')).toBe(
          `@First_${iso(begun + hour)}_Attempt=2`,
        )
      })

      it('waits for what runs where it shall', async () => {
        const pipelineId = await activated(hourly())
        const task = await must()
        await service.ReportTaskProgress({ taskId: task.taskId })
        await service.DeactivatePipeline({ pipelineId, cancelActive: false })
        await subject.pass(minute)
        expect(await stateOf(pipelineId)).toBe('DEACTIVATING')
        await service.SetTaskStatus({ taskId: task.taskId, taskStatus: 'FINISHED' })
        await subject.pass(1)
        expect(await stateOf(pipelineId)).toBe('INACTIVE')
      })

      it('skips what a later start leaves out', async () => {
        const begun = subject.now()
        const pipelineId = await activated(hourly())
        await work()
        await service.DeactivatePipeline({ pipelineId })
        await subject.pass(2 * hour + minute)
        await service.ActivatePipeline({ pipelineId, startTimestamp: Math.floor((begun + 2 * hour) / 1000) })
        await subject.pass(1)
        expect(await statusOf(pipelineId, `@First_${iso(begun + hour)}`)).toBe('SKIPPED')
        expect(await statusOf(pipelineId, `@First_${iso(begun + 2 * hour)}`)).toBe('WAITING_FOR_RUNNER')
      })
    })

    describe('workers', () => {
      it('fetch a task of their group, report, and finish it', async () => {
        const at = start()
        const pipelineId = await activated(onDemand())
        expect(await poll('Group')).toBeUndefined()
        const task = await must()
        const attempt = `@First_${at}_Attempt=1`
        expect(task).toMatchObject({ pipelineId, attemptId: attempt })
        const fields = task.objects[attempt]?.fields ?? []
        expect(value(fields, '@status')).toBe('WAITING_FOR_RUNNER')
        expect(value(fields, 'command')).toBe(`echo ${at}`)
        expect(value(fields, 'workerGroup')).toBe('group')
        expect(await poll()).toBeUndefined()
        expect(
          await service.ReportTaskProgress({
            taskId: task.taskId,
            fields: [{ key: 'percentComplete', stringValue: '50' }],
          }),
        ).toEqual({ canceled: false })
        expect(await statusOf(pipelineId, `@First_${at}`)).toBe('RUNNING')
        const running = await one(pipelineId, attempt)
        expect(value(running, 'percentComplete')).toBe('50')
        expect(value(running, 'hostname')).toBe('worker-1')
        await service.SetTaskStatus({ taskId: task.taskId, taskStatus: 'FINISHED' })
        expect(await statusOf(pipelineId, `@First_${at}`)).toBe('FINISHED')
        await expect(service.ReportTaskProgress({ taskId: task.taskId })).rejects.toMatchObject({
          name: 'TaskNotFoundException',
        })
        await expect(service.SetTaskStatus({ taskId: 'nonsense', taskStatus: 'FINISHED' })).rejects.toMatchObject({
          name: 'TaskNotFoundException',
        })
      })

      it('are handed a task that comes while they wait', async () => {
        const pipelineId = await create()
        await put(pipelineId, onDemand())
        const waiting = service.PollForTask({ workerGroup: 'group' })
        await subject.pass(minute)
        await service.ActivatePipeline({ pipelineId })
        await subject.pass(1)
        expect((await waiting).taskObject?.pipelineId).toBe(pipelineId)
      })

      it('go home empty-handed after 90 seconds', async () => {
        const waiting = service.PollForTask({ workerGroup: 'group' })
        await subject.pass(1)
        await subject.pass(90_000)
        expect((await waiting).taskObject).toBeUndefined()
      })

      it('lose a task that they do not acknowledge in two minutes', async () => {
        await activated(onDemand())
        const lost = await must()
        await subject.pass(2 * minute)
        const again = await must()
        expect(again.attemptId).toBe(lost.attemptId)
        expect(again.taskId).not.toBe(lost.taskId)
        await expect(service.SetTaskStatus({ taskId: lost.taskId, taskStatus: 'FINISHED' })).rejects.toMatchObject({
          name: 'TaskNotFoundException',
        })
      })

      it('that fall silent make the attempt fail, and the next one starts', async () => {
        const at = start()
        const pipelineId = await activated(onDemand({}, { retryDelay: '5 minutes' }))
        const task = await must()
        await service.ReportTaskProgress({ taskId: task.taskId })
        await subject.pass(15 * minute)
        expect(await statusOf(pipelineId, `@First_${at}_Attempt=1`)).toBe('FAILED')
        await expect(service.ReportTaskProgress({ taskId: task.taskId })).rejects.toMatchObject({
          name: 'TaskNotFoundException',
        })
        await subject.pass(5 * minute)
        expect((await must()).attemptId).toBe(`@First_${at}_Attempt=2`)
      })

      it('are sent no sign to end', async () => {
        expect(await service.ReportTaskRunnerHeartbeat({ taskrunnerId: 'tr-1', workerGroup: 'group' })).toEqual({
          terminate: false,
        })
      })

      it('see what a failure leaves behind, three tries by default', async () => {
        const at = start()
        const pipelineId = await activated(onDemand({}, { retryDelay: '2 minutes' }))
        for (let i = 1; i <= 3; i += 1) {
          expect(await work('FAILED')).toBe(`@First_${at}_Attempt=${i}`)
          await subject.pass(2 * minute)
        }
        const fields = await one(pipelineId, `@First_${at}`)
        expect(value(fields, '@status')).toBe('FAILED')
        expect(value(fields, '@attemptCount')).toBe('3')
        expect(value(fields, '@triesLeft')).toBe('0')
        expect(value(fields, 'errorMessage')).toBe('It broke.')
        expect(value(await one(pipelineId, `@First_${at}_Attempt=3`), 'errorStackTrace')).toBe('line 1')
        const { pipelineDescriptionList } = await service.DescribePipelines({ pipelineIds: [pipelineId] })
        expect(value(pipelineDescriptionList[0]?.fields ?? [], '@healthStatus')).toBe('ERROR')
      })
    })

    describe('dependencies', () => {
      const chained = () =>
        onDemand(
          {
            First: { type: 'ShellCommandActivity', command: 'make', output: to('Data') },
            Data: { type: 'S3DataNode', directoryPath: 's3://bucket/data/' },
            Second: { type: 'ShellCommandActivity', command: 'use', input: to('Data') },
            Third: { type: 'ShellCommandActivity', command: 'tell', dependsOn: to('Second') },
          },
          { maximumRetries: '0', failureAndRerunMode: 'cascade' },
        )

      it('run one after the other, through data nodes', async () => {
        const at = start()
        const pipelineId = await activated(chained())
        expect(refs(await one(pipelineId, `@Second_${at}`), '@waitingOn')).toEqual([`@Data_${at}`])
        for (const id of ['First', 'Second', 'Third']) {
          expect(await work()).toBe(`@${id}_${at}_Attempt=1`)
        }
        expect(await statusOf(pipelineId, `@Data_${at}`)).toBe('FINISHED')
        expect(await stateOf(pipelineId)).toBe('FINISHED')
      })

      it('show on instances in both directions', async () => {
        const at = start()
        const pipelineId = await activated(chained())
        const node = await one(pipelineId, `@Data_${at}`)
        expect(refs(node, 'output')).toEqual([`@Second_${at}`])
        expect(refs(node, 'input')).toEqual([`@First_${at}`])
        expect(refs(await one(pipelineId, `@First_${at}`), 'output')).toEqual([`@Data_${at}`])
        expect(refs(node, '@componentParent')).toEqual(['Data'])
        expect(refs(node, 'parent')).toEqual(['Data'])
        expect(value(node, '@headAttempt')).toBeUndefined()
      })

      it('carry a failure on, and a rerun', async () => {
        const at = start()
        const pipelineId = await activated(chained())
        await service.SetStatus({ pipelineId, objectIds: ['Third'], status: 'pause' })
        await work('FAILED')
        expect(await statusOf(pipelineId, `@First_${at}`)).toBe('FAILED')
        for (const id of ['Data', 'Second', 'Third'])
          expect(await statusOf(pipelineId, `@${id}_${at}`)).toBe('CASCADE_FAILED')
        expect(refs(await one(pipelineId, `@Third_${at}`), '@cascadeFailedOn')).toEqual([`@Second_${at}`])
      })

      it('start over with a rerun, and cascade again as long as the origin stands', async () => {
        const begun = subject.now()
        const at = iso(begun)
        const pipelineId = await activated({ ...chained(), Default: { ...chained().Default, maxActiveInstances: '2' } })
        await subject.pass(1000)
        await service.ActivatePipeline({ pipelineId })
        await subject.pass(1)
        await work('FAILED')
        await service.SetStatus({ pipelineId, objectIds: [`@Second_${at}`], status: 'RERUN' })
        await subject.pass(1)
        expect(await statusOf(pipelineId, `@Second_${at}`)).toBe('CASCADE_FAILED')
        await service.SetStatus({ pipelineId, objectIds: [`@First_${at}`], status: 'rerun' })
        await subject.pass(1)
        expect(await statusOf(pipelineId, `@Second_${at}`)).toBe('WAITING_ON_DEPENDENCIES')
        expect(await statusOf(pipelineId, `@Third_${at}`)).toBe('WAITING_ON_DEPENDENCIES')
        expect(value(await one(pipelineId, `@First_${at}`), '@headAttempt')).toBe(`@First_${at}_Attempt=2`)
      })

      it('wait for ever for a failure where nothing cascades, and go on when it is marked finished', async () => {
        const at = start()
        const pipelineId = await activated({
          ...chained(),
          Default: { ...chained().Default, failureAndRerunMode: 'none' },
        })
        await work('FAILED')
        await subject.pass(day)
        expect(await statusOf(pipelineId, `@Second_${at}`)).toBe('WAITING_ON_DEPENDENCIES')
        await service.SetStatus({ pipelineId, objectIds: [`@First_${at}`], status: 'MARK_FINISHED' })
        await subject.pass(1)
        expect(await statusOf(pipelineId, `@First_${at}`)).toBe('FINISHED')
        expect(await statusOf(pipelineId, `@Second_${at}`)).toBe('WAITING_FOR_RUNNER')
      })
    })

    describe('preconditions', () => {
      it('are asked for the object that has them, again and again until they are true', async () => {
        const at = start()
        const pipelineId = await activated(
          onDemand({
            First: { type: 'ShellCommandActivity', command: 'x', precondition: to('Ready') },
            Ready: { type: 'ShellCommandPrecondition', command: 'test -f #{node.command}', retryDelay: '2 minutes' },
          }),
        )
        const check = `@Ready_First_${at}`
        expect(await statusOf(pipelineId, `@First_${at}`)).toBe('WAITING_ON_DEPENDENCIES')
        const task = await must()
        expect(task.attemptId).toBe(`${check}_Attempt=1`)
        expect(value(task.objects[task.attemptId]?.fields ?? [], 'command')).toBe('test -f x')
        await service.ReportTaskProgress({ taskId: task.taskId })
        await service.SetTaskStatus({ taskId: task.taskId, taskStatus: 'FALSE' })
        await subject.pass(2 * minute)
        const again = await must()
        expect(again.attemptId).toBe(`${check}_Attempt=1`)
        await service.SetTaskStatus({ taskId: again.taskId, taskStatus: 'FINISHED' })
        expect(value(await one(pipelineId, `${check}_Attempt=1`), 'currentRetryCount')).toBe('1')
        expect(refs(await one(pipelineId, check), 'node')).toEqual([`@First_${at}`])
        expect((await must()).attemptId).toBe(`@First_${at}_Attempt=1`)
      })
    })

    describe('set status', () => {
      it('cancels what waits at once and what runs with its next report', async () => {
        const at = start()
        const pipelineId = await activated(
          onDemand({ Second: { type: 'ShellCommandActivity', command: 'x', dependsOn: to('First') } }),
        )
        const task = await must()
        await service.ReportTaskProgress({ taskId: task.taskId })
        await service.SetStatus({ pipelineId, objectIds: [`@First_${at}`, `@Second_${at}`], status: 'TRY_CANCEL' })
        expect(await statusOf(pipelineId, `@Second_${at}`)).toBe('CANCELED')
        expect(await statusOf(pipelineId, `@First_${at}`)).toBe('RUNNING')
        expect(await service.ReportTaskProgress({ taskId: task.taskId })).toEqual({ canceled: true })
        expect(await statusOf(pipelineId, `@First_${at}`)).toBe('CANCELED')
        expect(await query(pipelineId, 'INSTANCE', [['@status', 'EQ', ['CANCELLED']]])).toHaveLength(2)
      })

      it('holds components and lets them go', async () => {
        const begun = subject.now()
        const pipelineId = await activated(hourly())
        await service.SetStatus({ pipelineId, objectIds: ['First'], status: 'PAUSE' })
        await subject.pass(hour)
        expect(value(await one(pipelineId, 'First'), '@status')).toBe('PAUSED')
        expect(await statusOf(pipelineId, `@First_${iso(begun)}`)).toBe('WAITING_FOR_RUNNER')
        expect(await statusOf(pipelineId, `@First_${iso(begun + hour)}`)).toBe('PAUSED')
        await service.SetStatus({ pipelineId, objectIds: ['First'], status: 'RESUME' })
        expect(await statusOf(pipelineId, `@First_${iso(begun + hour)}`)).toBe('WAITING_FOR_RUNNER')
        expect(value(await one(pipelineId, 'First'), '@status')).toBe('SCHEDULED')
      })

      it('refuses verbs that do not suit', async () => {
        const at = start()
        const pipelineId = await activated(onDemand())
        const refused = (objectIds: string[], status: string) =>
          expect(service.SetStatus({ pipelineId, objectIds, status })).rejects.toMatchObject({
            name: 'InvalidRequestException',
          })
        await refused(['First'], 'RERUN')
        await refused([`@First_${at}`], 'PAUSE')
        await refused(['First', `@First_${at}`], 'PAUSE')
        await refused(['First'], 'EXPLODE')
        await refused(['Nobody'], 'PAUSE')
        await service.SetStatus({ pipelineId, objectIds: [`@First_${at}`], status: 'RERUN' })
        expect(await statusOf(pipelineId, `@First_${at}`)).toBe('WAITING_FOR_RUNNER')
      })
    })

    describe('objects', () => {
      it('of a definition show their own fields, their parent, and how they stand', async () => {
        const pipelineId = await activated(hourly())
        const fields = await one(pipelineId, 'First')
        expect(fields).toContainEqual({ key: 'parent', refValue: 'Default' })
        expect(fields).toContainEqual({ key: '@sphere', stringValue: 'COMPONENT' })
        expect(fields).toContainEqual({ key: '@status', stringValue: 'SCHEDULED' })
        expect(fields).toContainEqual({ key: '@pipelineId', stringValue: pipelineId })
        expect(value(fields, 'workerGroup')).toBeUndefined()
        expect(value(await one(pipelineId, 'Default'), 'parent')).toBeUndefined()
      })

      it('are found by what they are and when they ran', async () => {
        const begun = subject.now()
        const pipelineId = await activated(hourly())
        await work()
        await subject.pass(hour)
        const [first, second] = [`@First_${iso(begun)}`, `@First_${iso(begun + hour)}`]
        expect(await query(pipelineId, 'COMPONENT')).toEqual(['Default', 'Hourly', 'First'])
        expect(await query(pipelineId, 'INSTANCE', [['@status', 'EQ', ['FINISHED', 'FAILED']]])).toEqual([first])
        expect(await query(pipelineId, 'INSTANCE', [['@componentParent', 'REF_EQ', ['First']]])).toEqual([
          first,
          second,
        ])
        expect(await query(pipelineId, 'INSTANCE', [['@scheduledStartTime', 'GE', [iso(begun + 1000)]]])).toEqual([
          second,
        ])
        expect(
          await query(pipelineId, 'INSTANCE', [['@scheduledStartTime', 'BETWEEN', [iso(begun - day), iso(begun)]]]),
        ).toEqual([first])
        // What has not started has no such time, and is not found by it.
        expect(await query(pipelineId, 'INSTANCE', [['@actualStartTime', 'LE', [iso(begun + day)]]])).toEqual([first])
        expect(await query(pipelineId, 'ATTEMPT', [['@instanceParent', 'EQ', [first]]])).toEqual([`${first}_Attempt=1`])
        await expect(query(pipelineId, 'INSTANCE', [['@status', 'LE', ['FAILED']]])).rejects.toMatchObject({
          name: 'InvalidRequestException',
        })
        await expect(query(pipelineId, 'MOON')).rejects.toMatchObject({ name: 'InvalidRequestException' })
      })

      it('come page by page', async () => {
        const pipelineId = await create()
        const begun = subject.now() - 5 * hour
        await put(pipelineId, {
          ...hourly(),
          Hourly: { type: 'Schedule', period: '1 hour', startDateTime: iso(begun), occurrences: '5' },
        })
        await service.ActivatePipeline({ pipelineId })
        await subject.pass(1)
        const seen: string[] = []
        let marker: string | undefined
        let pages = 0
        do {
          const page = await service.QueryObjects({
            pipelineId,
            sphere: 'INSTANCE',
            limit: 2,
            ...(marker !== undefined && { marker }),
          })
          seen.push(...page.ids)
          marker = page.hasMoreResults ? page.marker : undefined
          pages += 1
        } while (marker !== undefined)
        expect(pages).toBe(3)
        expect(seen).toEqual([0, 1, 2, 3, 4].map(k => `@First_${iso(begun + k * hour)}`))
      })

      it('evaluate their expressions when asked to', async () => {
        const at = start()
        const pipelineId = await activated(onDemand())
        const id = `@First_${at}`
        expect(value(await one(pipelineId, id), 'command')).toBe('echo #{@scheduledStartTime}')
        expect(value(await one(pipelineId, id, true), 'command')).toBe(`echo ${at}`)
        expect(
          await service.EvaluateExpression({
            pipelineId,
            objectId: id,
            expression: "#{format(@scheduledStartTime,'YYYY-MM-dd')}",
          }),
        ).toEqual({ evaluatedExpression: at.slice(0, 10) })
        await expect(
          service.EvaluateExpression({ pipelineId, objectId: id, expression: '#{nobodyKnows}' }),
        ).rejects.toMatchObject({ name: 'InvalidRequestException' })
        await expect(service.DescribeObjects({ pipelineId, objectIds: ['Nobody'] })).rejects.toMatchObject({
          name: 'InvalidRequestException',
        })
      })
    })
  })
}
