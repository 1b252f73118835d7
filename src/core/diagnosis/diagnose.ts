import type { DiagnosisRule, Evidence, Finding, Situation, StatePattern } from './rule.ts'
import { diagnosisRules } from './rules/index.ts'

/** How many causes are shown at most: more than three help nobody in a hurry. */
export const diagnosisLimit = 3

/**
 * The most likely causes of what is seen, the headline first, at most `diagnosisLimit`. A fallback shows only where
 * nothing else matched. `rules` may carry a user's own.
 */
export function diagnose(situation: Situation, rules: readonly DiagnosisRule[] = diagnosisRules): readonly Finding[] {
  const candidates = rules.filter(rule => concerns(rule, situation))
  const found = candidates.filter(rule => !rule.state?.noOtherMatch).flatMap(rule => match(rule, situation))
  const all = found.length
    ? found
    : candidates.filter(rule => rule.state?.noOtherMatch).flatMap(rule => match(rule, situation))
  return all.toSorted((a, b) => b.rule.rank - a.rule.rank).slice(0, diagnosisLimit)
}

const concerns = (rule: DiagnosisRule, { type, family }: Situation) =>
  rule.of.some(what => what === '*' || what === type || what === family)

function match(rule: DiagnosisRule, situation: Situation): Finding[] {
  const evidence = rule.texts && findText(rule.texts, situation)
  const state = rule.state && holds(rule.state, situation)
  const said = !rule.texts || evidence !== undefined || rule.state?.noOtherMatch === true
  const matches = rule.either ? evidence !== undefined || state === true : said && state !== false
  return matches ? [{ rule, ...(evidence && { evidence }) }] : []
}

function findText(patterns: NonNullable<DiagnosisRule['texts']>, { texts }: Situation): Evidence | undefined {
  for (const { in: sources, like } of patterns)
    for (const source of sources) {
      const text = texts[source]
      const hit = text === undefined ? null : like.exec(text)
      if (text !== undefined && hit) return evidenceAt(text, hit.index + offsetIn(hit), source)
    }
  return undefined
}

/** Where a match says the most: in its group `said`, else at its first letter. */
const offsetIn = ({ 0: whole, groups }: RegExpExecArray): number =>
  groups?.said === undefined ? whole.search(/\S|$/) : whole.lastIndexOf(groups.said)

/** What the task runner writes before every message: when, who and for which pipeline. */
const runnersOwn = /^\d+ \w+ \d+ [\d:,]+ \[\w+\] \([^)]*\) \S+ [\w.]+: /

function evidenceAt(text: string, index: number, source: Evidence['source']): Evidence {
  const start = text.lastIndexOf('\n', index - 1) + 1
  const end = text.indexOf('\n', index)
  const line = text.slice(0, start).split('\n').length - 1
  return {
    text: text
      .slice(start, end < 0 ? undefined : end)
      .replace(source === 'activityLog' ? runnersOwn : '', '')
      .trim()
      .slice(0, 300),
    source,
    line,
  }
}

type Test<K extends keyof StatePattern> = (wanted: NonNullable<StatePattern[K]>, is: Situation) => boolean

const given = (is: Situation, key: string) => (is.fields.get(key)?.length ?? 0) > 0

const tests: { readonly [K in keyof Required<StatePattern>]: Test<K> } = {
  statuses: (wanted, is) => wanted.includes(is.status),
  pipelineStates: (wanted, is) => is.pipelineState !== undefined && wanted.includes(is.pipelineState),
  minutesInStateOver: (wanted, is) => (is.minutesInState ?? 0) > wanted,
  minutesSinceProgressOver: (wanted, is) => (is.minutesSinceProgress ?? 0) > wanted,
  missingAll: (wanted, is) => wanted.every(key => !given(is, key)),
  presentAll: (wanted, is) => wanted.every(key => given(is, key)),
  waitingOnTypes: (wanted, is) => is.waitingOn.some(family => wanted.includes(family)),
  late: (wanted, is) => Boolean(is.late) === wanted,
  noRunYet: (wanted, is) => Boolean(is.noRunYet) === wanted,
  startedBeforeSibling: (wanted, is) => Boolean(is.startedBeforeSibling) === wanted,
  logsMissing: (wanted, is) => Boolean(is.logsMissing) === wanted,
  fieldEquals: (wanted, is) =>
    Object.entries(wanted).every(([key, value]) => is.fields.get(key)?.some(v => v.toLowerCase() === value)),
  fieldAbove: (wanted, is) => wanted.fields.some(key => is.fields.get(key)?.some(v => Number(v) > wanted.value)),
  fieldBelow: (wanted, is) => is.fields.get(wanted.field)?.some(v => compareVersions(v, wanted.version) < 0) ?? false,
  objectType: (wanted, is) => is.type === wanted,
  onNodeType: (wanted, is) => is.nodeType === wanted,
  noOtherMatch: () => true,
}

const holds = (pattern: StatePattern, situation: Situation): boolean =>
  (Object.keys(pattern) as (keyof StatePattern)[]).every(key =>
    (tests[key] as (wanted: unknown, is: Situation) => boolean)(pattern[key], situation),
  )

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map(version => version.split('.').map(part => Number.parseInt(part, 10) || 0))
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0)
    if (difference) return difference
  }
  return 0
}
