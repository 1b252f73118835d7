import { expect, it } from 'vitest'
import { define, hours, minutes, pipelineOf, statuses, to, toy } from './toy.ts'

/** Half a day of quarters that lie in the past. */
const past = define({
  Default: { scheduleType: 'cron', schedule: to('Quarter'), role: 'r', resourceRole: 'rr', maxActiveInstances: '5' },
  Quarter: {
    type: 'Schedule',
    period: '15 minutes',
    startDateTime: '2026-02-28T12:00:00',
    endDateTime: '2026-02-28T18:00:00',
  },
  Work: { type: 'ShellCommandActivity', command: 'w', runsOn: to('Box') },
  Box: { type: 'Ec2Resource', instanceType: 't2.micro' },
})

const made = (one: Parameters<typeof statuses>[0], id: string) =>
  Object.keys(statuses(one, id)).filter(name => name.startsWith('Work')).length

it('a backfill makes one instance of an object every five minutes, where that is switched on', async () => {
  const { engine, store, pass } = await toy({ settings: { instanceSpacing: () => minutes(5) } })
  const id = await pipelineOf({ engine }, past)
  await engine.service.ActivatePipeline({ pipelineId: id })
  await pass(minutes(1))
  expect(made({ store }, id)).toBe(1)
  await pass(minutes(5))
  expect(made({ store }, id)).toBe(2)
  await pass(minutes(20))
  expect(made({ store }, id)).toBe(6)
  await pass(hours(3))
  expect(made({ store }, id)).toBe(24)
  await pass(minutes(30))
  expect(store.pipeline(id)?.state).toBe('FINISHED')
})

it('else it makes them as fast as the active ones allow', async () => {
  const { engine, store, pass } = await toy()
  const id = await pipelineOf({ engine }, past)
  await engine.service.ActivatePipeline({ pipelineId: id })
  await pass(minutes(1))
  expect(made({ store }, id)).toBe(24)
})
