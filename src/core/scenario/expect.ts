import type { Definition } from '../definition/model.ts'
import { parseDateTime, printDateTime } from '../expression/value.ts'
import { type InstanceRow, type Status, settled, statuses } from '../runs/instance.ts'
import { type Complain, isMembers, readJson, unknownWords } from './json.ts'
import { meant } from './scenario.ts'

/** Something that the instances of an object shall have come to. */
export interface Expectation {
  /** Id of an object, or a pattern in which `*` stands for anything. */
  readonly object: string
  /** UTC milliseconds. */
  readonly scheduledStart: number | 'all'
  readonly status: Status
}

/** How an expectation turned out: `unmet` says what was found instead. */
export interface Verdict {
  readonly expectation: Expectation
  /** Instances that it was about. */
  readonly checked: number
  readonly unmet?: string
}

/**
 * Reads `[{ "object": "Load", "scheduledStart": "2026-01-05T00:00:00", "status": "FINISHED" }, …]`, where
 * `scheduledStart` may be `"all"`, which it also is when it is left out.
 */
export function readExpectations(
  text: string,
  definition: Definition,
): { readonly expectations: readonly Expectation[]; readonly problems: readonly string[] } {
  const json = readJson(text)
  return 'problem' in json ? { expectations: [], problems: [json.problem] } : expectationsIn(json.value, definition)
}

/** The same of a value that was read already; `at` is where it stands, such as `expect`. */
export function expectationsIn(
  value: unknown,
  definition: Definition,
  at = '',
): { readonly expectations: readonly Expectation[]; readonly problems: readonly string[] } {
  const problems: string[] = []
  const complain: Complain = (where, what) => problems.push(`${at}${where}: ${what}`)
  if (!Array.isArray(value))
    return {
      expectations: [],
      problems: [`${at && `${at}: `}Write a list: [{ "object": "…", "scheduledStart": "all", "status": "…" }].`],
    }
  const expectations = value.flatMap((one, index) => readOne(one, `[${index}]`, definition, complain) ?? [])
  return { expectations, problems }
}

/** Expectations of single instances that are written down at most for one object. */
const mostOfOne = 50

/**
 * What came about, as expectations that hold it fast: one for each object whose instances all came to the same, else
 * one for each instance, the first of an object's only where there are many. `left`: instances about which nothing is
 * said.
 */
export function expectationsFrom(instances: Iterable<InstanceRow>): {
  readonly expectations: readonly Expectation[]
  readonly left: number
} {
  const known = new Map<string, Found>()
  for (const { componentId: object, scheduledStart, status } of instances) {
    const own: Found = known.get(object) ?? { of: new Map(), first: [], count: 0 }
    known.set(object, own)
    own.count += 1
    own.of.set(status, (own.of.get(status) ?? 0) + 1)
    if (own.first.length < mostOfOne && watched(status)) own.first.push({ object, scheduledStart, status })
  }
  let left = 0
  const expectations = [...known].flatMap(([object, { of, first, count }]): readonly Expectation[] => {
    const [status] = of.keys()
    if (of.size === 1 && status && watched(status)) return [{ object, scheduledStart: 'all', status }]
    left += count - first.length
    return first
  })
  return { expectations, left }
}

/** What the instances of one object came to, and the first of them. */
interface Found {
  readonly of: Map<Status, number>
  readonly first: Expectation[]
  count: number
}

const watched = (status: Status): boolean => over.includes(status)

function readOne(one: unknown, where: string, definition: Definition, complain: Complain): Expectation | undefined {
  if (!isMembers(one)) {
    complain(where, 'Write an object, such as { "object": "Load", "scheduledStart": "all", "status": "FINISHED" }.')
    return undefined
  }
  unknownWords(one, ['object', 'scheduledStart', 'status'], where, complain)
  const { object, scheduledStart = 'all' } = one
  const status = over.find(word => word === one.status)
  if (status === undefined) complain(`${where}.status`, `Write one of ${over.join(', ')}.`)
  if (typeof object !== 'string' || !definition.objects.some(known => meant(object, known.id)))
    complain(`${where}.object`, `Write the id of an object of the definition; ${JSON.stringify(object)} is none.`)
  const start =
    scheduledStart === 'all' ? 'all' : typeof scheduledStart === 'string' ? parseDateTime(scheduledStart) : undefined
  if (start === undefined)
    complain(`${where}.scheduledStart`, 'Write a scheduled start such as "2026-01-31T00:00:00" (UTC), or "all".')
  return typeof object === 'string' && start !== undefined && status
    ? { object, scheduledStart: start, status }
    : undefined
}

/** What an instance can be found in. */
const over: readonly Status[] = statuses.filter(
  status => settled(status) || ['PAUSED', 'WAITING_ON_DEPENDENCIES', 'WAITING_FOR_RUNNER', 'RUNNING'].includes(status),
)

/** Holds expectations against what came about. One that no instance is about is unmet. */
export function judge(expectations: readonly Expectation[], instances: Iterable<InstanceRow>): readonly Verdict[] {
  const tallies = expectations.map(expectation => ({ expectation, checked: 0, wrong: 0, first: '' }))
  const byComponent = new Map<string, typeof tallies>()
  for (const { id, componentId, scheduledStart, status, errorMessage } of instances) {
    let own = byComponent.get(componentId)
    if (!own) {
      own = tallies.filter(({ expectation }) => meant(expectation.object, componentId))
      byComponent.set(componentId, own)
    }
    for (const tally of own) {
      const { expectation } = tally
      if (expectation.scheduledStart !== 'all' && expectation.scheduledStart !== scheduledStart) continue
      tally.checked += 1
      if (status === expectation.status) continue
      if (tally.wrong === 0) tally.first = `${id} is ${status}${errorMessage ? `: ${errorMessage}` : ''}`
      tally.wrong += 1
    }
  }
  return tallies.map(({ expectation, checked, wrong, first }): Verdict => {
    const unmet =
      checked === 0
        ? 'There is no such instance in the time that was simulated.'
        : wrong > 0
          ? `${wrong} of ${checked} are not ${expectation.status}. ${first}`
          : undefined
    return { expectation, checked, ...(unmet !== undefined && { unmet }) }
  })
}

/** Such as `Load of 2026-01-05T00:00:00 is FINISHED`. */
export const describeExpectation = ({ object, scheduledStart, status }: Expectation): string =>
  scheduledStart === 'all'
    ? `every ${object} is ${status}`
    : `${object} of ${printDateTime(scheduledStart)} is ${status}`
