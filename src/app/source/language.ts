import { accepts, catalog, objectTypes, slotOf } from '../../core/catalog/index.ts'
import type { Slot } from '../../core/catalog/schema.ts'
import { bareId } from '../../core/definition/parameters.ts'
import { attribute, objectById, ownValue, typeOf } from '../../core/definition/query.ts'
import { type Document, placeAt } from '../../core/definition/text.ts'
import { functions, signatureOf } from '../../core/expression/functions.ts'

/** What the text pane offers and explains: the catalogue's and the definition's own words. No editor is named here. */

export interface Proposal {
  readonly label: string
  readonly kind: 'field' | 'value' | 'reference' | 'function'
  readonly about: string
  /** Replaces the word before the caret; `$1` is where the caret goes. */
  readonly insert: string
}

/** What could stand at an offset; `before` is the text of the line up to there. */
export function proposals(document: Document, offset: number, before: string): readonly Proposal[] {
  const { definition } = document
  const place = placeAt(document, offset)
  const object = place?.object === undefined ? undefined : objectById(definition, place.object)
  const type = object && typeOf(definition, object)
  if (/#\{[^}"]*$/.test(before)) return inExpression(document, type)
  if (/"ref"\s*:\s*"[^"]*$/.test(before)) return references(document, slotOf(type, place?.field ?? ''), place?.object)
  const value = /"([^"]+)"\s*:\s*\[?[^\]]*"[^"]*$/.exec(before)
  if (value) return values(value[1] ?? '', type)
  if (/(^|[{,])\s*"[^"]*$/.test(before) && object) return keys(type, new Set(object.fields.map(field => field.key)))
  return []
}

function keys(type: string | undefined, used: ReadonlySet<string>): readonly Proposal[] {
  const slots = Object.entries(
    catalog.get(type ?? '')?.slots ?? { type: { kind: 'text', help: 'What it is.' } as Slot },
  )
  return slots
    .filter(([key, slot]) => !slot.runtime && !used.has(key))
    .map(([key, slot]) => ({ label: key, kind: 'field', about: slot.help, insert: `${key}": ${valueFor(slot)}` }))
}

/** How a value of a slot begins; the closing mark of the key is part of what is inserted. */
const valueFor = (slot: Slot): string =>
  slot.kind === 'ref' ? '{ "ref": "$1" }' : `"${slot.default?.replace(/[\\$}]/g, '') ?? '$1'}"`

function values(key: string, type: string | undefined): readonly Proposal[] {
  if (key === 'type')
    return objectTypes.map(one => ({ label: one.name, kind: 'value', about: one.summary, insert: one.name }))
  const slot = slotOf(type, key)
  const options = slot?.kind === 'flag' ? ['true', 'false'] : (slot?.options ?? [])
  return options.map(option => ({ label: option, kind: 'value', about: slot?.help ?? '', insert: option }))
}

const references = ({ definition }: Document, slot: Slot | undefined, owner: string | undefined): readonly Proposal[] =>
  definition.objects.flatMap(object => {
    const type = typeOf(definition, object)
    const fits = !slot || (type === undefined ? slot.to?.includes('*') : accepts(slot, type))
    if (!fits || object.id === owner) return []
    return [{ label: object.id, kind: 'reference' as const, about: type ?? 'no type', insert: object.id }]
  })

function inExpression({ definition }: Document, type: string | undefined): readonly Proposal[] {
  const runtime = Object.entries(catalog.get(type ?? '')?.slots ?? {})
  return [
    ...definition.parameters.map(parameter => ({
      label: parameter.id,
      kind: 'value' as const,
      about: attribute(parameter, 'description') ?? 'A parameter of this pipeline.',
      insert: parameter.id,
    })),
    ...runtime
      .filter(([key]) => !key.startsWith('*'))
      .map(([key, slot]) => ({ label: key, kind: 'field' as const, about: slot.help, insert: key })),
    ...functions.map(one => ({
      label: signatureOf(one),
      kind: 'function' as const,
      about: `${one.help} ${one.example.expression} gives ${one.example.value}.`,
      insert: `${one.name}($1)`,
    })),
  ]
}

/** What stands at an offset, explained in markdown; undefined where there is nothing to say. */
export function explanation(document: Document, offset: number, word: string): string | undefined {
  const { definition } = document
  const place = placeAt(document, offset)
  if (place?.parameter !== undefined) return undefined
  const object = place?.object === undefined ? undefined : objectById(definition, place.object)
  if (!object || !place) return undefined
  const type = typeOf(definition, object)
  const target = objectById(definition, word)
  if (target && target !== object) {
    const targetType = typeOf(definition, target)
    const named = target.name === target.id ? '' : ` *${target.name}*`
    return `**${target.id}**${named}: ${targetType ?? 'no type'}. ${catalog.get(targetType ?? '')?.summary ?? ''}`
  }
  const parameter = definition.parameters.find(one => bareId(one.id) === bareId(word))
  if (parameter) return `Parameter **${parameter.id}**. ${attribute(parameter, 'description') ?? ''}`
  const entry = functions.find(one => one.name === word)
  if (entry)
    return `\`${signatureOf(entry)}\`\n\n${entry.help}\n\n\`${entry.example.expression}\` gives \`${entry.example.value}\``
  if (word === ownValue(object, 'type'))
    return `**${word}**: ${catalog.get(word)?.summary ?? 'The catalogue does not know this type.'}`
  const slot = place.field === undefined ? undefined : slotOf(type, place.field)
  return (
    slot &&
    `**${place.field}** (${kindWords[slot.kind]}${slot.required ? ', needed' : ''})\n\n${slot.help}${
      slot.default === undefined ? '' : `\n\n${slot.default} if left out.`
    }`
  )
}

const kindWords: Readonly<Record<Slot['kind'], string>> = {
  text: 'text',
  script: 'script',
  s3: 'S3 address',
  instanceType: 'instance type',
  secret: 'secret text',
  integer: 'whole number',
  double: 'number',
  flag: 'true or false',
  period: 'period',
  dateTime: 'date and time in UTC',
  choice: 'one of some words',
  ref: 'reference',
}
