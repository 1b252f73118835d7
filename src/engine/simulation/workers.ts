import type { PipelineService } from '../../api/operations.ts'
import { partsOfAttempt } from '../../core/runs/instance-id.ts'
import type { Instance } from '../instance.ts'
import type { Clock, RunStore } from '../ports.ts'
import type { Play, Script } from './script.ts'

export interface WorkersParts {
  readonly service: PipelineService
  readonly clock: Clock
  readonly store: RunStore
  readonly script: Script
  readonly groups: Iterable<string>
  readonly trouble: (error: unknown) => void
}

type Task = NonNullable<Awaited<ReturnType<PipelineService['PollForTask']>>['taskObject']>

/** Part of the time for progress after which a worker says that it is alive. */
const beatsPerTimeout = 3

/**
 * Task runners that poll for the tasks of worker groups as real ones do, and play them from a script. Each group has
 * as many as it needs. Gives a way to send them home.
 */
export function hireWorkers({ service, clock, store, script, groups, trouble }: WorkersParts): () => void {
  const closing = new AbortController()
  const { signal } = closing

  const pause = (ms: number) => new Promise<void>(resolve => clock.after(ms, resolve))

  async function serve(workerGroup: string) {
    const hostname = `worker of ${workerGroup}`
    while (!signal.aborted) {
      const { taskObject } = await service.PollForTask({ workerGroup, hostname }, signal)
      if (taskObject) work(taskObject).catch(leave)
    }
  }

  async function work({ taskId, pipelineId, attemptId }: Task) {
    const instance = store.instance(pipelineId ?? '', partsOfAttempt(attemptId ?? '')?.instanceId ?? '')
    if (!instance || taskId === undefined) return
    const play = script(tryOf(instance, attemptId ?? ''))
    const beat = instance.plan.policy.progressTimeout / beatsPerTimeout
    let left = lengthOf(play)
    for (;;) {
      const { canceled } = await service.ReportTaskProgress({ taskId })
      if (canceled) break
      if (left <= 0) {
        if (play.outcome === 'loseWorker') return
        break
      }
      await pause(Math.min(left, beat))
      if (signal.aborted) return
      left -= beat
    }
    const { outcome, errorId, message: errorMessage } = play
    if (left > 0 || outcome === 'fail')
      await service.SetTaskStatus({ taskId, taskStatus: 'FAILED', errorId, errorMessage })
    else await service.SetTaskStatus({ taskId, taskStatus: outcome === 'false' ? 'FALSE' : 'FINISHED' })
  }

  /** A task that somebody else took, or that is over, is no longer the worker's. */
  const leave = (error: unknown) => {
    if (!(error instanceof Error && error.name === 'TaskNotFoundException')) trouble(error)
  }

  for (const group of groups) serve(group).catch(trouble)
  return () => closing.abort()
}

const lengthOf = ({ outcome, duration, after }: Play): number =>
  outcome === 'hang' ? Number.POSITIVE_INFINITY : outcome === 'loseWorker' ? after : duration

const tryOf = ({ plan, attempts, head }: Instance, attemptId: string) => ({
  componentId: plan.componentId,
  family: plan.family,
  attemptId,
  attempt: attempts,
  scheduledStart: plan.scheduledStart,
  checks: head?.checks ?? 0,
})
