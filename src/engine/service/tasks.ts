import { Fault } from '../../api/faults.ts'
import type { OutputOf, PipelineService } from '../../api/operations.ts'
import type { Field } from '../../core/definition/model.ts'
import type { Instance } from '../instance.ts'
import type { Outcome } from '../ports.ts'
import { prepare } from '../work.ts'
import { type Context, randomText } from './context.ts'
import { describeAttempt } from './describe.ts'

type Operations = Pick<
  PipelineService,
  'PollForTask' | 'ReportTaskProgress' | 'SetTaskStatus' | 'ReportTaskRunnerHeartbeat'
>
type Poll = OutputOf<'PollForTask'>

/** The side of the service that workers talk to. */
export interface Tasks {
  readonly operations: Operations
  /** A task of this worker group waits: whoever polls may have it. */
  offer(workerGroup: string): void
  /** Sends all pollers home. */
  stop(): void
}

interface Poller {
  readonly workerGroup: string
  readonly hostname: string | undefined
  readonly answer: (poll: Poll) => void
  readonly fail: (error: unknown) => void
}

/** How long a poll is held open. Source: API reference, PollForTask. */
const pollMs = 90_000

export function createTasks(context: Context): Tasks {
  const { runtime, ledger, clock } = context
  const pollers = new Set<Poller>()

  /** The task of a group that waits longest. */
  const waiting = (workerGroup: string): Instance | undefined =>
    ledger
      .pipelines()
      .flatMap(({ id }) => ledger.live(id))
      .filter(one => one.phase === 'queued' && one.plan.workerGroup === workerGroup)
      .sort((a, b) => (a.head?.queuedAt ?? 0) - (b.head?.queuedAt ?? 0))[0]

  async function hand({ plan }: Instance, hostname: string | undefined): Promise<Poll> {
    const taskId = randomText(context.random, 48)
    runtime.tell(plan.pipelineId, plan.id, { type: 'handedOut', taskId, ...(hostname !== undefined && { hostname }) })
    await runtime.saved()
    const now = ledger.instance(plan.pipelineId, plan.id)
    if (!now?.head || now.head.taskId !== taskId || now.phase !== 'handedOut') return {}
    const attempt = describeAttempt(context, now, now.head, true)
    const prepared = prepare(ledger, now)
    const others = 'work' in prepared ? [...prepared.work.objects.values()] : []
    const all = [attempt, ...others.map(({ id, fields }) => ({ id, name: id, fields }))]
    return {
      taskObject: {
        taskId,
        pipelineId: plan.pipelineId,
        attemptId: now.head.id,
        objects: Object.fromEntries(all.map(({ id, name, fields }) => [id, { id, name, fields: [...fields] }])),
      },
    }
  }

  /** The instance whose attempt a worker holds under that name. */
  function held(taskId: string): Instance {
    const found = ledger
      .pipelines()
      .flatMap(({ id }) => ledger.live(id))
      .find(one => one.head?.taskId === taskId && holding.has(one.phase))
    if (!found)
      throw new Fault('TaskNotFoundException', 'There is no such task, or it is over, or another worker has it now.')
    return found
  }

  const operations: Operations = {
    async PollForTask({ workerGroup, hostname }, signal) {
      runtime.flush()
      const host = hostname ?? undefined
      const ready = waiting(workerGroup)
      const given = ready ? await hand(ready, host) : {}
      if (given.taskObject) return given
      return new Promise<Poll>((resolve, reject) => {
        const leave = () => {
          pollers.delete(poller)
          cancel()
          signal?.removeEventListener('abort', home)
        }
        const home = () => {
          leave()
          resolve({})
        }
        const poller: Poller = {
          workerGroup,
          hostname: host,
          answer(poll) {
            leave()
            resolve(poll)
          },
          fail(error) {
            leave()
            reject(error)
          },
        }
        const cancel = clock.at(clock.now() + pollMs, home)
        if (signal?.aborted) return home()
        signal?.addEventListener('abort', home)
        pollers.add(poller)
      })
    },

    async ReportTaskProgress({ taskId, fields }) {
      runtime.flush()
      const { plan, phase } = held(taskId)
      const reported = (fields ?? []).map(
        ({ key, stringValue, refValue }): Field => ({
          key,
          ...(stringValue !== undefined && { stringValue }),
          ...(refValue !== undefined && { refValue }),
        }),
      )
      runtime.tell(plan.pipelineId, plan.id, { type: 'progressed', fields: reported })
      await runtime.saved()
      return { canceled: phase === 'stopping' }
    },

    async SetTaskStatus({ taskId, taskStatus, errorId, errorMessage, errorStackTrace }) {
      runtime.flush()
      const { plan, attempts } = held(taskId)
      const outcome: Outcome =
        taskStatus === 'FINISHED'
          ? { status: 'FINISHED' }
          : taskStatus === 'FALSE'
            ? { status: 'FALSE', ...(errorMessage && { errorMessage }) }
            : {
                status: 'FAILED',
                errorId: errorId ?? 'WorkerFailure',
                errorMessage: errorMessage ?? 'The worker reported a failure without saying why.',
                ...(errorStackTrace && { errorStackTrace }),
              }
      runtime.tell(plan.pipelineId, plan.id, { type: 'ended', attempt: attempts, outcome })
      await runtime.saved()
      return {}
    },

    async ReportTaskRunnerHeartbeat() {
      return { terminate: false }
    },
  }

  return {
    operations,
    offer(workerGroup) {
      for (const poller of pollers) {
        if (poller.workerGroup !== workerGroup) continue
        const ready = waiting(workerGroup)
        if (!ready) return
        pollers.delete(poller)
        hand(ready, poller.hostname).then(
          poll => (poll.taskObject ? poller.answer(poll) : pollers.add(poller)),
          error => poller.fail(error),
        )
        return
      }
    },
    stop() {
      for (const poller of [...pollers]) poller.answer({})
    },
  }
}

const holding: ReadonlySet<Instance['phase']> = new Set<Instance['phase']>(['handedOut', 'running', 'stopping'])
