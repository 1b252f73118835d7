import type { Definition, ParameterObject } from '../definition/model.ts'
import { bareId, isOptional, isSecret, resolveParameters } from '../definition/parameters.ts'
import { attribute } from '../definition/query.ts'

/**
 * Values for secret parameters where nothing really runs, so that none need be asked for or kept: of those that have
 * no value, or of all. By bare id.
 */
export function standIns(definition: Definition, which: 'missing' | 'all'): Readonly<Record<string, string>> {
  const { values } = resolveParameters(definition)
  const declared = definition.parameters.filter(isSecret)
  const ids = new Set(declared.map(one => bareId(one.id)))
  const loose = definition.values.flatMap(({ id }) => (id.startsWith('*') && !ids.has(bareId(id)) ? [bareId(id)] : []))
  const wanted = (parameter: ParameterObject) =>
    which === 'all' || (!isOptional(parameter) && (values.get(bareId(parameter.id)) ?? []).length === 0)
  return Object.fromEntries([
    ...declared.filter(wanted).map(one => [bareId(one.id), standInOf(one)] as const),
    ...(which === 'all' ? loose.map(id => [id, named(id)] as const) : []),
  ])
}

const named = (id: string) => `stand-in for ${id}`

/** A value that suits the parameter. */
function standInOf(parameter: ParameterObject): string {
  const allowed = attribute(parameter, 'allowedValues')
  if (allowed !== undefined) return allowed
  const type = attribute(parameter, 'type')
  if (type === 'Integer' || type === 'Double') return '1'
  return type === 'AWS::S3::ObjectKey' ? `s3://stand-in/${bareId(parameter.id)}` : named(bareId(parameter.id))
}
