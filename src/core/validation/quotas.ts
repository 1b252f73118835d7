/** Whether a definition keeps within the limits of the service. */

import type { LimitName } from '../catalog/limits.ts'
import { factsOf, placeOf } from './facts.ts'
import { setText } from './fixes.ts'
import { rule } from './rule.ts'
import { bytesOf, limitNote, shown } from './words.ts'

const objects = rule(
  'limit/objects',
  'warning',
  'frame',
  'A pipeline has no more objects than an account may have in one.',
  function* ({ objects: { length } }, limits) {
    if (length > limits.objects)
      yield {
        at: {},
        ...runsInto('objects'),
        message: `This pipeline has ${length} objects; an account may have ${number(limits.objects)} in one. ${limitNote('objects')}`,
      }
  },
)

const fields = rule(
  'limit/fields',
  'error',
  'object',
  'An object has no more fields than the service takes.',
  function* (definition, limits) {
    for (const {
      id,
      fields: { length },
    } of definition.objects)
      if (length > limits.fields)
        yield {
          at: { object: id },
          ...runsInto('fields'),
          message: `${id} has ${length} fields, every value of a list counted; ${limits.fields} are allowed. Move some into a parent or a script. ${limitNote('fields')}`,
        }
  },
)

const names = rule(
  'limit/name-length',
  'error',
  'object',
  'Ids and field names are not longer than the service takes.',
  function* (definition, limits) {
    for (const { id } of definition.objects)
      if (tooLong(id, limits.nameBytes))
        yield {
          at: { object: id },
          ...runsInto('nameBytes'),
          message: `The id ${shown(id)} is longer than ${limits.nameBytes} bytes. Shorten it. ${limitNote('nameBytes')}`,
        }
    for (const written of factsOf(definition).written)
      if (tooLong(written.key, limits.nameBytes))
        yield {
          at: placeOf(written),
          ...runsInto('nameBytes'),
          message: `The field name ${shown(written.key)} of ${written.subject.id} is longer than ${limits.nameBytes} bytes. Shorten it. ${limitNote('nameBytes')}`,
        }
  },
)

const values = rule(
  'limit/value-length',
  'error',
  'object',
  'A value is not longer than the service takes.',
  function* (definition, limits) {
    for (const written of factsOf(definition).written)
      if (written.text !== undefined && tooLong(written.text, limits.fieldBytes))
        yield {
          at: placeOf(written),
          ...runsInto('fieldBytes'),
          message: `${written.key} of ${written.subject.id} has ${number(bytesOf(written.text))} bytes; ${number(limits.fieldBytes)} are allowed. Put long scripts into S3. ${limitNote('fieldBytes')}`,
        }
  },
)

const size = rule(
  'limit/object-size',
  'error',
  'object',
  'An object is not larger than the service takes.',
  function* (definition, limits) {
    for (const { id, name, fields: all } of definition.objects) {
      let length = id.length + name.length
      for (const { key, stringValue, refValue } of all) length += key.length + (stringValue ?? refValue ?? '').length
      if (length * 3 <= limits.objectBytes) continue
      const bytes = bytesOf(
        [id, name, ...all.flatMap(({ key, stringValue, refValue }) => [key, stringValue ?? refValue ?? ''])].join(''),
      )
      if (bytes > limits.objectBytes)
        yield {
          at: { object: id },
          ...runsInto('objectBytes'),
          message: `${id} has ${number(bytes)} bytes with its field names; ${number(limits.objectBytes)} are allowed. Put long scripts into S3. ${limitNote('objectBytes')}`,
        }
    }
  },
)

const parameters = rule(
  'limit/parameters',
  'error',
  'whole',
  'A definition has no more parameters than the service takes.',
  function* ({ parameters: { length } }, limits) {
    if (length > limits.parameters)
      yield {
        at: {},
        ...runsInto('parameters'),
        message: `This definition has ${length} parameters; ${limits.parameters} are allowed. ${limitNote('parameters')}`,
      }
  },
)

const parameterValues = rule(
  'limit/parameter-values',
  'warning',
  'whole',
  'Values of parameters fit into one file of them.',
  function* (definition, limits) {
    const bytes = bytesOf(definition.values.map(({ id, stringValue }) => id + stringValue).join(''))
    if (bytes > limits.parameterValuesBytes)
      yield {
        at: {},
        ...runsInto('parameterValuesBytes'),
        message: `The values of parameters have ${number(bytes)} bytes; a file of them may have ${number(limits.parameterValuesBytes)}. ${limitNote('parameterValuesBytes')}`,
      }
  },
)

const commands = rule(
  'limit/values',
  'error',
  'object',
  'Lists are not longer than their slot allows.',
  function* (definition, limits) {
    for (const written of factsOf(definition).written) {
      const name = written.slot?.many === true ? written.slot.limit : undefined
      if (name === undefined || written.occurrence !== limits[name]) continue
      yield {
        at: placeOf(written),
        ...runsInto(name),
        message: `${written.subject.id} has more than ${limits[name]} values of ${written.key}, which is all that is allowed. ${limitNote(name)}`,
      }
    }
  },
)

const maxActive = rule(
  'limit/active-instances',
  'warning',
  'object',
  'No more instances of an object are active than an account may have.',
  function* (definition, limits) {
    const most = limits.activeInstances
    for (const written of factsOf(definition).byKey.get('maxActiveInstances') ?? [])
      if (written.slot?.limit === 'activeInstances' && !written.dynamic && Number(written.text) > most)
        yield {
          at: placeOf(written),
          ...runsInto('activeInstances'),
          message: `${written.subject.id} wants ${written.text} active instances; an account allows ${most}. ${limitNote('activeInstances')}`,
          fixes: [setText(written, String(most))],
        }
  },
)

export const quotaRules = [objects, fields, names, values, size, parameters, parameterValues, commands, maxActive]

const runsInto = (limit: LimitName) => ({ limit })

/** Counts bytes only where letters alone do not settle it. */
const tooLong = (text: string, most: number): boolean => text.length * 3 > most && bytesOf(text) > most

const number = (value: number): string => value.toLocaleString('en-US')
