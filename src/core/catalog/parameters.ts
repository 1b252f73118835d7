/** What a parameter of a definition can say of itself. */
export interface ParameterAttributeType {
  readonly kind: 'text' | 'flag' | 'choice' | 'integer'
  readonly help: string
  readonly many?: boolean
  readonly options?: readonly string[]
  readonly default?: string
  /** Used by AWS's samples, absent from the developer guide's table. */
  readonly undocumented?: boolean
}

export const parameterTypes = ['String', 'Integer', 'Double', 'AWS::S3::ObjectKey'] as const

export const parameterAttributes: Readonly<Record<string, ParameterAttributeType>> = {
  type: { kind: 'choice', help: 'What its values are.', options: parameterTypes, default: 'String' },
  description: { kind: 'text', help: 'What the form asks for when somebody activates the pipeline.' },
  default: { kind: 'text', help: 'Its value when nobody gives one.', many: true },
  optional: { kind: 'flag', help: 'Whether it may stay without a value.', default: 'false' },
  allowedValues: { kind: 'text', help: 'The values to choose from; no list allows all.', many: true },
  isArray: { kind: 'flag', help: 'Whether it holds a list.', default: 'false' },
  watermark: { kind: 'text', help: 'An example shown in the empty input.', undocumented: true },
  helpText: { kind: 'text', help: 'A longer explanation for the form.', undocumented: true },
  helpLink: { kind: 'text', help: 'A page that explains more.', undocumented: true },
  max: { kind: 'integer', help: 'How many values a list may hold.', undocumented: true },
  myComment: { kind: 'text', help: 'A note for readers; the service ignores it.', undocumented: true },
}

/** Ids begin with `my`; a `*` before it keeps the value encrypted and masked. */
export const isParameterId = (id: string): boolean => /^\*?my[A-Za-z0-9_]*$/.test(id)
