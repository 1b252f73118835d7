import { Fault } from '../../api/faults.ts'
import type { Ledger } from '../ledger.ts'
import type { Clock, PipelineRecord, RunStore } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import type { EngineSettings } from '../settings.ts'

/** What every operation works with. */
export interface Context {
  readonly runtime: Runtime
  readonly ledger: Ledger
  readonly store: RunStore
  readonly clock: Clock
  readonly settings: EngineSettings
  readonly random: () => number
}

/** The pipeline of an id. Fails with PipelineNotFoundException, or PipelineDeletedException where it once was. */
export function recordOf({ ledger, store }: Context, id: string): PipelineRecord {
  const record = ledger.pipeline(id)
  if (record) return record
  if (store.wasErased(id)) throw new Fault('PipelineDeletedException', `Pipeline ${id} was deleted.`)
  throw new Fault('PipelineNotFoundException', `There is no pipeline with id ${id}.`)
}

export const invalid = (message: string): Fault => new Fault('InvalidRequestException', message)

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** Letters and digits that nobody can guess. */
export const randomText = (random: () => number, length: number): string =>
  Array.from({ length }, () => letters[Math.floor(random() * letters.length)] ?? 'A').join('')
