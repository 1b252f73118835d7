import { typesOf } from '../../core/catalog/index.ts'
import type { Clock, Executor, HandsFactory, OpenHands, Outcome, RunStore } from '../ports.ts'
import type { Play, Script } from './script.ts'

/** Why what a simulation tells never really happened. */
export const simulated = 'simulated'

export interface ActorParts {
  readonly clock: Clock
  readonly store: RunStore
  readonly script: Script
  /** Takes the machine of a resource's instance away. */
  readonly interrupt: (pipelineId: string, instanceId: string, why: string) => void
}

/** Plays the work of every type from a script, on the clock. */
export function actorOf({ clock, store, script, interrupt }: ActorParts): Executor {
  return {
    name: 'simulation',
    types: (['activity', 'precondition', 'resource'] as const).flatMap(family => typesOf(family).map(one => one.name)),
    run(work, _, signal) {
      const { pipelineId, instanceId, attemptId, attempt, scheduledStart } = work
      const instance = store.instance(pipelineId, instanceId)
      if (!instance) return Promise.resolve(failed('MissingInstance', `${instanceId} is not known.`))
      const { componentId, family, policy } = instance.plan
      const checks = instance.head?.checks ?? 0
      const play = script({ componentId, family, attemptId, attempt, scheduledStart, checks })
      const { outcome, duration, after } = play
      const takeAway = () => {
        // By then the machine may have been given back, and another attempt's may be there.
        if (store.instance(pipelineId, instanceId)?.attempts === attempt)
          interrupt(pipelineId, instanceId, 'The scenario interrupts it.')
      }
      if (outcome === 'interrupt') clock.after(duration + after, takeAway)
      if (duration === 0 && (outcome === 'succeed' || outcome === 'interrupt')) return Promise.resolve(fine)

      return new Promise(resolve => {
        let cancel = () => {}
        const end = (how: Outcome) => {
          cancel()
          resolve(how)
        }
        signal.addEventListener('abort', () => end(failed('Stopped', 'It was stopped.')))
        if (outcome === 'hang') return
        const length = outcome === 'loseWorker' ? after + policy.progressTimeout : duration
        cancel = clock.after(length, () => end(outcomeOf(play)))
      })
    },
  }
}

function outcomeOf({ outcome, errorId, message }: Play): Outcome {
  if (outcome === 'false') return notYet
  if (outcome === 'fail') return failed(errorId, message)
  return outcome === 'loseWorker' ? failed('WorkerLost', silence) : fine
}

const silence = 'The worker was lost: nothing was heard of it in the time of reportProgressTimeout.'
const fine: Outcome = { status: 'FINISHED', rehearsed: simulated }
const notYet: Outcome = { status: 'FALSE', errorMessage: 'The scenario says: not true yet.', rehearsed: simulated }
const failed = (errorId: string, errorMessage: string): Outcome => ({
  status: 'FAILED',
  errorId,
  errorMessage,
  rehearsed: simulated,
})

/** Hands that do nothing, for work that is only played. */
export function idleHands(clock: Clock): HandsFactory {
  const none = async (): Promise<never> => {
    throw new Error('Nothing is really done in a simulation.')
  }
  const hands: OpenHands = {
    clock,
    storage: {
      head: none,
      get: none,
      unpacked: none,
      put: none,
      remove: none,
      list: () => ({ [Symbol.asyncIterator]: () => ({ next: none }) }),
    },
    workDir: '',
    folder: none,
    log: () => {},
    command: none,
    stderrTail: none,
    database: none,
    download: none,
    upload: none,
    readText: none,
    notify: none,
    has: async () => false,
    close: async () => ({}),
  }
  return { open: async () => hands, sweep: async () => {} }
}
