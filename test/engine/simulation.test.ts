import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Definition } from '../../src/core/definition/model.ts'
import { resolveParameters } from '../../src/core/definition/parameters.ts'
import { readDefinition } from '../../src/core/formats/index.ts'
import { readScenario } from '../../src/core/scenario/read.ts'
import type { Rule } from '../../src/core/scenario/scenario.ts'
import { rosterOf } from '../../src/engine/roster.ts'
import { type Simulation, simulate } from '../../src/engine/simulation/simulate.ts'
import { days, define, hours, minutes, morning, to } from './toy.ts'

const breathe = () => new Promise<void>(resolve => setImmediate(resolve))

/** Simulates from the morning on, under a scenario of these rules. */
async function play(
  definition: Definition,
  rules: readonly Readonly<Record<string, unknown>>[] = [],
  options: { readonly length?: number; readonly seed?: number } = {},
): Promise<Simulation> {
  const { scenario, problems } = readScenario(JSON.stringify({ rules }), definition)
  if (!scenario) throw new Error(problems.join('\n'))
  const { length = hours(6), seed } = options
  return simulate(definition, {
    from: morning,
    to: morning + length,
    scenario,
    breathe,
    ...(seed !== undefined && { seed }),
  })
}

const schedule = (period: string) => ({
  Default: {
    scheduleType: 'cron',
    schedule: to('Often'),
    failureAndRerunMode: 'CASCADE',
    role: 'a',
    resourceRole: 'b',
  },
  Often: { type: 'Schedule', period, startDateTime: '2026-03-01T00:00:00' },
})

const chain = (fields: Readonly<Record<string, string>> = {}) =>
  define({
    ...schedule('1 day'),
    Box: { type: 'Ec2Resource', instanceType: 'm5.large' },
    Load: { type: 'ShellCommandActivity', command: 'load', runsOn: to('Box'), onFail: to('Alarm'), ...fields },
    Train: { type: 'ShellCommandActivity', command: 'train', runsOn: to('Box'), dependsOn: to('Load') },
    Alarm: {
      type: 'SnsAlarm',
      subject: 'It broke',
      message: '#{node.errorMessage}',
      role: 'a',
      topicArn: 'arn:aws:sns:us-east-1:123456789012:t',
    },
  })

const found = (result: Simulation) =>
  Object.fromEntries([...result.instances].map(one => [one.componentId, one.status]))
const attemptsOf = (result: Simulation, id: string) =>
  [...result.attempts].filter(one => one.instanceId.startsWith(`@${id}_`))
const at = (time: number | undefined) => (time === undefined ? undefined : (time - morning) / 60_000)

describe('A simulation', () => {
  it('lets everything succeed in the time that an estimate assumes, unless a rule says otherwise', async () => {
    const result = await play(chain())
    expect(found(result)).toEqual({ Box: 'FINISHED', Load: 'FINISHED', Train: 'FINISHED' })
    const [load] = attemptsOf(result, 'Load')
    expect([at(load?.queuedAt), at(load?.actualStart), at(load?.actualEnd)]).toEqual([0, 3, 23])
    expect(result.failureCount).toBe(0)
  })

  it('marks every row as rehearsed, also of what never began', async () => {
    const result = await play(chain(), [{ object: 'Load', outcome: 'fail' }])
    expect(new Set([...result.instances, ...result.attempts].map(one => one.rehearsed))).toEqual(new Set(['simulated']))
    expect(result.counts).toEqual({ FAILED: 1, CASCADE_FAILED: 1, FINISHED: 1 })
  })

  it('lets attempts of a range fail with the words of the rule, and the next succeed', async () => {
    const result = await play(chain(), [
      { object: 'Load', attempts: '1-2', outcome: 'fail', errorId: 'ExitCode3', message: 'No space.' },
    ])
    expect(attemptsOf(result, 'Load').map(one => [one.status, one.errorId, one.errorMessage])).toEqual([
      ['FAILED', 'ExitCode3', 'No space.'],
      ['FAILED', 'ExitCode3', 'No space.'],
      ['FINISHED', undefined, undefined],
    ])
    expect(found(result).Train).toBe('FINISHED')
  })

  it('tells which rules no attempt was of', async () => {
    const { idleRules } = await play(chain(), [
      { object: 'Load', attempts: 2, outcome: 'fail' },
      { object: 'Load', scheduled: '2026-04-01T00:00:00', outcome: 'fail' },
      { object: '*', duration: '5 minutes' },
    ])
    expect(idleRules).toEqual([0, 1])
  })

  it('raises alarms at the simulated time and tells the chain of a failure', async () => {
    const result = await play(chain({ maximumRetries: '0' }), [{ object: 'Load', outcome: 'fail', message: 'Gone.' }])
    expect(result.notices.map(one => [one.kind, one.subject, one.message, at(one.at)])).toEqual([
      ['alarm', 'It broke', 'Gone.', 23],
    ])
    expect(result.failures.map(one => [one.instance.componentId, one.attempts.length, one.cascaded])).toEqual([
      ['Load', 1, ['@Train_2026-03-01T00:00:00']],
    ])
  })

  it('speaks of the pipeline that it stands for', async () => {
    const definition = chain({ command: 'load #{@pipelineId}' })
    const alarm = definition.objects.find(one => one.id === 'Alarm')
    if (!alarm) throw new Error('There is no alarm.')
    const telling = {
      ...alarm,
      fields: alarm.fields.map(one => (one.key === 'message' ? { ...one, stringValue: '#{node.@pipelineId}' } : one)),
    }
    const { notices, instances } = await simulate(
      { ...definition, objects: definition.objects.map(one => (one === alarm ? telling : one)) },
      {
        pipelineId: 'df-REAL',
        from: morning,
        to: morning + hours(6),
        scenario: { rules: [{ object: 'Load', outcome: 'fail' }] },
        breathe,
      },
    )
    expect(notices.map(one => one.message)).toEqual(['df-REAL'])
    expect([...instances].every(one => one.pipelineId === 'df-REAL')).toBe(true)
  })

  it('lets what hangs run until attemptTimeout stops it', async () => {
    const result = await play(chain({ attemptTimeout: '1 hour', maximumRetries: '1' }), [
      { object: 'Load', attempts: 1, outcome: 'hang' },
    ])
    const tries = attemptsOf(result, 'Load')
    expect(tries.map(one => [one.status, one.errorId, at(one.actualEnd)])).toEqual([
      ['FAILED', 'AttemptTimeout', 63],
      ['FINISHED', undefined, 93],
    ])
  })

  it('finds out about a lost worker after reportProgressTimeout', async () => {
    const result = await play(chain({ reportProgressTimeout: '30 minutes', maximumRetries: '0' }), [
      { object: 'Load', outcome: 'loseWorker', after: '5 minutes' },
    ])
    expect(attemptsOf(result, 'Load').map(one => [one.errorId, at(one.actualEnd)])).toEqual([['WorkerLost', 38]])
  })

  it('takes a machine away while it is used, and tries both again', async () => {
    const result = await play(chain(), [
      { object: 'Box', attempts: 1, outcome: 'interrupt', duration: '2 minutes', after: '10 minutes' },
    ])
    expect(attemptsOf(result, 'Box').map(one => [one.status, one.errorId])).toEqual([
      ['FAILED', 'ResourceInterrupted'],
      ['FINISHED', undefined],
    ])
    expect(attemptsOf(result, 'Load').map(one => [one.status, one.errorId, at(one.actualEnd)])).toEqual([
      ['FAILED', 'ResourceLost', 12],
      ['FINISHED', undefined, 45],
    ])
    expect(found(result)).toEqual({ Box: 'FINISHED', Load: 'FINISHED', Train: 'FINISHED' })
    expect(result.cost.lines.some(line => line.kind === 'waste' && line.object === 'Load')).toBe(true)
  })

  it('gives up what runs on a machine that is taken away under retrynone', async () => {
    const result = await play(chain({ actionOnResourceFailure: 'retrynone' }), [
      { object: 'Box', outcome: 'interrupt', after: '10 minutes' },
    ])
    expect(found(result)).toMatchObject({ Load: 'CANCELED', Train: 'CANCELED' })
  })

  it('lets a precondition be false some times before it is true', async () => {
    const result = await play(
      define({
        ...schedule('1 day'),
        Load: { type: 'ShellCommandActivity', command: 'load', workerGroup: 'w', precondition: to('Ready') },
        Ready: { type: 'S3KeyExists', s3Key: 's3://a/b', role: 'a', retryDelay: '10 minutes' },
      }),
      [
        { object: 'Ready', false: 3, duration: 0 },
        { object: 'Load', duration: '1 minute' },
      ],
    )
    const [ready] = attemptsOf(result, 'Ready')
    expect([ready?.status, at(ready?.actualEnd)]).toEqual(['FINISHED', 30])
    expect(found(result)).toEqual({ Load: 'FINISHED', Ready: 'FINISHED' })
  })

  it('has workers for worker groups, who report while they work and may be lost', async () => {
    const definition = define({
      ...schedule('1 day'),
      Load: { type: 'ShellCommandActivity', command: 'load', workerGroup: 'here' },
      Train: { type: 'ShellCommandActivity', command: 'train', workerGroup: 'there', dependsOn: to('Load') },
    })
    const result = await play(definition, [
      { object: 'Load', attempts: 1, outcome: 'loseWorker', after: '4 minutes' },
      { object: 'Load', duration: '2 hours' },
      { object: 'Train', attempts: '1', outcome: 'fail', errorId: 'Odd' },
    ])
    expect(attemptsOf(result, 'Load').map(one => [one.status, one.errorId, at(one.actualEnd)])).toEqual([
      ['FAILED', 'ProgressTimeout', 19],
      ['FINISHED', undefined, 149],
    ])
    expect(attemptsOf(result, 'Train').map(one => [one.status, one.errorId])).toEqual([
      ['FAILED', 'Odd'],
      ['FINISHED', undefined],
    ])
  })

  it('makes what falls into the time, the end not included, and leaves what still runs as it is', async () => {
    const hourly = define({
      ...schedule('1 hour'),
      Load: { type: 'ShellCommandActivity', command: 'load', workerGroup: 'w' },
    })
    const result = await play(hourly, [{ object: 'Load', duration: '90 minutes' }], { length: hours(3) })
    expect([...result.instances].map(one => one.status)).toEqual(['FINISHED', 'FINISHED', 'RUNNING'])
    expect(result.state).toBe('SCHEDULED')
  })

  it('gives the same result for the same seed and another for another', async () => {
    const hourly = define({
      ...schedule('1 hour'),
      Load: { type: 'ShellCommandActivity', command: 'load', runsOn: to('Box') },
      Box: { type: 'Ec2Resource' },
    })
    const rules = [
      { object: 'Load', chance: 0.3, outcome: 'fail' },
      { object: '*', duration: { lognormal: { median: '3 minutes', sigma: 0.7 } } },
    ]
    const [one, two, other] = await Promise.all([7, 7, 8].map(seed => play(hourly, rules, { seed, length: days(2) })))
    const rows = (result: Simulation | undefined) =>
      result && [[...result.instances], [...result.attempts], result.cost]
    expect(rows(two)).toEqual(rows(one))
    expect(rows(other)).not.toEqual(rows(one))
  })

  it('adds the cost of the machines up over all runs', async () => {
    const result = await play(chain(), [{ object: '*', duration: '30 minutes' }], { length: days(2) })
    // Two days, and each time half an hour to start and an hour of work, at the list price of an m5.large.
    const alone = await play(chain(), [{ object: '*', duration: '30 minutes' }], { length: days(1) })
    expect(alone.cost.likely).toBeGreaterThan(0)
    expect(result.cost.likely).toBeCloseTo(2 * alone.cost.likely, 9)
    expect(result.cost.lines.reduce((sum, line) => sum + (line.usd ?? 0), 0)).toBeCloseTo(result.cost.likely, 9)
  })

  it('runs an on-demand definition once, at the beginning', async () => {
    const result = await play(
      define({
        Default: { scheduleType: 'ondemand', role: 'a', resourceRole: 'b' },
        Load: { type: 'ShellCommandActivity', command: 'load', workerGroup: 'w' },
      }),
    )
    expect([...result.instances].map(one => [one.status, at(one.scheduledStart)])).toEqual([['FINISHED', 0]])
  })

  it('puts values of parameters in, and says why a definition cannot run', async () => {
    const definition: Definition = {
      ...define({
        ...schedule('1 day'),
        Load: { type: 'ShellCommandActivity', command: '#{myCommand}', workerGroup: 'w', attemptTimeout: '#{myLimit}' },
      }),
      parameters: ['myCommand', 'myLimit'].map(id => ({ id, attributes: [{ key: 'type', stringValue: 'String' }] })),
    }
    const options = { from: morning, to: morning + hours(3), breathe }
    const values = { myCommand: 'x', myLimit: '10 minutes' }
    const result = await simulate(definition, { ...options, values })
    expect([...result.attempts].map(one => one.errorId)).toEqual(['AttemptTimeout', 'AttemptTimeout', 'AttemptTimeout'])
    await expect(simulate(define({ Load: { type: 'Nonsense' } }), options)).rejects.toThrow('has errors')
  })

  it('tells how far it is', async () => {
    const seen: number[] = []
    await simulate(chain(), { from: morning, to: morning + hours(1), breathe, onProgress: now => seen.push(now) })
    expect(seen.length).toBeGreaterThan(100)
    expect(seen.at(-1)).toBe(morning + minutes(60) - 1)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })
})

const corpus = process.env.PIPEWRIGHT_CORPUS ?? join(import.meta.dirname, '../../../shared/corpus')
const folder = join(corpus, 'files')
const names = existsSync(folder) ? readdirSync(folder).sort() : []

describe('Real definitions', () => {
  if (names.length === 0) it('are not here, so none was simulated', () => expect(names).toEqual([]))

  it('play three rough days to the end, or say in a sentence why they cannot run', async () => {
    const rules: readonly Rule[] = [
      { object: '*', chance: 0.2, outcome: 'fail' },
      { object: '*', chance: 0.1, outcome: 'interrupt', after: { shape: 'uniform', from: 0, to: hours(1) } },
      { object: '*', duration: { shape: 'lognormal', median: minutes(5), sigma: 1 } },
    ]
    for (const name of names) {
      const { definition } = readDefinition(readFileSync(join(folder, name), 'utf8'))
      const { components } = rosterOf(definition, resolveParameters(definition).values, 1, morning)
      const starts = [...components.values()].flatMap(one => one.timetable?.schedule.start ?? [])
      const from = starts.length > 0 ? Math.min(...starts) : morning
      const result = await simulate(definition, { from, to: from + days(3), scenario: { rules }, breathe }).catch(
        (error: unknown) => {
          expect(error).toBeInstanceOf(Error)
          expect((error as Error).message).toMatch(/^[A-Z].{20,}/)
        },
      )
      for (const { actualStart, actualEnd, scheduledStart } of result?.instances ?? []) {
        expect(scheduledStart).toBeGreaterThanOrEqual(from)
        if (actualEnd !== undefined) expect(actualEnd).toBeGreaterThanOrEqual(actualStart ?? scheduledStart)
      }
    }
  })
})
