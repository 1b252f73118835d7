import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunPart } from '../../src/api/runs.ts'
import { resolveParameters } from '../../src/core/definition/parameters.ts'
import { rowOf } from '../../src/engine/instance.ts'
import { partOf } from '../../src/engine/part.ts'
import { rosterOf } from '../../src/engine/roster.ts'
import { broken, days, define, fine, hours, minutes, morning, pipelineOf, statuses, to, toy } from './toy.ts'

/** Raw → Extract → Features data → Train → Model → Deploy; Report reads the features too. */
const lake = define({
  Default: { scheduleType: 'ondemand', failureAndRerunMode: 'CASCADE', role: 'r', resourceRole: 'rr' },
  Machine: { type: 'Ec2Resource', terminateAfter: '2 hours', instanceType: 't2.micro' },
  Raw: { type: 'S3DataNode', directoryPath: "s3://lake/raw/#{format(@scheduledStartTime, 'YYYY-MM-dd')}/" },
  Extract: {
    type: 'ShellCommandActivity',
    command: 'extract #{input.directoryPath}',
    runsOn: to('Machine'),
    input: to('Raw'),
    output: to('Features'),
  },
  Features: { type: 'S3DataNode', directoryPath: "s3://lake/features/#{format(@scheduledStartTime, 'YYYY-MM-dd')}/" },
  Train: {
    type: 'ShellCommandActivity',
    command: 'train #{input.directoryPath} #{output.directoryPath} #{@scheduledStartTime}',
    runsOn: to('Machine'),
    input: to('Features'),
    output: to('Model'),
  },
  Model: { type: 'S3DataNode', directoryPath: "s3://lake/model/#{format(@scheduledStartTime, 'YYYY-MM-dd')}/" },
  Deploy: { type: 'ShellCommandActivity', command: 'deploy', runsOn: to('Machine'), input: to('Model') },
  Report: { type: 'ShellCommandActivity', command: 'report', runsOn: to('Machine'), input: to('Features') },
})
const roster = rosterOf(lake, resolveParameters(lake).values, 1)
const sorted = (ids: Iterable<string>) => [...ids].sort()
const part = (kind: RunPart['kind'], objectId: string, replaced = false) => {
  const { runs, taken } = partOf(roster, { kind, objectId }, replaced)
  return { runs: sorted(runs), taken: sorted(taken) }
}
const commandOf = (works: Awaited<ReturnType<typeof toy>>['works'], id: string) =>
  works.findLast(work => work.object.id === id)?.object.fields.find(f => f.key === 'command')?.stringValue

describe('A part of a pipeline', () => {
  it('is one object with its machine and what it writes, all up to it, or all from it on', () => {
    expect(part('only', 'Train')).toEqual({
      runs: ['Machine', 'Model', 'Train'],
      taken: ['Extract', 'Features', 'Raw'],
    })
    expect(part('until', 'Train')).toEqual({
      runs: ['Extract', 'Features', 'Machine', 'Model', 'Raw', 'Train'],
      taken: [],
    })
    expect(part('from', 'Train')).toEqual({
      runs: ['Deploy', 'Machine', 'Model', 'Train'],
      taken: ['Extract', 'Features', 'Raw'],
    })
  })

  it('looks at inputs that nothing writes, unless another run stands for them', () => {
    expect(part('only', 'Extract')).toEqual({ runs: ['Extract', 'Features', 'Machine', 'Raw'], taken: [] })
    expect(part('only', 'Extract', true)).toEqual({ runs: ['Extract', 'Features', 'Machine'], taken: ['Raw'] })
  })

  it('is none of a machine or of what is not there', () => {
    expect(() => part('only', 'Machine')).toThrow('Machine is no activity or data node')
    expect(() => part('from', 'Nothing')).toThrow('Nothing is no activity or data node')
  })

  it('never both runs and takes an object, and has all that it builds on', () => {
    const ids = [...roster.components.keys()].filter(id => id !== 'Machine')
    const anyPart = fc.record({
      kind: fc.constantFrom('only' as const, 'until' as const, 'from' as const),
      objectId: fc.constantFrom(...ids),
    })
    fc.assert(
      fc.property(anyPart, fc.boolean(), (wanted, replaced) => {
        const { runs, taken } = partOf(roster, wanted, replaced)
        expect(runs.has(wanted.objectId)).toBe(true)
        expect([...runs].filter(id => taken.has(id))).toEqual([])
        for (const id of runs) {
          const one = roster.components.get(id)
          for (const need of [...(one?.after ?? []), ...(one?.reads ?? []), ...(one?.writers ?? [])])
            expect(runs.has(need) || taken.has(need)).toBe(true)
          if (one?.on !== undefined) expect(runs.has(one.on)).toBe(true)
        }
      }),
    )
  })
})

describe('Running a part', () => {
  it('runs nothing else, and its machine ends with it', async () => {
    const { engine, store, started, pass } = await toy()
    const id = await pipelineOf({ engine }, lake)
    await engine.runOnce(id, { part: { kind: 'only', objectId: 'Train' } })
    await pass(hours(1))
    expect(started).toEqual(['@Machine_2026-03-01T00:00:00_Attempt=1', '@Train_2026-03-01T00:00:00_Attempt=1'])
    expect(new Set(Object.values(statuses({ store }, id)))).toEqual(new Set(['FINISHED']))
    expect(
      Object.keys(statuses({ store }, id))
        .map(one => one.slice(0, -20))
        .sort(),
    ).toEqual(['Extract', 'Features', 'Machine', 'Model', 'Raw', 'Train'])
    const rows = [...store.instances(id)].map(rowOf)
    expect(
      rows.filter(row => row.taken !== undefined).map(row => [row.componentId, row.taken, row.attemptCount]),
    ).toEqual([
      ['Extract', 0, 0],
      ['Features', 0, 0],
      ['Raw', 0, 0],
    ])
  })

  it('reads what a chosen run wrote, and writes where its own time says', async () => {
    const { engine, store, works, pass } = await toy()
    const id = await pipelineOf({ engine }, lake)
    const { scheduledStart: first } = await engine.runOnce(id)
    await pass(days(2))
    const { scheduledStart } = await engine.runOnce(id, { part: { kind: 'from', objectId: 'Train' }, outputsOf: first })
    await pass(hours(1))
    expect(commandOf(works, 'Train')).toBe(
      'train s3://lake/features/2026-03-01/ s3://lake/model/2026-03-03/ 2026-03-03T00:00:00',
    )
    const features = store.instance(id, '@Features_2026-03-03T00:00:00')
    expect(features && rowOf(features)).toMatchObject({ status: 'FINISHED', taken: morning, scheduledStart })
    // A part of a part still knows where its inputs come from.
    await pass(days(1))
    await engine.runOnce(id, { part: { kind: 'only', objectId: 'Train' }, outputsOf: scheduledStart })
    await pass(hours(1))
    expect(commandOf(works, 'Train')).toBe(
      'train s3://lake/features/2026-03-01/ s3://lake/model/2026-03-04/ 2026-03-04T01:00:00',
    )
  })

  it('needs a run that is there and over', async () => {
    const { engine, pass } = await toy({
      script: work => (work.object.id === 'Extract' ? { ...fine, after: minutes(30) } : fine),
    })
    const id = await pipelineOf({ engine }, lake)
    const only = { kind: 'only', objectId: 'Train' } as const
    await expect(engine.runOnce(id, { part: only, outputsOf: morning })).rejects.toThrow('There is no run of')
    const { scheduledStart } = await engine.runOnce(id)
    await pass(minutes(10))
    await expect(engine.runOnce(id, { part: only, outputsOf: scheduledStart })).rejects.toThrow('still under way')
  })

  it('of an active pipeline waits for nothing that the schedule will bring', async () => {
    const scheduled = define({
      Default: { scheduleType: 'cron', schedule: to('Daily'), role: 'r', resourceRole: 'rr' },
      Daily: { type: 'Schedule', period: '1 day', startDateTime: '2026-03-01T00:00:00' },
      First: { type: 'ShellCommandActivity', command: 'a', workerGroup: 'w' },
      Second: { type: 'ShellCommandActivity', command: 'b', runsOn: to('Box'), dependsOn: to('First') },
      Box: { type: 'Ec2Resource', instanceType: 't2.micro' },
    })
    const { engine, store, pass } = await toy()
    const id = await pipelineOf({ engine }, scheduled)
    await engine.service.ActivatePipeline({ pipelineId: id })
    await pass(hours(30))
    await engine.runOnce(id, { part: { kind: 'only', objectId: 'Second' } })
    await pass(hours(1))
    const { 'Second_2026-03-02T06:00:00': second, 'Box_2026-03-02T06:00:00': box } = statuses({ store }, id)
    expect([second, box]).toEqual(['FINISHED', 'FINISHED'])
  })
})

describe('What a part would do', () => {
  it('is told with where its inputs lie, and the newest run that could stand for the rest', async () => {
    let breaks = false
    const { engine, pass } = await toy({ script: work => (breaks && work.object.id === 'Extract' ? broken : fine) })
    const id = await pipelineOf({ engine }, lake)
    const ask = (outputsOf?: number) =>
      engine.previewPart(id, {
        definition: lake,
        part: { kind: 'only', objectId: 'Train' },
        ...(outputsOf !== undefined && { outputsOf }),
      })
    expect(ask().suggested).toBeUndefined()
    const good = (await engine.runOnce(id)).scheduledStart
    await pass(days(1))
    // What only counted as done stands for nothing.
    await engine.runOnce(id, { part: { kind: 'only', objectId: 'Train' } })
    await pass(days(1))
    breaks = true
    const bad = (await engine.runOnce(id)).scheduledStart
    await pass(days(1))
    expect(ask().suggested).toBe(good)
    expect(ask().inputs).toMatchObject([{ id: 'Features', where: 's3://lake/features/2026-03-04/' }])
    expect(ask(good)).toMatchObject({
      inputs: [{ id: 'Features', from: good, where: 's3://lake/features/2026-03-01/' }],
      taken: [{ id: 'Raw' }, { id: 'Extract', status: 'FINISHED' }, { id: 'Features', status: 'FINISHED' }],
    })
    expect(ask(bad).taken).toMatchObject([
      { id: 'Raw' },
      { id: 'Extract', status: 'FAILED' },
      { id: 'Features', status: 'CASCADE_FAILED' },
    ])
  })

  it('says when a run had its data elsewhere than these values say', async () => {
    const moved = define(
      {
        Default: { scheduleType: 'ondemand', role: 'r', resourceRole: 'rr' },
        In: { type: 'S3DataNode', directoryPath: 's3://#{myBucket}/in/' },
        Use: { type: 'ShellCommandActivity', command: 'use', workerGroup: 'w', input: to('In') },
      },
      { myBucket: 'old' },
    )
    const { engine, pass } = await toy()
    const id = await pipelineOf({ engine }, moved)
    const { scheduledStart } = await engine.runOnce(id, { part: { kind: 'only', objectId: 'In' } })
    await pass(hours(1))
    const { inputs } = engine.previewPart(id, {
      definition: moved,
      part: { kind: 'only', objectId: 'Use' },
      values: { myBucket: 'new' },
      outputsOf: scheduledStart,
    })
    expect(inputs).toMatchObject([{ where: 's3://new/in/', note: expect.stringContaining('s3://old/in/') }])
  })
})
