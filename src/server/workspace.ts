import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tag } from '../api/connections.ts'
import { Fault } from '../api/faults.ts'
import type { PipelineService } from '../api/operations.ts'
import type { Draft } from '../api/versions.ts'
import type { ChangeEvent, Environment, WorkspaceCalls, WorkspaceService } from '../api/workspace.ts'
import type { Definition } from '../core/definition/model.ts'
import { convert, editableText, readDefinition } from '../core/formats/index.ts'
import { fromWire, toWire } from '../core/formats/wire.ts'
import { partsOfAttempt } from '../core/runs/instance-id.ts'
import { keepPeriodsOnly } from '../core/runs/period-only.ts'
import type { Engine } from '../engine/engine.ts'
import type { Clock, ObjectStore } from '../engine/ports.ts'
import type { Archiver } from './archive.ts'
import { remoteAttempts } from './aws/attempts.ts'
import type { RemoteService } from './aws/data-pipeline.ts'
import { bundleOf } from './bundle.ts'
import {
  accountNames,
  attemptActions,
  describe,
  listConnections,
  neededActions,
  remoteDefinition,
  remotePipelines,
  withConnection,
} from './connections.ts'
import { accrued, estimate, estimateBackfill, runsWithCosts } from './costs.ts'
import { findExample, readExamples, uploadFiles } from './examples.ts'
import type { History } from './history.ts'
import type { Logs } from './logs/logs.ts'
import { withStates } from './part-inputs.ts'
import { type Home, regions } from './region.ts'
import type { Rehearsals } from './rehearsals/rehearsals.ts'
import { createReplays } from './replays.ts'
import type { Settings } from './settings.ts'
import type { Storage } from './storage/storage.ts'
import { listLevel, readObject } from './storage-browser.ts'
import { thisStudio, type Versions } from './versions/versions.ts'
import { explain } from './why.ts'

type Surroundings = Omit<Environment, 'now' | 'region' | 'regions' | 'trouble'>

export interface WorkspaceParts {
  readonly engine: Engine
  readonly history: History
  readonly versions: Versions
  readonly storage: ObjectStore
  readonly s3: Storage
  readonly logs: Logs
  readonly clock: Clock
  readonly settings: Settings
  readonly examples: string
  /** Or, where programs must be asked first, that in a moment. */
  readonly environment: Surroundings | Promise<Surroundings>
  readonly home: Home
  readonly rehearsals: Rehearsals
  readonly archiver: Archiver
  /** Tells of a change that the engine and the history know nothing of. */
  readonly tell: (event: ChangeEvent) => void
}

/** Who asks for much to be archived asks again after this many milliseconds. */
const longestAsked = 30_000

/** What a new pipeline may bring along besides its text. */
interface About {
  readonly description?: string | undefined
  readonly tags?: readonly Tag[] | undefined
  readonly pins?: Draft['pins']
}

/** The studio's own calls, on top of the engine, its store and its logs. */
export function createWorkspace(parts: WorkspaceParts): WorkspaceService {
  const { engine, history, versions, storage, logs, clock, home } = parts
  const service = versions.recording(engine.service)

  const workspace: WorkspaceService = {
    ...history,
    ...parts.rehearsals.calls,
    ...createReplays({
      engine,
      storage,
      region: home.region,
      create: (name, text, about) => create('clone', name, text, about),
    }),
    ListRuns: runsWithCosts(history, () => clock.now(), home.region),
    GetSettings: async () => parts.settings.now(),
    async SaveSettings(input) {
      // A page that knows nothing of regions leaves the region as it is.
      const settings = await parts.settings.save({ region: home.region(), ...input })
      parts.tell({ what: 'settings', at: clock.now() })
      return settings
    },
    async GetEnvironment() {
      const trouble = engine.trouble()
      return {
        ...(await parts.environment),
        region: home.region(),
        regions,
        now: clock.now(),
        ...(trouble && { trouble }),
      }
    },
    async ChooseRegion({ region }) {
      await home.choose(region)
      parts.tell({ what: 'settings', at: clock.now() })
      return { region }
    },
    ArchiveRuns: ({ olderThanDays }) => parts.archiver.archive(olderThanDays, longestAsked),
    GetDraft: ({ pipelineId }) => draftOf(parts, pipelineId),
    async ImportPipeline({ name, text, description, tags }) {
      const reading = readDefinition(text)
      const { definition, notes, document } = reading
      if (definition.objects.length + definition.parameters.length + definition.values.length === 0)
        throw new Fault(
          'InvalidRequestException',
          document.problems[0]?.message ?? 'No objects of a pipeline were found in this text.',
        )
      const pipelineId = await create('import', name, editableText(reading), { description, tags })
      return { pipelineId, notes: [...notes] }
    },
    ListConnections: async () => ({
      connections: await listConnections(),
      actions: [...neededActions],
      attemptActions: [...attemptActions],
    }),
    ListRemotePipelines: async ({ connection }, signal) => ({
      pipelines: await withConnection(connection, service => remotePipelines(service, signal)),
    }),
    ListRemoteAttempts: ({ connection, ...wanted }, signal) =>
      withConnection(connection, service => remoteAttempts(service, wanted, signal)),
    ListAccountNames: ({ connection, kind }, signal) => accountNames(connection, kind, signal),
    ImportRemotePipelines: ({ connection, pipelineIds }, signal) =>
      withConnection(connection, service => importAll(service, pipelineIds, signal)),
    async ListExamples() {
      const examples = await readExamples(parts.examples)
      return { examples: examples.map(({ definition: _, files: __, ...info }) => info) }
    },
    async CreateFromExample({ name, as }) {
      const example = await findExample(parts.examples, name)
      await uploadFiles(example, parts.examples, storage)
      const text = await readFile(join(parts.examples, example.definition), 'utf8')
      return { pipelineId: await create('example', as ?? example.title, text, { description: example.summary }) }
    },
    async ClonePipeline({ pipelineId, name, version, schedule }) {
      const draft = await draftOf(parts, pipelineId)
      const text = version === undefined ? draft.text : (await workspace.GetVersionText({ pipelineId, version })).text
      const pins = version === undefined ? draft.pins : {}
      return {
        pipelineId: await create('clone', name, schedule === 'period' ? keepPeriodsOnly(text) : text, { pins }),
      }
    },
    async ExportBundle({ pipelineId }) {
      const { pipelines } = await history.ListPipelineSummaries({})
      const name = pipelines.find(one => one.id === pipelineId)?.name ?? pipelineId
      const text = await bundleOf(workspace, pipelineId, clock.now())
      return { name: `${name.replace(/[^\w.-]+/g, '-')}.bundle.json`, text }
    },
    async RunOnce({ pipelineId, values, at, part, outputsOf }) {
      const { definition } = readDefinition((await draftOf(parts, pipelineId)).text)
      const run = await engine.runOnce(pipelineId, {
        definition,
        ...(values && { values }),
        ...(at !== undefined && { at }),
        ...(part && { part }),
        ...(outputsOf !== undefined && { outputsOf }),
      })
      versions.froze(pipelineId, 'run once', thisStudio)
      return run
    },
    async PreviewPart({ pipelineId, values, at, part, outputsOf }) {
      const { definition } = readDefinition((await draftOf(parts, pipelineId)).text)
      const plan = engine.previewPart(pipelineId, {
        definition,
        part,
        ...(values && { values }),
        ...(at !== undefined && { at }),
        ...(outputsOf !== undefined && { outputsOf }),
      })
      return withStates(plan, storage)
    },
    async PreviewActivation({ pipelineId, values, from }) {
      const { definition, document } = readDefinition((await draftOf(parts, pipelineId)).text)
      const broken = document.problems.find(one => one.severity === 'error')?.message
      return engine.preview(pipelineId, {
        definition,
        ...(broken !== undefined && { broken }),
        ...(values && { values }),
        ...(from !== undefined && { from }),
      })
    },
    ListLogs: async ({ pipelineId, attemptId }) =>
      logs.list(pipelineId, attemptId, await logLocation(history, pipelineId, attemptId)),
    ReadLog: ({ pipelineId, attemptId, uri, from, count }) => logs.read(pipelineId, attemptId, uri, from, count),
    SearchLog: ({ pipelineId, attemptId, uri, ...question }, signal) =>
      logs.search(pipelineId, attemptId, uri, question, signal),
    Why: ({ pipelineId, instanceId }) => explain(workspace, pipelineId, instanceId, clock.now()),
    EstimateCost: async input =>
      estimate(history, await definitionFor('EstimateCost', input), input, input.region ?? home.region()),
    EstimateBackfill: async input =>
      estimateBackfill(history, await definitionFor('EstimateBackfill', input), input, clock.now(), home.region()),
    RunCost: ({ pipelineId, scheduledStart }) =>
      accrued(history, pipelineId, scheduledStart, clock.now(), home.region()),
    ListStorage: ({ uri }) => listLevel(parts.s3, uri),
    ReadObject: ({ uri, limit }) => readObject(storage, uri, limit),
  }

  /** The definition that a question is about: of a text, or the draft of a pipeline. */
  async function definitionFor(call: string, { text, pipelineId }: { text?: string; pipelineId?: string }) {
    if (text !== undefined) return readDefinition(text).definition
    if (pipelineId) return readDefinition((await draftOf(parts, pipelineId)).text).definition
    throw new Fault('InvalidRequestException', `${call} wants a text or a pipelineId.`)
  }

  /** Makes a pipeline with its draft, and puts the definition where it can be put as it is. */
  async function create(
    cause: 'import' | 'example' | 'clone',
    name: string,
    text: string,
    { description, tags, pins = {} }: About = {},
  ): Promise<string> {
    const { pipelineId } = await service.CreatePipeline({
      name,
      uniqueId: `studio-${crypto.randomUUID()}`,
      ...(description && { description: description.slice(0, 1024) }),
      ...(tags?.length && { tags: [...tags] }),
    })
    await history.SaveDraft({ pipelineId, text, pins, revision: 0, cause })
    const { definition } = readDefinition(text)
    // A definition that cannot even be saved stays a draft; the designer shows what is wrong with it.
    await service.PutPipelineDefinition({ pipelineId, ...toWire(definition) }).catch(() => undefined)
    return pipelineId
  }

  /** Brings pipelines over one by one; one that cannot be read does not hold up the others. */
  async function importAll(
    remote: RemoteService,
    pipelineIds: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<WorkspaceCalls['ImportRemotePipelines']['out']> {
    const about = new Map((await describe(remote, pipelineIds, signal)).map(one => [one.id, one]))
    const out: WorkspaceCalls['ImportRemotePipelines']['out'] = { imported: [], refused: [] }
    for (const from of pipelineIds) {
      if (signal?.aborted) break
      try {
        const { name = from, description, tags } = about.get(from) ?? {}
        const text = convert(await remoteDefinition(remote, from, signal), 'cli').files[0]?.text ?? ''
        out.imported.push({ from, name, pipelineId: await create('import', name, text, { description, tags }) })
      } catch (error) {
        out.refused.push({ from, message: error instanceof Error ? error.message : String(error) })
      }
    }
    return out
  }

  return workspace
}

/** The draft, or one written from the definition that a client put without the studio. */
export async function draftOf(
  { engine, history, versions, clock }: Pick<WorkspaceParts, 'engine' | 'history' | 'versions' | 'clock'>,
  pipelineId: string,
): Promise<Draft> {
  const kept = await history.GetDraft({ pipelineId }).catch(error => {
    if (error instanceof Fault && error.name === 'NotFound') return undefined
    throw error
  })
  if (kept?.base !== undefined) return kept
  // What was there before the draft's base was kept: whatever the service has was put by this studio.
  const { latest: base } = await versions.ListVersions({ pipelineId, limit: 1 })
  if (kept) return { ...kept, ...(base !== undefined && { base }) }
  const definition = await latest(engine.service, pipelineId)
  const text = convert(definition, 'cli').files[0]?.text ?? ''
  return { pipelineId, text, pins: {}, revision: 0, updatedAt: clock.now(), ...(base !== undefined && { base }) }
}

const latest = async (service: PipelineService, pipelineId: string): Promise<Definition> =>
  fromWire(await service.GetPipelineDefinition({ pipelineId }))

async function logLocation(history: History, pipelineId: string, attemptId: string): Promise<string | undefined> {
  const instanceId = partsOfAttempt(attemptId)?.instanceId ?? attemptId
  const { attempts } = await history.ListAttempts({ pipelineId, instanceId })
  return attempts.find(attempt => attempt.id === attemptId)?.logLocation
}
