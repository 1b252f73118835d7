import type { Definition, Field } from '../definition/model.ts'

/** The body of PutPipelineDefinition and GetPipelineDefinition, in the API's own shape. */
export interface WireDefinition {
  pipelineObjects: { id: string; name: string; fields: { key: string; stringValue?: string; refValue?: string }[] }[]
  parameterObjects: { id: string; attributes: { key: string; stringValue: string }[] }[]
  parameterValues: { id: string; stringValue: string }[]
}

/** What the API hands back or is handed; it may leave lists out. */
export interface WireInput {
  readonly pipelineObjects?: readonly WireObject[] | null | undefined
  readonly parameterObjects?:
    | readonly {
        readonly id: string
        readonly attributes: readonly { readonly key: string; readonly stringValue: string }[]
      }[]
    | null
    | undefined
  readonly parameterValues?: readonly { readonly id: string; readonly stringValue: string }[] | null | undefined
}

interface WireObject {
  readonly id: string
  readonly name: string
  readonly fields: readonly {
    readonly key: string
    readonly stringValue?: string | undefined
    readonly refValue?: string | undefined
  }[]
}

/** A definition as the API wants it, fields in their order. */
export const toWire = (definition: Definition): WireDefinition => ({
  pipelineObjects: definition.objects.map(({ id, name, fields }) => ({
    id,
    name,
    fields: fields.map(one => ({ ...one })),
  })),
  parameterObjects: definition.parameters.map(({ id, attributes }) => ({
    id,
    attributes: attributes.map(({ key, stringValue }) => ({ key, stringValue })),
  })),
  parameterValues: definition.values.map(({ id, stringValue }) => ({ id, stringValue })),
})

/** A definition from what the API says. Of a field with both values the text counts, as for the AWS CLI. */
export const fromWire = (wire: WireInput): Definition => ({
  objects: (wire.pipelineObjects ?? []).map(({ id, name, fields }) => ({ id, name, fields: fields.flatMap(fieldOf) })),
  parameters: (wire.parameterObjects ?? []).map(({ id, attributes }) => ({
    id,
    attributes: attributes.map(({ key, stringValue }) => ({ key, stringValue })),
  })),
  values: (wire.parameterValues ?? []).map(({ id, stringValue }) => ({ id, stringValue })),
})

const fieldOf = ({ key, stringValue, refValue }: WireObject['fields'][number]): Field[] => {
  if (stringValue !== undefined) return [{ key, stringValue }]
  return refValue === undefined ? [] : [{ key, refValue }]
}
