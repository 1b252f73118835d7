import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { typesOf } from '../../src/core/catalog/index.ts'
import type { Definition } from '../../src/core/definition/model.ts'
import { toWire } from '../../src/core/formats/wire.ts'
import type { AttemptRow, InstanceRow } from '../../src/core/runs/instance.ts'
import { readScenario } from '../../src/core/scenario/read.ts'
import type { Scenario } from '../../src/core/scenario/scenario.ts'
import { virtualClock } from '../../src/engine/clock.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { attemptRowOf, rowOf } from '../../src/engine/instance.ts'
import type { Executor, Outcome } from '../../src/engine/ports.ts'
import { scriptOf } from '../../src/engine/simulation/script.ts'
import { simulate } from '../../src/engine/simulation/simulate.ts'
import { openStore } from '../../src/server/store.ts'
import { define, hours, morning, seeded, to, toyHands } from './toy.ts'

const breathe = () => new Promise<void>(resolve => setImmediate(resolve))
const folder = mkdtempSync(join(tmpdir(), 'pipewright-simulation-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let count = 0

const end = morning + hours(6)

/** What was decided: rows without what names the pipeline and the machine. */
interface Decided {
  readonly instances: readonly object[]
  readonly attempts: readonly object[]
  readonly notices: readonly (readonly unknown[])[]
}

const bare = <T extends InstanceRow | AttemptRow>({ rehearsed: _, pipelineId: __, ...row }: T) => ({
  ...row,
  hostname: undefined,
  logLocation: undefined,
})

async function simulated(definition: Definition, scenario: Scenario, seed: number): Promise<Decided> {
  const result = await simulate(definition, { from: morning, to: end, scenario, seed, breathe })
  return {
    instances: [...result.instances].map(bare),
    attempts: [...result.attempts].map(bare),
    notices: result.notices.map(({ at, kind, subject, instanceId }) => [at, kind, subject, instanceId]),
  }
}

/** The engine as the server drives it: turns of the event loop, the durable store, an executor that does the same. */
async function reallyRun(definition: Definition, scenario: Scenario, seed: number): Promise<Decided> {
  count += 1
  const store = openStore(join(folder, `${count}.db`))
  let turns = 0
  const clock = virtualClock(morning, async () => {
    for (let quiet = 0; quiet < 3; quiet = turns > 0 ? 0 : quiet + 1) await breathe()
  })
  const script = scriptOf(scenario, seed)
  const checks = new Map<string, number>()
  const executor: Executor = {
    name: 'same outcomes',
    types: (['activity', 'precondition', 'resource'] as const).flatMap(family => typesOf(family).map(one => one.name)),
    async run({ object, pipelineId, instanceId, attemptId, attempt, scheduledStart }, _, signal): Promise<Outcome> {
      const family = typesOf('precondition').some(type => type.name === object.type)
        ? 'precondition'
        : typesOf('resource').some(type => type.name === object.type)
          ? 'resource'
          : 'activity'
      const checked = checks.get(attemptId) ?? 0
      checks.set(attemptId, checked + 1)
      const play = script({ componentId: object.id, family, attemptId, attempt, scheduledStart, checks: checked })
      const wait = (ms: number) =>
        new Promise<void>(resolve => {
          signal.addEventListener('abort', () => resolve())
          if (Number.isFinite(ms)) clock.at(clock.now() + ms, resolve)
        })
      const stopped: Outcome = { status: 'FAILED', errorId: 'Stopped', errorMessage: 'It was stopped.' }
      await wait(play.outcome === 'hang' ? Number.POSITIVE_INFINITY : play.duration)
      if (signal.aborted) return stopped
      if (play.outcome === 'interrupt')
        clock.at(clock.now() + play.after, () => {
          if (store.instance(pipelineId, instanceId)?.attempts === attempt)
            engine.interrupt(pipelineId, instanceId, 'The scenario interrupts it.')
        })
      if (play.outcome === 'false') return { status: 'FALSE', errorMessage: 'The scenario says: not true yet.' }
      if (play.outcome === 'fail') return { status: 'FAILED', errorId: play.errorId, errorMessage: play.message }
      return { status: 'FINISHED' }
    },
  }
  const engine = createEngine({
    clock,
    store,
    hands: toyHands(clock),
    executors: [executor],
    random: seeded(seed + 1),
    settings: { concurrency: 1_000, refuseOldStarts: false },
    defer: turn => {
      turns += 1
      setImmediate(() => {
        turns -= 1
        turn()
      })
    },
    trouble: (what, error) => {
      throw new Error(what, { cause: error })
    },
  })
  await engine.start()
  const { pipelineId } = await engine.service.CreatePipeline({ name: 'real', uniqueId: 'real' })
  await engine.service.PutPipelineDefinition({ pipelineId, ...toWire(definition) })
  await engine.service.ActivatePipeline({ pipelineId, startTimestamp: morning / 1000 })
  await clock.advanceTo(end - 1)
  const decided: Decided = {
    instances: [...store.instances(pipelineId)].map(one => bare(rowOf(one))),
    attempts: [...store.allAttempts(pipelineId)].map(({ instanceId, attempt }) =>
      bare(attemptRowOf({ pipelineId, id: instanceId }, attempt)),
    ),
    notices: store
      .notices(pipelineId, 10_000)
      .toReversed()
      .map(({ at, kind, subject, instanceId }) => [at, kind, subject, instanceId]),
  }
  await engine.stop()
  store.close()
  return decided
}

const names = ['Ant', 'Bee', 'Cat', 'Dog'] as const

const activity = fc.record({
  after: fc.uniqueArray(fc.nat(3), { maxLength: 2 }),
  place: fc.constantFrom('Box', 'Other'),
  retries: fc.constantFrom('0', '1', '2'),
  limit: fc.constantFrom(undefined, '20 minutes', '50 minutes'),
  checked: fc.boolean(),
  slow: fc.boolean(),
  late: fc.boolean(),
  cascade: fc.boolean(),
})

const someDefinition = fc
  .record({
    activities: fc.array(activity, { minLength: 1, maxLength: 4 }),
    type: fc.constantFrom('cron', 'timeseries'),
    life: fc.constantFrom(undefined, '2 hours'),
    requeue: fc.boolean(),
    strict: fc.boolean(),
  })
  .map(({ activities, type, life, requeue, strict }) => {
    const objects: Record<string, Parameters<typeof define>[0][string]> = {
      Default: { scheduleType: type, schedule: to('Hourly'), role: 'a', resourceRole: 'b' },
      Hourly: { type: 'Schedule', period: '1 hour', startDateTime: '2026-03-01T00:00:00' },
      Slow: { type: 'Schedule', period: '2 hours', startDateTime: '2026-03-01T00:00:00' },
      Box: { type: 'Ec2Resource', ...(life && { terminateAfter: life }), retryDelay: '15 minutes' },
      Other: { type: 'Ec2Resource', actionOnTaskFailure: strict ? 'terminate' : 'continue' },
      Ready: { type: 'S3KeyExists', s3Key: 's3://a/b', preconditionTimeout: '40 minutes', retryDelay: '17 minutes' },
      Alarm: {
        type: 'SnsAlarm',
        subject: 'It broke',
        message: 'm',
        role: 'a',
        topicArn: 'arn:aws:sns:us-east-1:123456789012:t',
      },
    }
    for (const [place, one] of activities.entries())
      objects[names[place] ?? ''] = {
        type: 'ShellCommandActivity',
        command: 'x',
        runsOn: to(one.place),
        onFail: to('Alarm'),
        maximumRetries: one.retries,
        retryDelay: '11 minutes',
        actionOnResourceFailure: requeue ? 'retryall' : 'retrynone',
        ...(one.cascade && { failureAndRerunMode: 'CASCADE' }),
        ...(one.limit && { attemptTimeout: one.limit }),
        ...(one.checked && { precondition: to('Ready') }),
        ...(one.slow && { schedule: to('Slow') }),
        ...(one.late && { lateAfterTimeout: '45 minutes', onLateAction: to('Alarm') }),
        dependsOn: one.after.flatMap(other => (other < place ? [to(names[other] ?? '')] : [])),
      }
    return define(objects)
  })

const someRules = fc.array(
  fc.record(
    {
      object: fc.constantFrom('*', ...names, 'Box', 'Ready'),
      outcome: fc.constantFrom('succeed', 'fail', 'hang', 'interrupt'),
      attempts: fc.constantFrom('1', '1-2', '2-'),
      chance: fc.constantFrom(0.3, 0.7, 1),
      false: fc.nat(3),
      duration: fc.constantFrom<unknown>(
        0,
        { uniform: { from: 1, to: '30 minutes' } },
        { lognormal: { median: '10 minutes', sigma: 0.8 } },
        { normal: { mean: 300, deviation: 100 } },
      ),
    },
    { requiredKeys: ['object'] },
  ),
  { maxLength: 5 },
)

describe('A simulation', () => {
  it('decides what the engine decides in the durable store on the same outcomes', async () => {
    await fc.assert(
      fc.asyncProperty(someDefinition, someRules, fc.nat(1_000), async (definition, rules, seed) => {
        const sound = rules.map(rule =>
          rule.outcome === 'interrupt' && rule.object !== 'Box' && rule.object !== '*'
            ? { ...rule, outcome: 'fail' }
            : rule,
        )
        const sane = sound.map(({ false: times, ...rule }) =>
          rule.object === 'Ready' && times !== undefined ? { ...rule, false: times } : rule,
        )
        const timed = sane.map(rule =>
          rule.outcome === 'interrupt' ? { ...rule, after: { uniform: { from: 60, to: '1 hour' } } } : rule,
        )
        // Rules may name who is not there; a scenario says so, so they are left out.
        const known = timed.filter(
          rule =>
            rule.object === '*' ||
            (definition.objects.some(one => one.id === rule.object) && readOne(rule, definition)),
        )
        const { scenario, problems } = readScenario(JSON.stringify({ rules: known }), definition)
        expect(problems).toEqual([])
        if (!scenario) return
        const [here, there] = [await simulated(definition, scenario, seed), await reallyRun(definition, scenario, seed)]
        expect(here).toEqual(there)
        expect(here.instances.length).toBeGreaterThan(0)
      }),
      { numRuns: 60 },
    )
  }, 120_000)
})

const readOne = (rule: unknown, definition: Definition) =>
  readScenario(JSON.stringify({ rules: [rule] }), definition).scenario !== undefined
