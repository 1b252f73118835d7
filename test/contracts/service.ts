import { afterEach, beforeEach, describe } from 'vitest'
import { activationPart } from './service/activation.ts'
import { type Client, clientOf, type Subject } from './service/client.ts'
import { definitionsPart } from './service/definitions.ts'
import { dependenciesPart } from './service/dependencies.ts'
import { objectsPart } from './service/objects.ts'
import { pipelinesPart } from './service/pipelines.ts'
import { workersPart } from './service/workers.ts'

/**
 * What every Data Pipeline must do, whoever is behind it: the engine in memory or on disk, in process or over the wire.
 * All work is fetched by the test itself, as a worker would. `make` gives a fresh one, on a clock that stands still
 * until it is moved.
 */
export function behavesLikeDataPipeline(name: string, make: () => Promise<Subject>): void {
  describe(name, () => {
    let subject: Subject
    let client: Client
    beforeEach(async () => {
      subject = await make()
      client = clientOf(subject)
    })
    afterEach(() => subject.close?.())

    for (const part of [pipelinesPart, definitionsPart, activationPart, workersPart, dependenciesPart, objectsPart])
      part(() => client)
  })
}
