import type { Definition, ParameterObject, PipelineObject } from './model.ts'

/**
 * Objects, parameters and values that say the same as before are the same values as before, so that nobody works out
 * anew what follows from them.
 */
export function keeper({ objects, parameters, values }: Definition) {
  return {
    object: keepIn(objects, sameObject),
    parameter: keepIn(parameters, sameParameter),
    value: keepIn(values, (a, b) => a.stringValue === b.stringValue),
  }
}

/** The value of before that says the same as this one, which stands at this place now; else this one itself. */
export type Keep<T> = (one: T, at: number) => T

/** The list of before, if the new one has the same entries. */
export const kept = <T>(before: readonly T[], now: readonly T[]): readonly T[] =>
  before.length === now.length && now.every((one, at) => one === before[at]) ? before : now

/** Of two entries with one id the last of before counts, but one at the same place rather. */
function keepIn<T extends { readonly id: string }>(before: readonly T[], same: (a: T, b: T) => boolean): Keep<T> {
  let byId: ReadonlyMap<string, T> | undefined
  return (one, at) => {
    let old = before[at]
    if (old?.id !== one.id) {
      byId ??= new Map(before.map(entry => [entry.id, entry]))
      old = byId.get(one.id)
    }
    return old && same(old, one) ? old : one
  }
}

const sameObject = (a: PipelineObject, b: PipelineObject): boolean =>
  a.name === b.name &&
  a.fields.length === b.fields.length &&
  a.fields.every((field, i) => {
    const other = b.fields[i]
    return field.key === other?.key && field.stringValue === other.stringValue && field.refValue === other.refValue
  })

const sameParameter = (a: ParameterObject, b: ParameterObject): boolean =>
  a.attributes.length === b.attributes.length &&
  a.attributes.every(
    ({ key, stringValue }, i) => key === b.attributes[i]?.key && stringValue === b.attributes[i]?.stringValue,
  )
