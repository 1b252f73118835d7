import { type Attempt, type Instance, newInstance } from '../../src/engine/instance.ts'
import type { Changes } from '../../src/engine/ports.ts'
import { hours, morning } from '../engine/toy.ts'

/** An activity's instance of the hour `k` after the morning, which needs one of another component. */
export const sampleInstance = (
  pipelineId: string,
  componentId: string,
  k: number,
  change: Partial<Instance> = {},
  needed = 'Other',
): Instance => ({
  ...newInstance(
    {
      pipelineId,
      id: `@${componentId}_${k}`,
      componentId,
      name: `@${componentId}_${k}`,
      type: 'ShellCommandActivity',
      family: 'activity',
      version: 1,
      scheduledStart: morning + hours(k),
      scheduledEnd: morning + hours(k + 1),
      dueAt: morning,
      needs: [{ id: `@${needed}_${k}`, as: 'in' }],
      resource: `@Machine_${k}`,
      policy: {
        maximumRetries: 2,
        retryDelay: 1,
        progressTimeout: 1,
        cascade: true,
        requeue: true,
        endOnTaskFailure: false,
      },
      actions: { success: [], fail: [], late: [] },
    },
    ['@x'],
    morning,
  ),
  ...change,
})

export const sampleAttempt = (instanceId: string, number: number, change: Partial<Attempt> = {}): Attempt => ({
  id: `${instanceId}_Attempt=${number}`,
  number,
  status: 'FAILED',
  queuedAt: morning,
  ...change,
})

/** Changes of a turn in which nothing else changed. */
export const changesOf = (change: Partial<Changes>): Changes => ({
  pipelines: new Map(),
  versions: [],
  instances: new Map(),
  attempts: new Map(),
  asked: [],
  done: [],
  notices: [],
  erased: [],
  dropped: [],
  ...change,
})
