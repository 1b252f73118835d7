import type { Family } from '../catalog/schema.ts'
import type { Length } from './length.ts'
import type { Rule } from './scenario.ts'
import { writeRule } from './write.ts'

/** An attempt that really ran and is over. */
export interface RecordedAttempt {
  readonly componentId: string
  readonly family: Family
  readonly failed: boolean
  /** Milliseconds from its start to its end. */
  readonly took: number
  readonly errorId?: string
  readonly errorMessage?: string
}

/** What the past says of one object. */
export interface RecordedObject {
  readonly id: string
  readonly attempts: number
  readonly failed: number
  /** Milliseconds; of activities that finished at least once. */
  readonly median?: number
  readonly rules: readonly Rule[]
}

/** Fewer lengths than this say nothing of how they spread. */
const fewestToSpread = 5
const longestMessage = 300

/**
 * A scenario by what really happened: of each object the share of attempts that failed, with their commonest error,
 * and of each activity how long an attempt took, log-normal around the median where there are enough to tell.
 * How long machines took to come up, and preconditions to become true, is not recorded; they stay as assumed.
 */
export function recordedScenario(attempts: Iterable<RecordedAttempt>): readonly RecordedObject[] {
  const all = Map.groupBy(attempts, one => one.componentId)
  return [...all].map(([id, own]): RecordedObject => {
    const failed = own.filter(one => one.failed)
    const lengths = own.filter(one => !one.failed && one.family === 'activity').map(one => one.took)
    const duration = lengths.length > 0 ? lengthOf(lengths) : undefined
    const rules: Rule[] = []
    if (failed.length > 0) rules.push(failureOf(id, failed, own.length))
    if (duration) rules.push({ object: id, duration })
    return {
      id,
      attempts: own.length,
      failed: failed.length,
      ...(lengths.length > 0 && { median: median(lengths) }),
      rules,
    }
  })
}

/** Its text, each rule under a comment that says what it rests on. */
export function recordedText(objects: readonly RecordedObject[], basis: string): string {
  const rules = objects.flatMap(({ rules, attempts, failed }) =>
    rules.map(rule => ({
      says:
        rule.outcome === undefined
          ? `${attempts - failed} of ${attempts} attempts finished`
          : `${failed} of ${attempts} attempts failed`,
      rule,
    })),
  )
  const lines = rules.flatMap(({ says, rule }, at) => [
    `    // ${says}`,
    `    ${writeRule(rule)}${at < rules.length - 1 ? ',' : ''}`,
  ])
  return `// ${basis}\n{\n  "rules": [${lines.length > 0 ? `\n${lines.join('\n')}\n  ` : ''}]\n}\n`
}

function failureOf(id: string, failed: readonly RecordedAttempt[], all: number): Rule {
  const [errors] = [...Map.groupBy(failed, one => one.errorId ?? '').values()].toSorted((a, b) => b.length - a.length)
  const { errorId, errorMessage } = errors?.at(-1) ?? {}
  const message = errorMessage?.trim().split('\n').at(-1)?.slice(0, longestMessage)
  return {
    object: id,
    ...(failed.length < all && { chance: Number((failed.length / all).toFixed(3)) }),
    outcome: 'fail',
    ...(errorId !== undefined && { errorId }),
    ...(message && { message }),
  }
}

function lengthOf(lengths: readonly number[]): Length {
  const middle = seconds(median(lengths))
  const logs = lengths.map(one => Math.log(Math.max(1, one)))
  const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length
  const sigma = Number(Math.sqrt(logs.reduce((sum, one) => sum + (one - mean) ** 2, 0) / logs.length).toFixed(2))
  return lengths.length < fewestToSpread || sigma === 0
    ? { shape: 'fixed', ms: middle }
    : { shape: 'lognormal', median: middle, sigma }
}

/** To whole seconds from a minute on, to tenths below: nobody reads the milliseconds of an hour. */
const seconds = (ms: number): number => (ms >= 60_000 ? Math.round(ms / 1000) * 1000 : Math.round(ms / 100) * 100)

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
