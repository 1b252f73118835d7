import { describe, expect, it } from 'vitest'
import { objectById } from '../../../src/core/definition/query.ts'
import { read } from '../../../src/core/definition/text.ts'
import { foresee, type Moment, momentNamed } from '../../../src/core/runs/moment.ts'

const now = Date.UTC(2026, 0, 10, 12)

const definition = (scheduleType: string) =>
  read(
    JSON.stringify({
      objects: [
        { id: 'Default', ...(scheduleType !== 'none' && { scheduleType, schedule: { ref: 'Daily' } }) },
        { id: 'Daily', type: 'Schedule', period: '1 day', startDateTime: '2026-01-01T06:00:00', occurrences: '20' },
        { id: 'Hourly', type: 'Schedule', period: '1 hour', startDateTime: '2026-01-01T00:00:00' },
        { id: 'In', type: 'S3DataNode', schedule: { ref: 'Hourly' } },
        { id: 'Work', type: 'ShellCommandActivity', input: { ref: 'In' }, onFail: { ref: 'Alarm' } },
        { id: 'Alarm', type: 'SnsAlarm' },
      ],
      parameters: [{ id: 'myTable' }, { id: 'myPartition', optional: 'true' }],
    }),
  ).definition

/** What a text of an object comes to, or why not. */
function come(text: string, moment: Moment, scheduleType = 'cron', id = 'Work'): string {
  const whole = definition(scheduleType)
  const object = objectById(whole, id)
  if (!object) throw new Error(`There is no ${id}.`)
  const found = foresee({ definition: whole, object, moment, now, pipelineId: 'df-ONE' }, text)
  return 'problem' in found ? `${found.unknowable ? 'later: ' : ''}${found.problem}` : found.values.join(' ')
}

describe('what a text comes to in a run', () => {
  it.each([
    ['first', 'cron', '2026-01-01T06:00:00'],
    ['first', 'timeseries', '2026-01-01T06:00:00'],
    ['next', 'cron', '2026-01-11T06:00:00'],
    // A timeseries run is due at the end of its interval, so the next one is of the interval that holds the present.
    ['next', 'timeseries', '2026-01-10T06:00:00'],
    ['now', 'cron', '2026-01-10T06:00:00'],
    [Date.UTC(2026, 0, 5), 'cron', '2026-01-04T06:00:00'],
    ['next', 'ondemand', '2026-01-10T12:00:00'],
    [Date.UTC(2026, 0, 5), 'ondemand', '2026-01-05T00:00:00'],
    ['first', 'none', '2026-01-10T12:00:00'],
  ] as const)('that is %s, by %s, begins at %s', (moment, type, start) => {
    expect(come('#{@scheduledStartTime}', moment, type)).toBe(start)
  })

  it('is by the schedule of the object that is asked for', () => {
    expect(come('#{@scheduledStartTime} #{input.@scheduledStartTime}', 'next')).toBe(
      '2026-01-11T06:00:00 2026-01-10T13:00:00',
    )
  })

  it('knows what instances will be called, and that what has none keeps its own id', () => {
    expect(come('#{@id} #{id} #{input.@id}', 'first')).toBe('@Work_2026-01-01T06:00:00 Work @In_2026-01-01T00:00:00')
    expect(come('#{node.@id} #{parent.@id}', 'first', 'cron', 'Alarm')).toBe('@Work_2026-01-01T06:00:00 Default')
  })

  it('is, for an action, by the object that it serves', () => {
    expect(come('#{node.name} #{node.@scheduledStartTime}', 'first', 'cron', 'Alarm')).toBe('Work 2026-01-01T06:00:00')
  })

  it('says what only the run itself can tell, and what no run is there for', () => {
    expect(come('#{node.errorMessage}', 'next', 'cron', 'Alarm')).toBe(
      'later: errorMessage of Work is known only once it has run.',
    )
    expect(come('#{@actualStartTime}', 'next')).toMatch(/^later: @actualStartTime of Work/)
    expect(come('#{@scheduledStartTime}', Date.UTC(2027, 0, 1))).toBe('The schedule Daily has no run at that time.')
    expect(come('#{@pipelineId}', 'next')).toBe('df-ONE')
    expect(come('#{@id}', 'next')).toBe(`@Work_${come('#{@scheduledStartTime}', 'next')}`)
    expect(come('#{parent.@id}', 'next')).toBe('Default')
  })

  it('is nothing without an optional parameter, and not known yet without one that must be given', () => {
    expect(come('#{myPartition}', 'next')).toBe('')
    expect(come('#{myTable}', 'next')).toBe(
      'Parameter myTable has no value yet; whoever activates the pipeline gives it.',
    )
  })
})

it('a moment is read from an address, or not at all', () => {
  expect(['first', 'next', 'now', '2026-01-05T06:00:00', '2026-01-05T06:00'].map(momentNamed)).toEqual([
    'first',
    'next',
    'now',
    Date.UTC(2026, 0, 5, 6),
    Date.UTC(2026, 0, 5, 6),
  ])
  for (const text of [undefined, '', 'last', '2026-02-30T00:00:00', '2026-01-05'])
    expect(momentNamed(text)).toBeUndefined()
})
