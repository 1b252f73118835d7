import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Fault } from '../../src/api/faults.ts'
import type { PipelineService } from '../../src/api/operations.ts'
import { isOver, statusOf } from '../../src/engine/instance.ts'
import {
  broken,
  define,
  fine,
  hours,
  minutes,
  morning,
  type Play,
  pipelineOf,
  type Toy,
  testClock,
  to,
  toy,
  wire,
} from './toy.ts'

/** Anything anybody may do to a pipeline, in any order: what must hold, holds after each of them. */

const definition = define({
  Default: {
    scheduleType: 'cron',
    schedule: to('Hourly'),
    role: 'r',
    resourceRole: 'rr',
    retryDelay: '10 minutes',
    maximumRetries: '1',
    failureAndRerunMode: 'cascade',
    maxActiveInstances: '3',
  },
  Hourly: {
    type: 'Schedule',
    period: '1 hour',
    startDateTime: new Date(morning).toISOString().slice(0, 19),
    occurrences: '6',
  },
  Often: {
    type: 'Schedule',
    period: '30 minutes',
    startDateTime: new Date(morning).toISOString().slice(0, 19),
    occurrences: '12',
  },
  Machine: { type: 'Ec2Resource', terminateAfter: '5 hours', instanceType: 'm1.small' },
  Load: {
    type: 'ShellCommandActivity',
    command: 'load',
    runsOn: to('Machine'),
    schedule: to('Often'),
    output: to('Data'),
  },
  Data: { type: 'S3DataNode', directoryPath: 's3://bucket/', schedule: to('Often') },
  Check: { type: 'S3KeyExists', s3Key: 's3://bucket/key', role: 'r' },
  Ready: { type: 'ShellCommandPrecondition', command: 'test' },
  Use: {
    type: 'ShellCommandActivity',
    command: 'use',
    runsOn: to('Machine'),
    input: to('Data'),
    precondition: [to('Check'), to('Ready')],
  },
  Remote: { type: 'ShellCommandActivity', command: 'far', workerGroup: 'group', dependsOn: to('Use') },
})
const components = ['Machine', 'Load', 'Data', 'Use', 'Remote']

type Deed = (world: World) => Promise<unknown>
interface World {
  readonly id: string
  one: Toy
  readonly script: (attemptId: string) => Play
}

const service = (world: World): PipelineService => world.one.engine.service
/** The n-th instance there is, whatever its state. */
const some = ({ one, id }: World, n: number): string => {
  const all = [...one.store.instances(id)]
  return all[n % Math.max(1, all.length)]?.plan.id ?? '@Nobody_2026-03-01T00:00:00'
}
const verb = (status: string, n: number) => (world: World) =>
  service(world).SetStatus({ pipelineId: world.id, objectIds: [some(world, n)], status })
const component = (status: string, n: number) => (world: World) =>
  service(world).SetStatus({ pipelineId: world.id, objectIds: [components[n % components.length] ?? 'Load'], status })
const asWorker =
  (n: number): Deed =>
  async world => {
    const controller = new AbortController()
    const answer = service(world).PollForTask({ workerGroup: 'group' }, controller.signal)
    await world.one.pass(1)
    controller.abort()
    const taskId = (await answer).taskObject?.taskId
    if (taskId === undefined || n % 4 === 0) return
    await service(world).ReportTaskProgress({ taskId })
    if (n % 4 !== 1) await service(world).SetTaskStatus({ taskId, taskStatus: n % 4 === 2 ? 'FINISHED' : 'FAILED' })
  }
/** Stops the process in good order, and starts another. */
const restart: Deed = async world => {
  await world.one.engine.stop()
  world.one = await toy({
    store: world.one.store,
    clock: world.one.clock,
    script: work => world.script(work.attemptId),
  })
}

const deed: fc.Arbitrary<readonly [string, Deed]> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .constantFrom(1, minutes(10), minutes(31), hours(1))
      .map(ms => [`wait ${ms}`, (world: World) => world.one.pass(ms)] as const),
  },
  { weight: 3, arbitrary: fc.nat(7).map(n => [`work ${n}`, asWorker(n)] as const) },
  { weight: 2, arbitrary: fc.nat(60).map(n => [`rerun ${n}`, verb('RERUN', n)] as const) },
  { weight: 2, arbitrary: fc.nat(60).map(n => [`cancel ${n}`, verb('TRY_CANCEL', n)] as const) },
  fc.nat(60).map(n => [`finish ${n}`, verb('MARK_FINISHED', n)] as const),
  fc.nat(4).map(n => [`pause ${n}`, component('PAUSE', n)] as const),
  fc.nat(4).map(n => [`resume ${n}`, component('RESUME', n)] as const),
  fc.constant(['activate', (world: World) => service(world).ActivatePipeline({ pipelineId: world.id })] as const),
  fc.constant([
    'activate now',
    (world: World) =>
      service(world).ActivatePipeline({ pipelineId: world.id, startTimestamp: world.one.clock.now() / 1000 }),
  ] as const),
  fc
    .boolean()
    .map(
      cancelActive =>
        [
          `deactivate ${cancelActive}`,
          (world: World) => service(world).DeactivatePipeline({ pipelineId: world.id, cancelActive }),
        ] as const,
    ),
  fc.constant(['put', (world: World) => service(world).PutPipelineDefinition(wire(world.id, definition))] as const),
  fc.constant(['run once', (world: World) => world.one.engine.runOnce(world.id)] as const),
  fc.constant(['restart', restart] as const),
)

function check({ one: { store }, id }: World) {
  for (const instance of store.instances(id)) {
    const { plan, phase } = instance
    const attempts = store.attempts(id, plan.id)
    expect(
      attempts.map(attempt => attempt.number),
      `numbers of ${plan.id}`,
    ).toEqual(attempts.map((_, i) => i + 1))
    expect(attempts).toHaveLength(instance.attempts)
    expect(
      attempts.slice(0, -1).filter(attempt => !['FINISHED', 'FAILED', 'CANCELED'].includes(attempt.status)),
      `old attempts of ${plan.id}`,
    ).toEqual([])
    if (isOver(instance)) expect(['FINISHED', 'FAILED', 'CANCELED', undefined]).toContain(attempts.at(-1)?.status)
    if (phase === 'running' || phase === 'queued')
      for (const need of plan.needs) {
        const other = store.instance(id, need.id)
        // A need that was rerun since does not stop what has begun.
        if (other && !other.rerun)
          expect(['FINISHED', 'SKIPPED'], `${plan.id} runs although ${need.id} is not done`).toContain(statusOf(other))
      }
  }
}

it('keeps its promises whatever is done to it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { maxLength: 45, size: 'max' }),
      fc.integer({ min: 1, max: 1_000 }),
      async (deeds, seed) => {
        const script = (attemptId: string): Play => {
          const luck = [...`${attemptId}${seed}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_009, 7)
          if (attemptId.includes('Check')) return luck % 3 === 0 ? { status: 'FALSE' } : fine
          return { ...(luck % 5 === 0 ? broken : fine), after: minutes(luck % 40) }
        }
        const one = await toy({ clock: testClock(), script: work => script(work.attemptId) })
        const world: World = { id: await pipelineOf(one, definition), one, script }
        await service(world).ActivatePipeline({ pipelineId: world.id })
        for (const [name, act] of deeds) {
          await act(world).catch(error => {
            if (!(error instanceof Fault)) throw new Error(`${name} broke`, { cause: error })
          })
          await world.one.pass(1)
          check(world)
        }
        // Left to itself it comes to rest: nothing runs for ever, and nothing that is due stays unmade.
        for (const id of components) await component('RESUME', components.indexOf(id))(world).catch(() => undefined)
        await world.one.pass(hours(48))
        check(world)
        const state = world.one.store.pipelines().find(one => one.id === world.id)?.state
        expect(state, 'nothing is left to do').not.toBe(
          [...world.one.store.instances(world.id)].every(isOver) ? 'SCHEDULED' : 'FINISHED',
        )
        for (const instance of world.one.store.instances(world.id)) {
          const { plan, phase, held, unmet } = instance
          const moving = ['running', 'creating', 'stopping', 'closing', 'handedOut', 'backingOff']
          expect(moving, plan.id).not.toContain(phase)
          // A machine that is still to be made comes when the pipeline is activated again.
          const machine = plan.resource === undefined || world.one.store.instance(world.id, plan.resource)
          if (phase === 'queued' && machine) expect(plan.workerGroup, `${plan.id} waits for a runner`).toBe('group')
          const all = [...world.one.store.instances(world.id)]
          const alive = !isOver(instance)
          // Somebody may have asked it again by itself.
          if (alive && plan.owner !== undefined && !instance.rerun)
            expect(
              all.some(one => one.plan.id === plan.owner && !isOver(one)),
              `${plan.id} is asked for nobody`,
            ).toBe(true)
          if (alive && plan.family === 'resource' && state === 'SCHEDULED')
            expect(
              all.some(one => one.plan.resource === plan.id && !isOver(one)),
              `${plan.id} serves nobody`,
            ).toBe(true)
          if (phase !== 'blocked' || plan.family === 'resource') continue
          const met = unmet.filter(need => world.one.store.instance(world.id, need)?.phase === 'finished')
          expect(met, `${plan.id} waits for what is done`).toEqual([])
          expect(held || unmet.length > 0, `${plan.id} waits for nothing`).toBe(true)
        }
        await world.one.engine.stop()
      },
    ),
    { numRuns: 40 },
  )
})
