import type { Definition } from '../definition/model.ts'
import { resolveParameters } from '../definition/parameters.ts'
import { evaluateField } from '../definition/scope.ts'
import type { ReadText } from './machine.ts'

/** Reads fields with parameters put in and expressions evaluated as far as they can be before a run. */
export function textReader(definition: Definition, given: Readonly<Record<string, string | string[]>> = {}): ReadText {
  const { values } = resolveParameters(definition, given)
  return (object, key) => {
    const result = evaluateField({ definition, object, values }, key)
    const field = 'fields' in result ? result.fields[0] : undefined
    return field?.stringValue ?? field?.refValue
  }
}
