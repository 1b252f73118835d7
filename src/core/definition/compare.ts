import type { Definition, Field, PipelineObject } from './model.ts'

/** One difference between two definitions, in words of the domain. */
export interface Difference {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly object?: string
  readonly field?: string
  readonly parameter?: string
  readonly value?: string
  readonly before?: readonly string[]
  readonly after?: readonly string[]
}

/** What differs in meaning: objects and fields, parameters and their attributes, values. The order of objects does not count. */
export function compareDefinitions(before: Definition, after: Definition): readonly Difference[] {
  return [
    ...compareParts(before.objects.map(objectPart), after.objects.map(objectPart), (object, field) => ({
      object,
      ...(field !== undefined && { field }),
    })),
    ...compareParts(before.parameters.map(parameterPart), after.parameters.map(parameterPart), (parameter, field) => ({
      parameter,
      ...(field !== undefined && { field }),
    })),
    ...compareFields(
      grouped(before.values.map(v => [v.id, v.stringValue])),
      grouped(after.values.map(v => [v.id, v.stringValue])),
      value => ({
        value: value ?? '',
      }),
    ),
  ]
}

interface Part {
  readonly id: string
  readonly fields: ReadonlyMap<string, readonly string[]>
}

type Name = (id: string, field?: string) => Omit<Difference, 'kind'>

const objectPart = (object: PipelineObject): Part => ({
  id: object.id,
  fields: grouped([['name', object.name], ...object.fields.map((f): [string, string] => [f.key, textOf(f)])]),
})

const parameterPart = (parameter: Definition['parameters'][number]): Part => ({
  id: parameter.id,
  fields: grouped(parameter.attributes.map(a => [a.key, a.stringValue])),
})

const textOf = (field: Field): string =>
  field.refValue === undefined ? (field.stringValue ?? '') : `→ ${field.refValue}`

function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>()
  for (const [key, value] of pairs) map.set(key, [...(map.get(key) ?? []), value])
  return map
}

function compareParts(before: readonly Part[], after: readonly Part[], name: Name): Difference[] {
  const old = new Map(before.map(part => [part.id, part]))
  const now = new Map(after.map(part => [part.id, part]))
  return [
    ...before.filter(part => !now.has(part.id)).map(part => ({ kind: 'removed' as const, ...name(part.id) })),
    ...after.flatMap((part): Difference[] => {
      const earlier = old.get(part.id)
      if (!earlier) return [{ kind: 'added', ...name(part.id) }]
      return compareFields(earlier.fields, part.fields, field => name(part.id, field))
    }),
  ]
}

function compareFields(
  before: ReadonlyMap<string, readonly string[]>,
  after: ReadonlyMap<string, readonly string[]>,
  name: (field?: string) => Omit<Difference, 'kind'>,
): Difference[] {
  const keys = new Set([...before.keys(), ...after.keys()])
  return [...keys].flatMap((key): Difference[] => {
    const [old, now] = [before.get(key), after.get(key)]
    if (old?.join('\0') === now?.join('\0')) return []
    const kind = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed'
    return [{ kind, ...name(key), ...(old && { before: old }), ...(now && { after: now }) }]
  })
}
