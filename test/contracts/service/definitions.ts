import { beforeEach, describe, expect, it } from 'vitest'
import { type Client, objects, to } from './client.ts'

/** Putting and validating definitions. */
export function definitionsPart(use: () => Client): void {
  let client: Client
  beforeEach(() => {
    client = use()
  })

  describe('definitions', () => {
    it('come back as they were put', async () => {
      const pipelineId = await client.create()
      const given = objects(
        client.hourly({ First: { type: 'ShellCommandActivity', command: 'echo 1', scriptArgument: ['b', 'a'] } }),
      )
      const parameterObjects = [{ id: 'myName', attributes: [{ key: 'type', stringValue: 'String' }] }]
      const parameterValues = [{ id: 'myName', stringValue: 'x' }]
      await client.service.PutPipelineDefinition({
        pipelineId,
        pipelineObjects: given,
        parameterObjects,
        parameterValues,
      })
      expect(await client.service.GetPipelineDefinition({ pipelineId })).toEqual({
        pipelineObjects: given,
        parameterObjects,
        parameterValues,
      })
      await expect(client.service.GetPipelineDefinition({ pipelineId, version: 'active' })).rejects.toMatchObject({
        name: 'InvalidRequestException',
      })
    })

    it('with errors are kept, say so, and cannot be activated', async () => {
      const pipelineId = await client.create()
      const verdict = await client.put(
        pipelineId,
        client.onDemand({ Broken: { type: 'ShellCommandActivity', command: 'x', dependsOn: to('Nobody') } }),
      )
      expect(verdict.errored).toBe(true)
      expect(verdict.validationErrors.map(error => error.id)).toContain('Broken')
      expect(verdict.validationErrors[0]?.errors?.[0]).toMatch(/^INVALID_REFERENCE: 'dependsOn' .*Nobody/)
      expect((await client.service.GetPipelineDefinition({ pipelineId })).pipelineObjects).toHaveLength(3)
      await expect(client.service.ActivatePipeline({ pipelineId })).rejects.toMatchObject({
        name: 'InvalidRequestException',
      })
      expect(await client.stateOf(pipelineId)).toBe('PENDING')
    })

    it('with empty values are refused outright', async () => {
      const pipelineId = await client.create()
      const empty = client.put(pipelineId, client.onDemand({ Empty: { type: 'ShellCommandActivity', command: '' } }))
      await expect(empty).rejects.toMatchObject({ name: 'InvalidRequestException' })
      expect((await client.service.GetPipelineDefinition({ pipelineId })).pipelineObjects).toEqual([])
    })

    it('can be validated without being kept', async () => {
      const pipelineId = await client.create()
      const verdict = await client.service.ValidatePipelineDefinition({
        pipelineId,
        pipelineObjects: objects(client.onDemand({ Bad: { type: 'NoSuchType' } })),
      })
      expect(verdict.errored).toBe(true)
      expect((await client.service.GetPipelineDefinition({ pipelineId })).pipelineObjects).toEqual([])
    })

    it('keep their shape once they are active', async () => {
      const pipelineId = await client.activated(
        client.hourly({ Second: { type: 'ShellCommandActivity', command: 'x', dependsOn: to('First') } }),
      )
      const without = await client.put(pipelineId, client.hourly())
      expect(without.validationErrors.map(error => error.id)).toContain('Second')
      const rewired = await client.put(
        pipelineId,
        client.hourly({ Second: { type: 'ShellCommandActivity', command: 'x' } }),
      )
      expect(rewired.errored).toBe(true)
      const slower = client.hourly({ Second: { type: 'ShellCommandActivity', command: 'x', dependsOn: to('First') } })
      expect(
        (
          await client.put(pipelineId, { ...slower, Hourly: { ...slower.Hourly, period: '2 hours' } })
        ).validationErrors.map(error => error.id),
      ).toContain('Hourly')
    })
  })
}
