import { beforeEach, describe, expect, it } from 'vitest'
import { type Client, day, hour, iso, minute, value } from './client.ts'

/** What activating and deactivating brings about. */
export function activationPart(use: () => Client): void {
  let client: Client
  beforeEach(() => {
    client = use()
  })

  describe('activation', () => {
    it('of a pipeline without a definition makes it SCHEDULED', async () => {
      const pipelineId = await client.create()
      await client.service.ActivatePipeline({ pipelineId })
      expect(await client.stateOf(pipelineId)).toBe('SCHEDULED')
    })

    it('makes an instance for each interval when it is due, cron at its start', async () => {
      const begun = client.now()
      const pipelineId = await client.activated(client.hourly())
      expect(await client.query(pipelineId, 'INSTANCE')).toEqual([`@First_${iso(begun)}`])
      await client.pass(hour)
      expect(await client.query(pipelineId, 'INSTANCE')).toEqual([
        `@First_${iso(begun)}`,
        `@First_${iso(begun + hour)}`,
      ])
      const fields = await client.one(pipelineId, `@First_${iso(begun)}`)
      expect(value(fields, '@scheduledStartTime')).toBe(iso(begun))
      expect(value(fields, '@scheduledEndTime')).toBe(iso(begun + hour))
    })

    it('makes an instance when its interval is over, in a time series', async () => {
      const begun = client.now()
      const pipelineId = await client.activated(client.hourly({}, { scheduleType: 'timeseries' }))
      expect(await client.query(pipelineId, 'INSTANCE')).toEqual([])
      await client.pass(hour)
      expect(await client.query(pipelineId, 'INSTANCE')).toEqual([`@First_${iso(begun)}`])
    })

    it('is finished when the schedule is over and so is all work', async () => {
      const pipelineId = await client.activated(client.hourly())
      for (let i = 0; i < 3; i += 1) {
        await client.work()
        await client.pass(hour)
      }
      expect(await client.stateOf(pipelineId)).toBe('FINISHED')
      const instances = await client.query(pipelineId, 'INSTANCE')
      await expect(
        client.service.SetStatus({ pipelineId, objectIds: instances, status: 'RERUN' }),
      ).rejects.toMatchObject({
        name: 'InvalidRequestException',
      })
    })

    it('is refused when the first run lies more than a day back, unless a start is given', async () => {
      const pipelineId = await client.create()
      const old = client.hourly()
      await client.put(pipelineId, {
        ...old,
        Hourly: { type: 'Schedule', period: '1 day', startDateTime: iso(client.now() - 3 * day), occurrences: '10' },
      })
      await expect(client.service.ActivatePipeline({ pipelineId })).rejects.toMatchObject({
        name: 'InvalidRequestException',
      })
      await client.service.ActivatePipeline({ pipelineId, startTimestamp: Math.floor((client.now() - day) / 1000) })
      await client.pass(1)
      expect(await client.stateOf(pipelineId)).toBe('SCHEDULED')
      expect(await client.query(pipelineId, 'INSTANCE')).toHaveLength(2)
    })

    it('makes up for the past, a few at a time', async () => {
      const pipelineId = await client.create()
      const begun = client.now() - 10 * hour
      await client.put(pipelineId, {
        ...client.hourly({}, { maxActiveInstances: '2' }),
        Hourly: { type: 'Schedule', period: '1 hour', startDateTime: iso(begun), occurrences: '10' },
      })
      await client.service.ActivatePipeline({ pipelineId })
      await client.pass(1)
      expect(await client.query(pipelineId, 'INSTANCE')).toHaveLength(2)
      await client.work()
      expect(await client.query(pipelineId, 'INSTANCE')).toEqual([0, 1, 2].map(k => `@First_${iso(begun + k * hour)}`))
    })

    it('on demand makes one set each time, as many at once as allowed', async () => {
      const pipelineId = await client.activated(client.onDemand())
      expect(await client.query(pipelineId, 'INSTANCE')).toHaveLength(1)
      await expect(client.service.ActivatePipeline({ pipelineId })).rejects.toMatchObject({
        name: 'InvalidRequestException',
      })
      await client.work()
      expect(await client.stateOf(pipelineId)).toBe('FINISHED')
      await client.pass(5000)
      await client.service.ActivatePipeline({ pipelineId })
      await client.pass(1)
      expect(await client.query(pipelineId, 'INSTANCE')).toHaveLength(2)
    })

    it('takes values of parameters, and keeps them', async () => {
      const pipelineId = await client.create()
      await client.put(
        pipelineId,
        client.onDemand({ First: { type: 'ShellCommandActivity', command: 'echo #{myName}' } }),
        {
          myName: 'stored',
        },
      )
      await client.service.ActivatePipeline({ pipelineId, parameterValues: [{ id: 'myName', stringValue: 'given' }] })
      await client.pass(1)
      const task = await client.must()
      expect(value(task.objects[task.attemptId]?.fields ?? [], 'command')).toBe('echo given')
      const { parameterValues } = await client.service.GetPipelineDefinition({ pipelineId, version: 'active' })
      expect(parameterValues).toEqual([{ id: 'myName', stringValue: 'given' }])
    })
  })

  describe('deactivation', () => {
    it('cancels what runs, and goes on later where it was', async () => {
      const begun = client.now()
      const pipelineId = await client.activated(client.hourly())
      await client.work()
      await client.pass(hour)
      const task = await client.must()
      await client.service.ReportTaskProgress({ taskId: task.taskId })
      await client.service.DeactivatePipeline({ pipelineId })
      expect(await client.stateOf(pipelineId)).toBe('DEACTIVATING')
      expect(await client.service.ReportTaskProgress({ taskId: task.taskId })).toEqual({ canceled: true })
      await client.pass(1)
      expect(await client.stateOf(pipelineId)).toBe('INACTIVE')
      expect(await client.statusOf(pipelineId, `@First_${iso(begun + hour)}`)).toBe('CANCELED')
      await client.pass(2 * hour)
      expect(await client.query(pipelineId, 'INSTANCE')).toHaveLength(2)
      await client.service.ActivatePipeline({ pipelineId })
      await client.pass(1)
      expect(await client.query(pipelineId, 'INSTANCE')).toHaveLength(3)
      expect(await client.statusOf(pipelineId, `@First_${iso(begun + hour)}`)).toBe('WAITING_FOR_RUNNER')
      expect(value(await client.one(pipelineId, `@First_${iso(begun + hour)}`), '@headAttempt')).toBe(
        `@First_${iso(begun + hour)}_Attempt=2`,
      )
    })

    it('waits for what runs where it shall', async () => {
      const pipelineId = await client.activated(client.hourly())
      const task = await client.must()
      await client.service.ReportTaskProgress({ taskId: task.taskId })
      await client.service.DeactivatePipeline({ pipelineId, cancelActive: false })
      await client.pass(minute)
      expect(await client.stateOf(pipelineId)).toBe('DEACTIVATING')
      await client.service.SetTaskStatus({ taskId: task.taskId, taskStatus: 'FINISHED' })
      await client.pass(1)
      expect(await client.stateOf(pipelineId)).toBe('INACTIVE')
    })

    it('skips what a later start leaves out', async () => {
      const begun = client.now()
      const pipelineId = await client.activated(client.hourly())
      await client.work()
      await client.service.DeactivatePipeline({ pipelineId })
      await client.pass(2 * hour + minute)
      await client.service.ActivatePipeline({ pipelineId, startTimestamp: Math.floor((begun + 2 * hour) / 1000) })
      await client.pass(1)
      expect(await client.statusOf(pipelineId, `@First_${iso(begun + hour)}`)).toBe('SKIPPED')
      expect(await client.statusOf(pipelineId, `@First_${iso(begun + 2 * hour)}`)).toBe('WAITING_FOR_RUNNER')
    })
  })
}
