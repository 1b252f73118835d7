import { accrueCost } from '../../core/cost/accrue.ts'
import { textReader } from '../../core/cost/read-text.ts'
import type { CostLine, CostReport } from '../../core/cost/report.ts'
import type { Definition } from '../../core/definition/model.ts'
import type { AttemptRow, InstanceRow } from '../../core/runs/instance.ts'

/**
 * What the machines of a simulation cost by `now`, with one line for each object, kind and sort of machine. `region` is
 * where a machine is that names none.
 */
export function costOf(
  definition: Definition,
  instances: Iterable<InstanceRow>,
  attemptsOf: (instanceId: string) => readonly AttemptRow[],
  now: number,
  region?: string,
): CostReport {
  const readText = textReader(definition)
  const machines: InstanceRow[] = []
  const users = new Map<string, InstanceRow[]>()
  for (const one of instances) {
    if (one.family === 'resource') machines.push(one)
    const { resourceInstance: on } = one
    if (on === undefined) continue
    const crew = users.get(on)
    if (crew) crew.push(one)
    else users.set(on, [one])
  }
  const sums = new Map<string, { line: CostLine; times: number; usd: number | undefined }>()
  const empty = accrueCost(definition, [], [], now, readText, region)
  const bases = new Set<string>()
  for (const machine of machines) {
    if (machine.actualStart === undefined) continue
    const own = users.get(machine.id) ?? []
    const attempts = own.flatMap(one => attemptsOf(one.id))
    const report = accrueCost(definition, [machine, ...own], attempts, now, readText, region)
    bases.add(report.basis)
    const components = new Map(own.map(one => [one.id, one.componentId]))
    const owners = new Map(attempts.map(one => [one.id, components.get(one.instanceId)]))
    for (const line of report.lines) {
      const object = owners.get(line.object ?? '') ?? machine.componentId
      const key = `${line.kind}|${object}|${line.what}|${line.note ?? ''}`
      const sum = sums.get(key) ?? { line: { ...line, object }, times: 0, usd: undefined }
      sum.times += 1
      if (line.usd !== undefined) sum.usd = (sum.usd ?? 0) + line.usd
      sums.set(key, sum)
    }
  }
  const lines = [...sums.values()].map(
    ({ line: { usd: _, ...line }, times, usd }): CostLine => ({
      ...line,
      quantity: times === 1 ? line.quantity : `${times} times`,
      ...(usd !== undefined && { usd }),
    }),
  )
  const total = lines.reduce((sum, line) => sum + (line.usd ?? 0), 0)
  return { ...empty, low: total, likely: total, high: total, lines, basis: [...bases].join('; ') || empty.basis }
}
