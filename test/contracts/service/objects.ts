import { beforeEach, describe, expect, it } from 'vitest'
import { type Client, day, hour, iso, to, value } from './client.ts'

/** Setting a status, asking for objects and describing them. */
export function objectsPart(use: () => Client): void {
  let client: Client
  beforeEach(() => {
    client = use()
  })

  describe('set status', () => {
    it('cancels what waits at once and what runs with its next report', async () => {
      const at = client.start()
      const pipelineId = await client.activated(
        client.onDemand({ Second: { type: 'ShellCommandActivity', command: 'x', dependsOn: to('First') } }),
      )
      const task = await client.must()
      await client.service.ReportTaskProgress({ taskId: task.taskId })
      await client.service.SetStatus({ pipelineId, objectIds: [`@First_${at}`, `@Second_${at}`], status: 'TRY_CANCEL' })
      expect(await client.statusOf(pipelineId, `@Second_${at}`)).toBe('CANCELED')
      expect(await client.statusOf(pipelineId, `@First_${at}`)).toBe('RUNNING')
      expect(await client.service.ReportTaskProgress({ taskId: task.taskId })).toEqual({ canceled: true })
      expect(await client.statusOf(pipelineId, `@First_${at}`)).toBe('CANCELED')
      expect(await client.query(pipelineId, 'INSTANCE', [['@status', 'EQ', ['CANCELLED']]])).toHaveLength(2)
    })

    it('holds components and lets them go', async () => {
      const begun = client.now()
      const pipelineId = await client.activated(client.hourly())
      await client.service.SetStatus({ pipelineId, objectIds: ['First'], status: 'PAUSE' })
      await client.pass(hour)
      expect(value(await client.one(pipelineId, 'First'), '@status')).toBe('PAUSED')
      expect(await client.statusOf(pipelineId, `@First_${iso(begun)}`)).toBe('WAITING_FOR_RUNNER')
      expect(await client.statusOf(pipelineId, `@First_${iso(begun + hour)}`)).toBe('PAUSED')
      await client.service.SetStatus({ pipelineId, objectIds: ['First'], status: 'RESUME' })
      expect(await client.statusOf(pipelineId, `@First_${iso(begun + hour)}`)).toBe('WAITING_FOR_RUNNER')
      expect(value(await client.one(pipelineId, 'First'), '@status')).toBe('SCHEDULED')
    })

    it('refuses verbs that do not suit', async () => {
      const at = client.start()
      const pipelineId = await client.activated(client.onDemand())
      const refused = (objectIds: string[], status: string) =>
        expect(client.service.SetStatus({ pipelineId, objectIds, status })).rejects.toMatchObject({
          name: 'InvalidRequestException',
        })
      await refused(['First'], 'RERUN')
      await refused([`@First_${at}`], 'PAUSE')
      await refused(['First', `@First_${at}`], 'PAUSE')
      await refused(['First'], 'EXPLODE')
      await refused(['Nobody'], 'PAUSE')
      await client.service.SetStatus({ pipelineId, objectIds: [`@First_${at}`], status: 'RERUN' })
      expect(await client.statusOf(pipelineId, `@First_${at}`)).toBe('WAITING_FOR_RUNNER')
    })
  })

  describe('objects', () => {
    it('of a definition show their own fields, their parent, and how they stand', async () => {
      const pipelineId = await client.activated(client.hourly())
      const fields = await client.one(pipelineId, 'First')
      expect(fields).toContainEqual({ key: 'parent', refValue: 'Default' })
      expect(fields).toContainEqual({ key: '@sphere', stringValue: 'COMPONENT' })
      expect(fields).toContainEqual({ key: '@status', stringValue: 'SCHEDULED' })
      expect(fields).toContainEqual({ key: '@pipelineId', stringValue: pipelineId })
      expect(value(fields, 'workerGroup')).toBeUndefined()
      expect(value(await client.one(pipelineId, 'Default'), 'parent')).toBeUndefined()
    })

    it('are found by what they are and when they ran', async () => {
      const begun = client.now()
      const pipelineId = await client.activated(client.hourly())
      await client.work()
      await client.pass(hour)
      const [first, second] = [`@First_${iso(begun)}`, `@First_${iso(begun + hour)}`]
      expect(await client.query(pipelineId, 'COMPONENT')).toEqual(['Default', 'First', 'Hourly'])
      expect(await client.query(pipelineId, 'INSTANCE', [['@status', 'EQ', ['FINISHED', 'FAILED']]])).toEqual([first])
      expect(await client.query(pipelineId, 'INSTANCE', [['@componentParent', 'REF_EQ', ['First']]])).toEqual([
        first,
        second,
      ])
      expect(await client.query(pipelineId, 'INSTANCE', [['@scheduledStartTime', 'GE', [iso(begun + 1000)]]])).toEqual([
        second,
      ])
      expect(
        await client.query(pipelineId, 'INSTANCE', [
          ['@scheduledStartTime', 'BETWEEN', [iso(begun - day), iso(begun)]],
        ]),
      ).toEqual([first])
      // What has not started has no such time, and is not found by it.
      expect(await client.query(pipelineId, 'INSTANCE', [['@actualStartTime', 'LE', [iso(begun + day)]]])).toEqual([
        first,
      ])
      expect(await client.query(pipelineId, 'ATTEMPT', [['@instanceParent', 'EQ', [first]]])).toEqual([
        `${first}_Attempt=1`,
      ])
      await expect(client.query(pipelineId, 'INSTANCE', [['@status', 'LE', ['FAILED']]])).rejects.toMatchObject({
        name: 'InvalidRequestException',
      })
      await expect(client.query(pipelineId, 'MOON')).rejects.toMatchObject({ name: 'InvalidRequestException' })
    })

    it('come page by page', async () => {
      const pipelineId = await client.create()
      const begun = client.now() - 5 * hour
      await client.put(pipelineId, {
        ...client.hourly(),
        Hourly: { type: 'Schedule', period: '1 hour', startDateTime: iso(begun), occurrences: '5' },
      })
      await client.service.ActivatePipeline({ pipelineId })
      await client.pass(1)
      const seen: string[] = []
      let marker: string | undefined
      let pages = 0
      do {
        const page = await client.service.QueryObjects({
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
      const at = client.start()
      const pipelineId = await client.activated(client.onDemand())
      const id = `@First_${at}`
      expect(value(await client.one(pipelineId, id), 'command')).toBe('echo #{@scheduledStartTime}')
      expect(value(await client.one(pipelineId, id, true), 'command')).toBe(`echo ${at}`)
      expect(
        await client.service.EvaluateExpression({
          pipelineId,
          objectId: id,
          expression: "#{format(@scheduledStartTime,'YYYY-MM-dd')}",
        }),
      ).toEqual({ evaluatedExpression: at.slice(0, 10) })
      await expect(
        client.service.EvaluateExpression({ pipelineId, objectId: id, expression: '#{nobodyKnows}' }),
      ).rejects.toMatchObject({ name: 'InvalidRequestException' })
      await expect(client.service.DescribeObjects({ pipelineId, objectIds: ['Nobody'] })).rejects.toMatchObject({
        name: 'InvalidRequestException',
      })
    })
  })
}
