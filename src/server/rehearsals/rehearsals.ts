import { Fault } from '../../api/faults.ts'
import type { Rehearsal, RehearsalCalls } from '../../api/rehearsals.ts'
import type { ChangeEvent, WorkspaceService } from '../../api/workspace.ts'
import { bareId } from '../../core/definition/parameters.ts'
import { printDateTime } from '../../core/expression/value.ts'
import { settled } from '../../core/runs/instance.ts'
import { type RecordedAttempt, recordedScenario, recordedText } from '../../core/scenario/recorded.ts'
import type { Settings } from '../settings.ts'
import type { Job, Word } from './job.ts'
import type { Question } from './look.ts'
import { planOf } from './plan.ts'
import { type Player, startPlayer } from './player.ts'
import { createReader } from './reader.ts'
import { createShelf, isOver } from './shelf.ts'

export interface RehearsalParts {
  readonly dataDir: string
  readonly settings: Settings
  readonly region: () => string
  readonly history: Pick<WorkspaceService, 'ListRuns' | 'ListInstances' | 'ListAttempts'>
  /** The text of a pipeline's draft. */
  readonly textOf: (pipelineId: string) => Promise<string>
  /** Its name, or undefined where there is no such pipeline any more. */
  readonly nameOf: (pipelineId: string) => string | undefined
  readonly tell: (event: ChangeEvent) => void
}

export interface Rehearsals {
  readonly calls: {
    readonly [N in keyof RehearsalCalls]: (input: RehearsalCalls[N]['in']) => Promise<RehearsalCalls[N]['out']>
  }
  find(id: string): Rehearsal
  /** What is asked of one that is done, answered as JSON. */
  ask(id: string, name: Question, input: unknown): Promise<string>
  /** Plays from their beginning those that were under way when an earlier server stopped: the same comes of them. */
  resume(): void
  close(): Promise<void>
}

/** So often one is begun again by itself: it may be what ends the server. */
const mostRestarts = 3

/** Runs that a recorded scenario looks at unless it is told otherwise. */
const runsLookedAt = 50

/** Rehearsals of all pipelines. One is played at a time; the others wait for their turn. */
export function createRehearsals(parts: RehearsalParts): Rehearsals {
  const shelf = createShelf(parts.dataDir)
  const reader = createReader()
  const known = new Map(shelf.load().map(one => [one.id, one]))
  const jobs = new Map<string, Job>()
  let playing: { readonly id: string; readonly player: Player } | undefined

  const tell = ({ pipelineId }: Rehearsal) => parts.tell({ what: 'rehearsals', pipelineId, at: Date.now() })
  const change = (id: string, patch: Partial<Rehearsal>) => {
    const now = known.get(id)
    if (!now) return
    const next = { ...now, ...patch }
    known.set(id, next)
    tell(next)
  }
  const find = (id: string): Rehearsal => {
    const found = known.get(id)
    if (!found) throw new Fault('NotFound', `There is no rehearsal ${id}; it may have been deleted.`)
    return found
  }

  function pump() {
    if (playing) return
    const [next] = jobs
    if (!next) return
    const [id, job] = next
    jobs.delete(id)
    change(id, { state: 'playing' })
    playing = { id, player: startPlayer(job, word => hear(id, word)) }
  }

  function hear(id: string, word: Word) {
    if (word.says === 'reached') change(id, { reached: word.at })
    else if (word.says === 'writing') change(id, { state: 'writing', reached: find(id).to })
    else {
      playing = undefined
      if (word.says === 'done') {
        change(id, { state: 'done', figures: word.figures })
        shelf.keep(find(id), word.result)
      } else {
        change(id, { state: 'failed', trouble: word.why })
        shelf.remove(id)
        shelf.keep(find(id))
      }
      pump()
    }
  }

  async function forget(id: string) {
    const gone = known.get(id)
    known.delete(id)
    jobs.delete(id)
    if (playing?.id === id) {
      playing.player.stop()
      playing = undefined
    } else await reader.release(shelf.file(id)).catch(() => undefined)
    shelf.remove(id)
    if (gone) tell(gone)
    pump()
  }

  /** Makes room for one more: those of pipelines that are no more go, then the oldest. Gives the ids of the latter. */
  async function makeRoom(): Promise<string[]> {
    for (const { id, pipelineId } of known.values()) if (parts.nameOf(pipelineId) === undefined) await forget(id)
    const over = [...known.values()].filter(one => isOver(one)).sort((a, b) => a.createdAt - b.createdAt)
    const surplus = over.slice(0, Math.max(0, known.size + 1 - parts.settings.now().mostRehearsals))
    for (const { id } of surplus) await forget(id)
    return surplus.map(one => one.id)
  }

  return {
    find,
    ask(id, name, input) {
      const { state, to } = find(id)
      if (state !== 'done') throw new Fault('InvalidRequestException', `Rehearsal ${id} is not done: it is ${state}.`)
      return reader.ask({ file: shelf.file(id), now: to, region: parts.region(), name, input })
    },
    resume() {
      const left = [...known.values()].filter(one => !isOver(one) && !jobs.has(one.id) && playing?.id !== one.id)
      for (const one of left.toSorted((a, b) => a.createdAt - b.createdAt)) {
        const job = shelf.job(one.id)
        const restarts = (one.restarts ?? 0) + 1
        const trouble = !job
          ? 'The server stopped while it was under way, and what it was to play cannot be read.'
          : restarts > mostRestarts
            ? `The server stopped ${restarts} times while it was under way, so that it is not begun again by itself.`
            : undefined
        const next: Rehearsal = trouble
          ? { ...one, state: 'failed', trouble }
          : { ...one, state: 'waiting', reached: one.from, restarts }
        known.set(one.id, next)
        shelf.keep(next)
        if (job && !trouble) jobs.set(one.id, { ...job, file: shelf.place(one.id) })
      }
      pump()
    },
    async close() {
      playing?.player.stop()
      await reader.close()
    },
    calls: {
      async StartRehearsal(setup) {
        const { values = {}, ...rest } = setup
        const job = planOf(setup, await parts.textOf(setup.pipelineId), parts)
        const open = Object.entries(values).filter(([id]) => !job.secrets.has(bareId(id)))
        const dropped = await makeRoom()
        const id = `rh-${crypto.randomUUID().slice(0, 8)}`
        const rehearsal: Rehearsal = {
          ...rest,
          ...(open.length > 0 && { values: Object.fromEntries(open) }),
          id,
          pipelineName: job.plan.pipelineName,
          createdAt: Date.now(),
          state: 'waiting',
          reached: setup.from,
        }
        known.set(id, rehearsal)
        shelf.begin(rehearsal, job.plan)
        jobs.set(id, { ...job.plan, file: shelf.place(id) })
        pump()
        tell(rehearsal)
        return { rehearsalId: id, dropped }
      },
      async ListRehearsals({ pipelineId }) {
        const all = [...known.values()].sort((a, b) => b.createdAt - a.createdAt)
        return {
          rehearsals: all.filter(one => pipelineId === undefined || one.pipelineId === pipelineId),
          most: parts.settings.now().mostRehearsals,
          kept: all.length,
        }
      },
      async GetRehearsal({ rehearsalId }) {
        const rehearsal = find(rehearsalId)
        const result = rehearsal.state === 'done' ? shelf.result(rehearsalId) : undefined
        return { rehearsal, ...(result && { result }) }
      },
      async NameRehearsal({ rehearsalId, name }) {
        const { name: _, ...rest } = find(rehearsalId)
        const named = { ...rest, ...(name.trim() && { name: name.trim() }) }
        known.set(rehearsalId, named)
        shelf.keep(named)
        tell(named)
        return {}
      },
      async DeleteRehearsal({ rehearsalId }) {
        find(rehearsalId)
        await forget(rehearsalId)
        return {}
      },
      RecordScenario: ({ pipelineId, runs }) => record(parts, pipelineId, runs ?? runsLookedAt),
    },
  }
}

/** A scenario from the newest real runs that are over. */
async function record(
  { history }: RehearsalParts,
  pipelineId: string,
  most: number,
): Promise<RehearsalCalls['RecordScenario']['out']> {
  const { runs } = await history.ListRuns({ pipelineId, limit: most })
  const over = runs.filter(run => run.endedAt !== undefined)
  const attempts: RecordedAttempt[] = []
  for (const { scheduledStart } of over) {
    const [{ instances }, tried] = await Promise.all([
      history.ListInstances({ pipelineId, scheduledStart }),
      history.ListAttempts({ pipelineId, scheduledStart }),
    ])
    const of = new Map(instances.map(one => [one.id, one]))
    for (const { instanceId, status, actualStart, actualEnd, errorId, errorMessage } of tried.attempts) {
      const instance = of.get(instanceId)
      if (!instance || instance.family === 'dataNode' || !settled(status) || status === 'CANCELED') continue
      if (actualStart === undefined || actualEnd === undefined) continue
      attempts.push({
        componentId: instance.componentId,
        family: instance.family,
        failed: status !== 'FINISHED',
        took: actualEnd - actualStart,
        ...(errorId !== undefined && { errorId }),
        ...(errorMessage !== undefined && { errorMessage }),
      })
    }
  }
  const newest = over[0]?.scheduledStart
  const oldest = over.at(-1)?.scheduledStart
  const basis =
    newest === undefined || oldest === undefined
      ? 'No real run of this pipeline is over yet, so all goes as an estimate assumes.'
      : `From ${over.length} real ${over.length === 1 ? 'run' : 'runs'}, scheduled ${printDateTime(oldest)} to ${printDateTime(newest)} UTC.`
  return { scenario: recordedText(recordedScenario(attempts), basis), runs: over.length, attempts: attempts.length }
}
