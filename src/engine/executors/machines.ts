import type { Clock, Executor } from '../ports.ts'
import { textOf } from './fields.ts'
import { finished, guarded } from './outcome.ts'

/** How long a machine takes to come up here, milliseconds of the engine's clock: long enough to be seen. */
const startTime = 1_000

/** A machine is a slot on this one. It comes up after a moment; its hours and its end are the engine's business. */
export const machineStart: Executor = {
  name: 'machine',
  types: ['Ec2Resource', 'EmrCluster'],
  run: guarded(async ({ object }, { clock, log }, signal) => {
    const wanted = textOf(object, 'instanceType') ?? textOf(object, 'masterInstanceType') ?? 'a machine'
    const bid = textOf(object, 'spotBidPrice') ?? textOf(object, 'coreInstanceBidPrice')
    log(
      'INFO',
      `This machine stands in for ${wanted}${bid ? `, bid ${bid} USD an hour` : ''}. Nothing is started in AWS.`,
    )
    await waitOn(clock, startTime, signal)
    log('INFO', 'Ready for tasks')
    return finished
  }),
}

/** Waits on the engine's clock, no longer than until the abort. */
export function waitOn(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const stop = () => {
      cancel()
      fail(signal.reason)
    }
    const cancel = clock.after(milliseconds, () => {
      signal.removeEventListener('abort', stop)
      done()
    })
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
