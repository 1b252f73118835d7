import type { Definition } from '../definition/model.ts'
import type { Format, Loss } from './format.ts'
import { withoutSecrets } from './secrets.ts'

/** Terraform's language for the aws provider: the pipeline, its definition, and a variable for each secret. */
export const terraform: Format = {
  name: 'terraform',
  title: 'Terraform',
  summary: 'Resources for the aws provider: the pipeline and its definition.',
  asks: true,
  write(original, pipelineName) {
    const { definition, secrets } = withoutSecrets(original, name => mark + variableName(name))
    const losses = [
      ...secrets.map(
        ({ name, at }): Loss => ({
          at,
          message: `A secret is not written; give it as the variable ${variableName(name)}.`,
        }),
      ),
      ...lossesOf(original),
    ]
    const text = [
      block('variable "pipeline_name"', [
        pairs([
          ['type', 'string', raw],
          ['default', pipelineName],
        ]),
      ]),
      ...secrets.map(({ name }) =>
        block(`variable "${variableName(name)}"`, [
          pairs([
            ['type', 'string', raw],
            ['sensitive', 'true', raw],
          ]),
        ]),
      ),
      block('resource "aws_datapipeline_pipeline" "pipeline"', [pairs([['name', 'var.pipeline_name', raw]])]),
      definitionBlock(definition),
    ].join('\n')
    return { files: [{ path: 'main.tf', text }], losses }
  },
}

function definitionBlock({ objects, parameters, values }: Definition): string {
  const field = (key: string, name: string, value: string) =>
    block('field', [
      pairs([
        ['key', key],
        [name, value],
      ]),
    ])
  return block('resource "aws_datapipeline_pipeline_definition" "pipeline"', [
    pairs([['pipeline_id', 'aws_datapipeline_pipeline.pipeline.id', raw]]),
    ...objects.map(({ id, name, fields }) =>
      block('pipeline_object', [
        pairs([
          ['id', id],
          ['name', name],
        ]),
        ...fields.map(one =>
          one.stringValue === undefined
            ? field(one.key, 'ref_value', one.refValue ?? '')
            : field(one.key, 'string_value', one.stringValue),
        ),
      ]),
    ),
    ...parameters.map(({ id, attributes }) =>
      block('parameter_object', [
        pairs([['id', id]]),
        ...attributes.map(({ key, stringValue }) =>
          block('attribute', [
            pairs([
              ['key', key],
              ['string_value', stringValue],
            ]),
          ]),
        ),
      ]),
    ),
    ...values.map(({ id, stringValue }) =>
      block('parameter_value', [
        pairs([
          ['id', id],
          ['string_value', stringValue],
        ]),
      ]),
    ),
  ])
}

/** What the provider cannot carry. Source: hashicorp/aws, datapipeline resources. */
function lossesOf({ objects, parameters, values }: Definition): readonly Loss[] {
  const losses: Loss[] = [{ message: 'Terraform activates the pipeline as soon as it has put the definition.' }]
  for (const { id, fields } of objects) {
    for (const [key, all] of Map.groupBy(fields, field => field.key))
      if (all.length > 1)
        losses.push({
          at: { object: id, field: key },
          message: `Terraform keeps the ${all.length} values of ${key} of ${id} without their order.`,
        })
    for (const { key } of fields.filter(field => field.stringValue === ''))
      losses.push({
        at: { object: id, field: key },
        message: `Terraform does not send ${key} of ${id}, for it is empty.`,
      })
  }
  for (const { id, attributes } of parameters)
    for (const [key, all] of Map.groupBy(attributes, attribute => attribute.key))
      if (all.length > 1)
        losses.push({
          at: { parameter: id, field: key },
          message: `Terraform keeps the ${all.length} values of ${key} of ${id} without their order.`,
        })
  for (const [id, all] of Map.groupBy(values, value => value.id))
    if (all.length > 1)
      losses.push({
        at: { value: id },
        message: `Terraform keeps the ${all.length} values of ${id} without their order.`,
      })
  return losses
}

const raw = Symbol('written as it is')

type Pair = readonly [key: string, value: string, how?: typeof raw]

/** Attributes one below the other, their signs of equality in line, as terraform fmt has them. */
function pairs(all: readonly Pair[]): string {
  const width = Math.max(...all.map(([key]) => key.length))
  return all.map(([key, value, how]) => `${key.padEnd(width)} = ${how ? value : quoted(value)}\n`).join('')
}

function block(head: string, parts: readonly string[]): string {
  const inner = parts.map(part => part.replace(/^(?=.)/gm, '  ')).join('')
  return `${head} {\n${inner}}\n`
}

function quoted(text: string): string {
  if (text.startsWith(mark)) return `var.${text.slice(mark.length)}`
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(
      /[\u0000-\u001f\u0085\u2028\u2029\ufeff]/g,
      char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replace(/([$%])\{/g, '$1$1{')
  return `"${escaped}"`
}

const variableName = (name: string) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase()

/** Stands before the name of a variable in place of a secret; no text of AWS begins so. */
const mark = '\u0000var.'
