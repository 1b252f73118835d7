/** The list of rules, and the question whether a definition is right. */

import { type Limits, serviceLimits } from '../catalog/limits.ts'
import type { Definition, Place } from '../definition/model.ts'
import { activityRules } from './activities.ts'
import { clusterRules } from './clusters.ts'
import { copyRules } from './copies.ts'
import { expressionTypeRules } from './expression-types.ts'
import { expressionRules } from './expressions.ts'
import { type Facts, factsAfter, factsOf } from './facts.ts'
import { fieldRules } from './fields.ts'
import { intervalRules } from './intervals.ts'
import { mixedScheduleRules } from './mixed-schedules.ts'
import { onDemandRules } from './on-demand.ts'
import { parameterRules } from './parameters.ts'
import { quotaRules } from './quotas.ts'
import { referenceRules } from './references.ts'
import { resourceRules } from './resources.ts'
import type { Finding, Rule, Severity, Sight } from './rule.ts'
import { runningRules } from './running.ts'
import { schedulingRules } from './scheduling.ts'
import { securityRules } from './security.ts'
import { shapeRules } from './shape.ts'
import { ask, type Found, fillSheets, type Numbered, type PartRules, type Sheet } from './sheets.ts'
import { textRules } from './texts.ts'
import { valueRules } from './values.ts'

export const rules: readonly Rule[] = [
  ...shapeRules,
  ...fieldRules,
  ...valueRules,
  ...textRules,
  ...referenceRules,
  ...expressionRules,
  ...expressionTypeRules,
  ...schedulingRules,
  ...intervalRules,
  ...mixedScheduleRules,
  ...onDemandRules,
  ...resourceRules,
  ...clusterRules,
  ...activityRules,
  ...copyRules,
  ...runningRules,
  ...parameterRules,
  ...securityRules,
  ...quotaRules,
]

/**
 * What is wrong with a definition: errors first, then warnings and hints, each in the order of the definition. `limits`
 * are those of the account that is to run it.
 */
export const validate = (definition: Definition, limits: Limits = serviceLimits): readonly Finding[] =>
  sorted(ask(numbered, definition, limits), definition)

/** The findings of a definition, with what makes it cheap to judge the next one. */
export interface Validation {
  /** As `validate` gives them. */
  readonly findings: readonly Finding[]
  readonly facts: Facts
  readonly limits: Limits
  /** By rules that look at ids, types and references alone. */
  readonly ofFrame: readonly Found[]
  readonly sheets: readonly Sheet[]
}

/**
 * The same findings as `validate`, at the cost of what changed since another validation, whichever it is. Objects that
 * are the same values as then are not asked about again, as far as the rules let them be judged by themselves.
 */
export function revalidate(
  previous: Validation | undefined,
  definition: Definition,
  limits: Limits = serviceLimits,
): Validation {
  const steps = revalidation(previous, definition, limits)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** The same in steps of a few milliseconds at most, so that others can have their turn between them. */
export function* revalidation(
  previous: Validation | undefined,
  definition: Definition,
  limits: Limits,
): Generator<undefined, Validation, undefined> {
  if (previous?.facts.definition === definition && previous.limits === limits) return previous
  const { parameters, values } = definition
  const old = previous?.facts.definition
  // Any rule may look at parameters, and at limits.
  const same = previous?.limits === limits && old?.parameters === parameters && old.values === values
  const before = same ? previous : undefined
  const facts = before ? factsAfter(before.facts, definition) : factsOf(definition)
  yield
  const sheets = yield* fillSheets(facts, partRules, limits, before)
  const ofFrame =
    before?.facts.frame === facts.frame ? before.ofFrame : yield* askInSteps(frameRules, definition, limits)
  const ofWhole = yield* askInSteps(wholeRules, definition, limits)
  const found = [
    ...ofWhole,
    ...ofFrame,
    ...sheets.flatMap(({ ofObjects, ofReferences }) => [...ofObjects, ...ofReferences]),
  ]
  return { findings: sorted(found, definition), facts, limits, ofFrame, sheets }
}

function* askInSteps(
  rules: readonly Numbered[],
  definition: Definition,
  limits: Limits,
): Generator<undefined, readonly Found[], undefined> {
  const found: Found[] = []
  for (const one of rules) {
    found.push(...ask([one], definition, limits))
    yield
  }
  return found
}

const numbered: readonly Numbered[] = rules.map((rule, number) => ({ rule, number }))
const per = (sight: Sight) => numbered.filter(({ rule }) => rule.per === sight)
const partRules: PartRules = { object: per('object'), references: per('references') }
const frameRules = per('frame')
const wholeRules = per('whole')

function sorted(all: readonly Found[], definition: Definition): readonly Finding[] {
  const order = orderIn(definition)
  return all
    .map(({ finding, rule }) => ({ finding, rule, rank: ranks[finding.severity], ...order(finding.at) }))
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        a.owner - b.owner ||
        a.field - b.field ||
        a.rule - b.rule ||
        (a.finding.at.occurrence ?? 0) - (b.finding.at.occurrence ?? 0) ||
        compare(a.finding.message, b.finding.message),
    )
    .map(({ finding }) => finding)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/** Numbers for a place: of its object, parameter or value, and of the field in an object; 0 for the whole. */
function orderIn({ objects, parameters, values }: Definition) {
  const first = (entries: readonly { readonly id: string }[], offset: number) => {
    const places = new Map<string, number>()
    for (const [index, { id }] of entries.entries()) if (!places.has(id)) places.set(id, offset + index)
    return places
  }
  const ofObjects = first(objects, 1)
  const ofParameters = first(parameters, objects.length + 1)
  const ofValues = first(values, objects.length + parameters.length + 1)
  return ({ object, parameter, value, field }: Place): { readonly owner: number; readonly field: number } => {
    const owner =
      object !== undefined
        ? ofObjects.get(object)
        : parameter !== undefined
          ? ofParameters.get(parameter)
          : ofValues.get(value ?? '')
    const fields = object === undefined || field === undefined ? undefined : objects[(owner ?? 0) - 1]?.fields
    return { owner: owner ?? 0, field: fields ? fields.findIndex(one => one.key === field) + 1 : 0 }
  }
}
