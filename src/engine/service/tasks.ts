import { Fault } from '../../api/faults.ts'
import type { OutputOf, PipelineService } from '../../api/operations.ts'
import type { Field } from '../../core/definition/model.ts'
import type { Instance } from '../instance.ts'
import type { Outcome } from '../ports.ts'
import { prepare } from '../work.ts'
import { type Context, invalid, randomText } from './context.ts'
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
  /** Waits no longer. */
  readonly leave: () => void
  readonly answer: (poll: Poll) => void
  readonly fail: (error: unknown) => void
}

/** Source: API reference, SetTaskStatus: what an errorId must not begin with. */
const reservedErrors = 'Service_'

/** How long a poll is held open. Source: API reference, PollForTask. */
const pollMs = 90_000

export function createTasks(context: Context): Tasks {
  const { runtime, ledger, clock } = context
  const pollers = new Set<Poller>()

  /** Tasks on their way to a worker. */
  const promised = new Set<string>()

  /** The task of a group that waits longest. */
  const waiting = (workerGroup: string): Instance | undefined =>
    ledger
      .pipelines()
      .flatMap(({ id }) => ledger.live(id))
      .filter(one => one.phase === 'queued' && one.plan.workerGroup === workerGroup && !promised.has(nameOf(one)))
      .sort((a, b) => (a.head?.queuedAt ?? 0) - (b.head?.queuedAt ?? 0))[0]

  /** Brings pollers of a group and its tasks together. */
  function match(workerGroup: string) {
    for (const poller of [...pollers].filter(one => one.workerGroup === workerGroup)) {
      const ready = waiting(workerGroup)
      if (!ready) return
      poller.leave()
      hand(ready, poller.hostname).then(poller.answer, poller.fail)
    }
  }

  async function hand(task: Instance, hostname: string | undefined): Promise<Poll> {
    const { pipelineId, id } = task.plan
    const taskId = randomText(context.random, 48)
    promised.add(nameOf(task))
    const prepared = prepare(ledger, task)
    runtime.tell(pipelineId, id, { type: 'handedOut', taskId, ...(hostname !== undefined && { hostname }) })
    if ('errorId' in prepared)
      runtime.tell(pipelineId, id, {
        type: 'ended',
        attempt: task.attempts,
        outcome: { status: 'FAILED', ...prepared },
      })
    await runtime.saved().finally(() => promised.delete(nameOf(task)))
    const now = ledger.instance(pipelineId, id)
    if (!now?.head || now.head.taskId !== taskId || now.phase !== 'handedOut' || !('work' in prepared)) return {}
    const attempt = describeAttempt(context, now, now.head, true)
    const others = [...prepared.work.objects.values()].map(({ id, fields }) => ({ id, name: id, fields }))
    return {
      taskObject: {
        taskId,
        pipelineId,
        attemptId: now.head.id,
        objects: Object.fromEntries(
          [attempt, ...others].map(({ id, name, fields }) => [id, { id, name, fields: [...fields] }]),
        ),
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
        const poller: Poller = { workerGroup, hostname: host, leave, answer: resolve, fail: reject }
        const cancel = clock.after(pollMs, home)
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
      if (errorId?.startsWith(reservedErrors))
        throw invalid(
          `Error ids that begin with ${reservedErrors} are the service's own; give '${errorId}' another name.`,
        )
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
    offer: match,
    stop() {
      for (const poller of [...pollers]) {
        poller.leave()
        poller.answer({})
      }
    },
  }
}

const holding: ReadonlySet<Instance['phase']> = new Set<Instance['phase']>(['handedOut', 'running', 'stopping'])

const nameOf = ({ plan, attempts }: Instance): string => `${plan.pipelineId}|${plan.id}|${attempts}`
