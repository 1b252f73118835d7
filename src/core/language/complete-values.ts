import { accepts, objectTypes } from '../catalog/index.ts'
import { ec2InstanceTypes } from '../catalog/instance-types.ts'
import { parameterAttributes } from '../catalog/parameters.ts'
import type { Slot } from '../catalog/schema.ts'
import type { Definition, PipelineObject } from '../definition/model.ts'
import { bareId } from '../definition/parameters.ts'
import { attribute, typeOf } from '../definition/query.ts'
import { parsePeriod } from '../expression/calendar.ts'
import { periodMs } from '../runs/period.ts'
import type { Idea } from './proposal.ts'
import { slotWords } from './words.ts'

/** What a text of a field could say as a whole. */
export function valueIdeas(
  definition: Definition,
  object: PipelineObject,
  key: string,
  slot: Slot | undefined,
): readonly Idea[] {
  if (key === 'type')
    return objectTypes
      .filter(one => !one.deprecated && one.family !== 'default')
      .map(one => ({ ...plain(one.name, familyWords[one.family] ?? one.family), about: one.summary }))
  const words = slot ? wordsOf(slot) : []
  const detail = slot ? slotWords(slot) : 'text'
  return [
    ...words.map((word, rank) => ({
      ...plain(word, word === slot?.default ? `${detail}, if left out` : detail, rank),
      about: slot?.help ?? '',
    })),
    ...usedElsewhere(definition, object, key, slot).filter(one => !words.includes(one.label)),
  ]
}

/** What other objects say in the same field; never what is secret, and no whole scripts. */
function usedElsewhere(
  { objects }: Definition,
  object: PipelineObject,
  key: string,
  slot: Slot | undefined,
): readonly Idea[] {
  if (key.startsWith('*') || slot?.kind === 'secret' || slot?.kind === 'script') return []
  const owners = new Map<string, string>()
  for (const other of objects)
    for (const field of other.fields)
      if (field.key === key && other !== object && field.stringValue && field.stringValue.length <= 120)
        owners.set(field.stringValue, owners.get(field.stringValue) ?? other.id)
  return [...owners].map(([text, owner]) => ({ ...plain(text, `as in ${owner}`, 40), about: slot?.help ?? '' }))
}

function wordsOf(slot: Slot): readonly string[] {
  switch (slot.kind) {
    case 'flag':
      return ['true', 'false']
    case 'choice':
      return slot.options ?? []
    case 'period':
      return periods(slot)
    case 'instanceType':
      return ec2InstanceTypes
    default:
      return slot.default === undefined ? [] : [slot.default]
  }
}

const usualPeriods = [
  '15 minutes',
  '30 minutes',
  '1 hour',
  '2 hours',
  '6 hours',
  '12 hours',
  '1 day',
  '1 week',
  '1 month',
]

/** Usual periods that the slot allows, its own default first. */
function periods({ default: usual, minPeriod, maxPeriod }: Slot): readonly string[] {
  const lengthOf = (text: string | undefined, otherwise: number) => {
    const period = text === undefined ? undefined : parsePeriod(text)
    return period ? periodMs(period) : otherwise
  }
  const [least, most] = [lengthOf(minPeriod, 0), lengthOf(maxPeriod, Number.POSITIVE_INFINITY)]
  const fitting = ['2 minutes', '10 minutes', ...usualPeriods].filter(one => {
    const length = lengthOf(one, 0)
    return length >= least && length <= most
  })
  return usual === undefined ? fitting : [usual, ...fitting.filter(one => one !== usual)]
}

const plain = (word: string, detail: string, rank = 0): Idea => ({
  label: word,
  kind: 'value',
  detail,
  about: '',
  text: word,
  rank,
})

const familyWords: Readonly<Record<string, string>> = { dataNode: 'data node', dataFormat: 'data format' }

/** Objects that a slot may point to; without a slot, all of them. */
export function referenceIdeas(definition: Definition, slot: Slot | undefined, owner: PipelineObject): readonly Idea[] {
  return definition.objects.flatMap((object): readonly Idea[] => {
    const type = typeOf(definition, object)
    const fits = !slot?.to || (type === undefined ? slot.to.includes('*') : accepts(slot, type))
    if (object.id === owner.id || object.id === '') return []
    return [
      {
        label: object.id,
        kind: 'reference',
        detail: type ?? 'no type',
        about: object.name === object.id ? '' : object.name,
        text: object.id,
        rank: fits ? 0 : 50,
      },
    ]
  })
}

/** Parameters as `#{…}`, and an empty expression, for a text that begins. */
export function expressionIdeas(definition: Definition): readonly Idea[] {
  return [
    ...definition.parameters.map(
      (parameter): Idea => ({
        label: `#{${parameter.id}}`,
        kind: 'parameter',
        detail: `parameter, ${attribute(parameter, 'type') ?? 'String'}`,
        about: attribute(parameter, 'description') ?? 'A parameter of this pipeline.',
        text: `#{${parameter.id}}`,
        rank: 60,
      }),
    ),
    {
      label: '#{…}',
      kind: 'function',
      detail: 'expression',
      about: 'A value that is worked out when it runs: fields, run times, parameters and functions.',
      text: '#{‹›}',
      rank: 61,
      filter: '#{',
    },
  ]
}

/** What an attribute of a parameter could say. */
export function attributeIdeas(key: string): readonly Idea[] {
  const type = Object.hasOwn(parameterAttributes, key) ? parameterAttributes[key] : undefined
  const words = type?.kind === 'flag' ? ['true', 'false'] : (type?.options ?? [])
  return words.map((word, rank) => ({ ...plain(word, type?.kind ?? '', rank), about: type?.help ?? '' }))
}

/** Parameters without a value, as keys of the list of values. */
export function valueKeys(definition: Definition): readonly Idea[] {
  const given = new Set(definition.values.map(value => bareId(value.id)))
  return definition.parameters
    .filter(parameter => !given.has(bareId(parameter.id)))
    .map(parameter => ({
      label: parameter.id,
      kind: 'parameter',
      detail: `parameter, ${attribute(parameter, 'type') ?? 'String'}`,
      about: attribute(parameter, 'description') ?? '',
      text: `"${parameter.id}": "‹›"`,
      rank: 0,
    }))
}
