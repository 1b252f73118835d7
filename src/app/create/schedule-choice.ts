import { familyOf, typesOf } from '../../core/catalog/index.ts'
import {
  addObject,
  type Command,
  freeId,
  removeField,
  removeObjects,
  setField,
} from '../../core/definition/commands.ts'
import type { Definition, PipelineObject } from '../../core/definition/model.ts'
import { objectById, ownValue, typeOf } from '../../core/definition/query.ts'
import { parseDateTime, printDateTime } from '../../core/expression/value.ts'
import { scheduleTypeNamed } from '../../core/runs/schedule.ts'

export const units = ['minute', 'hour', 'day', 'week', 'month'] as const
export type Unit = (typeof units)[number]

/** When a new pipeline runs. Times are UTC milliseconds; without a start it begins when it is first activated. */
export type ScheduleChoice =
  | { readonly kind: 'once' }
  | {
      readonly kind: 'every'
      readonly count: number
      readonly unit: Unit
      readonly start?: number
      /** After so many runs, or at a time; never without it. */
      readonly end?: { readonly occurrences: number } | { readonly at: number }
    }

/** What a definition says of its schedule: a choice, nothing yet, or something that no form of this kind can hold. */
export type ScheduleFound = { readonly choice: ScheduleChoice } | { readonly unset: true } | { readonly beyond: string }

const defaultId = 'Default'
const isSchedule = (definition: Definition) => (object: PipelineObject) =>
  familyOf(typeOf(definition, object) ?? '') === 'schedule'

export function scheduleFound(definition: Definition): ScheduleFound {
  const schedules = definition.objects.filter(isSchedule(definition))
  const [schedule, another] = schedules
  const root = objectById(definition, defaultId)
  if (another)
    return {
      beyond: `It has ${schedules.length} schedules, each for other objects; they are kept as they are and can be changed in the designer.`,
    }
  const onDemand = root && scheduleTypeNamed(ownValue(root, 'scheduleType')) === 'ondemand'
  if (!schedule) return onDemand ? { choice: { kind: 'once' } } : { unset: true }
  if (onDemand) return { choice: { kind: 'once' } }
  const choice = readEvery(schedule)
  return choice
    ? { choice }
    : {
        beyond: `Its schedule ${schedule.id} says more than can be set here; it is kept and can be changed in the designer.`,
      }
}

function readEvery(schedule: PipelineObject): ScheduleChoice | undefined {
  const known = new Set(['type', 'period', 'startAt', 'startDateTime', 'endDateTime', 'occurrences'])
  if (schedule.fields.some(({ key }) => !known.has(key))) return undefined
  const [, count, unit] =
    /^\s*(\d+)\s+(minute|hour|day|week|month)s?\s*$/i.exec(ownValue(schedule, 'period') ?? '') ?? []
  if (count === undefined || unit === undefined) return undefined
  const begin = ownValue(schedule, 'startDateTime')
  const start = begin === undefined ? undefined : parseDateTime(begin)
  if (begin !== undefined ? start === undefined : ownValue(schedule, 'startAt') !== atActivation) return undefined
  const over = ownValue(schedule, 'endDateTime')
  const at = over === undefined ? undefined : parseDateTime(over)
  const occurrences = ownValue(schedule, 'occurrences')
  if ((over !== undefined && at === undefined) || (occurrences !== undefined && !/^\d+$/.test(occurrences)))
    return undefined
  return {
    kind: 'every',
    count: Number(count),
    unit: unit.toLowerCase() as Unit,
    ...(start !== undefined && { start }),
    ...(occurrences !== undefined && { end: { occurrences: Number(occurrences) } }),
    ...(at !== undefined && { end: { at } }),
  }
}

/** Why a choice cannot be, in a sentence. */
export function scheduleProblem(choice: ScheduleChoice): string | undefined {
  if (choice.kind === 'once') return undefined
  const { count, unit, start, end } = choice
  if (!Number.isInteger(count) || count < 1) return 'Say how often it runs: a whole number from 1 on.'
  // Source: developer guide, Schedule: a period is 15 minutes to 3 years.
  if (unit === 'minute' && count < 15) return 'The shortest period is 15 minutes.'
  if (count * daysOf[unit] > 3 * 366) return 'The longest period is 3 years.'
  if (end && 'occurrences' in end && (!Number.isInteger(end.occurrences) || end.occurrences < 1))
    return 'Say after how many runs it ends: a whole number from 1 on.'
  if (end && 'at' in end && Number.isNaN(end.at)) return 'Say at which time it ends.'
  if (start !== undefined && Number.isNaN(start)) return 'Say at which time it starts.'
  if (end && 'at' in end && start !== undefined && end.at <= start) return 'It must end after it starts.'
  return undefined
}

const daysOf: Readonly<Record<Unit, number>> = { minute: 1 / 1440, hour: 1 / 24, day: 1, week: 7, month: 30 }

/** The commands that give a definition with at most one schedule, and a Default object, this one. */
export function scheduleCommands(definition: Definition, choice: ScheduleChoice): readonly Command[] {
  const schedule = definition.objects.find(isSchedule(definition))
  const root = objectById(definition, defaultId)
  if (choice.kind === 'once')
    return [
      setField(defaultId, 'scheduleType', 'ondemand'),
      ...(schedule
        ? [removeObjects([schedule.id])]
        : root && ownValue(root, 'schedule')
          ? [removeField(defaultId, 'schedule')]
          : []),
    ]
  const type = root && ownValue(root, 'scheduleType')
  const kind =
    type === undefined || scheduleTypeNamed(type) === 'ondemand' ? [setField(defaultId, 'scheduleType', 'cron')] : []
  const fields = scheduleFields(choice)
  if (!schedule) {
    const id = freeId(definition, 'MainSchedule', new Set())
    const made = [{ key: 'type', stringValue: typesOf('schedule')[0]?.name ?? '' }, ...fields]
    return [
      ...kind,
      addObject({ id, name: everyWords(choice), fields: made }),
      setField(defaultId, 'schedule', { ref: id }),
    ]
  }
  const kept = new Set(fields.map(field => field.key))
  return [
    ...kind,
    ...['startAt', 'startDateTime', 'endDateTime', 'occurrences']
      .filter(key => !kept.has(key) && ownValue(schedule, key) !== undefined)
      .map(key => removeField(schedule.id, key)),
    ...fields.map(({ key, stringValue }) => setField(schedule.id, key, stringValue)),
    ...(root && ownValue(root, 'schedule') === undefined
      ? [setField(defaultId, 'schedule', { ref: schedule.id })]
      : []),
  ]
}

const scheduleFields = ({ count, unit, start, end }: Extract<ScheduleChoice, { kind: 'every' }>) => [
  { key: 'period', stringValue: `${count} ${unit}${count === 1 ? '' : 's'}` },
  start === undefined
    ? { key: 'startAt', stringValue: atActivation }
    : { key: 'startDateTime', stringValue: printDateTime(start) },
  ...(end && 'occurrences' in end ? [{ key: 'occurrences', stringValue: String(end.occurrences) }] : []),
  ...(end && 'at' in end ? [{ key: 'endDateTime', stringValue: printDateTime(end.at) }] : []),
]

/** `Every day`, `Every 6 hours`. */
export const everyWords = ({ count, unit }: { readonly count: number; readonly unit: Unit }): string =>
  count === 1 ? `Every ${unit}` : `Every ${count} ${unit}s`

const atActivation = 'FIRST_ACTIVATION_DATE_TIME'
