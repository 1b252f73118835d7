import type { RunRow } from '../../api/runs.ts'
import { type Status, statuses } from '../../core/runs/instance.ts'
import type { Address } from '../state/address.ts'
import type { Zone } from '../state/zone.ts'
import { formatTime } from '../ui/time.ts'

/** What a list of runs shows, as it stands in the address. */
export interface RunFilter {
  readonly statuses: readonly Status[]
  /** Name of a range below, or `from..to` in UTC milliseconds. */
  readonly range: string
  readonly text: string
  /** Versions of the service; all, where none is named. */
  readonly versions: readonly number[]
}

export const ranges = [
  { id: '1h', label: '1 h', ms: 3_600_000 },
  { id: '24h', label: '24 h', ms: 86_400_000 },
  { id: '7d', label: '7 d', ms: 7 * 86_400_000 },
  { id: '30d', label: '30 d', ms: 30 * 86_400_000 },
  { id: 'all', label: 'All', ms: undefined },
] as const

export const readFilter = ({ status = '', range = 'all', q = '', version = '' }: Address): RunFilter => ({
  statuses: statuses.filter(one => status.split(',').includes(one)),
  range,
  text: q,
  versions: version.split(',').flatMap(word => (/^\d+$/.test(word) ? [Number(word)] : [])),
})

/** The window of scheduled times that a range means now; its start is kept to whole minutes so that it holds a while. */
export function windowOf(range: string, now: number): { readonly from?: number; readonly to?: number } {
  const [from, to] = range.split('..')
  if (to !== undefined) return { ...(from && { from: Number(from) }), ...(to && { to: Number(to) }) }
  const ms = ranges.find(one => one.id === range)?.ms
  return ms === undefined ? {} : { from: Math.floor((now - ms) / 60_000) * 60_000 }
}

/** Adds a status to a filter or takes it out. */
export const toggleStatus = (chosen: readonly Status[], status: Status): string | undefined =>
  (chosen.includes(status) ? chosen.filter(one => one !== status) : [...chosen, status]).join(',') || undefined

/** Whether a run fits; text is looked for in its time, pipeline, status and parameters (not in secret ones). */
export function fits(run: RunRow, filter: RunFilter, zone: Zone): boolean {
  if (filter.statuses.length > 0 && !filter.statuses.includes(run.status)) return false
  if (filter.versions.length > 0 && !filter.versions.includes(run.version)) return false
  if (filter.text === '') return true
  const open = Object.entries(run.parameters).filter(([id]) => !id.startsWith('*'))
  const words = [
    formatTime(run.scheduledStart, zone),
    run.pipelineName,
    run.status,
    ...open.map(([id, value]) => `${id}=${value}`),
  ]
  const needle = filter.text.toLowerCase()
  return words.some(word => word.toLowerCase().includes(needle))
}
