import { beforeEach, describe, expect, it } from 'vitest'
import { type Client, day, iso, minute, refs, to, value } from './client.ts'

/** What waits for what, and what a failure does. */
export function dependenciesPart(use: () => Client): void {
  let client: Client
  beforeEach(() => {
    client = use()
  })

  describe('dependencies', () => {
    const chained = () =>
      client.onDemand(
        {
          First: { type: 'ShellCommandActivity', command: 'make', output: to('Data') },
          Data: { type: 'S3DataNode', directoryPath: 's3://bucket/data/' },
          Second: { type: 'ShellCommandActivity', command: 'use', input: to('Data') },
          Third: { type: 'ShellCommandActivity', command: 'tell', dependsOn: to('Second') },
        },
        { maximumRetries: '0', failureAndRerunMode: 'cascade' },
      )

    it('run one after the other, through data nodes', async () => {
      const at = client.start()
      const pipelineId = await client.activated(chained())
      expect(refs(await client.one(pipelineId, `@Second_${at}`), '@waitingOn')).toEqual([`@Data_${at}`])
      for (const id of ['First', 'Second', 'Third']) {
        expect(await client.work()).toBe(`@${id}_${at}_Attempt=1`)
      }
      expect(await client.statusOf(pipelineId, `@Data_${at}`)).toBe('FINISHED')
      expect(await client.stateOf(pipelineId)).toBe('FINISHED')
    })

    it('show on instances in both directions', async () => {
      const at = client.start()
      const pipelineId = await client.activated(chained())
      const node = await client.one(pipelineId, `@Data_${at}`)
      expect(refs(node, 'output')).toEqual([`@Second_${at}`])
      expect(refs(node, 'input')).toEqual([`@First_${at}`])
      expect(refs(await client.one(pipelineId, `@First_${at}`), 'output')).toEqual([`@Data_${at}`])
      expect(refs(node, '@componentParent')).toEqual(['Data'])
      expect(refs(node, 'parent')).toEqual(['Data'])
      expect(value(node, '@headAttempt')).toBeUndefined()
    })

    it('carry a failure on, and a rerun', async () => {
      const at = client.start()
      const pipelineId = await client.activated(chained())
      await client.service.SetStatus({ pipelineId, objectIds: ['Third'], status: 'pause' })
      await client.work('FAILED')
      expect(await client.statusOf(pipelineId, `@First_${at}`)).toBe('FAILED')
      for (const id of ['Data', 'Second', 'Third'])
        expect(await client.statusOf(pipelineId, `@${id}_${at}`)).toBe('CASCADE_FAILED')
      expect(refs(await client.one(pipelineId, `@Third_${at}`), '@cascadeFailedOn')).toEqual([`@Second_${at}`])
    })

    it('start over with a rerun, and cascade again as long as the origin stands', async () => {
      const begun = client.now()
      const at = iso(begun)
      const pipelineId = await client.activated({
        ...chained(),
        Default: { ...chained().Default, maxActiveInstances: '2' },
      })
      await client.pass(1000)
      await client.service.ActivatePipeline({ pipelineId })
      await client.pass(1)
      await client.work('FAILED')
      await client.service.SetStatus({ pipelineId, objectIds: [`@Second_${at}`], status: 'RERUN' })
      await client.pass(1)
      expect(await client.statusOf(pipelineId, `@Second_${at}`)).toBe('CASCADE_FAILED')
      await client.service.SetStatus({ pipelineId, objectIds: [`@First_${at}`], status: 'rerun' })
      await client.pass(1)
      expect(await client.statusOf(pipelineId, `@Second_${at}`)).toBe('WAITING_ON_DEPENDENCIES')
      expect(await client.statusOf(pipelineId, `@Third_${at}`)).toBe('WAITING_ON_DEPENDENCIES')
      expect(value(await client.one(pipelineId, `@First_${at}`), '@headAttempt')).toBe(`@First_${at}_Attempt=2`)
    })

    it('wait for ever for a failure where nothing cascades, and go on when it is marked finished', async () => {
      const at = client.start()
      const pipelineId = await client.activated({
        ...chained(),
        Default: { ...chained().Default, failureAndRerunMode: 'none' },
      })
      await client.work('FAILED')
      await client.pass(day)
      expect(await client.statusOf(pipelineId, `@Second_${at}`)).toBe('WAITING_ON_DEPENDENCIES')
      await client.service.SetStatus({ pipelineId, objectIds: [`@First_${at}`], status: 'MARK_FINISHED' })
      await client.pass(1)
      expect(await client.statusOf(pipelineId, `@First_${at}`)).toBe('FINISHED')
      expect(await client.statusOf(pipelineId, `@Second_${at}`)).toBe('WAITING_FOR_RUNNER')
    })
  })

  describe('preconditions', () => {
    it('are asked for the object that has them, again and again until they are true', async () => {
      const at = client.start()
      const pipelineId = await client.activated(
        client.onDemand({
          First: { type: 'ShellCommandActivity', command: 'x', precondition: to('Ready') },
          Ready: { type: 'ShellCommandPrecondition', command: 'test -f #{node.command}', retryDelay: '2 minutes' },
        }),
      )
      const check = `@Ready_First_${at}`
      expect(await client.statusOf(pipelineId, `@First_${at}`)).toBe('WAITING_ON_DEPENDENCIES')
      const task = await client.must()
      expect(task.attemptId).toBe(`${check}_Attempt=1`)
      expect(value(task.objects[task.attemptId]?.fields ?? [], 'command')).toBe('test -f x')
      await client.service.ReportTaskProgress({ taskId: task.taskId })
      await client.service.SetTaskStatus({ taskId: task.taskId, taskStatus: 'FALSE' })
      await client.pass(2 * minute)
      const again = await client.must()
      expect(again.attemptId).toBe(`${check}_Attempt=1`)
      await client.service.SetTaskStatus({ taskId: again.taskId, taskStatus: 'FINISHED' })
      expect(value(await client.one(pipelineId, `${check}_Attempt=1`), 'currentRetryCount')).toBe('1')
      expect(refs(await client.one(pipelineId, check), 'node')).toEqual([`@First_${at}`])
      expect((await client.must()).attemptId).toBe(`@First_${at}_Attempt=1`)
    })
  })
}
