/** Whether objects have the fields they need, and none they cannot have. */

import { catalog, isRuntimeField, isUserField } from '../catalog/index.ts'
import type { Slot } from '../catalog/schema.ts'
import { factsOf, fieldPlace, has, placeOf, type Subject, type Written } from './facts.ts'
import { addReference, addText, removeValue, renameField, setText } from './fixes.ts'
import { type Remark, rule } from './rule.ts'
import { isSpare } from './spare.ts'
import { any, few, nearest, shown } from './words.ts'

const unknownField = rule(
  'shape/unknown-field',
  'warning',
  'object',
  'Every field is one its type has.',
  function* (definition) {
    for (const written of strangers(definition)) {
      const { key, subject } = written
      const meant = nearestField(subject, key)
      if (meant) continue
      yield {
        at: placeOf(written),
        message: `${subject.type ?? 'An object'} has no field ${shown(key)}, so the service makes nothing of it on ${subject.id}. Fields of your own begin with my.`,
        fixes: [renameField(written, `my${key.charAt(0).toUpperCase()}${key.slice(1)}`), removeValue(written)],
      }
    }
  },
)

const misspeltField = rule(
  'shape/misspelt-field',
  'warning',
  'object',
  'Fields are spelt as the service spells them.',
  function* (definition) {
    for (const written of strangers(definition)) {
      const { key, subject } = written
      const meant = nearestField(subject, key)
      if (!meant) continue
      yield {
        at: placeOf(written),
        message: `${subject.type ?? 'An object'} has no field ${shown(key)}. Did you mean ${meant}?`,
        fixes: has(subject, meant) ? [] : [renameField(written, meant)],
      }
    }
  },
)

const runtimeField = rule(
  'shape/runtime-field',
  'error',
  'object',
  'Fields of the service are left to it.',
  function* (definition) {
    for (const written of factsOf(definition).written) {
      const { key, slot, subject } = written
      if (slot ? !slot.runtime : !key.startsWith('@')) continue
      yield {
        at: placeOf(written),
        severity: key.startsWith('@') ? 'error' : 'warning',
        message: `${key} of ${subject.id} is written by the service while it runs. Remove it.`,
        fixes: [removeValue(written)],
      }
    }
  },
)

const missingField = rule(
  'shape/missing-field',
  'error',
  'frame',
  'Required fields are there.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of facts.subjects)
      for (const [key, slot] of requiredOf(subject.type)) {
        if (has(subject, key)) continue
        yield {
          at: { object: subject.id },
          message: `${subject.id} needs ${key}: ${lowerFirst(slot.help)}`,
          fixes: waysToFill(facts.subjects, subject, key, slot),
        }
      }
  },
)

const noneOf = rule('shape/none-of', 'error', 'frame', 'Of alternatives, one is given.', function* (definition) {
  const facts = factsOf(definition)
  for (const subject of facts.subjects)
    for (const { fields } of subject.schema?.oneOf ?? []) {
      if (fields.some(field => has(subject, field))) continue
      yield {
        at: { object: subject.id },
        message: `${subject.id} needs ${any(fields)}.`,
        fixes: fields.flatMap(key => {
          const slot = subject.schema?.slots[key]
          return slot?.kind === 'ref' ? waysToFill(facts.subjects, subject, key, slot) : []
        }),
      }
    }
})

const severalOf = rule(
  'shape/several-of',
  'error',
  'object',
  'Of alternatives that exclude each other, only one is given.',
  function* (definition) {
    for (const subject of factsOf(definition).subjects)
      for (const { fields, rule } of subject.schema?.oneOf ?? []) {
        const given = fields.filter(field => has(subject, field))
        if (rule !== 'exactlyOne' || given.length < 2) continue
        const own = given.flatMap(field => subject.own.get(field)?.[0] ?? [])
        yield {
          at: fieldPlace(subject, given[1] ?? ''),
          message: `${subject.id} has both ${given.join(' and ')}; only one of them may be given.`,
          fixes: own.length === given.length ? own.map(removeValue) : [],
        }
      }
  },
)

const doubledField = rule(
  'shape/doubled-field',
  'error',
  'object',
  'Fields that take one value have one.',
  function* (definition) {
    for (const { own, id } of factsOf(definition).subjects)
      for (const [key, values] of own) {
        const second = values[1]
        if (!second || (key !== 'type' && (!second.slot || second.slot.many))) continue
        const text = second.slot?.kind === 'text' || second.slot?.kind === 'script' || second.slot?.kind === 's3'
        yield {
          at: placeOf(second),
          severity: text ? 'warning' : 'error',
          message: `${key} of ${id} takes one value, but has ${values.length}. Keep one.`,
          fixes: [removeValue(second)],
        }
      }
  },
)

const repeatedReference = rule(
  'shape/repeated-reference',
  'warning',
  'object',
  'Lists name each object once.',
  function* (definition) {
    for (const { own, id } of factsOf(definition).subjects)
      for (const values of own.values()) {
        if (values.length < 2) continue
        const seen = new Set<string>()
        for (const written of values) {
          if (written.ref === undefined) continue
          if (seen.has(written.ref) && written.slot?.many)
            yield {
              at: placeOf(written),
              message: `${id} names ${written.ref} twice in ${written.key}. Once is enough.`,
              fixes: [removeValue(written)],
            }
          seen.add(written.ref)
        }
      }
  },
)

const emptyValue = rule('shape/empty-value', 'error', 'object', 'No value is empty.', function* (definition) {
  for (const written of factsOf(definition).written)
    if (written.text === '' || written.ref === '' || (written.text === undefined && written.ref === undefined))
      yield {
        at: placeOf(written),
        message: `${written.key} of ${written.subject.id} is empty, and the service refuses the whole definition for it. Fill it in or remove it.`,
        fixes: [removeValue(written)],
      }
})

const blankValue = rule(
  'shape/blank-value',
  'warning',
  'object',
  'No value is made of blanks alone.',
  function* (definition) {
    for (const written of factsOf(definition).written) {
      if (written.text === undefined || written.text === '' || /\S/.test(written.text)) continue
      if (!written.slot || written.slot.kind === 'text') continue
      yield {
        at: placeOf(written),
        message: `${written.key} of ${written.subject.id} holds nothing but blanks. Fill it in or remove it.`,
        fixes: isSpare(written) ? [removeValue(written)] : [],
      }
    }
  },
)

const controlCharacter = rule(
  'shape/control-character',
  'error',
  'object',
  'Texts hold no control characters.',
  function* (definition) {
    for (const written of factsOf(definition).written) {
      const found = written.text === undefined ? null : forbidden.exec(written.text)
      if (!found) continue
      const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
      yield {
        at: placeOf(written),
        message: `${written.key} of ${written.subject.id} holds the control character U+${code}, which the service refuses. Remove it.`,
        fixes: [setText(written, (written.text ?? '').replace(new RegExp(forbidden, 'g'), ''))],
      }
    }
  },
)

const deprecatedField = rule(
  'shape/deprecated-field',
  'warning',
  'object',
  'Fields are current ones.',
  function* (definition) {
    for (const written of factsOf(definition).written)
      if (written.slot?.deprecated)
        yield {
          at: placeOf(written),
          message: `${written.key} of ${written.subject.id} no longer means anything. ${written.slot.deprecated}`,
          fixes: [removeValue(written)],
        }
  },
)

const abstractUnused = rule(
  'shape/idle-default',
  'info',
  'whole',
  'Default hands down fields that somebody takes.',
  function* (definition) {
    const subject = factsOf(definition).default
    if (!subject) return
    for (const [key, [written]] of subject.own) {
      if (!written || written.slot || ['type', 'parent'].includes(key) || isUserField(key) || isRuntimeField(key))
        continue
      const known = [...catalog.values()].filter(type => Object.hasOwn(type.slots, key)).map(type => type.name)
      if (known.length > 0)
        yield {
          at: placeOf(written),
          message: `Default sets ${key}, but nothing here takes it; it belongs to ${few(known)}.`,
          fixes: [removeValue(written)],
        }
    }
  },
)

export const fieldRules = [
  unknownField,
  misspeltField,
  runtimeField,
  missingField,
  noneOf,
  severalOf,
  doubledField,
  repeatedReference,
  emptyValue,
  blankValue,
  controlCharacter,
  deprecatedField,
  abstractUnused,
]

const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

/** Fields that neither the type has nor authors may add; those of unknown types are not judged. */
function* strangers(definition: Parameters<typeof factsOf>[0]): Generator<Written> {
  for (const written of factsOf(definition).written) {
    const { key, slot, subject } = written
    if (slot || key === 'type' || isUserField(key) || key.startsWith('@')) continue
    if (subject.type === undefined ? subject.heirs.size === 0 : !catalog.has(subject.type)) continue
    if (subject.family === 'resource' && ownRunner.has(key)) continue
    if (subject.family === 'default' && knownSomewhere.has(key)) continue
    yield written
  }
}

/** Told apart by a rule of its own: machines run on nothing. */
const ownRunner: ReadonlySet<string> = new Set(['runsOn', 'workerGroup'])

const knownSomewhere: ReadonlySet<string> = new Set([...catalog.values()].flatMap(type => Object.keys(type.slots)))

function nearestField(subject: Subject, key: string): string | undefined {
  const types = subject.type !== undefined ? [subject.type] : [...subject.heirs]
  const keys = types.flatMap(type => {
    const slots = catalog.get(type)?.slots ?? {}
    return Object.keys(slots).filter(name => !slots[name]?.runtime)
  })
  return nearest(key, keys)
}

const required = new Map(
  [...catalog].map(([name, type]) => [name, Object.entries(type.slots).filter(([, slot]) => slot.required)] as const),
)

const requiredOf = (type: string | undefined): readonly (readonly [string, Slot])[] =>
  (type === undefined ? undefined : required.get(type)) ?? []

/** Commands that fill a missing field: with objects that fit, or with the usual text. */
function waysToFill(
  subjects: readonly Subject[],
  subject: Subject,
  key: string,
  slot: Slot,
): NonNullable<Remark['fixes']> {
  if (slot.kind === 'ref')
    return subjects
      .filter(one => one !== subject && one.type !== undefined && slot.to?.includes(one.type))
      .slice(0, 3)
      .map(one => addReference(subject.id, key, one.id))
  const usual = usualTexts[key] ?? slot.default
  return usual === undefined ? [] : [addText(subject.id, key, usual)]
}

const usualTexts: Readonly<Record<string, string>> = {
  role: 'DataPipelineDefaultRole',
  resourceRole: 'DataPipelineDefaultResourceRole',
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
