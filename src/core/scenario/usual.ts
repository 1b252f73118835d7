import { addRule, removeRule, setRule } from './edits.ts'
import type { Length } from './length.ts'
import { type EndingWord, meant, type Rule, type Scenario } from './scenario.ts'

/** What usually happens to one object, out of the rules; all else a scenario says are exceptions. */
export interface Usual {
  readonly duration?: Length
  /** The pattern that says so, where the object's own rule does not. */
  readonly durationBy?: string
  readonly outcome?: UsualOutcome
}

/** How attempts end that no exception is about. */
export interface UsualOutcome {
  readonly outcome: EndingWord
  /** Share of the attempts; all without one. */
  readonly chance?: number
  readonly errorId?: string
  readonly message?: string
  readonly after?: Length
}

/** What usually happens to an object. */
export function usualOf({ rules }: Scenario, id: string): Usual {
  const own = rules[lengthRule(rules, id)]
  const pattern = own ? undefined : rules.find(rule => isPlain(rule) && rule.duration && meant(rule.object, id))
  const ends = rules[outcomeRule(rules, id)]
  const duration = own?.duration ?? pattern?.duration
  return {
    ...(duration && { duration }),
    ...(pattern && { durationBy: pattern.object }),
    ...(ends?.outcome && {
      outcome: {
        outcome: ends.outcome,
        ...(ends.chance !== undefined && { chance: ends.chance }),
        ...(ends.errorId !== undefined && { errorId: ends.errorId }),
        ...(ends.message !== undefined && { message: ends.message }),
        ...(ends.after && { after: ends.after }),
      },
    }),
  }
}

/** Numbers of the rules that say more than what usually happens to the objects. */
export function exceptionsIn({ rules }: Scenario, ids: readonly string[]): readonly number[] {
  const usual = new Set(ids.flatMap(id => [lengthRule(rules, id), outcomeRule(rules, id)]))
  return rules.flatMap((_, index) => (usual.has(index) ? [] : [index]))
}

/** The scenario's text with another usual length of an object; none is that of an estimate. */
export function setUsualLength(text: string, { rules }: Scenario, id: string, duration: Length | undefined): string {
  const index = lengthRule(rules, id)
  const { duration: _, ...rest } = rules[index] ?? { object: id }
  return write(text, rules, index, duration ? { ...rest, duration } : rest)
}

/** The scenario's text with another usual end of an object's attempts. */
export function setUsualOutcome(text: string, { rules }: Scenario, id: string, ends: UsualOutcome | undefined): string {
  const index = outcomeRule(rules, id)
  const { outcome: _, chance: __, errorId: ___, message: ____, after: _____, ...rest } = rules[index] ?? { object: id }
  // A length that holds for all attempts must not become one of a share of them.
  if (rest.duration && ends?.chance !== undefined)
    return write(setRule(text, index, rest), [...rules.slice(0, index), rest, ...rules.slice(index + 1)], -1, {
      object: id,
      ...ends,
    })
  return write(text, rules, index, { ...rest, ...ends })
}

function write(text: string, rules: readonly Rule[], index: number, rule: Rule): string {
  const saysNothing = Object.keys(rule).length === 1
  if (index >= 0) return saysNothing ? removeRule(text, index) : setRule(text, index, rule)
  if (saysNothing) return text
  // Before the patterns, which would win else; after the exceptions, which shall.
  const place = rules.findIndex(one => one.object.includes('*') && meant(one.object, rule.object) && isPlain(one))
  return addRule(text, rule, place < 0 ? undefined : place)
}

const isPlain = ({ attempts, scheduled, chance }: Rule): boolean => !attempts && !scheduled && chance === undefined

const lengthRule = (rules: readonly Rule[], id: string): number =>
  rules.findIndex(rule => rule.object === id && isPlain(rule) && rule.duration !== undefined)

const outcomeRule = (rules: readonly Rule[], id: string): number =>
  rules.findIndex(
    rule =>
      rule.object === id &&
      !rule.attempts &&
      !rule.scheduled &&
      rule.outcome !== undefined &&
      (rule.duration === undefined || rule.chance === undefined),
  )
