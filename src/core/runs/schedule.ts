import type { Definition, PipelineObject } from '../definition/model.ts'
import { type ParameterValues, resolveParameters } from '../definition/parameters.ts'
import { effectiveValue, effectiveValues, objectById } from '../definition/query.ts'
import { evaluateField } from '../definition/scope.ts'
import { parseDateTime } from '../expression/value.ts'
import { occurrence, occurrenceAt, type Period, parsePeriod } from './period.ts'

export type ScheduleType = 'cron' | 'timeseries' | 'ondemand'

/** A schedule ready to count with. Times are UTC milliseconds. */
export interface Schedule {
  readonly start: number
  readonly period: Period
  readonly occurrences?: number
  readonly end?: number
}

/** One interval of a schedule, from `start` up to but without `end`. */
export interface Interval {
  readonly k: number
  readonly start: number
  readonly end: number
  /** When it runs. */
  readonly due: number
}

/** Why a schedule cannot be counted with. `field` is of the schedule object. */
export interface ScheduleProblem {
  readonly problem: string
  readonly field: string
}

/**
 * When an object runs: its own or inherited schedule, and how its intervals are read. Timeseries where nothing says
 * otherwise; no source states the service's default. `values`: those of the parameters, where they are not those that
 * the definition stores; `scheduleType` may be written as one. Source: developer guide, scheduling pipelines.
 */
export function scheduleOf(
  definition: Definition,
  object: PipelineObject,
  values?: ParameterValues,
): { readonly schedule?: PipelineObject; readonly scheduleType: ScheduleType } {
  const scheduleType = scheduleTypeNamed(wordOf(definition, object, values))
  const id = effectiveValues(definition, object, 'schedule').find(field => field.refValue !== undefined)?.refValue
  const schedule = id === undefined ? undefined : objectById(definition, id)
  return schedule ? { schedule, scheduleType } : { scheduleType }
}

function wordOf(definition: Definition, object: PipelineObject, given?: ParameterValues): string | undefined {
  const written = effectiveValue(definition, object, 'scheduleType')
  if (!written?.includes('#{')) return written
  const values = given ?? resolveParameters(definition).values
  const read = evaluateField({ definition, object, values }, 'scheduleType')
  return 'error' in read ? undefined : read.fields[0]?.stringValue
}

/** Reads the word without regard to case; `timeseries` for none or another. */
export function scheduleTypeNamed(word: string | undefined): ScheduleType {
  const lower = word?.trim().toLowerCase()
  return lower === 'cron' || lower === 'ondemand' ? lower : 'timeseries'
}

/**
 * Reads a Schedule object, with its parameters put in. `firstActivation` is where `startAt`
 * FIRST_ACTIVATION_DATE_TIME begins. Source: developer guide, Schedule.
 */
export function readSchedule(
  definition: Definition,
  object: PipelineObject,
  values: ParameterValues,
  firstActivation?: number,
): Schedule | ScheduleProblem {
  const read = (field: string): { readonly text?: string; readonly problem?: string } => {
    const result = evaluateField({ definition, object, values }, field)
    if ('error' in result) return { problem: result.error }
    const text = result.fields[0]?.stringValue
    return text === undefined ? {} : { text }
  }
  const texts: Record<string, string | undefined> = {}
  for (const field of ['period', 'startDateTime', 'startAt', 'endDateTime', 'occurrences']) {
    const { text, problem } = read(field)
    if (problem !== undefined) return { problem, field }
    texts[field] = text
  }
  const period = parsePeriod(texts.period ?? '')
  if (!period) return wrong('period', texts.period, "'1 day' or '15 minutes'")

  const start = startOf(texts, firstActivation)
  if (typeof start !== 'number') return start

  const last = texts.endDateTime
  const end = last === undefined ? undefined : parseDateTime(last)
  if (last !== undefined && end === undefined) return wrong('endDateTime', last, '2026-01-31T00:00:00')
  if (end !== undefined && end <= start)
    return { field: 'endDateTime', problem: 'The schedule ends before it starts; move endDateTime behind the start.' }

  const count = texts.occurrences
  if (count === undefined) return { start, period, ...(end !== undefined && { end }) }
  if (!/^\s*[1-9]\d*\s*$/.test(count)) return wrong('occurrences', count, 'a whole number from 1')
  return { start, period, occurrences: Number(count), ...(end !== undefined && { end }) }
}

/** Intervals due in [from, to), in order. None on demand: those come from activations, not from the clock. */
export function* intervalsBetween(
  schedule: Schedule,
  type: ScheduleType,
  from: number,
  to: number,
): Generator<Interval> {
  if (type === 'ondemand') return
  for (let k = firstDue(schedule, type, from); ; k += 1) {
    const interval = intervalAt(schedule, type, k)
    if (!interval || interval.due >= to) return
    yield interval
  }
}

/** The first interval due after a time; undefined when the schedule is over. */
export function nextInterval(schedule: Schedule, type: ScheduleType, after: number): Interval | undefined {
  return type === 'ondemand' ? undefined : intervalAt(schedule, type, firstDue(schedule, type, after + 1))
}

/** The interval that a time lies in, its start included and its end not. */
export function intervalContaining(schedule: Schedule, type: ScheduleType, time: number): Interval | undefined {
  return intervalAt(schedule, type, occurrenceAt(schedule.start, schedule.period, time))
}

/**
 * Interval `k`, if the schedule has it. Cron runs at an interval's start and keeps those that start before the end;
 * timeseries runs at its end and keeps those that are over by then. Source: developer guide, schedule types; what
 * becomes of an unaligned end is our reading.
 */
export function intervalAt(schedule: Schedule, type: ScheduleType, k: number): Interval | undefined {
  if (type === 'ondemand' || k < 0 || (schedule.occurrences !== undefined && k >= schedule.occurrences))
    return undefined
  const start = occurrence(schedule.start, schedule.period, k)
  const end = occurrence(schedule.start, schedule.period, k + 1)
  if (Number.isNaN(new Date(end).getTime())) return undefined
  const within = schedule.end === undefined || (type === 'cron' ? start < schedule.end : end <= schedule.end)
  return within ? { k, start, end, due: type === 'cron' ? start : end } : undefined
}

/** The least k of an interval that is due at `time` or later. */
function firstDue({ start, period }: Schedule, type: ScheduleType, time: number): number {
  const next = occurrenceAt(start, period, time - 1) + 1
  return Math.max(0, type === 'cron' ? next : next - 1)
}

function startOf(
  texts: Readonly<Record<string, string | undefined>>,
  firstActivation: number | undefined,
): number | ScheduleProblem {
  const { startDateTime, startAt } = texts
  if (startDateTime !== undefined)
    return parseDateTime(startDateTime) ?? wrong('startDateTime', startDateTime, '2026-01-31T00:00:00')
  if (startAt?.trim().toUpperCase() !== 'FIRST_ACTIVATION_DATE_TIME')
    return startAt === undefined
      ? { field: 'startDateTime', problem: 'The schedule has no start; give startDateTime, or startAt.' }
      : wrong('startAt', startAt, 'FIRST_ACTIVATION_DATE_TIME')
  return firstActivation ?? { field: 'startAt', problem: 'The schedule starts when the pipeline is first activated.' }
}

const wrong = (field: string, text: string | undefined, sample: string): ScheduleProblem => ({
  field,
  problem:
    text === undefined
      ? `The schedule has no ${field}; give one.`
      : `${field} '${text}' cannot be read; write ${sample}.`,
})
