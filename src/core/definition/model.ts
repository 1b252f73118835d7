/** The wire shape is the model: ordered fields with repeatable keys, each a string or a reference. */

export interface Field {
  readonly key: string
  readonly stringValue?: string
  readonly refValue?: string
}

export interface PipelineObject {
  readonly id: string
  readonly name: string
  readonly fields: readonly Field[]
}

export interface ParameterAttribute {
  readonly key: string
  readonly stringValue: string
}

export interface ParameterObject {
  readonly id: string
  readonly attributes: readonly ParameterAttribute[]
}

export interface ParameterValue {
  readonly id: string
  readonly stringValue: string
}

/** A whole definition. Repeated keys and repeated ids of values are lists. */
export interface Definition {
  readonly objects: readonly PipelineObject[]
  readonly parameters: readonly ParameterObject[]
  readonly values: readonly ParameterValue[]
}

/** What a text says that says nothing. */
export const nothing: Definition = { objects: [], parameters: [], values: [] }

/** Where something stands, in words of the domain, never in characters. `occurrence` counts equal keys from 0. */
export interface Place {
  readonly object?: string
  readonly parameter?: string
  readonly value?: string
  readonly field?: string
  readonly occurrence?: number
}

/** A stretch of the text, in UTF-16 units from its start. */
export interface Span {
  readonly offset: number
  readonly length: number
}

export interface TextEdit extends Span {
  readonly text: string
}
