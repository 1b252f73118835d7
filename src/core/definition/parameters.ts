import { readNumber } from '../expression/evaluate.ts'
import { hasExpression } from '../expression/parse.ts'
import type { Definition, ParameterObject } from './model.ts'
import { attribute } from './query.ts'

/** What was said for a parameter at activation: one value, or several for a list. */
export type GivenValues = Readonly<Record<string, string | readonly string[]>>

/** Values by id, without the `*` of a secret one. An empty list is an optional parameter that has none. */
export type ParameterValues = ReadonlyMap<string, readonly string[]>

export interface ParameterProblem {
  /** Id as it is declared. */
  readonly parameter: string
  readonly message: string
}

/** An id without the `*` that marks a secret parameter. */
export const bareId = (id: string): string => (id.startsWith('*') ? id.slice(1) : id)

/** The parameter of that id, with or without the `*`. */
export const parameterById = (definition: Definition, id: string): ParameterObject | undefined =>
  definition.parameters.find(one => bareId(one.id) === bareId(id))

/**
 * The value of every parameter: what is given, else what the definition stores, else the default. Values without a
 * parameter object count as well. Reports what is missing, not allowed or of the wrong type; a value with an
 * expression in it can only be judged when it runs. Source: developer guide, parameters; ActivatePipeline.
 */
export function resolveParameters(
  definition: Definition,
  given: GivenValues = {},
): { readonly values: ParameterValues; readonly problems: readonly ParameterProblem[] } {
  const values = new Map<string, readonly string[]>()
  const problems: ParameterProblem[] = []
  const stored = Map.groupBy(definition.values, value => bareId(value.id))
  const handed = new Map(Object.entries(given).map(([id, value]) => [bareId(id), [value].flat()] as const))

  for (const [id, list] of stored)
    values.set(
      id,
      list.map(value => value.stringValue),
    )
  for (const [id, list] of handed) values.set(id, list)
  const seen = new Set<string>()
  for (const parameter of definition.parameters) {
    const id = bareId(parameter.id)
    if (seen.has(id)) continue
    seen.add(id)
    const found = values.get(id) ?? listOf(parameter, 'default')
    const empty = found.length === 0 || (isOptional(parameter) && found.every(value => value === ''))
    values.set(id, empty ? [] : found)
    const message = empty ? missing(parameter) : unfit(parameter, found)
    if (message !== undefined) problems.push({ parameter: parameter.id, message })
  }
  return { values, problems }
}

export const isOptional = (parameter: ParameterObject): boolean => saysTrue(attribute(parameter, 'optional'))

/** Whether its values are masked on every screen: its id begins with `*`. */
export const isSecret = (parameter: ParameterObject): boolean => parameter.id.startsWith('*')

const saysTrue = (text: string | undefined): boolean => text?.trim().toLowerCase() === 'true'

const listOf = (parameter: ParameterObject, key: string): readonly string[] =>
  parameter.attributes.filter(one => one.key === key).map(one => one.stringValue)

const missing = (parameter: ParameterObject): string | undefined =>
  isOptional(parameter) ? undefined : `${parameter.id} has no value; give one, or a default in its parameter.`

/** Why these values do not suit the parameter, in a sentence. */
function unfit(parameter: ParameterObject, values: readonly string[]): string | undefined {
  if (values.length > 1 && !saysTrue(attribute(parameter, 'isArray')))
    return `${parameter.id} has ${values.length} values and is no list; give one, or set isArray to true.`
  const allowed = listOf(parameter, 'allowedValues')
  const type = attribute(parameter, 'type') ?? 'String'
  for (const value of values) {
    if (hasExpression(value)) continue
    const shown = isSecret(parameter) ? 'Its value' : `'${value}'`
    if (allowed.length > 0 && !allowed.includes(value))
      return `${shown} is not allowed for ${parameter.id}; choose one of ${allowed.join(', ')}.`
    const wanted = wrongType(type, value)
    if (wanted !== undefined) return `${shown} does not suit ${parameter.id}, which takes ${wanted}.`
  }
  return undefined
}

function wrongType(type: string, value: string): string | undefined {
  const number = readNumber(value)
  if (type === 'Integer' && number?.kind !== 'integer') return 'a whole number'
  if (type === 'Double' && !number) return 'a number'
  if (type === 'AWS::S3::ObjectKey' && !/^s3[an]?:\/\/[^/]/.test(value)) return 'an S3 address that begins with s3://'
  return undefined
}
