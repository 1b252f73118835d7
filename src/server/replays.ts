import type { Tag } from '../api/connections.ts'
import { Fault } from '../api/faults.ts'
import type { WorkspaceCalls } from '../api/workspace.ts'
import { familyOf } from '../core/catalog/index.ts'
import type { Definition } from '../core/definition/model.ts'
import { printDateTime } from '../core/expression/value.ts'
import { convert } from '../core/formats/index.ts'
import { attemptScript } from '../engine/attempt-script.ts'
import type { AttemptWork } from '../engine/attempt-work.ts'
import type { Engine } from '../engine/engine.ts'
import type { ObjectStore } from '../engine/ports.ts'
import { replayOf } from '../engine/replay.ts'
import { remoteAttemptWork, type SeenAttempt } from './aws/attempt-work.ts'
import { accountNotes, maskedObject } from './aws/replay-notes.ts'
import { withConnection } from './connections.ts'

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

/** Attempts taken out of their run, here or in an account: run again in a pipeline of their own, or as a script. */
export function createReplays({ engine, storage, region, create }: ReplayParts) {
  const originalOf = async (
    { pipelineId, attemptId, connection }: WorkspaceCalls['ExportAttempt']['in'],
    signal?: AbortSignal,
  ): Promise<SeenAttempt> =>
    connection === undefined
      ? { original: engine.attemptWork(pipelineId, attemptId), untold: [] }
      : withConnection(connection, async (service, title) => {
          const { original, untold } = await remoteAttemptWork(service, pipelineId, attemptId, signal)
          return { original: { ...original, ranIn: title }, untold }
        })

  return {
    async ReplayAttempt(
      { outputs, secrets = {}, ...asked }: WorkspaceCalls['ReplayAttempt']['in'],
      signal?: AbortSignal,
    ): Promise<WorkspaceCalls['ReplayAttempt']['out']> {
      const { pipelineId, attemptId } = asked
      const { original, untold } = await originalOf(asked, signal)
      const { work, attempt, pipelineName, ranIn } = original
      mustAct(original)
      const lacking = untold.filter(id => !secrets[id])
      if (lacking.length > 0)
        throw new Fault(
          'InvalidRequestException',
          `The account does not tell ${lacking.map(id => `*${id}`).join(', ')}; give a value of each.`,
        )
      const mark = `${work.object.id}-${crypto.randomUUID().slice(0, 8)}`
      const scratch = outputs === 'scratch' ? `${scratchBucket}${mark}/` : undefined
      const given = Object.fromEntries(untold.map(id => [id, secrets[id] ?? '']))
      const { definition, notes: plain } = replayOf(original, scratch, given)
      const notes = [...(await accountNotes(original, storage)), ...plain]
      const what = `attempt ${attempt.number} of ${work.object.id} of ${printDateTime(work.scheduledStart)}`
      // A command may write to the bucket by itself, which no put of ours has made yet.
      if (scratch !== undefined)
        await storage.put(`${scratch}ABOUT.txt`, `Outputs of a replay: ${what}, ${pipelineName}.\n`)
      const from = ranIn === undefined ? `pipeline ${pipelineId}` : `pipeline ${pipelineId}, ${ranIn}`
      const id = await create(`Replay of ${work.object.id}, ${pipelineName}`, textOf(definition), {
        description: `A replay of ${what} (${from}), with its fields as they were evaluated then. ${notes.join(' ')}`,
        tags: [{ key: 'replay-of', value: `${pipelineId}/${attemptId}`.slice(0, 256) }],
      })
      const { scheduledStart } = await engine.runOnce(id, { definition })
      return { pipelineId: id, scheduledStart, notes }
    },

    async PreviewRemoteReplay(
      input: WorkspaceCalls['PreviewRemoteReplay']['in'],
      signal?: AbortSignal,
    ): Promise<WorkspaceCalls['PreviewRemoteReplay']['out']> {
      const { original, untold } = await originalOf(input, signal)
      const { work } = original
      const notes = [...(await accountNotes(original, storage)), ...replayOf(original, undefined).notes]
      return {
        objects: [work.object, ...work.objects.values()].map(one => maskedObject(one, original.secrets)),
        untold,
        notes,
      }
    },

    async ExportAttempt(
      input: WorkspaceCalls['ExportAttempt']['in'],
      signal?: AbortSignal,
    ): Promise<WorkspaceCalls['ExportAttempt']['out']> {
      const { original } = await originalOf(input, signal)
      const text = attemptScript(original, input.connection?.region ?? region())
      const { id, type } = original.work.object
      if (text === undefined)
        throw new Fault('InvalidRequestException', `${id} is a ${type} and has no command that a script could hold.`)
      return { name: `${id}-${original.attempt.number}.sh`.replace(/[^\w.-]+/g, '-'), text }
    },
  }
}

function mustAct({ work: { object } }: AttemptWork) {
  if (familyOf(object.type) !== 'activity')
    throw new Fault('InvalidRequestException', `${object.id} is no activity; only those can be run by themselves.`)
}

const textOf = (definition: Definition): string => convert(definition, 'cli').files[0]?.text ?? ''
