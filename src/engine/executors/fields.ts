import type { EvaluatedObject, Work } from '../ports.ts'

/** Reading evaluated objects: every executor's first lines. */

/** All texts of a field, in order. */
export const textsOf = (object: EvaluatedObject, key: string): readonly string[] =>
  object.fields.flatMap(f => (f.key === key && f.stringValue !== undefined ? [f.stringValue] : []))

/** The first text of a field; an empty one counts as none. */
export const textOf = (object: EvaluatedObject, key: string): string | undefined => textsOf(object, key)[0] || undefined

export const isOn = (object: EvaluatedObject, key: string, otherwise = false): boolean => {
  const text = textOf(object, key)
  return text === undefined ? otherwise : text.trim().toLowerCase() === 'true'
}

/** The objects that a field refers to, in order, as far as they were handed over. */
export const objectsAt = (work: Work, object: EvaluatedObject, key: string): readonly EvaluatedObject[] =>
  object.fields.flatMap(f => {
    const target = f.key === key && f.refValue !== undefined ? work.objects.get(f.refValue) : undefined
    return target ? [target] : []
  })

export const objectAt = (work: Work, object: EvaluatedObject, key: string): EvaluatedObject | undefined =>
  objectsAt(work, object, key)[0]
