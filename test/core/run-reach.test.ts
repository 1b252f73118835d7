import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { read } from '../../src/core/definition/text.ts'
import type { InstanceRow, Status } from '../../src/core/runs/instance.ts'
import { objectNames, withNames } from '../../src/core/runs/labels.ts'
import { dependencyOrder } from '../../src/core/runs/order.ts'
import { dependentsOf, originsOfFailure } from '../../src/core/runs/reach.ts'

const ref = (id: string) => ({ ref: id })
const { definition } = read(
  JSON.stringify({
    objects: [
      { id: 'Default', name: 'Default', runsOn: ref('Machine') },
      { id: 'Report', name: 'Weekly report', type: 'ShellCommandActivity', command: 'r', dependsOn: ref('Load') },
      { id: 'Load', name: 'Load', type: 'ShellCommandActivity', command: 'l', input: ref('Clean') },
      { id: 'Clean', name: 'Clean rows', type: 'S3DataNode', directoryPath: 's3://b/c', precondition: ref('Ready') },
      { id: 'Extract', name: 'Extract', type: 'ShellCommandActivity', command: 'e', output: ref('Clean') },
      { id: 'Ready', name: 'Ready', type: 'S3KeyExists', s3Key: 's3://b/flag' },
      { id: 'Machine', name: 'Machine', type: 'Ec2Resource' },
      { id: 'Aside', name: 'Aside', type: 'ShellCommandActivity', command: 'a' },
    ],
  }),
)

it('puts what is needed before what needs it', () => {
  const order = dependencyOrder(definition)
  const before = (a: string, b: string) => order.indexOf(a) < order.indexOf(b)
  expect(new Set(order)).toEqual(new Set(definition.objects.map(object => object.id)))
  for (const [a, b] of [
    ['Machine', 'Extract'],
    ['Extract', 'Clean'],
    ['Ready', 'Clean'],
    ['Clean', 'Load'],
    ['Load', 'Report'],
  ] as const)
    expect(before(a, b), `${a} before ${b}`).toBe(true)
})

it('finds all that comes after an object, over data, order and machines', () => {
  expect(dependentsOf(definition, 'Extract')).toEqual(new Set(['Clean', 'Load', 'Report']))
  expect(dependentsOf(definition, 'Ready')).toEqual(new Set(['Clean', 'Load', 'Report']))
  expect(dependentsOf(definition, 'Machine')).toContain('Aside')
  expect(dependentsOf(definition, 'Report')).toEqual(new Set())
})

it('orders circles too, each object once', () => {
  const name = fc.integer({ min: 0, max: 7 }).map(n => `A${n}`)
  fc.assert(
    fc.property(fc.array(fc.tuple(name, name), { maxLength: 20, size: 'max' }), pairs => {
      const ids = [...new Set(pairs.flat())]
      const objects = ids.map(id => ({
        id,
        name: id,
        type: 'ShellCommandActivity',
        dependsOn: pairs.filter(([from]) => from === id).map(([, to]) => ref(to)),
      }))
      const order = dependencyOrder(read(JSON.stringify({ objects })).definition)
      expect([...order].sort()).toEqual([...ids].sort())
    }),
    { numRuns: 60 },
  )
})

describe('instances of a run', () => {
  const instance = (componentId: string, status: Status): InstanceRow => ({
    pipelineId: 'df-1',
    id: `@${componentId}_2026-05-04T00:00:00`,
    componentId,
    name: `@${componentId}_2026-05-04T00:00:00`,
    type: 'ShellCommandActivity',
    family: 'activity',
    status,
    scheduledStart: 0,
    scheduledEnd: 1,
    attemptCount: 1,
    triesLeft: 0,
    waitingOn: [],
    version: 1,
    updatedAt: 0,
  })

  it('failed first where they failed by themselves; canceled ones count when nothing failed', () => {
    const all = [
      instance('A', 'FAILED'),
      instance('B', 'CASCADE_FAILED'),
      instance('C', 'CANCELED'),
      instance('D', 'TIMEDOUT'),
    ]
    expect(originsOfFailure(all).map(one => one.componentId)).toEqual(['A', 'D'])
    expect(originsOfFailure(all.slice(1, 3)).map(one => one.componentId)).toEqual(['C'])
    expect(originsOfFailure([instance('A', 'FINISHED')])).toEqual([])
  })

  it('are called as their author called them, else by the id of their object', () => {
    const named = withNames([instance('Clean', 'FINISHED'), instance('Gone', 'FINISHED')], objectNames(definition))
    expect(named.map(one => one.name)).toEqual(['Clean rows', 'Gone'])
  })
})
