import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Happening, RunEvent } from '../../src/engine/events.ts'
import { type Instance, isOver, newInstance, type Plan, type Policy } from '../../src/engine/instance.ts'
import { wakeAt } from '../../src/engine/timers.ts'
import { transition } from '../../src/engine/transition.ts'
import { hours, minutes, morning } from './toy.ts'

const usual: Policy = {
  maximumRetries: 2,
  retryDelay: minutes(10),
  progressTimeout: minutes(15),
  cascade: false,
  requeue: true,
  endOnTaskFailure: false,
}

const planned = (change: Partial<Plan> = {}, policy: Partial<Policy> = {}): Instance =>
  newInstance(
    {
      pipelineId: 'df-1',
      id: '@Load_2026-03-01T00:00:00',
      componentId: 'Load',
      name: '@Load_2026-03-01T00:00:00',
      type: 'ShellCommandActivity',
      family: 'activity',
      version: 1,
      scheduledStart: morning,
      scheduledEnd: morning + hours(1),
      dueAt: morning,
      needs: [],
      actions: { success: ['Cheer'], fail: ['Cry'], late: ['Nag'] },
      ...change,
      policy: { ...usual, ...policy },
    },
    [],
    morning,
  )

/** Plays events one after the other, a minute apart unless they say when; gives the end and all that was asked for. */
function play(start: Instance, ...events: readonly (Happening & { readonly at?: number })[]) {
  let now = start
  let at = morning
  const asked: string[] = []
  for (const event of events) {
    at = event.at ?? at + minutes(1)
    const [next, effects] = transition(now, { ...event, at })
    now = next
    for (const effect of effects)
      asked.push(
        effect.do === 'tell' ? `tell ${effect.what.type}` : effect.do === 'act' ? `act ${effect.cause}` : effect.do,
      )
  }
  return { end: now, asked }
}

const made: Happening = { type: 'made', unmet: [] }
const started = (attempt: number): Happening => ({ type: 'started', attempt, hostname: 'here' })
const finished = (attempt: number): Happening => ({ type: 'ended', attempt, outcome: { status: 'FINISHED' } })
const failed = (attempt: number): Happening => ({
  type: 'ended',
  attempt,
  outcome: { status: 'FAILED', errorId: 'ExitCode', errorMessage: 'exit 1' },
})
const tick = (at: number): Happening & { at: number } => ({ type: 'tick', at })

describe('a task', () => {
  it('starts, finishes and tells', () => {
    const { end, asked } = play(planned(), made, started(1), finished(1))
    expect(end).toMatchObject({ phase: 'finished', attempts: 1, head: { status: 'FINISHED', hostname: 'here' } })
    expect(asked).toEqual(['start', 'run', 'tell needSettled', 'act success'])
  })

  it('tries again after the delay, then gives up and tells', () => {
    const once = play(planned({}, { maximumRetries: 1 }), made, started(1), failed(1))
    expect(once.end).toMatchObject({ phase: 'backingOff', trouble: { errorMessage: 'exit 1' } })
    const again = once.end.retryAt ?? 0
    expect(again).toBe(once.end.updatedAt + minutes(10))
    expect(transition(once.end, { type: 'tick', at: again - 1 })[0]).toBe(once.end)
    const { end, asked } = play(once.end, tick(again), started(2), failed(2))
    expect(end).toMatchObject({ phase: 'failed', attempts: 2, head: { number: 2, status: 'FAILED' } })
    expect(asked).toEqual(['start', 'run', 'tell needSettled', 'act fail'])
  })

  it('is stopped after attemptTimeout, and tried again only when it has stopped', () => {
    const { end, asked } = play(
      planned({}, { attemptTimeout: minutes(5) }),
      made,
      started(1),
      tick(morning + minutes(7)),
    )
    expect(end.phase).toBe('stopping')
    expect(asked.at(-1)).toBe('stop')
    expect(play(end, failed(1)).end).toMatchObject({ phase: 'backingOff', trouble: { errorId: 'AttemptTimeout' } })
  })

  it('is late once, when it is not over in time', () => {
    const late = planned({}, { lateAfter: minutes(30) })
    const { end, asked } = play(
      late,
      { ...made, at: morning },
      tick(morning + minutes(30)),
      tick(morning + minutes(31)),
      started(1),
      finished(1),
    )
    expect(end.phase).toBe('finished')
    expect(asked.filter(one => one === 'act late')).toHaveLength(1)
    expect(play(late, made, started(1), finished(1), tick(morning + hours(2))).asked).not.toContain('act late')
  })

  it('waits until it is due and nothing is unmet', () => {
    const waiting = planned({ dueAt: morning + hours(1), needs: [{ id: '@Other', as: 'after' }] })
    const { end } = play(
      waiting,
      { type: 'made', unmet: ['@Other'] },
      { type: 'needSettled', id: '@Other', status: 'FINISHED' },
    )
    expect(end).toMatchObject({ phase: 'blocked', unmet: [], due: false })
    expect(wakeAt(end)).toBe(morning + hours(1))
    expect(play(end, tick(morning + hours(1))).end.phase).toBe('queued')
  })

  it('waits for ever for what failed, unless it cascades', () => {
    const needs = [{ id: '@Other', as: 'after' }] as const
    const lost: readonly Happening[] = [
      { type: 'made', unmet: ['@Other'] },
      { type: 'needSettled', id: '@Other', status: 'FAILED' },
    ]
    expect(play(planned({ needs }), ...lost).end).toMatchObject({ phase: 'blocked', unmet: ['@Other'] })
    const { end, asked } = play(planned({ needs }, { cascade: true }), ...lost)
    expect(end).toMatchObject({ phase: 'cascadeFailed', cascadeFailedOn: '@Other', attempts: 0 })
    expect(asked).toContain('act fail')
  })

  it('is canceled at once while it waits, and when it has stopped while it runs; nobody is told of a failure', () => {
    const cancel: Happening = { type: 'cancel', reason: 'No.' }
    expect(play(planned(), made, cancel).end).toMatchObject({ phase: 'canceled', head: { status: 'CANCELED' } })
    const { end, asked } = play(planned(), made, started(1), cancel)
    expect(end.phase).toBe('stopping')
    expect(asked.at(-1)).toBe('stop')
    const over = play(end, finished(1))
    expect(over.end).toMatchObject({ phase: 'canceled', cancellationReason: 'No.', head: { status: 'CANCELED' } })
    expect(over.asked).not.toContain('act fail')
  })

  it('has a fresh budget after a rerun, and attempt numbers go on', () => {
    const { end } = play(planned({}, { maximumRetries: 0 }), made, started(1), failed(1), { type: 'rerun', unmet: [] })
    expect(end).toMatchObject({
      phase: 'queued',
      attempts: 2,
      tries: 1,
      head: { number: 2, id: '@Load_2026-03-01T00:00:00_Attempt=2' },
    })
    expect(end.trouble).toBeUndefined()
  })

  it('goes on after it was marked finished', () => {
    const { end, asked } = play(planned({}, { maximumRetries: 0 }), made, started(1), failed(1), {
      type: 'markFinished',
    })
    expect(end.phase).toBe('finished')
    expect(asked.slice(-3)).toEqual(['tell needSettled', 'act success', 'rerun'])
  })

  it('is held and released', () => {
    const waiting = planned({ dueAt: morning + minutes(30) })
    const held = play(waiting, made, { type: 'hold' }, tick(morning + hours(1))).end
    expect(held.phase).toBe('blocked')
    expect(play(held, { type: 'unhold' }).end.phase).toBe('queued')
  })
})

describe('a task on a resource', () => {
  const task = planned({ resource: '@Machine' })

  it('calls for it, waits for it, and is canceled when it is lost', () => {
    const { end, asked } = play(task, made)
    expect([end.phase, asked]).toEqual(['queued', ['tell wanted']])
    expect(transition(end, { ...started(1), at: morning })[0]).toBe(end)
    const up = play(end, { type: 'resourceUp', id: '@Machine' })
    expect(up.asked).toEqual(['start'])
    const running = play(up.end, started(1)).end
    const lost = play(running, { type: 'resourceLost', id: '@Machine', again: false, why: 'Gone.' }, failed(1))
    expect(lost.end).toMatchObject({ phase: 'canceled', cancellationReason: 'Gone.' })
  })
})

describe('a resource', () => {
  const machine = (policy: Partial<Policy> = {}) => ({
    ...planned({ id: '@Machine', family: 'resource', type: 'Ec2Resource' }, policy),
    serves: ['@a', '@b'],
  })
  const wanted: Happening = { type: 'wanted', by: '@a' }

  it('starts with the first task that is ready and ends with the last', () => {
    const { end, asked } = play(machine(), made, wanted, finished(1), {
      type: 'servedSettled',
      id: '@a',
      failed: false,
    })
    expect(end.phase).toBe('up')
    expect(asked).toEqual(['run', 'tell resourceUp'])
    const closing = play(end, { type: 'servedSettled', id: '@b', failed: false })
    expect([closing.end.phase, closing.asked]).toEqual(['closing', ['release']])
    expect(play(closing.end, { type: 'closed', attempt: 1 }).end).toMatchObject({
      phase: 'finished',
      head: { status: 'FINISHED' },
    })
  })

  it('finishes without having started when all its tasks failed before', () => {
    const settledServed = (id: string): Happening => ({ type: 'servedSettled', id, failed: true })
    expect(play(machine(), made, settledServed('@a'), settledServed('@b')).end).toMatchObject({
      phase: 'finished',
      attempts: 0,
    })
  })

  it('is timed out after terminateAfter and not tried again', () => {
    const { end, asked } = play(
      machine({ terminateAfter: hours(1) }),
      made,
      wanted,
      finished(1),
      tick(morning + hours(2)),
    )
    expect(end).toMatchObject({ phase: 'timedOut', trouble: { errorId: 'ResourceTimeout' } })
    expect(asked).toContain('tell resourceLost')
    expect(wakeAt(end)).toBeUndefined()
  })

  it('is tried again when it does not start in the time of initTimeout', () => {
    const { end } = play(machine({ initTimeout: minutes(5) }), made, wanted, tick(morning + minutes(8)), failed(1))
    expect(end).toMatchObject({ phase: 'backingOff', attempts: 1 })
    expect(play(end, tick(end.retryAt ?? 0)).end).toMatchObject({ phase: 'creating', attempts: 2 })
  })

  it('starts anew for a task that is rerun after it has finished', () => {
    const over = play(
      machine(),
      made,
      { type: 'servedSettled', id: '@a', failed: true },
      { type: 'servedSettled', id: '@b', failed: true },
    ).end
    expect(play(over, wanted).end).toMatchObject({ phase: 'creating', attempts: 1, serves: ['@a'] })
  })
})

describe('a precondition', () => {
  const check = (policy: Partial<Policy> = {}) =>
    planned({ family: 'precondition', type: 'S3KeyExists', owner: '@Data' }, { retryDelay: minutes(1), ...policy })
  const untrue = (attempt: number): Happening => ({ type: 'ended', attempt, outcome: { status: 'FALSE' } })

  it('asks again within one attempt until it is true', () => {
    const first = play(check(), made, started(1), untrue(1))
    expect(first.end).toMatchObject({ phase: 'polling', attempts: 1, head: { status: 'RUNNING', checks: 1 } })
    const { end, asked } = play(first.end, tick(first.end.retryAt ?? 0), finished(1))
    expect(end).toMatchObject({ phase: 'finished', attempts: 1, head: { checks: 1 } })
    expect(asked[0]).toBe('run')
  })

  it('fails after preconditionTimeout', () => {
    const { end } = play(
      check({ preconditionTimeout: minutes(5) }),
      made,
      started(1),
      untrue(1),
      tick(morning + minutes(10)),
    )
    expect(end).toMatchObject({ phase: 'failed', trouble: { errorId: 'PreconditionTimeout' } })
  })
})

const attempts = fc.integer({ min: 1, max: 4 })
const outcome = fc.constantFrom(
  { status: 'FINISHED' } as const,
  { status: 'FALSE' } as const,
  { status: 'FAILED', errorId: 'E', errorMessage: 'no' } as const,
)
const id = fc.constantFrom('@a', '@b', '@Machine')
const status = fc.constantFrom('FINISHED' as const, 'FAILED' as const, 'CANCELED' as const, 'SKIPPED' as const)

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Happening>({ type: 'tick' }) },
  { weight: 3, arbitrary: attempts.map((attempt): Happening => started(attempt)) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('ended' as const), attempt: attempts, outcome }) },
  fc.constant<Happening>({ type: 'made', unmet: [] }),
  fc.constant<Happening>({ type: 'made', unmet: ['@a'] }),
  fc.record({ type: fc.constant('needSettled' as const), id, status }),
  fc.record({ type: fc.constant('needReset' as const), id }),
  fc.record({ type: fc.constant('resourceUp' as const), id }),
  fc.record({ type: fc.constant('resourceLost' as const), id, again: fc.boolean(), why: fc.constant('lost') }),
  fc.record({ type: fc.constant('handedOut' as const), taskId: fc.constant('t') }),
  fc.constant<Happening>({ type: 'progressed', fields: [] }),
  fc.constant<Happening>({ type: 'cancel', reason: 'no' }),
  fc.constant<Happening>({ type: 'markFinished' }),
  fc.constant<Happening>({ type: 'hold' }),
  fc.constant<Happening>({ type: 'unhold' }),
  fc.record({ type: fc.constant('wanted' as const), by: id }),
  fc.record({ type: fc.constant('expected' as const), by: id }),
  fc.record({ type: fc.constant('servedSettled' as const), id, failed: fc.boolean() }),
  fc.record({ type: fc.constant('closed' as const), attempt: attempts }),
  fc.record({ type: fc.constant('interrupted' as const), attempt: attempts, why: fc.constant('gone') }),
)
const rerun = fc.constant<Happening>({ type: 'rerun', unmet: [] })

const policies = fc.record({
  maximumRetries: fc.integer({ min: 0, max: 3 }),
  retryDelay: fc.constantFrom(0, minutes(10)),
  progressTimeout: fc.constant(minutes(15)),
  attemptTimeout: fc.constant(minutes(20)),
  lateAfter: fc.constant(minutes(30)),
  preconditionTimeout: fc.constant(minutes(40)),
  terminateAfter: fc.constant(hours(1)),
  initTimeout: fc.constant(minutes(5)),
  cascade: fc.boolean(),
  requeue: fc.boolean(),
  endOnTaskFailure: fc.boolean(),
})

const anyone = fc
  .record({
    family: fc.constantFrom('activity' as const, 'dataNode' as const, 'resource' as const, 'precondition' as const),
    workerGroup: fc.option(fc.constant('group'), { nil: undefined }),
    resource: fc.option(fc.constant('@Machine'), { nil: undefined }),
    policy: policies,
  })
  .map(({ workerGroup, resource, ...rest }) => ({
    ...planned(
      {
        ...rest,
        needs: [
          { id: '@a', as: 'in' },
          { id: '@b', as: 'when' },
        ],
        ...(workerGroup !== undefined && { workerGroup }),
        ...(resource !== undefined && { resource }),
      },
      rest.policy,
    ),
    serves: ['@a', '@b'],
  }))

/** Events with the time at which they happen, which never goes back. */
const stories = (one: fc.Arbitrary<Happening>) =>
  fc
    .array(fc.tuple(one, fc.constantFrom(0, 1000, minutes(3), minutes(30))), { maxLength: 60, size: 'max' })
    .map(list => {
      let at = morning
      return list.map(([what, gap]): RunEvent => {
        at += gap
        return { ...what, at }
      })
    })

describe('laws', () => {
  it('never tries more often than allowed, and what is over stays over', () => {
    fc.assert(
      fc.property(anyone, stories(happening), (start, events) => {
        events.reduce<Instance>((now, event) => {
          const [next] = transition(now, event)
          const restarts = now.plan.family === 'resource' && (event.type === 'wanted' || event.type === 'closed')
          if (isOver(now) && event.type !== 'markFinished' && !restarts) {
            expect([next.phase, next.attempts, next.head]).toEqual([now.phase, now.attempts, now.head])
            expect(isOver(next)).toBe(true)
          }
          expect(next.tries).toBeLessThanOrEqual(now.plan.policy.maximumRetries + 1)
          expect(next.attempts - now.attempts).toBeOneOf([0, 1])
          return next
        }, start)
      }),
      { numRuns: 400 },
    )
  })

  it('begins no attempt before the one before it is over, and numbers them without gaps', () => {
    fc.assert(
      fc.property(anyone, stories(fc.oneof({ weight: 12, arbitrary: happening }, rerun)), (start, events) => {
        events.reduce<Instance>((now, event) => {
          const [next] = transition(now, event)
          if (next.attempts > now.attempts) {
            expect(next.head?.number).toBe(now.attempts + 1)
            if (now.head) expect(['FINISHED', 'FAILED', 'CANCELED']).toContain(now.head.status)
          }
          if (isOver(next) && next.head) expect(['FINISHED', 'FAILED', 'CANCELED']).toContain(next.head.status)
          return next
        }, start)
      }),
      { numRuns: 400 },
    )
  })

  it('asks to run only what its own state says is running', () => {
    fc.assert(
      fc.property(anyone, stories(fc.oneof({ weight: 12, arbitrary: happening }, rerun)), (start, events) => {
        events.reduce<Instance>((now, event) => {
          const [next, effects] = transition(now, event)
          for (const effect of effects) {
            if (effect.do === 'run') expect(['running', 'creating']).toContain(next.phase)
            if (effect.do === 'start' || effect.do === 'offer') expect(next.phase).toBe('queued')
          }
          return next
        }, start)
      }),
      { numRuns: 400 },
    )
  })

  it('rings a timer only once: time alone brings an instance to rest', () => {
    fc.assert(
      fc.property(anyone, stories(happening), (start, events) => {
        let now = events.reduce<Instance>((one, event) => transition(one, event)[0], start)
        for (let rings = 0; ; rings += 1) {
          const at = wakeAt(now)
          if (at === undefined) break
          expect(rings).toBeLessThan(50)
          const [next] = transition(now, { type: 'tick', at: Math.max(at, now.updatedAt) })
          expect(next).not.toBe(now)
          // A worker that never comes is waited for; a check that is never answered is not asked again.
          now = next
          if (now.phase === 'running' && now.plan.workerGroup === undefined && wakeAt(now) === undefined) break
        }
      }),
      { numRuns: 300 },
    )
  })
})
