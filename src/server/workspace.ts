import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../api/faults.ts'
import type { PipelineService } from '../api/operations.ts'
import type { ChangeEvent, Draft, Environment, WorkspaceService } from '../api/workspace.ts'
import type { Definition } from '../core/definition/model.ts'
import { convert, editableText, readDefinition } from '../core/formats/index.ts'
import { fromWire, toWire } from '../core/formats/wire.ts'
import { keepPeriodsOnly } from '../core/runs/period-only.ts'
import type { Engine } from '../engine/engine.ts'
import type { Clock, ObjectStore } from '../engine/ports.ts'
import { bundleOf } from './bundle.ts'
import { accrued, estimate, runCosts } from './costs.ts'
import { findExample, readExamples, uploadFiles } from './examples.ts'
import type { History } from './history.ts'
import type { Logs } from './logs/logs.ts'
import { type Home, regions } from './region.ts'
import type { Storage } from './storage/storage.ts'
import { listLevel, readObject } from './storage-browser.ts'
import { explain } from './why.ts'

export interface WorkspaceParts {
  readonly engine: Engine
  readonly history: History
  readonly storage: ObjectStore
  readonly s3: Storage
  readonly logs: Logs
  readonly clock: Clock
  readonly examples: string
  readonly environment: Omit<Environment, 'now' | 'region' | 'regions'>
  readonly home: Home
  /** Tells of a change that the engine and the history know nothing of. */
  readonly tell: (event: ChangeEvent) => void
}

/** The studio's own calls, on top of the engine, its store and its logs. */
export function createWorkspace(parts: WorkspaceParts): WorkspaceService {
  const { engine, history, storage, logs, clock, home } = parts
  const { service } = engine
  const withCost = runCosts(history, () => clock.now(), home.region)

  const workspace: WorkspaceService = {
    ...history,
    async ListRuns(input) {
      const { runs, total } = await history.ListRuns(input)
      return { runs: await Promise.all(runs.map(withCost)), total }
    },
    GetEnvironment: async () => ({ ...parts.environment, region: home.region(), regions, now: clock.now() }),
    async ChooseRegion({ region }) {
      home.choose(region)
      parts.tell({ what: 'settings', at: clock.now() })
      return { region }
    },
    GetDraft: ({ pipelineId }) => draftOf(parts, pipelineId),
    async ImportPipeline({ name, text, description }) {
      const reading = readDefinition(text)
      const { definition, notes, document } = reading
      if (definition.objects.length === 0)
        throw new Fault(
          'InvalidRequestException',
          document.problems[0]?.message ?? 'No objects of a pipeline were found in this text.',
        )
      return { pipelineId: await create(parts, name, editableText(reading), description), notes: [...notes] }
    },
    async ListExamples() {
      const examples = await readExamples(parts.examples)
      return { examples: examples.map(({ definition: _, files: __, ...info }) => info) }
    },
    async CreateFromExample({ name, as }) {
      const example = await findExample(parts.examples, name)
      await uploadFiles(example, parts.examples, storage)
      const text = await readFile(join(parts.examples, example.definition), 'utf8')
      return { pipelineId: await create(parts, as ?? example.title, text, example.summary) }
    },
    async ClonePipeline({ pipelineId, name, version, schedule }) {
      const draft = await draftOf(parts, pipelineId)
      const text = version === undefined ? draft.text : await textOf(history, pipelineId, version)
      const id = await create(parts, name, schedule === 'period' ? keepPeriodsOnly(text) : text, undefined)
      if (version === undefined && Object.keys(draft.pins).length)
        await history.SaveDraft({
          ...(await draftOf(parts, id)),
          pins: draft.pins,
        })
      return { pipelineId: id }
    },
    async ExportBundle({ pipelineId }) {
      const { pipelines } = await history.ListPipelineSummaries({})
      const name = pipelines.find(one => one.id === pipelineId)?.name ?? pipelineId
      const text = await bundleOf(workspace, pipelineId, clock.now())
      return { name: `${name.replace(/[^\w.-]+/g, '-')}.bundle.json`, text }
    },
    async RunOnce({ pipelineId, values, at }) {
      const { definition } = readDefinition((await draftOf(parts, pipelineId)).text)
      return engine.runOnce(pipelineId, { definition, ...(values && { values }), ...(at !== undefined && { at }) })
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
    async EstimateCost(input) {
      const text = input.text ?? (input.pipelineId ? (await draftOf(parts, input.pipelineId)).text : undefined)
      if (text === undefined) throw new Fault('InvalidRequestException', 'EstimateCost wants a text or a pipelineId.')
      return estimate(history, readDefinition(text).definition, input, input.region ?? home.region())
    },
    RunCost: ({ pipelineId, scheduledStart }) =>
      accrued(history, pipelineId, scheduledStart, clock.now(), home.region()),
    ListStorage: ({ uri }) => listLevel(parts.s3, uri),
    ReadObject: ({ uri, limit }) => readObject(storage, uri, limit),
  }

  /** Makes a pipeline with its draft, and puts the definition where it can be put as it is. */
  async function create(
    to: WorkspaceParts,
    name: string,
    text: string,
    description: string | undefined,
  ): Promise<string> {
    const { pipelineId } = await to.engine.service.CreatePipeline({
      name,
      uniqueId: `studio-${crypto.randomUUID()}`,
      ...(description && { description: description.slice(0, 1024) }),
    })
    await to.history.SaveDraft({ pipelineId, text, pins: {}, revision: 0 })
    const { definition } = readDefinition(text)
    // A definition that cannot even be saved stays a draft; the designer shows what is wrong with it.
    await service.PutPipelineDefinition({ pipelineId, ...toWire(definition) }).catch(() => undefined)
    return pipelineId
  }

  return workspace
}

/** The draft, or one written from the definition that a client put without the studio. */
async function draftOf({ engine, history, clock }: WorkspaceParts, pipelineId: string): Promise<Draft> {
  const kept = await history.GetDraft({ pipelineId }).catch(error => {
    if (error instanceof Fault && error.name === 'NotFound') return undefined
    throw error
  })
  if (kept) return kept
  const definition = await latest(engine.service, pipelineId)
  const text = convert(definition, 'cli').files[0]?.text ?? ''
  return { pipelineId, text, pins: {}, revision: 0, updatedAt: clock.now() }
}

const latest = async (service: PipelineService, pipelineId: string): Promise<Definition> =>
  fromWire(await service.GetPipelineDefinition({ pipelineId }))

/** The definition that a version froze, as a text of its own. */
async function textOf(history: History, pipelineId: string, version: number): Promise<string> {
  const { definition } = await history.GetVersion({ pipelineId, version })
  return convert(definition, 'cli').files[0]?.text ?? ''
}

async function logLocation(history: History, pipelineId: string, attemptId: string): Promise<string | undefined> {
  const instanceId = attemptId.replace(/_Attempt=\d+$/, '')
  const { attempts } = await history.ListAttempts({ pipelineId, instanceId })
  return attempts.find(attempt => attempt.id === attemptId)?.logLocation
}
