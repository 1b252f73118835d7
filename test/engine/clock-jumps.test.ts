import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { VirtualClock } from '../../src/engine/clock.ts'
import { statusOf } from '../../src/engine/instance.ts'
import { scaledClock } from '../../src/server/clock.ts'
import { define, fine, hours, minutes, morning, pipelineOf, to, toy } from './toy.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: morning, toFake: ['Date', 'setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** The real clock of the server, on a wall that the test sets. */
const wall = (): VirtualClock => ({
  ...scaledClock(1),
  next: () => undefined,
  advanceTo: async time => {
    await vi.advanceTimersByTimeAsync(time - Date.now())
  },
})

const quarterly = define({
  Default: { scheduleType: 'cron', role: 'r', resourceRole: 'rr', schedule: to('Every') },
  Every: { type: 'Schedule', period: '15 minutes', startDateTime: '2026-03-01T00:00:00' },
  Machine: { type: 'Ec2Resource', terminateAfter: '1 hour', instanceType: 'm1.small' },
  Step: { type: 'ShellCommandActivity', command: 'a', runsOn: to('Machine') },
})

it.each([
  ['forwards by three hours', hours(3)],
  ['backwards by two hours', -hours(2)],
  ['backwards by a minute', -minutes(1)],
  ['forwards by a month', hours(24 * 28)],
])('a clock that is set %s makes every interval once and none twice', async (_, jump) => {
  const one = await toy({ clock: wall(), script: () => ({ ...fine, after: minutes(2) }) })
  const id = await pipelineOf(one, quarterly)
  await one.engine.service.ActivatePipeline({ pipelineId: id })
  await one.pass(hours(2) + minutes(1))
  vi.setSystemTime(Date.now() + jump)
  await one.pass(minutes(10))
  if (jump > 0) await one.pass(minutes(10))
  else await one.pass(hours(1) - jump)
  const steps = [...one.store.instances(id, { componentIds: ['Step'] })]
  const starts = steps.map(step => step.plan.scheduledStart)
  expect(starts).toEqual(starts.map((_, at) => morning + at * minutes(15)))
  // A long way back is made up for five at a time, as maxActiveInstances has it.
  const due = Math.floor((Date.now() - morning) / minutes(15)) + 1
  expect(starts.length).toBeGreaterThanOrEqual(Math.min(due, 25))
  expect(starts.length).toBeLessThanOrEqual(due)
  expect(one.started.filter(attempt => attempt.startsWith('@Step')).length).toBe(
    new Set(one.started.filter(attempt => attempt.startsWith('@Step'))).size,
  )
  for (const step of steps.slice(0, 5)) expect([statusOf(step), step.attempts]).toEqual(['FINISHED', 1])
  await one.engine.stop()
})
