import type { Definition, ParameterObject } from '../../core/definition/model.ts'
import { bareId, isSecret, type ParameterValues, resolveParameters } from '../../core/definition/parameters.ts'
import { attribute } from '../../core/definition/query.ts'

/** What a person has changed, by bare id. All else keeps what the definition stores, or the default. */
export type Given = Readonly<Record<string, readonly string[]>>

export interface Entry {
  readonly id: string
  readonly parameter: ParameterObject
  /** Shown in the form and sent: there is no other. */
  readonly values: readonly string[]
  readonly source: 'given' | 'stored' | 'default' | 'none'
  readonly problem?: string
}

/** One entry a declared parameter, in their order, with the values that a run would get now. */
export function entriesOf(definition: Definition, given: Given): readonly Entry[] {
  const { values, problems } = resolveParameters(definition, given)
  const stored = new Set(definition.values.map(value => bareId(value.id)))
  const seen = new Set<string>()
  return definition.parameters.flatMap(parameter => {
    const id = bareId(parameter.id)
    if (seen.has(id)) return []
    seen.add(id)
    const problem = problems.find(one => one.parameter === parameter.id)?.message
    const source =
      id in given
        ? 'given'
        : stored.has(id)
          ? 'stored'
          : attribute(parameter, 'default') !== undefined
            ? 'default'
            : 'none'
    return [{ id, parameter, values: values.get(id) ?? [], source, ...(problem !== undefined && { problem }) } as const]
  })
}

/**
 * What to send: every value that the form shows, so that what runs is what was seen. A secret that was not typed is
 * not sent; the definition's own stays.
 */
export function valuesToSend(entries: readonly Entry[]): Record<string, string | string[]> {
  return Object.fromEntries(
    entries
      .filter(entry => !isSecret(entry.parameter) || entry.source === 'given')
      .map(({ parameter, values }) => [parameter.id, values.length === 1 ? (values[0] ?? '') : [...values]]),
  )
}

/** Resolved values with secret ones masked, for showing what a command comes to. */
export function maskedValues(definition: Definition, given: Given): ParameterValues {
  const { values } = resolveParameters(definition, given)
  const secret = new Set(definition.parameters.filter(isSecret).map(parameter => bareId(parameter.id)))
  return new Map([...values].map(([id, list]) => [id, secret.has(id) ? list.map(() => '•••') : list]))
}
