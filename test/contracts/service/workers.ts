import { beforeEach, describe, expect, it } from 'vitest'
import { type Client, minute, to, value } from './client.ts'

/** The protocol of workers. */
export function workersPart(use: () => Client): void {
  let client: Client
  beforeEach(() => {
    client = use()
  })

  describe('workers', () => {
    it('fetch a task of their group, report, and finish it', async () => {
      const at = client.start()
      const pipelineId = await client.activated(client.onDemand())
      expect(await client.poll('Group')).toBeUndefined()
      const task = await client.must()
      const attempt = `@First_${at}_Attempt=1`
      expect(task).toMatchObject({ pipelineId, attemptId: attempt })
      const fields = task.objects[attempt]?.fields ?? []
      expect(value(fields, '@status')).toBe('WAITING_FOR_RUNNER')
      expect(value(fields, 'command')).toBe(`echo ${at}`)
      expect(value(fields, 'workerGroup')).toBe('group')
      expect(await client.poll()).toBeUndefined()
      expect(
        await client.service.ReportTaskProgress({
          taskId: task.taskId,
          fields: [{ key: 'percentComplete', stringValue: '50' }],
        }),
      ).toEqual({ canceled: false })
      expect(await client.statusOf(pipelineId, `@First_${at}`)).toBe('RUNNING')
      const running = await client.one(pipelineId, attempt)
      expect(value(running, 'percentComplete')).toBe('50')
      expect(value(running, 'hostname')).toBe('worker-1')
      await client.service.SetTaskStatus({ taskId: task.taskId, taskStatus: 'FINISHED' })
      expect(await client.statusOf(pipelineId, `@First_${at}`)).toBe('FINISHED')
      await expect(client.service.ReportTaskProgress({ taskId: task.taskId })).rejects.toMatchObject({
        name: 'TaskNotFoundException',
      })
      await expect(client.service.SetTaskStatus({ taskId: 'nonsense', taskStatus: 'FINISHED' })).rejects.toMatchObject({
        name: 'TaskNotFoundException',
      })
    })

    it('are handed a task that comes while they wait', async () => {
      const pipelineId = await client.create()
      await client.put(pipelineId, client.onDemand())
      const waiting = client.service.PollForTask({ workerGroup: 'group' })
      await client.pass(minute)
      await client.service.ActivatePipeline({ pipelineId })
      await client.pass(1)
      expect((await waiting).taskObject?.pipelineId).toBe(pipelineId)
    })

    it('that wait together are each handed a task of their own', async () => {
      const pipelineId = await client.create()
      await client.put(pipelineId, client.onDemand({ Second: { type: 'ShellCommandActivity', command: 'echo 2' } }))
      const waiting = [1, 2].map(() => client.service.PollForTask({ workerGroup: 'group' }))
      await client.pass(1)
      await client.service.ActivatePipeline({ pipelineId })
      await client.pass(1)
      const tasks = await Promise.all(waiting)
      expect(tasks.every(task => task.taskObject !== undefined)).toBe(true)
      expect(new Set(tasks.map(task => task.taskObject?.attemptId)).size).toBe(2)
    })

    it('are not bothered with a task whose expressions mean nothing', async () => {
      const at = client.start()
      const pipelineId = await client.activated(
        client.onDemand(
          { Second: { type: 'ShellCommandActivity', command: '#{dependsOn.errorMessage}', dependsOn: to('First') } },
          { maximumRetries: '0' },
        ),
      )
      await client.work()
      expect(await client.poll()).toBeUndefined()
      expect(await client.statusOf(pipelineId, `@Second_${at}`)).toBe('FAILED')
    })

    it('go home empty-handed after 90 seconds', async () => {
      const waiting = client.service.PollForTask({ workerGroup: 'group' })
      await client.pass(1)
      await client.pass(90_000)
      expect((await waiting).taskObject).toBeUndefined()
    })

    it('lose a task that they do not acknowledge in two minutes', async () => {
      await client.activated(client.onDemand())
      const lost = await client.must()
      await client.pass(2 * minute)
      const again = await client.must()
      expect(again.attemptId).toBe(lost.attemptId)
      expect(again.taskId).not.toBe(lost.taskId)
      await expect(client.service.SetTaskStatus({ taskId: lost.taskId, taskStatus: 'FINISHED' })).rejects.toMatchObject(
        {
          name: 'TaskNotFoundException',
        },
      )
    })

    it('that fall silent make the attempt fail, and the next one starts', async () => {
      const at = client.start()
      const pipelineId = await client.activated(client.onDemand({}, { retryDelay: '5 minutes' }))
      const task = await client.must()
      await client.service.ReportTaskProgress({ taskId: task.taskId })
      await client.pass(15 * minute)
      expect(await client.statusOf(pipelineId, `@First_${at}_Attempt=1`)).toBe('FAILED')
      await expect(client.service.ReportTaskProgress({ taskId: task.taskId })).rejects.toMatchObject({
        name: 'TaskNotFoundException',
      })
      await client.pass(5 * minute)
      expect((await client.must()).attemptId).toBe(`@First_${at}_Attempt=2`)
    })

    it('are sent no sign to end', async () => {
      expect(await client.service.ReportTaskRunnerHeartbeat({ taskrunnerId: 'tr-1', workerGroup: 'group' })).toEqual({
        terminate: false,
      })
    })

    it('see what a failure leaves behind, three tries by default', async () => {
      const at = client.start()
      const pipelineId = await client.activated(client.onDemand({}, { retryDelay: '2 minutes' }))
      for (let i = 1; i <= 3; i += 1) {
        expect(await client.work('FAILED')).toBe(`@First_${at}_Attempt=${i}`)
        await client.pass(2 * minute)
      }
      const fields = await client.one(pipelineId, `@First_${at}`)
      expect(value(fields, '@status')).toBe('FAILED')
      expect(value(fields, '@attemptCount')).toBe('3')
      expect(value(fields, '@triesLeft')).toBe('0')
      expect(value(fields, 'errorMessage')).toBe('It broke.')
      expect(value(await client.one(pipelineId, `@First_${at}_Attempt=3`), 'errorStackTrace')).toBe('line 1')
      const { pipelineDescriptionList } = await client.service.DescribePipelines({ pipelineIds: [pipelineId] })
      expect(value(pipelineDescriptionList[0]?.fields ?? [], '@healthStatus')).toBe('ERROR')
    })
  })
}
