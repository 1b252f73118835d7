/** Whether parameters are declared well, and their values suit them. */

import { isParameterId, parameterAttributes, parameterTypes } from '../catalog/parameters.ts'
import type { Definition, ParameterObject } from '../definition/model.ts'
import { bareId, isOptional, isSecret } from '../definition/parameters.ts'
import { attribute } from '../definition/query.ts'
import { readNumber } from '../expression/evaluate.ts'
import { parseTemplate } from '../expression/parse.ts'
import { factsOf } from './facts.ts'
import { removeParameter, renameParameter, setAttribute } from './fixes.ts'
import { isOpen } from './gather.ts'
import { rule } from './rule.ts'
import { expressionsOf } from './templates.ts'
import { undeclaredIn } from './undeclared.ts'
import { any, few, nearest, shown } from './words.ts'

const badId = rule('parameter/bad-id', 'error', 'whole', 'Ids of parameters begin with my.', function* (definition) {
  for (const { id } of definition.parameters) {
    if (isParameterId(id)) continue
    const meant = meantId(id)
    yield {
      at: { parameter: id },
      message: `The id ${shown(id)} of a parameter must begin with my and go on with letters, digits and underscores${meant ? `, as in ${meant}` : ''}.`,
      fixes: meant && !definition.parameters.some(one => one.id === meant) ? [renameParameter(id, meant)] : [],
    }
  }
})

const duplicate = rule(
  'parameter/duplicate',
  'error',
  'whole',
  'No parameter is declared twice.',
  function* (definition) {
    const seen = new Set<string>()
    for (const { id } of definition.parameters) {
      if (seen.has(bareId(id)))
        yield { at: { parameter: id }, message: `The parameter ${id} is declared more than once. Keep one.` }
      seen.add(bareId(id))
    }
  },
)

const unknownAttribute = rule(
  'parameter/unknown-attribute',
  'warning',
  'whole',
  'Parameters say what parameters can say.',
  function* (definition) {
    for (const { id, attributes } of definition.parameters)
      for (const { key } of attributes) {
        if (Object.hasOwn(parameterAttributes, key) || /^my/.test(key)) continue
        const meant = nearest(key, Object.keys(parameterAttributes))
        yield {
          at: { parameter: id, field: key, occurrence: 0 },
          message: `A parameter has no ${shown(key)}; that of ${id} has no effect.${meant ? ` Did you mean ${meant}?` : ''}`,
          fixes: [setAttribute(id, key, undefined)],
        }
      }
  },
)

const unknownType = rule(
  'parameter/unknown-type',
  'error',
  'whole',
  'Types of parameters are known.',
  function* (definition) {
    for (const { id, attributes } of definition.parameters)
      for (const { key, stringValue } of attributes) {
        if (
          key !== 'type' ||
          stringValue === '' ||
          parameterTypes.some(type => type.toLowerCase() === stringValue.toLowerCase())
        )
          continue
        const meant = nearest(stringValue, parameterTypes) ?? 'String'
        yield {
          at: { parameter: id, field: 'type', occurrence: 0 },
          message: `${id} is of type ${shown(stringValue)}; the types are ${any(parameterTypes)}.`,
          fixes: [setAttribute(id, 'type', meant)],
        }
      }
  },
)

const typeByCase = rule(
  'parameter/type-by-case',
  'warning',
  'whole',
  'Types of parameters are written as the guide does.',
  function* (definition) {
    for (const { id, attributes } of definition.parameters)
      for (const { key, stringValue } of attributes) {
        const meant = parameterTypes.find(type => type.toLowerCase() === stringValue.toLowerCase())
        if (key === 'type' && meant !== undefined && meant !== stringValue)
          yield {
            at: { parameter: id, field: 'type', occurrence: 0 },
            message: `The type of ${id} is written ${meant}, not ${stringValue}.`,
            fixes: [setAttribute(id, 'type', meant)],
          }
      }
  },
)

const flags = rule(
  'parameter/flag',
  'error',
  'whole',
  'Flags of parameters are true or false.',
  function* (definition) {
    for (const { id, attributes } of definition.parameters)
      for (const { key, stringValue } of attributes) {
        if ((key !== 'optional' && key !== 'isArray') || stringValue === '' || /^(true|false)$/i.test(stringValue))
          continue
        yield {
          at: { parameter: id, field: key, occurrence: 0 },
          message: `${key} of ${id} is true or false, not ${shown(stringValue)}.`,
          fixes: ['true', 'false'].map(word => setAttribute(id, key, word)),
        }
      }
  },
)

const emptyAttribute = rule(
  'parameter/empty-attribute',
  'error',
  'whole',
  'No attribute is empty.',
  function* (definition) {
    for (const { id, attributes } of definition.parameters)
      for (const { key, stringValue } of attributes)
        if (stringValue === '')
          yield {
            at: { parameter: id, field: key, occurrence: 0 },
            message: `${key} of ${id} is empty, which makes the service answer with an internal failure. Fill it in or remove it.`,
            fixes: [setAttribute(id, key, undefined)],
          }
  },
)

const defaultUnfit = rule(
  'parameter/default',
  'error',
  'whole',
  'Defaults suit their parameter.',
  function* (definition) {
    for (const parameter of definition.parameters)
      for (const value of listOf(parameter, 'default')) {
        const reason = unfit(parameter, value)
        if (reason)
          yield {
            at: { parameter: parameter.id, field: 'default', occurrence: 0 },
            message: `The default of ${parameter.id} ${reason}`,
          }
      }
  },
)

const defaultTwice = rule(
  'parameter/several-defaults',
  'warning',
  'whole',
  'Only lists have several values.',
  function* (definition) {
    for (const parameter of definition.parameters) {
      const values = listOf(parameter, 'default')
      if (values.length > 1 && !isArray(parameter))
        yield {
          at: { parameter: parameter.id, field: 'default', occurrence: 1 },
          message: `${parameter.id} has ${values.length} defaults, but is no list. Keep one, or set isArray.`,
          fixes: [setAttribute(parameter.id, 'isArray', 'true')],
        }
    }
  },
)

const valueUnfit = rule('parameter/value', 'error', 'whole', 'Values suit their parameter.', function* (definition) {
  const declared = byBareId(definition)
  for (const { id, stringValue } of definition.values) {
    const parameter = declared.get(bareId(id))
    const reason = parameter && unfit(parameter, stringValue)
    if (reason) yield { at: { value: id }, message: `The value of ${id} ${reason}` }
  }
})

const valueTwice = rule(
  'parameter/several-values',
  'error',
  'whole',
  'Only lists are given several values.',
  function* (definition) {
    const declared = byBareId(definition)
    const counts = new Map<string, number>()
    for (const { id } of definition.values) counts.set(id, (counts.get(id) ?? 0) + 1)
    for (const [id, count] of counts) {
      const parameter = declared.get(bareId(id))
      if (parameter && count > 1 && !isArray(parameter))
        yield {
          at: { value: id, occurrence: 1 },
          message: `${id} has ${count} values, but is no list. Keep one, or set isArray.`,
          fixes: [setAttribute(parameter.id, 'isArray', 'true')],
        }
    }
  },
)

const emptyValue = rule('parameter/empty-value', 'warning', 'whole', 'Values are not empty.', function* (definition) {
  const declared = byBareId(definition)
  for (const { id, stringValue } of definition.values) {
    const parameter = declared.get(bareId(id))
    if (stringValue === '' && !(parameter && isOptional(parameter)))
      yield { at: { value: id }, message: `The value of ${id} is empty, and so will be every field that uses it.` }
  }
})

const noValue = rule(
  'parameter/no-value',
  'info',
  'whole',
  'Parameters have a value when a pipeline is activated.',
  function* (definition) {
    const given = new Set(definition.values.map(value => bareId(value.id)))
    const wanting = definition.parameters.flatMap(parameter =>
      isOptional(parameter) || listOf(parameter, 'default').length > 0 || given.has(bareId(parameter.id))
        ? []
        : [parameter.id],
    )
    // The service also takes values, at activation, for names that no parameter declares.
    const undeclared = new Set([...undeclaredIn(definition)].map(({ name }) => name))
    // What is secret has its place nowhere in the definition.
    for (const id of [...wanting, ...undeclared])
      if (!id.startsWith('*'))
        yield {
          at: { parameter: id },
          message: `${id} has neither a value nor a default: whoever activates the pipeline must give one.`,
        }
  },
)

const undeclaredValue = rule(
  'parameter/undeclared-value',
  'info',
  'whole',
  'Values belong to parameters that are declared.',
  function* (definition) {
    const declared = byBareId(definition)
    const told = new Set<string>()
    for (const { id } of definition.values) {
      if (declared.has(bareId(id)) || told.has(id)) continue
      told.add(id)
      const meant = nearest(id, declared.keys())
      yield {
        at: { value: id },
        message: `There is a value for ${id}, but no such parameter.${meant ? ` Did you mean ${meant}?` : ''}`,
      }
    }
  },
)

const unused = rule('parameter/unused', 'info', 'whole', 'Parameters are used.', function* (definition) {
  if (definition.parameters.length === 0) return
  const names = namesIn(definition)
  for (const { id } of definition.parameters)
    if (!names.has(bareId(id)))
      yield {
        at: { parameter: id },
        message: `Nothing uses the parameter ${id}. Use it as #{${id}}, or remove it.`,
        fixes: [removeParameter(id)],
      }
})

const defaultSyntax = rule(
  'parameter/expression',
  'warning',
  'whole',
  'Expressions in defaults and values can be read.',
  function* (definition) {
    for (const { id, attributes } of definition.parameters)
      for (const { key, stringValue } of attributes)
        for (const { message } of key === 'default' && stringValue.includes('#{')
          ? parseTemplate(stringValue).errors
          : [])
          yield {
            at: { parameter: id, field: key, occurrence: 0 },
            message: `The default of ${id} has an expression that cannot be read. ${message}`,
          }
    for (const { id, stringValue } of definition.values)
      for (const { message } of stringValue.includes('#{') ? parseTemplate(stringValue).errors : [])
        yield { at: { value: id }, message: `The value of ${id} has an expression that cannot be read. ${message}` }
  },
)

const shadowed = rule('parameter/shadowed', 'warning', 'whole', 'A name means one thing.', function* (definition) {
  const facts = factsOf(definition)
  for (const { id } of definition.parameters) {
    const owners = (facts.byKey.get(id) ?? []).map(written => written.subject.id)
    if (owners.length > 0)
      yield {
        at: { parameter: id },
        message: `${id} is a parameter and a field of ${few(owners)}; expressions there get the parameter.`,
      }
  }
})

const optionalDefault = rule(
  'parameter/optional-default',
  'info',
  'whole',
  'Optional parameters may be absent.',
  function* (definition) {
    for (const parameter of definition.parameters)
      if (isOptional(parameter) && listOf(parameter, 'default').length > 0)
        yield {
          at: { parameter: parameter.id, field: 'optional', occurrence: 0 },
          message: `${parameter.id} is optional but has a default, so it is never without a value.`,
        }
  },
)

export const parameterRules = [
  badId,
  duplicate,
  unknownAttribute,
  unknownType,
  typeByCase,
  flags,
  emptyAttribute,
  defaultUnfit,
  defaultTwice,
  valueUnfit,
  valueTwice,
  emptyValue,
  noValue,
  undeclaredValue,
  unused,
  defaultSyntax,
  shadowed,
  optionalDefault,
]

const listOf = (parameter: ParameterObject, key: string): readonly string[] =>
  parameter.attributes.flatMap(one => (one.key === key ? [one.stringValue] : []))

const isArray = (parameter: ParameterObject): boolean => attribute(parameter, 'isArray')?.toLowerCase() === 'true'

const byBareId = (definition: Definition): ReadonlyMap<string, ParameterObject> =>
  new Map(definition.parameters.map(one => [bareId(one.id), one]))

/** Why a value does not suit, as the rest of a sentence; values of secret parameters are not repeated. */
function unfit(parameter: ParameterObject, value: string): string | undefined {
  if (value === '' || isOpen(value)) return undefined
  const said = isSecret(parameter) ? 'is' : `is ${shown(value)}:`
  const allowed = listOf(parameter, 'allowedValues')
  if (allowed.length > 0 && !allowed.includes(value)) return `${said} not among ${few(allowed, 8)}.`
  const type = attribute(parameter, 'type')?.toLowerCase()
  if (type === 'integer' && readNumber(value)?.kind !== 'integer') return `${said} not a whole number.`
  if (type === 'double' && !readNumber(value)) return `${said} not a number.`
  if (type === 'aws::s3::objectkey' && !/^s3[an]?:\/\/[^/]/.test(value))
    return `${said} not a place in S3, which begins with s3://.`
  return undefined
}

function meantId(id: string): string | undefined {
  const words = id
    .replace(/^\*/, '')
    .split(/[^A-Za-z0-9_]+/)
    .filter(word => word !== '')
  const joined = words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  if (joined === '') return undefined
  return `${id.startsWith('*') ? '*' : ''}${/^My(?=[A-Z_0-9])/.test(joined) ? `my${joined.slice(2)}` : `my${joined}`}`
}

/** Names that expressions speak of, in fields and in defaults and values of parameters; without stars. */
function namesIn(definition: Definition): ReadonlySet<string> {
  const names = new Set<string>()
  for (const [, { segments }] of expressionsOf(definition).paths) for (const name of segments) names.add(bareId(name))
  const unread = [
    ...expressionsOf(definition).texts.flatMap(({ written, template }) =>
      template.errors.length > 0 ? [written.text ?? ''] : [],
    ),
    ...definition.parameters.flatMap(one => listOf(one, 'default')),
    ...definition.values.map(value => value.stringValue),
  ]
  for (const text of unread) if (text.includes('#{')) for (const [name] of text.matchAll(/\w+/g)) names.add(name)
  return names
}
