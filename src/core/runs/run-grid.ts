import type { Family } from '../catalog/schema.ts'
import type { InstanceRow, Status } from './instance.ts'
import { statusesByRank, statusRank, summarizeRun } from './summary.ts'
import { pyramidOf, worstBetween } from './timeline.ts'

export interface GridRow {
  readonly componentId: string
  readonly label: string
  readonly type: string
  readonly family: Family
}

/**
 * Components by scheduled times. A cell is the place of an instance in `instances`, or -1. An instance whose interval
 * covers the scheduled times of others stands in all of those columns that are free in its row.
 */
export interface RunGrid {
  readonly rows: readonly GridRow[]
  /** Scheduled starts, UTC milliseconds, ascending. */
  readonly columns: Float64Array
  readonly instances: readonly InstanceRow[]
  /** Row by row, `columns.length` cells each. */
  readonly cells: Int32Array
  /** By row: a pyramid over 1 + rank of the cell's status, 0 where there is none. */
  readonly ranks: readonly (readonly Uint8Array[])[]
}

/** Lays instances out by component and scheduled time. Of several in one cell the most recently changed counts. */
export function buildRunGrid(instances: readonly InstanceRow[], order: readonly string[] = []): RunGrid {
  const columns = Float64Array.from(new Set(instances.map(i => i.scheduledStart))).sort()
  const columnOf = new Map([...columns].map((time, i) => [time, i]))
  const rows = rowsOf(instances, order)
  const rowOf = new Map(rows.map((row, i) => [row.componentId, i]))
  const width = columns.length
  const cells = new Int32Array(rows.length * width).fill(-1)
  for (const [index, instance] of instances.entries()) {
    const at = (rowOf.get(instance.componentId) ?? 0) * width + (columnOf.get(instance.scheduledStart) ?? 0)
    const other = instances[cells[at] ?? -1]
    if (!other || other.updatedAt <= instance.updatedAt) cells[at] = index
  }
  spread(cells, columns, instances, rows.length)
  return {
    rows,
    columns,
    instances,
    cells,
    ranks: rows.map((_, r) => pyramidOf(ranksOf(cells.subarray(r * width, (r + 1) * width), instances))),
  }
}

const names = new Intl.Collator('en', { numeric: true })

function rowsOf(instances: readonly InstanceRow[], order: readonly string[]): readonly GridRow[] {
  const rows = new Map<string, GridRow>()
  for (const { componentId, name: label, type, family } of instances)
    if (!rows.has(componentId)) rows.set(componentId, { componentId, label, type, family })
  const place = new Map(order.map((id, i) => [id, i]))
  const placeOf = (row: GridRow) => place.get(row.componentId) ?? order.length
  return [...rows.values()].sort((a, b) => placeOf(a) - placeOf(b) || names.compare(a.label, b.label))
}

function spread(cells: Int32Array, columns: Float64Array, instances: readonly InstanceRow[], rows: number): void {
  const width = columns.length
  for (let r = 0; r < rows; r += 1) {
    let carried = -1
    for (let c = 0; c < width; c += 1) {
      const at = r * width + c
      const own = cells[at] ?? -1
      if (own >= 0) carried = own
      else if (carried >= 0 && (columns[c] ?? 0) < (instances[carried]?.scheduledEnd ?? 0)) cells[at] = carried
    }
  }
}

const ranksOf = (cells: Int32Array, instances: readonly InstanceRow[]): Uint8Array =>
  Uint8Array.from(cells, cell => {
    const instance = instances[cell]
    return instance ? statusRank[instance.status] + 1 : 0
  })

export const cellAt = (grid: RunGrid, row: number, column: number): InstanceRow | undefined =>
  column >= 0 && column < grid.columns.length
    ? grid.instances[grid.cells[row * grid.columns.length + column] ?? -1]
    : undefined

/** The worst status of a row's cells from column `first` up to, not including, `last`; undefined where all are empty. */
export function worstOfColumns(grid: RunGrid, row: number, first: number, last: number) {
  const rank = worstBetween(grid.ranks[row] ?? [], first, last)
  return rank === 0 ? undefined : statusesByRank[rank - 1]
}

/** The column scheduled at a time or, if there is none, the last before it; -1 before the first. */
export function columnAt(grid: RunGrid, time: number): number {
  let low = 0
  let high = grid.columns.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((grid.columns[middle] ?? 0) <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** From a cell one step in a direction to the next one that holds another instance; undefined at the edge. */
export function nextCell(grid: RunGrid, row: number, column: number, direction: 'left' | 'right' | 'up' | 'down') {
  const dx = direction === 'left' ? -1 : direction === 'right' ? 1 : 0
  const dy = direction === 'up' ? -1 : direction === 'down' ? 1 : 0
  const here = cellAt(grid, row, column)
  for (
    let r = row + dy, c = column + dx;
    r >= 0 && r < grid.rows.length && c >= 0 && c < grid.columns.length;
    r += dy, c += dx
  ) {
    const there = cellAt(grid, r, c)
    if (there && there !== here) return { row: r, column: c }
  }
  return undefined
}

/** What each column came to: the worst status of its activities, when its work began and, once it is over, ended. */
export interface ColumnSummary {
  readonly status: Status
  readonly start?: number
  readonly end?: number
}

/** One summary a column, in their order. Only instances scheduled at a column's own time count. */
export function summarizeColumns(grid: RunGrid): readonly ColumnSummary[] {
  const byStart = Map.groupBy(grid.instances, i => i.scheduledStart)
  return Array.from(grid.columns, column => {
    const { status, startedAt: start, endedAt: end } = summarizeRun(byStart.get(column) ?? [])
    return { status, ...(start !== undefined && { start }), ...(end !== undefined && { end }) }
  })
}
