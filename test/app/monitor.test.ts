import { describe, expect, it } from 'vitest'
import type { RunRow } from '../../src/api/runs.ts'
import { fits, readFilter, toggleStatus, windowOf } from '../../src/app/monitor/filter.ts'
import { cleanLine, levelOf, patternOf, readLines, splitAt, writeLines } from '../../src/app/monitor/log-line.ts'
import { canBeMarked } from '../../src/app/monitor/run-actions.tsx'
import { readRunSegment, runSegment } from '../../src/app/state/run-address.ts'
import { axisOf } from '../../src/app/ui/axis.ts'
import { formatUsd } from '../../src/app/ui/money.ts'
import { statuses } from '../../src/core/runs/instance.ts'
import { foldOf, unfolded } from '../../src/core/runs/timeline-view.ts'

const hour = 3_600_000

describe('a line of a log', () => {
  it('is an error, a warning, a part of a trace, or neither', () => {
    const levels = [
      '04 May 2026 03:29:18,665 [ERROR] (x) y: Command exited with 1',
      'Traceback (most recent call last):',
      '  File "train.py", line 88, in main',
      "ModuleNotFoundError: No module named 'sklearn'",
      '\tat com.example.Run.main(Run.java:7)',
      'Caused by: java.io.IOException: gone',
      '2026 WARN low on disk',
      '2026 DEBUG hit',
      'bash: line 1: sparkk: command not found',
      'errors: 0, warnings: 0',
      'INFO 3 rows',
    ].map(levelOf)
    expect(levels).toEqual([
      'error',
      'error',
      'trace',
      'error',
      'trace',
      'error',
      'warning',
      'quiet',
      'error',
      'plain',
      'plain',
    ])
  })

  it('loses the codes of a terminal, and of a progress bar all but its last state', () => {
    expect(cleanLine('\x1b[31mred\x1b[0m')).toBe('red')
    expect(cleanLine('10%\r55%\r100%')).toBe('100%')
    expect(cleanLine('windows\r')).toBe('windows')
  })

  it('is cut at matches, whatever signs the text looked for has', () => {
    expect(splitAt('a.b a.b', patternOf('a.b', false, true))).toEqual(['', 'a.b', ' ', 'a.b', ''])
    expect(splitAt('axb', patternOf('a.b', false, true))).toEqual(['axb'])
    expect(splitAt('axb', patternOf('A.', true, false))).toEqual(['', 'ax', 'b'])
    expect(patternOf('(', true, true)).toBeUndefined()
    expect(splitAt('abc', patternOf('x*', true, true))).toEqual(['abc'])
  })

  it('is named in the address as people count, alone or with others', () => {
    expect(readLines('12')).toEqual({ first: 11, last: 11 })
    expect(readLines('40-12')).toEqual({ first: 11, last: 39 })
    expect(readLines('none')).toBeUndefined()
    expect(writeLines(11, 39)).toBe('12-40')
    expect(writeLines(11, 11)).toBe('12')
  })
})

describe('filters', () => {
  const run: RunRow = {
    pipelineId: 'df-1',
    pipelineName: 'Churn',
    scheduledStart: Date.UTC(2026, 4, 4, 8),
    scheduledEnd: Date.UTC(2026, 4, 4, 9),
    status: 'FAILED',
    version: 1,
    counts: {},
    activities: 1,
    parameters: { myRate: '0.3', '*mySecret': 'hunter2' },
  }

  it('look at status, time and open parameters, never at secret ones', () => {
    const fitting = (address: Record<string, string>) => fits(run, readFilter(address), 'utc')
    expect(fitting({})).toBe(true)
    expect(fitting({ status: 'FAILED,TIMEDOUT' })).toBe(true)
    expect(fitting({ status: 'FINISHED' })).toBe(false)
    expect(fitting({ q: 'rate=0.3' })).toBe(true)
    expect(fitting({ q: '2026-05-04 08' })).toBe(true)
    expect(fitting({ q: 'hunter' })).toBe(false)
  })

  it('read a range by name or by its ends', () => {
    const now = Date.UTC(2026, 4, 4, 8, 0, 30)
    expect(windowOf('all', now)).toEqual({})
    expect(windowOf('1h', now)).toEqual({ from: Date.UTC(2026, 4, 4, 7) })
    expect(windowOf('5..9', now)).toEqual({ from: 5, to: 9 })
    expect(windowOf('5..', now)).toEqual({ from: 5 })
  })

  it('add and take out a status', () => {
    expect(toggleStatus([], 'FAILED')).toBe('FAILED')
    expect(toggleStatus(['FAILED', 'FINISHED'], 'FAILED')).toBe('FINISHED')
    expect(toggleStatus(['FAILED'], 'FAILED')).toBeUndefined()
  })
})

it('writes the time of a run into the address and reads it back', () => {
  const start = Date.UTC(2026, 4, 4, 8, 50, 20)
  expect(runSegment(start)).toBe('2026-05-04T08:50:20Z')
  expect(readRunSegment(runSegment(start))).toBe(start)
  expect(readRunSegment(String(start))).toBe(start)
  expect(readRunSegment('yesterday')).toBeUndefined()
})

describe('the axis of time', () => {
  const start = Date.UTC(2026, 4, 4, 22)

  it('tells the date wherever it changes', () => {
    const axis = axisOf({ from: start, to: start + 4 * hour, width: 1000 }, unfolded, 'utc')
    expect(axis.days.map(day => day.label)).toEqual(['Mon 4 May 2026', 'Tue 5 May 2026'])
    expect(axis.ticks.map(tick => tick.label)).toContain('00:00')
  })

  it('never writes two ticks of the same second', () => {
    const labels = axisOf({ from: start, to: start + 4000, width: 1400 }, unfolded, 'utc').ticks.map(tick => tick.label)
    expect(new Set(labels).size).toBe(labels.length)
  })

  it('has no ticks in what is folded and says how long it is', () => {
    const fold = foldOf([{ from: start + hour, to: start + 9 * hour, shown: 0.2 * hour }])
    const axis = axisOf({ from: start, to: start + 3 * hour, width: 1000 }, fold, 'utc')
    expect(axis.gaps.map(gap => gap.label)).toEqual(['8h idle'])
    const [gap] = axis.gaps
    expect(axis.ticks.filter(tick => gap && tick.x > gap.from + 1 && tick.x < gap.to - 1)).toEqual([])
  })
})

it('never writes money that was spent as nothing', () => {
  expect([0, 0.00001, 0.0123, 0.5, 12.345, 12345].map(formatUsd)).toEqual([
    '$0.00',
    '<$0.0001',
    '$0.0123',
    '$0.500',
    '$12.35',
    '$12,345',
  ])
})

it('offers to mark as finished what the engine would mark', () => {
  const offered = statuses.filter(status => canBeMarked({ status }))
  for (const status of ['FINISHED', 'RUNNING', 'CREATING', 'SHUTTING_DOWN'] as const)
    expect(offered).not.toContain(status)
  for (const status of [
    'WAITING_ON_DEPENDENCIES',
    'WAITING_FOR_RUNNER',
    'FAILED',
    'CASCADE_FAILED',
    'CANCELED',
  ] as const)
    expect(offered).toContain(status)
})
