import { expect, it } from 'vitest'
import type { Executor, Hands, Outcome, Work } from '../../src/engine/ports.ts'
import type { Machine } from './machine.ts'

export interface ExecutorCase {
  readonly executor: Executor
  /** Work that ends well. */
  readonly good: Work
  /** Work that goes on for minutes unless it is told to stop; absent where an executor never waits. */
  readonly endless?: Work
  readonly ready?: () => Promise<void>
}

/** Runs one try with hands of its own; gives its outcome, and the hands for what may be asked of them afterwards. */
export async function tryOut(
  machine: Machine,
  executor: Executor,
  work: Work,
  logUri: string | undefined = 's3://logs',
  signal = new AbortController().signal,
) {
  const hands = await machine.hands.open(work, logUri)
  const outcome = await executor.run(work, hands, signal)
  const { logLocation } = await hands.close(signal.aborted ? { status: 'CANCELED' } : outcome)
  return { outcome, logLocation }
}

/** What every executor owes the engine. */
export function behavesLikeAnExecutor(
  name: string,
  machine: Machine,
  { executor, good: one, endless, ready = async () => {} }: ExecutorCase,
) {
  it(`${name} does its work, and does it again with the same attempt`, async () => {
    const good = nextAttempt(one)
    await ready()
    const first = await tryOut(machine, executor, good)
    expect(first.outcome).toMatchObject({ status: 'FINISHED' })
    expect((await tryOut(machine, executor, good)).outcome).toEqual(first.outcome)
  })

  it(`${name} can be started again after the engine died amid the attempt`, async () => {
    const good = nextAttempt(one)
    await ready()
    const abandoned = await machine.hands.open(good, 's3://logs')
    abandoned.log('INFO', 'and then the power failed')
    expect((await tryOut(machine, executor, good)).outcome).toMatchObject({ status: 'FINISHED' })
  })

  it(`${name} makes an outcome of whatever breaks`, async () => {
    const good = nextAttempt(one)
    const open = await machine.hands.open(good, 's3://logs')
    const broken: Hands = new Proxy(open, {
      get(hands, property) {
        const value = hands[property as keyof Hands] as unknown
        if (property === 'storage') return new Proxy({}, { get: () => breaks })
        return typeof value === 'function' && property !== 'log' ? breaks : value
      },
    })
    const outcome: Outcome = await executor.run(good, broken, new AbortController().signal)
    expect(['FAILED', 'FINISHED']).toContain(outcome.status)
    if (outcome.status === 'FAILED') expect(outcome.errorMessage).toContain('broke')
    await open.close(outcome)
  })

  it(`${name} does nothing once it is told to stop`, async () => {
    const good = nextAttempt(one)
    const { outcome } = await tryOut(machine, executor, good, 's3://logs', AbortSignal.abort())
    expect(outcome).toMatchObject({ status: 'FAILED', errorId: 'Canceled' })
  })

  if (endless)
    it(`${name} stops when it is told to`, async () => {
      await ready()
      const abort = new AbortController()
      setTimeout(() => abort.abort(), 700)
      const { outcome } = await tryOut(machine, executor, nextAttempt(endless), 's3://logs', abort.signal)
      expect(outcome).toMatchObject({ status: 'FAILED', errorId: 'Canceled' })
    })
}

/** Tests that run side by side must not share an attempt. */
const nextAttempt = (work: Work): Work => ({
  ...work,
  attemptId: `${work.instanceId}_Attempt=${++attempts}`,
  attempt: attempts,
})
let attempts = 0

const breaks = () => {
  throw new Error('the machine broke')
}
