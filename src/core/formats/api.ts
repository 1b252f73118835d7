import { type Printable, print } from '../definition/layout.ts'
import type { Definition } from '../definition/model.ts'
import { plain } from './cli.ts'
import type { Exported, Format, Loss } from './format.ts'
import { toWire } from './wire.ts'

/** The API's own shape, as SDKs send it. */
export const api: Format = {
  name: 'api',
  title: 'API and SDKs',
  summary: 'The body of PutPipelineDefinition, as SDKs and boto3 take it.',
  write: definition => ({
    files: [{ path: 'pipeline.api.json', text: writeApi(definition) }],
    losses: lossesOf(definition),
  }),
}

/** The text of the wire shape, ending with a line break. */
function writeApi(definition: Definition): string {
  const { pipelineObjects, parameterObjects, parameterValues } = toWire(definition)
  const row = (record: object): Printable => ({ members: Object.entries(record), spread: false })
  const rows = (elements: readonly Printable[]): Printable => ({ elements, spread: true })
  const members: (readonly [string, Printable])[] = [
    [
      'pipelineObjects',
      rows(
        pipelineObjects.map(({ id, name, fields }) => ({
          members: [
            ['id', id],
            ['name', name],
            ['fields', rows(fields.map(row))],
          ],
          spread: true,
        })),
      ),
    ],
  ]
  if (parameterObjects.length > 0)
    members.push([
      'parameterObjects',
      rows(
        parameterObjects.map(({ id, attributes }) => ({
          members: [
            ['id', id],
            ['attributes', rows(attributes.map(row))],
          ],
          spread: true,
        })),
      ),
    ])
  if (parameterValues.length > 0) members.push(['parameterValues', rows(parameterValues.map(row))])
  return `${print({ members, spread: true }, plain, '')}\n`
}

/** The wire says all that a definition can; only what the service itself would refuse is reported. */
const lossesOf = ({ objects }: Definition): Exported['losses'] =>
  objects.flatMap(({ id, fields }): Loss[] => [
    ...(id === '' ? [{ message: 'An object has no id; the service refuses it.' }] : []),
    ...fields
      .filter(field => field.refValue === '')
      .map(({ key }) => ({
        at: { object: id, field: key },
        message: `The reference ${key} of ${id} is empty; the service refuses it.`,
      })),
  ])
