/** Lists of values by parameter id; a run is made for each combination. */
export type Sweep = Readonly<Record<string, readonly string[]>>

/** More runs than this are not started at once. */
export const mostRuns = 200

/** `0.1, 0.3` or `1..5` or `0..1 by 0.25`, as a list of values in their order without repeats. */
export function readSweep(text: string): readonly string[] {
  const parts = text
    .split(/[,\n]/)
    .map(part => part.trim())
    .filter(part => part !== '')
  return [...new Set(parts.flatMap(readPart))]
}

function readPart(part: string): readonly string[] {
  const range = /^(-?[\d.]+)\s*\.\.\s*(-?[\d.]+)(?:\s+by\s+([\d.]+))?$/.exec(part)
  if (!range) return [part]
  const [from, to, step] = [Number(range[1]), Number(range[2]), Number(range[3] ?? 1)]
  if (![from, to, step].every(Number.isFinite) || step <= 0 || to < from) return [part]
  const count = Math.min(mostRuns + 1, Math.floor((to - from) / step + 1e-9) + 1)
  const digits = Math.max(...[range[1], range[3]].map(text => (text?.split('.')[1] ?? '').length))
  return Array.from({ length: count }, (_, i) => (from + i * step).toFixed(digits))
}

/** Every combination of the lists, the last one changing fastest; one empty combination of no lists. */
export function combinations(sweep: Sweep): readonly Readonly<Record<string, string>>[] {
  let all: readonly Readonly<Record<string, string>>[] = [{}]
  for (const [id, values] of Object.entries(sweep))
    if (values.length > 0) all = all.flatMap(one => values.map(value => ({ ...one, [id]: value })))
  return all
}

export const countOf = (sweep: Sweep): number =>
  Object.values(sweep).reduce((count, values) => count * Math.max(1, values.length), 1)
