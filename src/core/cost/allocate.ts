/** A stretch of work on a machine, in UTC milliseconds. */
export interface Use {
  readonly id: string
  readonly start: number
  readonly end: number
}

export interface Allocation {
  /** Share of the whole for each use, by id; shares of several uses with one id are added up. */
  readonly shares: ReadonlyMap<string, number>
  /** Share of the time in which nothing used the machine. */
  readonly idle: number
}

/**
 * Splits the life of a machine among those who used it: in each slice between two changes the active ones share
 * equally, and what nobody used is idle. Shares and idle add up to 1. Uses are cut to the life.
 */
export function allocate(start: number, end: number, uses: readonly Use[]): Allocation {
  const shares = new Map<string, number>()
  const life = end - start
  if (life <= 0) return { shares, idle: 1 }
  const within = uses
    .map(use => ({ id: use.id, start: Math.max(start, use.start), end: Math.min(end, use.end) }))
    .filter(use => use.end > use.start)
  const cuts = [...new Set([start, end, ...within.flatMap(use => [use.start, use.end])])].toSorted((a, b) => a - b)
  let idle = 0
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [from, to] = [cuts[i] ?? start, cuts[i + 1] ?? end]
    const active = within.filter(use => use.start <= from && use.end >= to)
    const part = (to - from) / life
    if (active.length === 0) idle += part
    for (const use of active) shares.set(use.id, (shares.get(use.id) ?? 0) + part / active.length)
  }
  return { shares, idle }
}
