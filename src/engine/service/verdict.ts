import type { OutputOf } from '../../api/operations.ts'
import type { Limits } from '../../core/catalog/limits.ts'
import type { Definition } from '../../core/definition/model.ts'
import { resolveParameters } from '../../core/definition/parameters.ts'
import { validate } from '../../core/validation/index.ts'
import type { Finding } from '../../core/validation/rule.ts'

export type Verdict = OutputOf<'PutPipelineDefinition'>

/**
 * What is wrong with a definition, in the wire's shape. `more` are errors that only the pipeline's past explains, `heed`
 * warnings that only the present time does.
 */
export function verdictOf(
  definition: Definition,
  limits: Limits,
  more: readonly { readonly id: string; readonly error: string }[] = [],
  heed: readonly { readonly id: string; readonly warning: string }[] = [],
): Verdict {
  const findings = validate(definition, limits)
  const errors = grouped(findings.filter(one => one.severity === 'error'))
  for (const { id, error } of more) errors.set(id, [...(errors.get(id) ?? []), error])
  const warnings = grouped(findings.filter(one => one.severity === 'warning'))
  for (const { id, warning } of heed) warnings.set(id, [...(warnings.get(id) ?? []), warning])
  return {
    errored: errors.size > 0,
    validationErrors: [...errors].map(([id, errors]) => ({ id, errors })),
    validationWarnings: [...warnings].map(([id, warnings]) => ({ id, warnings })),
  }
}

/** Why a definition cannot run, in a sentence: its first error, or a parameter that nobody gave a value. */
export const firstError = (definition: Definition, limits: Limits): string | undefined =>
  validate(definition, limits).find(one => one.severity === 'error')?.message ??
  resolveParameters(definition).problems[0]?.message

function grouped(findings: readonly Finding[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const finding of findings) {
    const id = finding.at.object ?? finding.at.parameter ?? finding.at.value ?? 'Default'
    const list = groups.get(id) ?? []
    const told = said(finding)
    // One sentence is enough for all values of a field.
    if (!list.includes(told)) list.push(told)
    groups.set(id, list)
  }
  return groups
}

/** Source: API samples, which print `CODE: 'field' sentence`. */
const said = ({ code, at, message }: Finding): string =>
  `${wordOf(code)}: ${at.field === undefined ? '' : `'${at.field}' `}${message}`

/** INVALID_FIELD_VALUE is the service's own word; no source prints another, so that the rest are ours. */
function wordOf(code: string): string {
  const [group = '', name = ''] = code.split('/')
  return words[code] ?? words[group] ?? name.replaceAll('-', '_').toUpperCase()
}

/** Words for single findings, then for whole groups of them. */
const words: Readonly<Record<string, string>> = {
  'shape/missing-field': 'MISSING_FIELD',
  'shape/none-of': 'MISSING_FIELD',
  'shape/missing-id': 'MISSING_FIELD',
  'shape/missing-name': 'MISSING_FIELD',
  'shape/empty-value': 'INVALID_FIELD_VALUE',
  'reference/parent-cycle': 'CYCLE',
  'reference/dependency-cycle': 'CYCLE',
  value: 'INVALID_FIELD_VALUE',
  schedule: 'INVALID_FIELD_VALUE',
  parameter: 'INVALID_FIELD_VALUE',
  reference: 'INVALID_REFERENCE',
  limit: 'LIMIT_EXCEEDED',
}
