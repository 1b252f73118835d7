import type { DataPipelineClient } from '@aws-sdk/client-data-pipeline'
import type { PipelineService } from '../../src/api/operations.ts'
import { familyOf } from '../../src/core/catalog/index.ts'
import { serviceOver } from './sdk-service.ts'
import type { Case } from './story.ts'
import type { World } from './world.ts'

/** Stories that need nothing but the 19 operations and time as it is. */
export const suitsAnAccount = ({ clock, bare, alarms, machines, settings }: Case): boolean =>
  !clock && !bare && !alarms && !machines && !settings

/** A story went further than an account shall bear: it would start machines, which cost money. */
export class WouldCost extends Error {
  constructor(types: readonly string[]) {
    super(`It would start ${types.join(', ')}.`)
    this.name = 'WouldCost'
  }
}

export interface AccountOptions {
  /** How long to go on asking until something is so, milliseconds. */
  readonly patience: number
  /** A poll that is not answered in so many milliseconds counts as held. */
  readonly holds: number
}

/**
 * Somebody's account, for one story: on the wall's clock, with every pipeline deleted at the end that the story made.
 * Never starts a resource: an activation that would fails with `WouldCost` before it is sent.
 */
export function accountWorld(client: DataPipelineClient, { patience, holds }: AccountOptions): World {
  const inner = serviceOver(client)
  const made = new Set<string>()
  const costly = new Map<string, readonly string[]>()
  const service: PipelineService = {
    ...inner,
    async CreatePipeline(input) {
      const created = await inner.CreatePipeline(input)
      made.add(created.pipelineId)
      return created
    },
    PutPipelineDefinition(input) {
      const types = input.pipelineObjects.flatMap(object =>
        object.fields.flatMap(({ key, stringValue = '' }) => (key === 'type' ? [stringValue] : [])),
      )
      costly.set(
        input.pipelineId,
        types.filter(type => familyOf(type) === 'resource'),
      )
      return inner.PutPipelineDefinition(input)
    },
    ActivatePipeline(input) {
      const types = costly.get(input.pipelineId) ?? []
      if (types.length > 0) return Promise.reject(new WouldCost(types))
      return inner.ActivatePipeline(input)
    },
  }
  return {
    service,
    now: Date.now,
    patience,
    held: () => new Promise(resolve => setTimeout(resolve, holds)),
    gone: () => Promise.resolve(),
    async close() {
      for (const pipelineId of made) await inner.DeletePipeline({ pipelineId }).catch(() => undefined)
    },
  }
}
