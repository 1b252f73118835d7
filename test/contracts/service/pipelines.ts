import { beforeEach, describe, expect, it } from 'vitest'
import { type Client, value } from './client.ts'

/** Making, naming, listing, tagging and erasing pipelines. */
export function pipelinesPart(use: () => Client): void {
  let client: Client
  beforeEach(() => {
    client = use()
  })

  describe('pipelines', () => {
    it('are made once for a name and a unique id', async () => {
      const id = await client.create()
      expect(id).toMatch(/^df-[A-Z0-9]{20}$/)
      expect(await client.create()).toBe(id)
      expect(await client.create('other')).not.toBe(id)
    })

    it('say what they are', async () => {
      const { pipelineId } = await client.service.CreatePipeline({
        name: 'demo',
        uniqueId: 'u1',
        description: 'For tests.',
        tags: [{ key: 'team', value: 'ml' }],
      })
      const { pipelineDescriptionList } = await client.service.DescribePipelines({ pipelineIds: [pipelineId] })
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
      expect(value(fields, '@creationTime')).toBe(client.start())
      expect(value(fields, '@version')).toBeUndefined()
    })

    it('are listed fifty at a time, in the order they were made', async () => {
      const ids: string[] = []
      for (let i = 0; i < 51; i += 1) ids.push(await client.create(`p${i}`))
      const first = await client.service.ListPipelines({})
      expect(first.pipelineIdList).toHaveLength(50)
      expect(first).toMatchObject({ hasMoreResults: true, marker: ids[49] })
      const rest = await client.service.ListPipelines({ marker: first.marker })
      expect(rest.pipelineIdList).toEqual([{ id: ids[50], name: 'p50' }])
      expect(rest.hasMoreResults).toBe(false)
      expect(rest.marker).toBeUndefined()
    })

    it('are gone when deleted, and known to have been', async () => {
      const pipelineId = await client.activated(client.onDemand())
      await client.service.DeletePipeline({ pipelineId })
      expect((await client.service.ListPipelines({})).pipelineIdList).toEqual([])
      await expect(client.service.DescribePipelines({ pipelineIds: [pipelineId] })).rejects.toMatchObject({
        name: 'PipelineDeletedException',
      })
      await expect(client.service.GetPipelineDefinition({ pipelineId: 'df-NEVER' })).rejects.toMatchObject({
        name: 'PipelineNotFoundException',
      })
      expect(await client.poll()).toBeUndefined()
      expect(await client.create()).not.toBe(pipelineId)
    })

    it('carry at most ten tags, one of a key', async () => {
      const pipelineId = await client.create()
      const tags = Array.from({ length: 10 }, (_, i) => ({ key: `k${i}`, value: 'v' }))
      await client.service.AddTags({ pipelineId, tags })
      await client.service.AddTags({ pipelineId, tags: [{ key: 'k0', value: 'new' }] })
      await expect(client.service.AddTags({ pipelineId, tags: [{ key: 'k10', value: 'v' }] })).rejects.toMatchObject({
        name: 'InvalidRequestException',
      })
      await client.service.RemoveTags({ pipelineId, tagKeys: ['k1', 'k2'] })
      const { pipelineDescriptionList } = await client.service.DescribePipelines({ pipelineIds: [pipelineId] })
      expect(pipelineDescriptionList[0]?.tags).toHaveLength(8)
      expect(pipelineDescriptionList[0]?.tags).toContainEqual({ key: 'k0', value: 'new' })
    })
  })
}
