import { objectTypes } from '../catalog/index.ts'
import type { ObjectType, Slot } from '../catalog/schema.ts'
import { freeId } from '../definition/commands.ts'
import { lineIndent } from '../definition/layout.ts'
import { styleOf } from '../definition/style.ts'
import type { Document } from '../definition/text.ts'
import { startOf, wireValueOf } from './complete-keys.ts'
import type { Idea } from './proposal.ts'

/** Whole objects to put into the list: each type with what it must say. */
export function objectIdeas(document: Document, offset: number, wire: boolean): readonly Idea[] {
  const { newline, unit } = styleOf(document)
  const indent = lineIndent(document.text, offset)
  return objectTypes
    .filter(type => !type.deprecated && type.family !== 'default')
    .map(type => {
      const id = freeId(document.definition, type.name)
      const body = wire ? wireBody(type, id, unit) : members(type, id)
      return {
        label: type.name,
        kind: 'object' as const,
        detail: 'new object',
        about: type.summary,
        text: `{${newline}${body.map(line => indent + unit + line).join(`,${newline}`)}${newline}${indent}}`,
        rank: 0,
      }
    })
}

/** Fields without which it is not whole: required ones, and the first of each group of which one must be there. */
function needed({ slots, oneOf }: ObjectType): readonly (readonly [string, Slot])[] {
  const required = Object.keys(slots).filter(key => slots[key]?.required)
  const grouped = oneOf.flatMap(group =>
    group.fields.some(field => required.includes(field))
      ? []
      : Object.keys(slots)
          .filter(key => group.fields.includes(key))
          .slice(0, 1),
  )
  return [...new Set([...required, ...grouped])].flatMap(key => {
    const slot = slots[key]
    return slot ? [[key, slot] as const] : []
  })
}

const members = (type: ObjectType, id: string): readonly string[] => [
  `"id": "‹${id}›"`,
  `"type": "${type.name}"`,
  ...needed(type).map(([key, slot]) => `"${key}": ${startOf(slot)}`),
]

const wireBody = (type: ObjectType, id: string, unit: string): readonly string[] => [
  `"id": "‹${id}›"`,
  `"name": "${id}"`,
  `"fields": [${[
    `{ "key": "type", "stringValue": "${type.name}" }`,
    ...needed(type).map(([key, slot]) => `{ "key": "${key}", ${wireValueOf(slot)} }`),
  ].join(`,${unit.includes('\t') ? '\t' : ' '}`)}]`,
]

/** A new parameter. */
export const parameterIdea = (wire: boolean): Idea => ({
  label: 'parameter',
  kind: 'object',
  detail: 'new parameter',
  about: 'A named hole in the definition that is filled at activation.',
  text: wire
    ? '{ "id": "my‹›", "attributes": [{ "key": "type", "stringValue": "‹String›" }] }'
    : '{ "id": "my‹›", "type": "‹String›", "description": "‹›" }',
  rank: 0,
})
