import { catalog } from '../catalog/index.ts'
import { type ParameterAttributeType, parameterAttributes } from '../catalog/parameters.ts'
import type { ObjectType, Slot } from '../catalog/schema.ts'
import { effectiveFields } from '../definition/query.ts'
import type { Document } from '../definition/text.ts'
import type { Idea } from './proposal.ts'
import type { Site } from './site.ts'
import { slotWords } from './words.ts'

/** Keys that an object lacks: those it must have first, retired ones never. */
export function objectKeys(document: Document, site: Extract<Site, { in: 'object' }>): readonly Idea[] {
  const { object, type: name, used } = site
  const type = catalog.get(name ?? '')
  const inherited = new Set(
    object.id === ''
      ? []
      : effectiveFields(document.definition, object)
          .filter(one => one.from !== object.id)
          .map(one => one.key),
  )
  const has = (key: string) => used.has(key) || inherited.has(key)
  const groups = type?.oneOf.filter(group => !group.fields.some(has)) ?? []
  const ideas = Object.entries(slotsOf(type)).flatMap(([key, slot]): readonly Idea[] => {
    if (slot.runtime || slot.deprecated || (used.has(key) && !site.wire)) return []
    const needed = (slot.required && !has(key)) || groups.some(group => group.fields.includes(key))
    const note = needed ? 'needed, ' : inherited.has(key) ? 'set by a parent, ' : ''
    return [
      {
        label: key,
        kind: 'field',
        detail: `${note}${slotWords(slot)}`,
        about: slot.help,
        text: member(key, startOf(slot)),
        rank: (needed ? 0 : 10) + (inherited.has(key) ? 5 : 0),
      },
    ]
  })
  return [...head(site.caret.frames.at(-1)?.members), ...ideas]
}

/** Where the type is not known yet, it is what to say first. */
const slotsOf = (type: ObjectType | undefined): Readonly<Record<string, Slot>> => ({
  ...(type ? {} : { type: { kind: 'text', help: 'What it is.', required: true } as const }),
  ...type?.slots,
})

function head(members: ReadonlyMap<string, string> | undefined): readonly Idea[] {
  return (['id', 'name'] as const)
    .filter(key => members && !members.has(key))
    .map(key => ({
      label: key,
      kind: 'field',
      detail: key === 'id' ? 'needed, text' : 'text',
      about: key === 'id' ? 'What others call it by.' : 'What lists call it; its id where it is left out.',
      text: member(key, '"‹›"'),
      rank: key === 'id' ? -1 : 12,
    }))
}

const member = (key: string, value: string): string => `"${key}": ${value}`

/** How a value of a slot begins. */
export function startOf(slot: Slot): string {
  if (slot.kind === 'ref') return '{ "ref": "‹›" }'
  return `"‹${(slot.default ?? '').replace(/["\\‹›]/g, '')}›"`
}

/** The same in the shape of the API, where a field is an object of its own. */
export const wireValueOf = (slot: Slot | undefined): string =>
  slot?.kind === 'ref' ? '"refValue": "‹›"' : '"stringValue": "‹›"'

/** Members of a field object of the API. */
export const wireMembers: readonly Idea[] = [
  ['key', 'What the field is called.'],
  ['stringValue', 'What it says.'],
  ['refValue', 'The id of the object it points to.'],
].map(([key = '', about = ''], rank) => ({
  label: key,
  kind: 'field',
  detail: 'text',
  about,
  text: member(key, '"‹›"'),
  rank,
}))

/** Attributes that a parameter lacks. */
export function parameterKeys({ used }: Extract<Site, { in: 'parameter' }>): readonly Idea[] {
  const attributes: Readonly<Record<string, ParameterAttributeType>> = {
    id: { kind: 'text', help: 'Begins with my; a star before it keeps the value masked.' },
    ...parameterAttributes,
  }
  return Object.entries(attributes)
    .filter(([key]) => !used.has(key))
    .map(([key, { help, kind, undocumented }], at) => ({
      label: key,
      kind: 'field',
      detail: kind,
      about: undocumented ? `${help} Used by samples, not in the guide.` : help,
      text: member(key, key === 'id' ? '"my‹›"' : '"‹›"'),
      rank: at + (undocumented ? 20 : 0),
    }))
}

const lists = [
  ['objects', 'The objects of the pipeline.'],
  ['parameters', 'What is asked for at activation.'],
] as const

/** The lists of a definition. */
export function fileKeys(present: ReadonlySet<string>): readonly Idea[] {
  return [
    ...lists.map(
      ([key, about], rank): Idea => ({
        label: key,
        kind: 'field',
        detail: 'list',
        about,
        text: member(key, '[‹›]'),
        rank,
      }),
    ),
    {
      label: 'values',
      kind: 'field',
      detail: 'members',
      about: 'Values of the parameters.',
      text: member('values', '{‹›}'),
      rank: 2,
    } as const,
  ].filter(({ label }) => !present.has(label))
}
