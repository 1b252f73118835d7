import { type InstanceRow, type Status, settled, statuses, toneOf, tones } from './instance.ts'

export type StatusCounts = Readonly<Partial<Record<Status, number>>>

const rank = (status: Status): number => tones.indexOf(toneOf[status]) * statuses.length + statuses.indexOf(status)

/** Statuses as numbers, greater is worse: what a merged cell of a grid compares. */
export const statusRank: Readonly<Record<Status, number>> = (() => {
  const order = [...statuses].sort((a, b) => rank(a) - rank(b))
  return Object.fromEntries(order.map((status, i) => [status, i])) as Record<Status, number>
})()

/** Statuses from the mildest to the worst; the place of one is its rank. */
export const statusesByRank: readonly Status[] = [...statuses].sort((a, b) => statusRank[a] - statusRank[b])

/** The status that deserves attention most, or undefined of none. */
export function worstStatus(all: Iterable<Status>): Status | undefined {
  let worst: Status | undefined
  for (const status of all) if (!worst || statusRank[status] > statusRank[worst]) worst = status
  return worst
}

export function countStatuses(all: Iterable<Status>): StatusCounts {
  const counts: Partial<Record<Status, number>> = {}
  for (const status of all) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** Sums counts, such as those of many runs. */
export function addCounts(all: Iterable<StatusCounts>): StatusCounts {
  const sum: Partial<Record<Status, number>> = {}
  for (const counts of all)
    for (const [status, n] of Object.entries(counts) as [Status, number][]) sum[status] = (sum[status] ?? 0) + n
  return sum
}

/** Counts as pairs, the worst first; nothing with zero. */
export const sortedCounts = (counts: StatusCounts): readonly (readonly [Status, number])[] =>
  (Object.entries(counts) as [Status, number][])
    .filter(([, n]) => n > 0)
    .sort(([a], [b]) => statusRank[b] - statusRank[a])

/** What one scheduled time of a pipeline comes to. `endedAt` only once everything is over. */
export interface RunSummary {
  readonly status: Status
  readonly counts: StatusCounts
  readonly startedAt?: number
  readonly endedAt?: number
  readonly rehearsed: number
}

/** The status of a run is the worst of its activities; of a run without activities, of whatever it has. */
export function summarizeRun(instances: readonly InstanceRow[]): RunSummary {
  const activities = instances.filter(i => i.family === 'activity')
  const judged = activities.length > 0 ? activities : instances
  const starts = instances.flatMap(i => i.actualStart ?? [])
  const ends = instances.flatMap(i => i.actualEnd ?? [])
  const over = instances.length > 0 && instances.every(i => settled(i.status))
  return {
    status: worstStatus(judged.map(i => i.status)) ?? 'PENDING',
    counts: countStatuses(judged.map(i => i.status)),
    ...(starts.length > 0 && { startedAt: Math.min(...starts) }),
    ...(over && ends.length > 0 && { endedAt: Math.max(...ends) }),
    rehearsed: instances.filter(i => i.rehearsed !== undefined).length,
  }
}

/** Ids of parameters whose values are not the same in all of these runs; a missing value counts as one. */
export function differingParameters(
  runs: readonly { readonly parameters: Readonly<Record<string, string>> }[],
): readonly string[] {
  const ids = new Set(runs.flatMap(run => Object.keys(run.parameters)))
  return [...ids].filter(id => new Set(runs.map(run => run.parameters[id])).size > 1)
}
