/** Whether a definition keeps within the limits of the service. */

import { limits } from '../catalog/limits.ts'
import { factsOf, placeOf } from './facts.ts'
import { rule } from './rule.ts'
import { bytesOf, shown } from './words.ts'

const objects = rule(
  'limit/objects',
  'warning',
  'frame',
  'A pipeline has at most 100 objects.',
  function* ({ objects: { length } }) {
    if (length > limits.objects.value)
      yield {
        at: {},
        message: `This pipeline has ${length} objects. An account may have ${limits.objects.value} in one, unless AWS has raised its limit.`,
      }
  },
)

const fields = rule('limit/fields', 'error', 'object', 'An object has at most 50 fields.', function* (definition) {
  for (const {
    id,
    fields: { length },
  } of definition.objects)
    if (length > limits.fields.value)
      yield {
        at: { object: id },
        message: `${id} has ${length} fields, every value of a list counted; ${limits.fields.value} are allowed. Move some into a parent or a script.`,
      }
})

const names = rule(
  'limit/name-length',
  'error',
  'object',
  'Ids and field names have at most 256 bytes.',
  function* (definition) {
    for (const { id } of definition.objects)
      if (tooLong(id, limits.nameBytes.value))
        yield {
          at: { object: id },
          message: `The id ${shown(id)} is longer than ${limits.nameBytes.value} bytes. Shorten it.`,
        }
    for (const written of factsOf(definition).written)
      if (tooLong(written.key, limits.nameBytes.value))
        yield {
          at: placeOf(written),
          message: `The field name ${shown(written.key)} of ${written.subject.id} is longer than ${limits.nameBytes.value} bytes. Shorten it.`,
        }
  },
)

const values = rule(
  'limit/value-length',
  'error',
  'object',
  'A value has at most 10,240 bytes.',
  function* (definition) {
    for (const written of factsOf(definition).written)
      if (written.text !== undefined && tooLong(written.text, limits.fieldBytes.value))
        yield {
          at: placeOf(written),
          message: `${written.key} of ${written.subject.id} has ${number(bytesOf(written.text))} bytes; ${number(limits.fieldBytes.value)} are allowed. Put long scripts into S3.`,
        }
  },
)

const size = rule(
  'limit/object-size',
  'error',
  'object',
  'An object has at most 15,360 bytes.',
  function* (definition) {
    for (const { id, name, fields: all } of definition.objects) {
      let length = id.length + name.length
      for (const { key, stringValue, refValue } of all) length += key.length + (stringValue ?? refValue ?? '').length
      if (length * 3 <= limits.objectBytes.value) continue
      const bytes = bytesOf(
        [id, name, ...all.flatMap(({ key, stringValue, refValue }) => [key, stringValue ?? refValue ?? ''])].join(''),
      )
      if (bytes > limits.objectBytes.value)
        yield {
          at: { object: id },
          message: `${id} has ${number(bytes)} bytes with its field names; ${number(limits.objectBytes.value)} are allowed. Put long scripts into S3.`,
        }
    }
  },
)

const parameters = rule(
  'limit/parameters',
  'error',
  'whole',
  'A definition has at most 50 parameters.',
  function* ({ parameters: { length } }) {
    if (length > limits.parameters.value)
      yield { at: {}, message: `This definition has ${length} parameters; ${limits.parameters.value} are allowed.` }
  },
)

const parameterValues = rule(
  'limit/parameter-values',
  'warning',
  'whole',
  'Values of parameters have at most 15 KB.',
  function* (definition) {
    const bytes = bytesOf(definition.values.map(({ id, stringValue }) => id + stringValue).join(''))
    if (bytes > limits.parameterValuesBytes.value)
      yield {
        at: {},
        message: `The values of parameters have ${number(bytes)} bytes; a file of them may have ${number(limits.parameterValuesBytes.value)}.`,
      }
  },
)

const commands = rule(
  'limit/values',
  'error',
  'object',
  'Lists are not longer than their slot allows.',
  function* (definition) {
    for (const written of factsOf(definition).written) {
      const most = written.slot?.maxValues
      if (most !== undefined && written.occurrence === most)
        yield {
          at: placeOf(written),
          message: `${written.subject.id} has more than ${most} values of ${written.key}, which is all that is allowed.`,
        }
    }
  },
)

const maxActive = rule(
  'limit/active-instances',
  'warning',
  'object',
  'At most five instances of an object are active.',
  function* (definition) {
    for (const written of factsOf(definition).byKey.get('maxActiveInstances') ?? [])
      if (!written.dynamic && Number(written.text) > limits.activeInstances.value)
        yield {
          at: placeOf(written),
          message: `${written.subject.id} wants ${written.text} active instances; an account allows ${limits.activeInstances.value} unless AWS has raised its limit.`,
        }
  },
)

export const quotaRules = [objects, fields, names, values, size, parameters, parameterValues, commands, maxActive]

/** Counts bytes only where letters alone do not settle it. */
const tooLong = (text: string, most: number): boolean => text.length * 3 > most && bytesOf(text) > most

const number = (value: number): string => value.toLocaleString('en-US')
