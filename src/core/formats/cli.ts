import { type Printable, print, type Style } from '../definition/layout.ts'
import type { Definition, Field } from '../definition/model.ts'
import type { Exported, Format, Loss } from './format.ts'

/**
 * The AWS CLI's file: fields are members, a repeated key becomes a list, a reference is `{"ref": …}`.
 * Source: aws-cli, customizations/datapipeline/translator.py.
 */
export const cli: Format = {
  name: 'cli',
  title: 'AWS CLI',
  summary: 'The file that aws datapipeline put-pipeline-definition takes.',
  write: definition => ({
    files: [{ path: 'pipeline.json', text: writeCli(definition) }],
    losses: lossesOf(definition),
  }),
}

/** The text of a CLI file, ending with a line break. */
export function writeCli({ objects, parameters, values }: Definition): string {
  const members: (readonly [string, Printable])[] = [
    [
      'objects',
      rows(
        objects.map(({ id, name, fields }) => ({
          members: [['id', id], ['name', name], ...grouped(fields.filter(isNoName).map(f => [f.key, printableOf(f)]))],
          spread: true,
        })),
      ),
    ],
  ]
  if (parameters.length > 0)
    members.push([
      'parameters',
      rows(
        parameters.map(({ id, attributes }) => ({
          members: [['id', id], ...grouped(attributes.filter(a => a.key !== 'id').map(a => [a.key, a.stringValue]))],
          spread: true,
        })),
      ),
    ])
  if (values.length > 0)
    members.push(['values', { members: grouped(values.map(v => [v.id, v.stringValue])), spread: true }])
  return `${print({ members, spread: true }, plain, '')}\n`
}

/** A definition as the AWS CLI uploads it: the fields of each object sorted by key, by code points. */
export const asUploaded = (definition: Definition): Definition => ({
  objects: definition.objects.map(object => ({ ...object, fields: sorted(object.fields) })),
  parameters: definition.parameters.map(parameter => ({ ...parameter, attributes: sorted(parameter.attributes) })),
  values: definition.values,
})

function lossesOf({ objects, parameters }: Definition): Exported['losses'] {
  const losses: Loss[] = []
  for (const { id, fields } of objects)
    for (const { key } of fields.filter(field => !isNoName(field)))
      losses.push({
        at: { object: id, field: key },
        message: `${id} has a field called "${key}"; in a CLI file that word is the object's own ${key}, so the field is left out.`,
      })
  for (const { id, attributes } of parameters)
    if (attributes.some(attribute => attribute.key === 'id'))
      losses.push({
        at: { parameter: id, field: 'id' },
        message: `${id} has an attribute called "id", which is left out.`,
      })
  return losses
}

const isNoName = ({ key }: Field) => key !== 'id' && key !== 'name'

const printableOf = (field: Field): Printable =>
  field.stringValue ?? { members: [['ref', field.refValue ?? '']], spread: false }

function grouped(pairs: readonly (readonly [string, Printable])[]): readonly (readonly [string, Printable])[] {
  return [...Map.groupBy(pairs, ([key]) => key)].map(([key, all]): readonly [string, Printable] => {
    const elements = all.map(([, value]) => value)
    const [only] = elements
    if (only !== undefined && elements.length === 1) return [key, only]
    return [key, { elements, spread: JSON.stringify(elements).length > widest }]
  })
}

const rows = (elements: readonly Printable[]): Printable => ({ elements, spread: true })

const sorted = <T extends { readonly key: string }>(fields: readonly T[]): readonly T[] =>
  fields.toSorted((a, b) => compareCodePoints(a.key, b.key))

/** Python's order of strings: by code points, where JavaScript compares UTF-16 units. */
function compareCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]]
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

export const plain: Style = {
  newline: '\n',
  unit: '  ',
  colon: ': ',
  gap: ' ',
  pad: '',
  spread: { object: true, field: false, ref: false, list: false },
}

const widest = 90
