import type { Definition, Field } from '../../../src/core/definition/model.ts'

type Written = Readonly<Record<string, string | readonly string[]>>

/** A definition written short: ids to fields, `@id` for a reference to an object of it. */
export function definitionOf(
  objects: Readonly<Record<string, Written>>,
  parameters: Readonly<Record<string, Written>> = {},
  values: Written = {},
): Definition {
  const field = (key: string, text: string): Field =>
    text.startsWith('@') && Object.hasOwn(objects, text.slice(1))
      ? { key, refValue: text.slice(1) }
      : { key, stringValue: text }
  const pairs = (written: Written) =>
    Object.entries(written).flatMap(([key, value]) => [value].flat().map(text => [key, text] as const))
  return {
    objects: Object.entries(objects).map(([id, written]) => ({
      id,
      name: id,
      fields: pairs(written).map(([key, text]) => field(key, text)),
    })),
    parameters: Object.entries(parameters).map(([id, written]) => ({
      id,
      attributes: pairs(written).map(([key, stringValue]) => ({ key, stringValue })),
    })),
    values: pairs(values).map(([id, stringValue]) => ({ id, stringValue })),
  }
}
