/** The list of rules, and the question whether a definition is right. */

import type { Definition, Place } from '../definition/model.ts'
import { activityRules } from './activities.ts'
import { clusterRules } from './clusters.ts'
import { copyRules } from './copies.ts'
import { expressionRules } from './expressions.ts'
import { fieldRules } from './fields.ts'
import { onDemandRules } from './on-demand.ts'
import { parameterRules } from './parameters.ts'
import { quotaRules } from './quotas.ts'
import { referenceRules } from './references.ts'
import { resourceRules } from './resources.ts'
import type { Finding, Rule, Severity } from './rule.ts'
import { runningRules } from './running.ts'
import { schedulingRules } from './scheduling.ts'
import { securityRules } from './security.ts'
import { shapeRules } from './shape.ts'
import { textRules } from './texts.ts'
import { valueRules } from './values.ts'

export const rules: readonly Rule[] = [
  ...shapeRules,
  ...fieldRules,
  ...valueRules,
  ...textRules,
  ...referenceRules,
  ...expressionRules,
  ...schedulingRules,
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

/** What is wrong with a definition: errors first, then warnings and hints, each in the order of the definition. */
export function validate(definition: Definition): readonly Finding[] {
  const order = orderIn(definition)
  return rules
    .flatMap(({ code, severity, check }) =>
      Array.from(check(definition), ({ fixes = [], ...remark }) => {
        const finding: Finding = { code, severity, fixes, ...remark }
        return { finding, ...order(finding.at) }
      }),
    )
    .sort((a, b) => ranks[a.finding.severity] - ranks[b.finding.severity] || a.owner - b.owner || a.field - b.field)
    .map(({ finding }) => finding)
}

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
