import type { Tag } from '../api/connections.ts'
import { Fault } from '../api/faults.ts'
import type { WorkspaceCalls } from '../api/workspace.ts'
import { familyOf } from '../core/catalog/index.ts'
import type { Definition } from '../core/definition/model.ts'
import { printDateTime } from '../core/expression/value.ts'
import { convert } from '../core/formats/index.ts'
import { attemptScript } from '../engine/attempt-script.ts'
import type { Engine } from '../engine/engine.ts'
import type { ObjectStore } from '../engine/ports.ts'
import { replayOf } from '../engine/replay.ts'

/** Where replays write that shall leave the outputs of the original alone. */
const scratchBucket = 's3://pipewright-replays/'

interface ReplayParts {
  readonly engine: Engine
  readonly storage: ObjectStore
  readonly region: () => string
  /** Makes a pipeline with this text; gives its id. */
  readonly create: (
    name: string,
    text: string,
    about: { readonly description: string; readonly tags: readonly Tag[] },
  ) => Promise<string>
}

/** Attempts taken out of their run: run again in a pipeline of their own, or written as a script. */
export function createReplays({ engine, storage, region, create }: ReplayParts) {
  return {
    async ReplayAttempt({
      pipelineId,
      attemptId,
      outputs,
    }: WorkspaceCalls['ReplayAttempt']['in']): Promise<WorkspaceCalls['ReplayAttempt']['out']> {
      const original = engine.attemptWork(pipelineId, attemptId)
      const { work, attempt, pipelineName } = original
      if (familyOf(work.object.type) !== 'activity')
        throw new Fault(
          'InvalidRequestException',
          `${work.object.id} is no activity; only those can be run by themselves.`,
        )
      const mark = `${work.object.id}-${crypto.randomUUID().slice(0, 8)}`
      const scratch = outputs === 'scratch' ? `${scratchBucket}${mark}/` : undefined
      const { definition, notes } = replayOf(original, scratch)
      const what = `attempt ${attempt.number} of ${work.object.id} of ${printDateTime(work.scheduledStart)}`
      // A command may write to the bucket by itself, which no put of ours has made yet.
      if (scratch !== undefined)
        await storage.put(`${scratch}ABOUT.txt`, `Outputs of a replay: ${what}, ${pipelineName}.\n`)
      const id = await create(`Replay of ${work.object.id}, ${pipelineName}`, textOf(definition), {
        description: `A replay of ${what} (pipeline ${pipelineId}), with its fields as they were evaluated then.`,
        tags: [{ key: 'replay-of', value: `${pipelineId}/${attemptId}`.slice(0, 256) }],
      })
      const { scheduledStart } = await engine.runOnce(id, { definition })
      return { pipelineId: id, scheduledStart, notes: [...notes] }
    },

    async ExportAttempt({
      pipelineId,
      attemptId,
    }: WorkspaceCalls['ExportAttempt']['in']): Promise<WorkspaceCalls['ExportAttempt']['out']> {
      const original = engine.attemptWork(pipelineId, attemptId)
      const text = attemptScript(original, region())
      const { id, type } = original.work.object
      if (text === undefined)
        throw new Fault('InvalidRequestException', `${id} is a ${type} and has no command that a script could hold.`)
      return { name: `${id}-${original.attempt.number}.sh`.replace(/[^\w.-]+/g, '-'), text }
    },
  }
}

const textOf = (definition: Definition): string => convert(definition, 'cli').files[0]?.text ?? ''
