import { Document, isScalar, Scalar, visit } from 'yaml'
import type { Definition } from '../definition/model.ts'
import { pipelineType } from './cloudformation-read.ts'
import type { Format, Loss } from './format.ts'
import { withoutSecrets } from './secrets.ts'

/** A CloudFormation template in YAML: the pipeline as one resource, its name and its secrets as parameters. */
export const cloudformation: Format = {
  name: 'cloudformation',
  title: 'CloudFormation',
  summary: 'A YAML template with the pipeline as a resource.',
  asks: true,
  write(original, pipelineName) {
    const { definition, secrets } = withoutSecrets(original, name => JSON.stringify({ Ref: name }))
    const losses = secrets.map(
      ({ name, at }): Loss => ({
        at,
        message: `The secret ${placeName(at)} is not written; give it as the template's parameter ${name}.`,
      }),
    )
    const names = secrets.map(secret => secret.name)
    const missing = namesOfOtherTemplate(original)
    const asked = missing.filter(name => !name.includes('.'))
    const conditions = conditionsOf(original)
    const text = yamlOf(templateOf(definition, pipelineName, names, asked, conditions))
    return {
      files: [{ path: 'template.yaml', text }],
      losses: [...losses, ...leftBehind(missing), ...conditions.map(undecided), activated],
    }
  },
}

const activated: Loss = {
  message: 'CloudFormation activates the pipeline as it makes the stack, since Activate is true.',
}

const templateOf = (
  { objects, parameters, values }: Definition,
  pipelineName: string,
  secrets: readonly string[],
  asked: readonly string[],
  conditions: readonly string[],
) => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Parameters: {
    PipelineName: { Type: 'String', Default: pipelineName },
    ...Object.fromEntries(secrets.map(name => [name, { Type: 'String', NoEcho: true }])),
    ...Object.fromEntries(asked.map(name => [name, { Type: 'String' }])),
    ...Object.fromEntries(
      conditions.map(name => [asking(name), { Type: 'String', AllowedValues: ['true', 'false'], Default: 'true' }]),
    ),
  },
  ...(conditions.length > 0 && {
    Conditions: Object.fromEntries(conditions.map(name => [name, { 'Fn::Equals': [{ Ref: asking(name) }, 'true'] }])),
  }),
  Resources: {
    Pipeline: {
      Type: pipelineType,
      Properties: {
        Name: { Ref: 'PipelineName' },
        Activate: true,
        PipelineObjects: objects.map(({ id, name, fields }) => ({
          Id: said(id),
          Name: said(name),
          Fields: fields.map(({ key, stringValue, refValue }) =>
            stringValue === undefined
              ? { Key: key, RefValue: said(refValue ?? '') }
              : { Key: key, StringValue: said(stringValue) },
          ),
        })),
        ...(parameters.length > 0 && {
          ParameterObjects: parameters.map(({ id, attributes }) => ({
            Id: said(id),
            Attributes: attributes.map(({ key, stringValue }) => ({ Key: key, StringValue: said(stringValue) })),
          })),
        }),
        ...(values.length > 0 && {
          ParameterValues: values.map(({ id, stringValue }) => ({ Id: said(id), StringValue: said(stringValue) })),
        }),
      },
    },
  },
})

/** Whether text is what CloudFormation computes, such as `{"Ref":"AWS::Region"}`, kept as a template once said it. */
export const isComputed = (text: string): boolean => functionOf(text) !== undefined

const said = (text: string): unknown => functionOf(text) ?? text

function functionOf(text: string): object | undefined {
  if (!/^\{"(Ref|Fn::\w+)":/.test(text)) return undefined
  try {
    const value: object = JSON.parse(text)
    return Object.keys(value).length === 1 ? value : undefined
  } catch {
    return undefined
  }
}

/** Parameters and resources that values name but that stayed behind in the template they came from. */
function namesOfOtherTemplate(definition: Definition): readonly string[] {
  const names = new Set<string>()
  for (const text of computedTexts(definition)) {
    for (const [, ref, sub, owner, attribute] of text.matchAll(mentioned))
      names.add(ref ?? sub ?? `${owner}.${attribute}`)
  }
  return [...names].filter(name => !name.startsWith('AWS::'))
}

const mentioned = /"Ref":"([^"]+)"|\$\{([\w.]+)\}|"Fn::GetAtt":\["([^"]+)","([^"]+)"\]/g

/** Conditions by which values are chosen; they too stayed behind. */
const conditionsOf = (definition: Definition): readonly string[] => [
  ...new Set(
    computedTexts(definition).flatMap(text =>
      [...text.matchAll(/"Fn::If":\["([A-Za-z0-9]+)"/g)].map(([, name = '']) => name),
    ),
  ),
]

function computedTexts({ objects, parameters, values }: Definition): readonly string[] {
  const owned = [...objects.flatMap(one => one.fields), ...parameters.flatMap(one => one.attributes), ...values]
  const texts = [
    ...owned.flatMap(one => one.stringValue ?? []),
    ...[...objects, ...parameters, ...values].map(one => one.id),
    ...objects.map(one => one.name),
  ]
  return texts.filter(isComputed)
}

/** The parameter that says whether a condition holds. */
const asking = (condition: string) => `${condition}Holds`

const undecided = (condition: string): Loss => ({
  message: `A value is chosen by the condition ${condition}, which stayed behind in another template; this one asks whether it holds, as the parameter ${asking(condition)}.`,
})

function leftBehind(names: readonly string[]): readonly Loss[] {
  const [attributes, asked] = [names.filter(name => name.includes('.')), names.filter(name => !name.includes('.'))]
  const told = (some: readonly string[], one: string, many: string): readonly Loss[] =>
    some.length === 0
      ? []
      : some.length === 1
        ? [{ message: `A value names ${some[0]}, which stayed behind in another template; ${one}.` }]
        : [{ message: `Values name ${some.join(', ')}, which stayed behind in another template; ${many}.` }]
  return [
    ...told(asked, 'this one asks for it as a parameter', 'this one asks for them as parameters'),
    ...told(attributes, 'add its resource to this one', 'add their resources to this one'),
  ]
}

/** YAML that says the same in every version of it: all text is quoted, or a literal block where it has lines. */
function yamlOf(template: object): string {
  const document = new Document(template)
  visit(document, {
    Pair(_, { value }) {
      if (isScalar(value) && typeof value.value === 'string')
        value.type =
          /\n/.test(value.value) && !/[\r\t]/.test(value.value) && value.value.search(unprintable) < 0
            ? Scalar.BLOCK_LITERAL
            : Scalar.QUOTE_DOUBLE
    },
    Seq(_, { items }) {
      for (const item of items) if (isScalar(item) && typeof item.value === 'string') item.type = Scalar.QUOTE_DOUBLE
    },
  })
  // Only text in double quotes still has such characters, and there YAML wants them escaped.
  return document
    .toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: 1_000_000_000 })
    .replace(unprintable, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g

const placeName = ({ object, parameter, value, field }: NonNullable<Loss['at']>) =>
  [object ?? parameter ?? value, field].filter(word => word !== undefined).join('.')
