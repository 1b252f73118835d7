import fc from 'fast-check'
import { expect, it } from 'vitest'
import { define, fine, hours, minutes, morning, pipelineOf, type Script, statuses, to, toy } from './toy.ts'

const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19)

const definitionOf = (start: number, type: string, periods: readonly number[], mode = 'NONE') =>
  define({
    Default: { role: 'r', resourceRole: 'rr', scheduleType: type, failureAndRerunMode: mode },
    Machine: { type: 'Ec2Resource', terminateAfter: '10 hours', instanceType: 'm1.small', schedule: to('Every0') },
    ...Object.fromEntries(
      periods.flatMap((period, n) => [
        [`Every${n}`, { type: 'Schedule', period: `${period} hours`, startDateTime: iso(start) }],
        [`Task${n}`, { type: 'ShellCommandActivity', command: 'x', runsOn: to('Machine'), schedule: to(`Every${n}`) }],
      ]),
    ),
  })

/** Scheduled starts, each once, of the tasks' instances for which something holds. */
const startsOf = (all: Readonly<Record<string, string>>, holds: (id: string, status: string) => boolean) =>
  new Set(
    Object.entries(all).flatMap(([id, status]) => (id.startsWith('Task') && holds(id, status) ? [id.slice(-19)] : [])),
  )

it('counts just what activation then starts and skips, wherever it is taken up', async () => {
  const scenario = fc.record({
    began: fc.integer({ min: -30, max: 3 }),
    type: fc.constantFrom('cron', 'timeseries'),
    periods: fc.array(fc.constantFrom(1, 2, 5), { minLength: 1, maxLength: 2 }),
    before: fc.option(fc.record({ on: fc.integer({ min: 0, max: 6 }), off: fc.integer({ min: 0, max: 12 }) })),
    from: fc.option(fc.integer({ min: -20, max: 20 })),
    slow: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(scenario, async ({ began, type, periods, before, from, slow }) => {
      // Later runs are over before earlier ones, which a deactivation takes back.
      let slowly = slow
      const script: Script = ({ scheduledStart }) =>
        slowly && scheduledStart % hours(2) === 0 ? { ...fine, after: hours(9) } : fine
      const one = await toy({ script, settings: { refuseOldStarts: false } })
      await one.pass(minutes(30))
      const definition = definitionOf(morning + hours(began), type, periods)
      const pipelineId = await pipelineOf(one, definition)
      if (before) {
        await one.engine.service.ActivatePipeline({ pipelineId })
        await one.pass(hours(before.on) + minutes(10))
        await one.engine.service.DeactivatePipeline({ pipelineId })
        await one.pass(hours(before.off) + minutes(1))
      }
      const now = one.clock.now()
      const at = from === null ? undefined : morning + hours(from)
      const told = one.engine.preview(pipelineId, { definition, ...(at !== undefined && { from: at }) })
      const old = statuses(one, pipelineId)
      slowly = false
      await one.engine.service.ActivatePipeline({ pipelineId, ...(at !== undefined && { startTimestamp: at / 1000 }) })
      await one.pass(minutes(9))
      const now2 = statuses(one, pipelineId)
      const started = startsOf(now2, (id, status) => status !== 'SKIPPED' && status !== old[id])
      expect(told.due).toBe(started.size)
      expect(told.dueFrom === undefined ? undefined : iso(told.dueFrom)).toBe([...started].sort()[0])
      expect(told.skipped).toBe(startsOf(now2, (id, status) => status === 'SKIPPED' && old[id] === undefined).size)
      expect(told.next === undefined || told.next > now).toBe(true)
      await one.engine.stop()
    }),
    { numRuns: 60 },
  )
})

it('says why activation would be refused, as activation itself does', async () => {
  const one = await toy()
  const definition = definitionOf(morning - hours(48), 'cron', [1])
  const pipelineId = await pipelineOf(one, definition)
  const { fault, elsewhere } = one.engine.preview(pipelineId, { definition })
  expect(elsewhere).toBe(true)
  expect(fault).toMatch(/more than a day ago; move the start, or activate with a start time/)
  await expect(one.engine.service.ActivatePipeline({ pipelineId })).rejects.toThrow(fault)
  expect(one.engine.preview(pipelineId, { definition, from: morning }).fault).toBeUndefined()
})

it('offers another start only where that alone stands in the way', async () => {
  const one = await toy()
  const old = definitionOf(morning - hours(48), 'cron', [1])
  const lacking = { ...old, objects: old.objects.filter(({ id }) => id !== 'Machine') }
  const told = one.engine.preview(await pipelineOf(one, old), { definition: lacking })
  expect(told.fault).toMatch(/Machine/)
  expect(told.elsewhere).toBeUndefined()
})

it('counts the objects that cascade, and the runs on demand', async () => {
  const one = await toy({ script: () => ({ ...fine, after: hours(1) }) })
  const scheduled = definitionOf(morning, 'cron', [1, 2], 'CASCADE')
  expect(one.engine.preview(await pipelineOf(one, scheduled), { definition: scheduled }).cascading).toBe(3)
  const definition = define({
    Default: { role: 'r', resourceRole: 'rr', scheduleType: 'ondemand', maxActiveInstances: '2' },
    Task: { type: 'ShellCommandActivity', command: 'x', workerGroup: 'w' },
  })
  const pipelineId = await pipelineOf(one, definition, 'other')
  await one.engine.service.ActivatePipeline({ pipelineId })
  await one.pass(1)
  expect(one.engine.preview(pipelineId, { definition })).toMatchObject({
    onDemand: true,
    due: 1,
    underWay: 1,
    mostRuns: 2,
  })
})
