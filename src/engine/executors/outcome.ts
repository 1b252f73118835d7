import type { Executor, Outcome } from '../ports.ts'

export const finished: Outcome = { status: 'FINISHED' }

/** The end of an attempt that a worker would report as failed. Ids that begin with `Service_` are the service's own. */
export const failed = (errorMessage: string, more: { errorId?: string; errorStackTrace?: string } = {}): Outcome => ({
  status: 'FAILED',
  errorId: more.errorId ?? 'ActivityFailed',
  errorMessage: errorMessage.slice(-longestMessage),
  ...(more.errorStackTrace && { errorStackTrace: more.errorStackTrace.slice(0, longestMessage) }),
})

/** What the service accepts of an error message, characters. Source: API reference, SetTaskStatus. */
const longestMessage = 10_000

/** Makes an executor keep its promise that what goes wrong is an outcome, never an exception. */
export const guarded =
  (run: Executor['run']): Executor['run'] =>
  async (work, hands, signal) => {
    try {
      signal.throwIfAborted()
      const outcome = await run(work, hands, signal)
      return signal.aborted ? canceled : outcome
    } catch (error) {
      if (signal.aborted) return canceled
      if (!(error instanceof Error)) return failed(String(error))
      // A plain Error is a sentence for people; where it was thrown is of use only where nobody foresaw it.
      return failed(error.message || error.name, {
        ...(error.constructor !== Error && error.stack && { errorStackTrace: error.stack }),
      })
    }
  }

const canceled = failed('The attempt was canceled.', { errorId: 'Canceled' })

/** Waits for something that knows no signal, no longer than until the abort. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  let tell = () => {}
  const abort = new Promise<never>((_, fail) => {
    tell = () => fail(signal.reason)
    signal.addEventListener('abort', tell, { once: true })
  })
  try {
    return await Promise.race([promise, abort])
  } finally {
    signal.removeEventListener('abort', tell)
  }
}
