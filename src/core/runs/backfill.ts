import type { Definition } from '../definition/model.ts'
import type { ParameterValues } from '../definition/parameters.ts'
import { effectiveValue, objectById } from '../definition/query.ts'
import { countBy } from './counts.ts'
import { occurrence, occurrenceAt } from './period.ts'
import { type Coming, comingFrom, type ObjectPreview, previewSchedules } from './preview.ts'

/** An object with instances that are due already. */
export interface Owed {
  readonly preview: ObjectPreview
  /** Number of the first of them, from 0. */
  readonly from: number
  readonly count: number
}

/** What an activation starts at once, since it is due already. */
export interface Backfill {
  readonly owed: readonly Owed[]
  readonly instances: number
  /** The earliest scheduled start among them, UTC milliseconds. */
  readonly first?: number
  /** Ids of objects that cascade failures and owe several instances: one failure takes the rest down. */
  readonly cascade: readonly string[]
}

export interface BackfillOptions {
  readonly values: ParameterValues
  /** When the pipeline is activated, UTC milliseconds. */
  readonly at: number
  /** The scheduled start of the last run that there was; what lies after it is made up for. */
  readonly since?: number
}

/** The instances that an activation makes up for. On demand nothing is ever due. */
export function backfillOf(definition: Definition, { values, at, since }: BackfillOptions): Backfill {
  const owed = previewSchedules(definition, { values, activation: at }).flatMap((preview): Owed[] => {
    const { timetable, type, moment } = preview
    if (!timetable) return []
    const from = since === undefined ? 0 : Math.max(0, occurrenceAt(timetable.start, timetable.period, since) + 1)
    const count = countBy(timetable, type, at, moment) - from
    return count > 0 ? [{ preview, from, count }] : []
  })
  const starts = owed.map(({ preview, from }) => startOf(preview, from))
  const cascade = owed.filter(({ count, preview }) => count > 1 && cascades(definition, preview.id))
  return {
    owed,
    instances: owed.reduce((sum, { count }) => sum + count, 0),
    ...(starts.length > 0 && { first: starts.reduce((a, b) => Math.min(a, b)) }),
    cascade: cascade.map(({ preview }) => preview.id),
  }
}

/** One of all owed instances by its place: object after object, each in the order of time. Undefined beyond the last. */
export function owedAt(
  { owed }: Backfill,
  place: number,
): { readonly preview: ObjectPreview; readonly coming: Coming } | undefined {
  let rest = place
  for (const { preview, from, count } of owed) {
    if (rest < count) {
      const [coming] = comingFrom(preview, from + rest, 1)
      return coming && { preview, coming }
    }
    rest -= count
  }
  return undefined
}

const startOf = ({ timetable }: ObjectPreview, k: number): number =>
  timetable ? occurrence(timetable.start, timetable.period, k) : 0

function cascades(definition: Definition, id: string): boolean {
  const object = objectById(definition, id)
  const mode = object && effectiveValue(definition, object, 'failureAndRerunMode')
  return mode?.trim().toLowerCase() === 'cascade'
}
