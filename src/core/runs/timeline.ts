import type { Family } from '../catalog/schema.ts'
import type { AttemptRow, InstanceRow } from './instance.ts'
import { lifeOf, looks, type Segment } from './life.ts'

export interface TimelineRow {
  readonly componentId: string
  readonly label: string
  readonly type: string
  readonly family: Family
  /** Instances of one component that overlap in time take a lane each; 0 is the first. */
  readonly lane: number
  /** Its bars are those from `first` up to, not including, `last`. */
  readonly first: number
  readonly last: number
}

/**
 * Rows of bars. Bars of a row stand one after another and never overlap. Nothing here depends on a scale or on what
 * time it is: a bar that has not ended ends at Infinity, and whoever looks says when now is.
 */
export interface Timeline {
  readonly rows: readonly TimelineRow[]
  readonly instances: readonly InstanceRow[]
  readonly attempts: readonly AttemptRow[]
  /** By bar: UTC milliseconds, look (place in `looks`), place in `instances`, place in `attempts` or -1. */
  readonly start: Float64Array
  readonly end: Float64Array
  readonly look: Uint8Array
  readonly instance: Int32Array
  readonly attempt: Int32Array
  /** Level k holds the worst look of each 2^k bars; level 0 is `look` itself. */
  readonly pyramid: readonly Uint8Array[]
  /** The earliest start and the latest known end; 0 and 0 without bars. */
  readonly from: number
  readonly to: number
}

export interface TimelineOptions {
  /** Component ids in the order rows should have; those not named come after, by their first start. */
  readonly order?: readonly string[]
  /** Whether the time before an instance is queued gets a bar. Default true. */
  readonly waits?: boolean
}

/** Lays instances and their attempts out in rows: a row a component and lane. */
export function buildTimeline(
  instances: readonly InstanceRow[],
  attempts: readonly AttemptRow[],
  { order = [], waits = true }: TimelineOptions = {},
): Timeline {
  const tries = Map.groupBy(attempts, a => `${a.pipelineId} ${a.instanceId}`)
  const origins = waits ? originsOfRuns(instances, tries) : undefined
  const lastUse = lastUseOfResources(instances)
  const lives = instances.map(instance => {
    const origin = origins?.get(runKey(instance))
    const last = lastUse.get(instance.id)
    return lifeOf(instance, tries.get(`${instance.pipelineId} ${instance.id}`) ?? [], {
      ...(origin !== undefined && { origin }),
      ...(last !== undefined && { lastUse: last }),
    })
  })
  return pack(instances, attempts, lives, lanesOf(instances, lives, order))
}

const runKey = (i: InstanceRow) => `${i.pipelineId} ${i.scheduledStart}`

/** When waiting began: at the first sign of life of the run; in a run without one, at its scheduled start. */
function originsOfRuns(instances: readonly InstanceRow[], tries: ReadonlyMap<string, readonly AttemptRow[]>) {
  const origins = new Map<string, number>()
  for (const i of instances) {
    const key = runKey(i)
    const signs = [
      i.actualStart ?? i.actualEnd ?? Infinity,
      ...(tries.get(`${i.pipelineId} ${i.id}`) ?? []).map(a => a.queuedAt),
    ]
    origins.set(key, Math.min(origins.get(key) ?? Infinity, ...signs))
  }
  for (const i of instances) if (origins.get(runKey(i)) === Infinity) origins.set(runKey(i), i.scheduledStart)
  return origins
}

function lastUseOfResources(instances: readonly InstanceRow[]): ReadonlyMap<string, number> {
  const last = new Map<string, number>()
  for (const { resourceInstance, actualEnd } of instances)
    if (resourceInstance !== undefined && actualEnd !== undefined)
      last.set(resourceInstance, Math.max(last.get(resourceInstance) ?? actualEnd, actualEnd))
  return last
}

interface Lane {
  readonly instance: InstanceRow
  readonly number: number
  readonly members: number[]
  end: number
}

/** Components in order, their instances by start, each in the first lane that is free. */
function lanesOf(
  instances: readonly InstanceRow[],
  lives: readonly (readonly Segment[])[],
  order: readonly string[],
): readonly Lane[] {
  const begin = (i: number) => lives[i]?.[0]?.start ?? Infinity
  const all = instances.map((_, i) => i).sort((a, b) => begin(a) - begin(b) || a - b)
  const components = new Map<string, Lane[]>()
  for (const index of all) {
    const instance = instances[index]
    const life = lives[index]
    if (!instance || !life) continue
    const key = `${instance.pipelineId} ${instance.componentId}`
    const lanes = components.get(key) ?? []
    components.set(key, lanes)
    let lane = lanes.find(l => l.end <= begin(index))
    if (!lane) {
      lane = { instance, number: lanes.length, members: [], end: -Infinity }
      lanes.push(lane)
    }
    lane.members.push(index)
    lane.end = Math.max(lane.end, life.at(-1)?.end ?? -Infinity)
  }
  const place = new Map(order.map((id, i) => [id, i]))
  const placeOf = (lanes: readonly Lane[]) => place.get(lanes[0]?.instance.componentId ?? '') ?? order.length
  return [...components.values()].sort((a, b) => placeOf(a) - placeOf(b)).flat()
}

function pack(
  instances: readonly InstanceRow[],
  attempts: readonly AttemptRow[],
  lives: readonly (readonly Segment[])[],
  lanes: readonly Lane[],
): Timeline {
  const size = lives.reduce((n, life) => n + life.length, 0)
  const start = new Float64Array(size)
  const end = new Float64Array(size)
  const look = new Uint8Array(size)
  const instance = new Int32Array(size)
  const attempt = new Int32Array(size)
  const code = new Map(looks.map((name, i) => [name, i]))
  const attemptAt = new Map(attempts.map((one, i) => [one, i]))
  const rows: TimelineRow[] = []
  let bar = 0
  let from = Infinity
  let to = -Infinity
  for (const lane of lanes) {
    const first = bar
    for (const member of lane.members)
      for (const segment of lives[member] ?? []) {
        start[bar] = segment.start
        end[bar] = segment.end
        look[bar] = code.get(segment.look) ?? 0
        instance[bar] = member
        attempt[bar] = (segment.attempt && attemptAt.get(segment.attempt)) ?? -1
        from = Math.min(from, segment.start)
        to = Math.max(to, segment.start, segment.end === Infinity ? segment.start : segment.end)
        bar += 1
      }
    const { componentId, name: label, type, family } = lane.instance
    rows.push({ componentId, label, type, family, lane: lane.number, first, last: bar })
  }
  const known = size > 0
  return {
    rows,
    instances,
    attempts,
    start,
    end,
    look,
    instance,
    attempt,
    pyramid: pyramidOf(look),
    from: known ? from : 0,
    to: known ? to : 0,
  }
}

/** Level k of the pyramid holds the greatest of each 2^k values. */
export function pyramidOf(values: Uint8Array): readonly Uint8Array[] {
  const levels = [values]
  for (let below = values; below.length > 1; ) {
    const level = new Uint8Array((below.length + 1) >> 1)
    for (let i = 0; i < level.length; i += 1) level[i] = Math.max(below[2 * i] ?? 0, below[2 * i + 1] ?? 0)
    levels.push(level)
    below = level
  }
  return levels
}

/** The greatest value from `first` up to, not including, `last`, in logarithmic time. */
export function worstBetween(pyramid: readonly Uint8Array[], first: number, last: number): number {
  let worst = 0
  for (let level = 0; first < last; level += 1, first >>= 1, last >>= 1) {
    const values = pyramid[level]
    if (first & 1) worst = Math.max(worst, values?.[first++] ?? 0)
    if (last & 1) worst = Math.max(worst, values?.[--last] ?? 0)
  }
  return worst
}
