import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type InstanceRow, type Status, statuses, toneOf, tones } from '../../src/core/runs/instance.ts'
import { buildRunGrid, cellAt, columnAt, nextCell, worstOfColumns } from '../../src/core/runs/run-grid.ts'
import {
  addCounts,
  countStatuses,
  differingParameters,
  summarizeRun,
  worstStatus,
} from '../../src/core/runs/summary.ts'

const hour = 3_600_000

const instance = (componentId: string, start: number, fields: Partial<InstanceRow> = {}): InstanceRow => ({
  pipelineId: 'df-1',
  id: `@${componentId}_${start}`,
  componentId,
  name: componentId,
  type: 'ShellCommandActivity',
  family: 'activity',
  status: 'FINISHED',
  scheduledStart: start * hour,
  scheduledEnd: (start + 1) * hour,
  attemptCount: 1,
  triesLeft: 2,
  waitingOn: [],
  version: 1,
  updatedAt: 0,
  ...fields,
})

it('lays instances out by component and scheduled time', () => {
  const grid = buildRunGrid(
    [instance('Load', 2), instance('Load', 1), instance('Extract', 1, { status: 'FAILED' })],
    ['Extract', 'Load'],
  )
  expect(grid.rows.map(row => row.componentId)).toEqual(['Extract', 'Load'])
  expect([...grid.columns]).toEqual([hour, 2 * hour])
  expect(cellAt(grid, 0, 0)?.status).toBe('FAILED')
  expect(cellAt(grid, 0, 1)).toBeUndefined()
  expect(cellAt(grid, 1, 1)?.scheduledStart).toBe(2 * hour)
  expect(columnAt(grid, 1.5 * hour)).toBe(0)
  expect(columnAt(grid, 0)).toBe(-1)
})

it('stretches a long interval over the shorter ones it covers', () => {
  const machine = instance('Machine', 0, { family: 'resource', scheduledEnd: 3 * hour })
  const grid = buildRunGrid([
    machine,
    instance('Load', 0),
    instance('Load', 1),
    instance('Load', 2),
    instance('Load', 3),
  ])
  const row = grid.rows.findIndex(r => r.componentId === 'Machine')
  expect([0, 1, 2, 3].map(c => cellAt(grid, row, c)?.id)).toEqual([machine.id, machine.id, machine.id, undefined])
  expect(nextCell(grid, row, 0, 'right')).toBeUndefined()
})

const anyInstances = fc.array(
  fc
    .record({
      c: fc.integer({ min: 0, max: 4 }),
      start: fc.integer({ min: 0, max: 40 }),
      status: fc.constantFrom<Status>(...statuses),
    })
    .map(({ c, start, status }) => instance(`C${c}`, start, { status })),
  { minLength: 1, maxLength: 120, size: 'max' },
)

it('shows the worst status of the columns that share a pixel', () => {
  fc.assert(
    fc.property(anyInstances, fc.nat(40), fc.nat(40), (instances, a, b) => {
      const grid = buildRunGrid(instances)
      const [first, last] = [Math.min(a, b, grid.columns.length), Math.min(Math.max(a, b), grid.columns.length)]
      for (let row = 0; row < grid.rows.length; row += 1) {
        const covered = Array.from({ length: last - first }, (_, i) => cellAt(grid, row, first + i)?.status)
        expect(worstOfColumns(grid, row, first, last)).toBe(worstStatus(covered.filter(s => s !== undefined)))
      }
    }),
    { numRuns: 150 },
  )
})

it('loses no instance: each stands at its time unless a newer one of the same time replaced it', () => {
  fc.assert(
    fc.property(anyInstances, instances => {
      const grid = buildRunGrid(instances)
      for (const one of instances) {
        const row = grid.rows.findIndex(r => r.componentId === one.componentId)
        expect(cellAt(grid, row, columnAt(grid, one.scheduledStart))?.scheduledStart).toBe(one.scheduledStart)
      }
    }),
    { numRuns: 80 },
  )
})

it('ranks statuses by their tone', () => {
  fc.assert(
    fc.property(fc.constantFrom<Status>(...statuses), fc.constantFrom<Status>(...statuses), (a, b) => {
      const worst = worstStatus([a, b]) ?? a
      expect(tones.indexOf(toneOf[worst])).toBe(Math.max(tones.indexOf(toneOf[a]), tones.indexOf(toneOf[b])))
    }),
  )
})

it('sums a run up by its activities and ends it when everything is over', () => {
  const load = instance('Load', 0, { status: 'FAILED', actualStart: 5, actualEnd: 9 })
  const machine = instance('Machine', 0, { family: 'resource', status: 'RUNNING', actualStart: 2 })
  expect(summarizeRun([load, machine])).toEqual({ status: 'FAILED', counts: { FAILED: 1 }, startedAt: 2, rehearsed: 0 })
  expect(summarizeRun([load, { ...machine, status: 'FINISHED', actualEnd: 12 }])).toMatchObject({ endedAt: 12 })
  expect(addCounts([countStatuses(['FAILED', 'RUNNING']), { FAILED: 2 }])).toEqual({ FAILED: 3, RUNNING: 1 })
})

it('names only the parameters that differ between runs', () => {
  const runs = [
    { parameters: { a: '1', b: 'x' } },
    { parameters: { a: '2', b: 'x' } },
    { parameters: { a: '1', b: 'x', c: '' } },
  ]
  expect(differingParameters(runs)).toEqual(['a', 'c'])
})
