import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accrueCost } from '../../src/core/cost/accrue.ts'
import { allocate, type Use } from '../../src/core/cost/allocate.ts'
import { estimateCost } from '../../src/core/cost/estimate.ts'
import { machineCost, machineOf } from '../../src/core/cost/machine.ts'
import { charge, priceOf } from '../../src/core/cost/price.ts'
import type { Definition, PipelineObject } from '../../src/core/definition/model.ts'
import type { AttemptRow, InstanceRow } from '../../src/core/runs/instance.ts'

const object = (id: string, type: string, fields: Record<string, string | { ref: string }> = {}): PipelineObject => ({
  id,
  name: id,
  fields: [
    { key: 'type', stringValue: type },
    ...Object.entries(fields).map(([key, value]) =>
      typeof value === 'string' ? { key, stringValue: value } : { key, refValue: value.ref },
    ),
  ],
})

const definitionOf = (...objects: PipelineObject[]): Definition => ({ objects, parameters: [], values: [] })

describe('the price of a machine', () => {
  it('is counted by the second', () => {
    expect(charge(2832, priceOf('m5.xlarge', 'us-east-1')?.onDemand ?? 0)).toBeCloseTo(0.15104, 5)
  })

  it('is at least that of a minute', () => {
    expect(charge(35, priceOf('t3.medium', 'us-east-1')?.onDemand ?? 0)).toBeCloseTo(0.000693, 6)
  })

  it('is unknown, not zero, for a type without a price', () => {
    expect(priceOf('cc1.4xlarge', 'us-east-1')).toBeUndefined()
    const box = object('Box', 'Ec2Resource', { instanceType: 'cc1.4xlarge' })
    expect(machineCost(machineOf(definitionOf(box), box), 3600)).toEqual({
      ec2: 0,
      emr: 0,
      unknown: ['cc1.4xlarge in us-east-1'],
    })
  })

  it('is that of the region where the machine names none, and of its own where it does', () => {
    const priceIn = (region: string, fields: Record<string, string> = {}) =>
      machineOf(
        definitionOf(),
        object('Box', 'Ec2Resource', { instanceType: 'm5.large', ...fields }),
        undefined,
        region,
      ).groups[0]?.price?.region
    expect(priceIn('eu-west-1')).toBe('eu-west-1')
    expect(priceIn('eu-west-1', { region: 'us-west-2' })).toBe('us-west-2')
  })

  it('counts master, core and task nodes of a cluster, and the EMR fee on top', () => {
    const cluster = object('Cluster', 'EmrCluster', {
      masterInstanceType: 'm5.xlarge',
      coreInstanceType: 'm5.xlarge',
      coreInstanceCount: '4',
    })
    const { ec2, emr } = machineCost(machineOf(definitionOf(cluster), cluster), 4200)
    expect(ec2).toBeCloseTo(1.12, 4)
    expect(emr).toBeCloseTo((5 * 4200 * 0.048) / 3600, 4)
  })
})

describe('a shared machine', () => {
  it('is split among those who use it at the same time, the rest is idle', () => {
    const { shares, idle } = allocate(0, 3600, [
      { id: 'one', start: 300, end: 1500 },
      { id: 'two', start: 900, end: 2100 },
    ])
    expect(shares.get('one')).toBeCloseTo(0.25)
    expect(shares.get('two')).toBeCloseTo(0.25)
    expect(idle).toBeCloseTo(0.5)
  })

  it('is paid for to the cent: shares and idle time add up to the whole', () => {
    const use = fc.record({
      id: fc.string({ maxLength: 2 }),
      start: fc.integer({ min: -50, max: 150 }),
      end: fc.integer({ min: -50, max: 150 }),
    })
    fc.assert(
      fc.property(fc.array(use, { maxLength: 12, size: 'max' }), (uses: Use[]) => {
        const { shares, idle } = allocate(0, 100, uses)
        expect([...shares.values()].reduce((a, b) => a + b, idle)).toBeCloseTo(1, 9)
      }),
    )
  })
})

const box = object('Box', 'Ec2Resource', { instanceType: 'm5.2xlarge', terminateAfter: '2 Hours', maximumRetries: '1' })
const train = object('Train', 'ShellCommandActivity', {
  command: 'true',
  runsOn: { ref: 'Box' },
  schedule: { ref: 'Daily' },
})
const daily = object('Daily', 'Schedule', { period: '1 day', startDateTime: '2026-01-01T00:00:00' })

describe('an estimate', () => {
  it('is bounded by terminateAfter and the retries', () => {
    const report = estimateCost(definitionOf(box, train, daily))
    expect(report.high).toBeCloseTo(2 * 2 * 0.384 + 0.6 / (730 / 24), 4)
    expect(report.low).toBeLessThan(report.likely)
    expect(report.likely).toBeLessThan(report.high ?? 0)
  })

  it('counts a daily activity at the low fee and says that it is not verified', () => {
    const report = estimateCost(definitionOf(box, train, daily))
    expect(report.monthly?.fee).toBe(0.6)
    expect(report.assumptions.join(' ')).toContain('from memory')
  })

  it('has no upper end, and says so, without terminateAfter', () => {
    const endless = object('Box', 'Ec2Resource', { instanceType: 'm5.large' })
    const report = estimateCost(definitionOf(endless, train, daily))
    expect(report.high).toBeUndefined()
    expect(report.assumptions.join(' ')).toContain('Box has no terminateAfter')
  })

  it('takes the median of earlier runs where there are some', () => {
    const history = new Map([['Train', { seconds: 420, runs: 9 }]])
    const [line] = estimateCost(definitionOf(box, train, daily), { history }).lines
    expect(line?.usd).toBeCloseTo((600 / 3600) * 0.384, 4)
  })
})

describe('the cost of a run', () => {
  const at = (fields: Partial<InstanceRow>): InstanceRow => ({
    pipelineId: 'df-1',
    id: '@Box',
    componentId: 'Box',
    name: '@Box',
    type: 'Ec2Resource',
    family: 'resource',
    status: 'FINISHED',
    scheduledStart: 0,
    scheduledEnd: 0,
    attemptCount: 1,
    triesLeft: 0,
    waitingOn: [],
    version: 1,
    updatedAt: 0,
    ...fields,
  })
  const attempt = (number: number, status: AttemptRow['status'], from: number, to: number): AttemptRow => ({
    pipelineId: 'df-1',
    instanceId: '@Train',
    id: `@Train_Attempt=${number}`,
    number,
    status,
    queuedAt: from,
    actualStart: from,
    actualEnd: to,
  })

  it('shows what failed attempts wasted', () => {
    const machine = at({ actualStart: 0, actualEnd: 2_400_000 })
    const activity = at({
      id: '@Train',
      componentId: 'Train',
      type: 'ShellCommandActivity',
      family: 'activity',
      resourceInstance: '@Box',
    })
    const attempts = [
      attempt(1, 'FAILED', 0, 600_000),
      attempt(2, 'FAILED', 600_000, 1_200_000),
      attempt(3, 'FINISHED', 1_200_000, 2_400_000),
    ]
    const report = accrueCost(definitionOf(box, train), [machine, activity], attempts, 0)
    expect(report.likely).toBeCloseTo(0.256, 6)
    expect(report.lines.filter(l => l.kind === 'waste').reduce((sum, l) => sum + (l.usd ?? 0), 0)).toBeCloseTo(0.128, 6)
    expect(report.lines.filter(l => l.kind === 'idle')).toEqual([])
  })

  it('goes on while the machine lives', () => {
    const report = accrueCost(definitionOf(box, train), [at({ status: 'RUNNING', actualStart: 0 })], [], 1_800_000)
    expect(report.likely).toBeCloseTo(0.192, 6)
    expect(report.lines.map(l => l.kind)).toEqual(['idle'])
  })
})
