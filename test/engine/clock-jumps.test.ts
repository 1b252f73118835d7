import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { VirtualClock } from '../../src/engine/clock.ts'
import { statusOf } from '../../src/engine/instance.ts'
import { scaledClock } from '../../src/server/clock.ts'
import { define, fine, hours, minutes, morning, pipelineOf, to, toy } from './toy.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: morning, toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] })
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

const timed = (fields: Readonly<Record<string, string>>) =>
  define({
    Default: { scheduleType: 'ondemand', role: 'r', resourceRole: 'rr' },
    Machine: { type: 'Ec2Resource', terminateAfter: '6 hours', instanceType: 'm1.small' },
    Step: { type: 'ShellCommandActivity', command: 'a', runsOn: to('Machine'), ...fields },
  })

it.each([
  ['forwards by an hour', hours(1)],
  ['backwards by an hour', -hours(1)],
  ['forwards and back again', hours(1), -hours(1)],
  ['as when the machine slept for a night', hours(8)],
])('a time-out lasts as long as ever, though the clock is set %s', async (_, ...sets: readonly number[]) => {
  const one = await toy({
    clock: wall(),
    script: ({ object }) => (object.id === 'Machine' ? fine : { ...fine, after: hours(20) }),
  })
  const id = await pipelineOf(
    one,
    timed({ attemptTimeout: '30 minutes', maximumRetries: '1', retryDelay: '10 minutes' }),
  )
  await one.engine.service.ActivatePipeline({ pipelineId: id })
  const step = () => [...one.store.instances(id, { componentIds: ['Step'] })].map(at => [statusOf(at), at.attempts])[0]
  await one.pass(minutes(10))
  for (const by of sets) {
    vi.setSystemTime(Date.now() + by)
    await one.pass(minutes(5))
  }
  expect(step()).toEqual(['RUNNING', 1])
  await one.pass(minutes(21) - sets.length * minutes(5))
  expect(step(), 'after its time').toEqual(['WAITING_FOR_RUNNER', 1])
  vi.setSystemTime(Date.now() + (sets[0] ?? 0))
  await one.pass(minutes(8))
  expect(step(), 'amid its delay').toEqual(['WAITING_FOR_RUNNER', 1])
  await one.pass(minutes(3))
  expect(step(), 'after its delay').toEqual(['RUNNING', 2])
  const notices = one.store.notices(undefined, 10)
  expect(notices.map(one => one.subject)).toHaveLength(sets.length + 1)
  expect(notices[0]?.subject).toMatch(/^The clock was set (forward|back) by [18] h/)
  await one.engine.stop()
})

it('a worker may be as silent as ever though the clock is set, and no longer', async () => {
  const one = await toy({ clock: wall() })
  const definition = define({
    Default: { scheduleType: 'ondemand', role: 'r', resourceRole: 'rr' },
    Step: { type: 'ShellCommandActivity', command: 'a', workerGroup: 'ours', maximumRetries: '0' },
  })
  const id = await pipelineOf(one, definition)
  await one.engine.service.ActivatePipeline({ pipelineId: id })
  await one.pass(1)
  const { taskObject } = await one.engine.service.PollForTask({ workerGroup: 'ours' })
  const step = () => [...one.store.instances(id, { componentIds: ['Step'] })].map(statusOf)[0]
  const report = () => one.engine.service.ReportTaskProgress({ taskId: taskObject?.taskId ?? '' })
  vi.setSystemTime(Date.now() + hours(1))
  await one.pass(minutes(1))
  expect(await report()).toEqual({ canceled: false })
  vi.setSystemTime(Date.now() - hours(3))
  await one.pass(minutes(14))
  expect(step()).toBe('RUNNING')
  await one.pass(minutes(2))
  expect(step()).toBe('FAILED')
  await one.engine.stop()
})
