import type { Definition } from '../definition/model.ts'
import type { ParameterValues } from '../definition/parameters.ts'
import { occurrenceAt } from '../runs/period.ts'
import { dueBy, type ObjectPreview, previewSchedules } from '../runs/preview.ts'

/** What a stretch of time would bring forth, counted and not done. */
export interface Stretch {
  /** Instances of activities, data nodes and resources; those of preconditions come on top. */
  readonly instances: number
  /** The most instances that one object has. */
  readonly runs: number
  readonly objects: number
  readonly onDemand: boolean
  /** When the earliest schedule begins. */
  readonly begins?: number
}

/** Counts what is due in [from, to) when the pipeline is activated at `from`, with that as its start. UTC milliseconds. */
export function stretchOf(definition: Definition, values: ParameterValues, from: number, to: number): Stretch {
  const previews = previewSchedules(definition, { values, activation: from })
  const onDemand = previews.length > 0 && previews.every(one => one.type === 'ondemand')
  if (onDemand) return { instances: previews.length, runs: 1, objects: previews.length, onDemand }
  const counts = previews.map(one => Math.max(0, dueBy(one, to - 1) - firstIn(one, from)))
  const starts = previews.flatMap(({ timetable }) => timetable?.start ?? [])
  return {
    instances: counts.reduce((sum, one) => sum + one, 0),
    runs: counts.reduce((most, one) => Math.max(most, one), 0),
    objects: counts.filter(one => one > 0).length,
    onDemand,
    ...(starts.length > 0 && { begins: starts.reduce((a, b) => Math.min(a, b)) }),
  }
}

/** Number of the first interval that starts at or after a time. */
const firstIn = ({ timetable }: ObjectPreview, from: number): number =>
  timetable ? Math.max(0, occurrenceAt(timetable.start, timetable.period, from - 1) + 1) : 0
