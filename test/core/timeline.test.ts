import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttemptRow, InstanceRow, Status } from '../../src/core/runs/instance.ts'
import { settled, statuses } from '../../src/core/runs/instance.ts'
import { lifeOf, looks } from '../../src/core/runs/life.ts'
import { buildTimeline, type Timeline } from '../../src/core/runs/timeline.ts'
import {
  barAt,
  blank,
  foldIdle,
  foldOf,
  nextBar,
  paintRow,
  pixelEdges,
  unfolded,
} from '../../src/core/runs/timeline-view.ts'

const minute = 60_000
const now = 1_000 * minute

function instance(fields: Partial<InstanceRow> & { id: string }): InstanceRow {
  return {
    pipelineId: 'df-1',
    componentId: fields.id.split('_')[0] ?? fields.id,
    name: fields.id,
    type: 'ShellCommandActivity',
    family: 'activity',
    status: 'FINISHED',
    scheduledStart: 0,
    scheduledEnd: minute,
    attemptCount: 1,
    triesLeft: 2,
    waitingOn: [],
    version: 1,
    updatedAt: 0,
    ...fields,
  }
}

const attempt = (
  instanceId: string,
  number: number,
  fields: Partial<AttemptRow> & { queuedAt: number },
): AttemptRow => ({
  pipelineId: 'df-1',
  instanceId,
  id: `${instanceId}_Attempt=${number}`,
  number,
  status: 'FINISHED',
  ...fields,
})

const shown = (segments: ReturnType<typeof lifeOf>) =>
  segments.map(s => `${s.look} ${s.start / minute}–${s.end === Infinity ? '…' : s.end / minute}`)

describe('the life of an instance', () => {
  it('waits, queues, runs, backs off and runs again', () => {
    const life = lifeOf(
      instance({ id: 'Load' }),
      [
        attempt('Load', 2, { queuedAt: 20 * minute, actualStart: 21 * minute, actualEnd: 25 * minute }),
        attempt('Load', 1, { status: 'FAILED', queuedAt: 3 * minute, actualStart: 5 * minute, actualEnd: 10 * minute }),
      ],
      { origin: 0 },
    )
    expect(shown(life)).toEqual([
      'waiting 0–3',
      'queued 3–5',
      'error 5–10',
      'backoff 10–20',
      'queued 20–21',
      'success 21–25',
    ])
  })

  it('shows a machine being made, used and shut down', () => {
    const machine = instance({ id: 'Ec2', family: 'resource', status: 'SHUTTING_DOWN' })
    const life = lifeOf(machine, [attempt('Ec2', 1, { status: 'RUNNING', queuedAt: 0, actualStart: 2 * minute })], {
      lastUse: 9 * minute,
    })
    expect(shown(life)).toEqual(['creating 0–2', 'running 2–9', 'stopping 9–…'])
  })

  it('says of an attempt that failed and will be tried again that it backs off', () => {
    const life = lifeOf(instance({ id: 'Load', status: 'WAITING_FOR_RUNNER' }), [
      attempt('Load', 1, { status: 'FAILED', queuedAt: 0, actualStart: 0, actualEnd: minute }),
    ])
    expect(shown(life)).toEqual(['error 0–1', 'backoff 1–…'])
  })

  it('keeps the verdict on what never ran', () => {
    const life = lifeOf(instance({ id: 'Report', status: 'CASCADE_FAILED', actualEnd: 7 * minute }), [], { origin: 0 })
    expect(shown(life)).toEqual(['waiting 0–7', 'cascade 7–7'])
  })

  it('shows what an instance waits for now when nothing happened yet', () => {
    expect(shown(lifeOf(instance({ id: 'A', status: 'WAITING_ON_DEPENDENCIES' }), [], { origin: minute }))).toEqual([
      'waiting 1–…',
    ])
    expect(shown(lifeOf(instance({ id: 'A', status: 'WAITING_FOR_RUNNER' }), [], { origin: minute }))).toEqual([
      'queued 1–…',
    ])
  })
})

it('puts rows in the given order and overlapping instances of a component in lanes', () => {
  const run = (id: string, from: number, to: number) =>
    instance({ id, scheduledStart: from, actualStart: from * minute, actualEnd: to * minute })
  const timeline = buildTimeline(
    [run('Load_1', 1, 5), run('Load_2', 4, 8), run('Load_3', 6, 9), run('Extract_1', 0, 1)],
    [],
    {
      order: ['Extract', 'Load'],
      waits: false,
    },
  )
  expect(timeline.rows.map(row => `${row.componentId}/${row.lane}: ${row.last - row.first}`)).toEqual([
    'Extract/0: 1',
    'Load/0: 2',
    'Load/1: 1',
  ])
})

const time = fc.integer({ min: 0, max: 1_000 }).map(n => n * minute)
const status = fc.constantFrom<Status>(...statuses)
const anyRun = fc
  .array(
    fc.record({
      component: fc.integer({ min: 0, max: 3 }),
      family: fc.constantFrom('activity' as const, 'resource' as const),
      status,
      scheduledStart: fc.integer({ min: 0, max: 5 }),
      times: fc.array(time, { minLength: 0, maxLength: 2 }),
      tries: fc.array(fc.record({ status, times: fc.array(time, { minLength: 1, maxLength: 3 }) }), { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 30, size: 'max' },
  )
  .map(all => {
    const instances: InstanceRow[] = []
    const attempts: AttemptRow[] = []
    for (const [i, one] of all.entries()) {
      const id = `C${one.component}_${i}`
      const [actualStart, actualEnd] = one.times.toSorted((a, b) => a - b)
      instances.push(
        instance({
          id,
          family: one.family,
          status: one.status,
          scheduledStart: one.scheduledStart,
          ...(actualStart !== undefined && { actualStart }),
          ...(actualEnd !== undefined && { actualEnd }),
        }),
      )
      for (const [n, { status, times }] of one.tries.entries()) {
        const [queuedAt = 0, began, ended] = times
        attempts.push(
          attempt(id, n + 1, {
            status,
            queuedAt,
            ...(began !== undefined && { actualStart: began }),
            ...(ended !== undefined && settled(status) && { actualEnd: ended }),
          }),
        )
      }
    }
    return buildTimeline(instances, attempts)
  })

const endOf = (timeline: Timeline, bar: number) =>
  Math.min(timeline.end[bar] ?? 0, Math.max(now, timeline.start[bar] ?? 0))

describe('laws of the timeline', () => {
  it('never lets bars of a row overlap, whatever times a run reports', () => {
    fc.assert(
      fc.property(anyRun, timeline => {
        for (const row of timeline.rows)
          for (let bar = row.first; bar < row.last; bar += 1) {
            expect(timeline.end[bar]).toBeGreaterThanOrEqual(timeline.start[bar] ?? Number.NaN)
            if (bar + 1 < row.last) expect(timeline.end[bar]).toBeLessThanOrEqual(timeline.start[bar + 1] ?? Number.NaN)
          }
      }),
      { numRuns: 150 },
    )
  })

  it('shows in every pixel the worst look of the bars that touch it', () => {
    fc.assert(
      fc.property(
        anyRun,
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: -50, max: 900 }),
        fc.integer({ min: 1, max: 1200 }),
        (timeline, width, from, span) => {
          const edges = pixelEdges({ from: from * minute, to: (from + span) * minute, width }, unfolded)
          const out = new Uint8Array(width)
          for (const row of timeline.rows) {
            paintRow(timeline, row, edges, now, out)
            const expected = Array.from(out, (_, p) => {
              const [left = 0, right = 0] = [edges[p], edges[p + 1]]
              let worst = -1
              for (let bar = row.first; bar < row.last; bar += 1) {
                const start = timeline.start[bar] ?? 0
                const end = endOf(timeline, bar)
                const touches = start === end ? start >= left && start < right : start < right && end > left
                if (touches) worst = Math.max(worst, timeline.look[bar] ?? 0)
              }
              return worst < 0 ? blank : worst
            })
            expect([...out]).toEqual(expected)
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  it('finds under the pointer the bar that a look at all of them finds', () => {
    fc.assert(
      fc.property(anyRun, time, (timeline, at) => {
        for (const row of timeline.rows) {
          const found = barAt(timeline, row, at, 0, now)
          const holding = [...timeline.start.keys()].filter(
            bar => bar >= row.first && bar < row.last && (timeline.start[bar] ?? 0) <= at && endOf(timeline, bar) >= at,
          )
          if (holding.length === 0) expect(found).toBeUndefined()
          else expect(holding).toContain(found)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('leads with arrow keys to bars of the same or another row, and back', () => {
    fc.assert(
      fc.property(anyRun, timeline => {
        for (let bar = 0; bar < timeline.start.length; bar += 1) {
          const right = nextBar(timeline, bar, 'right', now)
          if (right !== undefined) expect(nextBar(timeline, right, 'left', now)).toBe(bar)
          const down = nextBar(timeline, bar, 'down', now)
          if (down !== undefined) expect(nextBar(timeline, down, 'up', now)).toBeDefined()
        }
      }),
      { numRuns: 80 },
    )
  })

  it('folds idle time so that order stays and unfolding gives the time back', () => {
    fc.assert(
      fc.property(anyRun, time, time, (timeline, a, b) => {
        const { fold, unfold } = foldIdle(timeline, now, 5 * minute)
        if (a < b) expect(fold(a)).toBeLessThan(fold(b))
        expect(unfold(fold(a))).toBeCloseTo(a, 3)
      }),
      { numRuns: 200 },
    )
  })
})

it('folds only idle time, down to the length asked for', () => {
  const run = (id: string, from: number, to: number) =>
    instance({ id, actualStart: from * minute, actualEnd: to * minute })
  const timeline = buildTimeline([run('A', 0, 10), run('B', 100, 110)], [])
  const { gaps, fold } = foldIdle(timeline, now, 5 * minute)
  expect(gaps).toEqual([{ from: 10 * minute, to: 100 * minute, shown: 5 * minute }])
  expect(fold(110 * minute) - fold(0)).toBe(25 * minute)
  expect(foldOf([]).fold(7)).toBe(7)
})

it('names every look once', () => {
  expect(new Set(looks).size).toBe(looks.length)
})

it('tells a back-off after a failure from the rest before somebody asks for a rerun', () => {
  const life = lifeOf(instance({ id: 'Load' }), [
    attempt('Load', 1, { queuedAt: 0, actualStart: 0, actualEnd: minute }),
    attempt('Load', 2, { status: 'FAILED', queuedAt: 60 * minute, actualStart: 60 * minute, actualEnd: 61 * minute }),
    attempt('Load', 3, { queuedAt: 71 * minute, actualStart: 71 * minute, actualEnd: 72 * minute }),
  ])
  expect(shown(life)).toEqual(['success 0–1', 'idle 1–60', 'error 60–61', 'backoff 61–71', 'success 71–72'])
})
