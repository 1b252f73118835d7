/** Whether a definition is made of the right parts: ids, types, fields. */

import { catalog, isRuntimeField, isUserField } from '../catalog/index.ts'
import type { Slot } from '../catalog/schema.ts'
import { factsOf, fieldPlace, has, ofFamily, placeOf, type Subject, type Written } from './facts.ts'
import { addReference, addText, removeValue, renameField, setText } from './fixes.ts'
import { type Remark, rule } from './rule.ts'
import { any, few, nearest, shown } from './words.ts'

const nothingRuns = rule('shape/nothing-runs', 'warning', 'A pipeline has something to do.', function* (definition) {
  const facts = factsOf(definition)
  if (facts.subjects.length === 0)
    yield { at: {}, message: 'This definition has no objects. Begin with an activity and the machine it runs on.' }
  else if (ofFamily(facts, 'activity').length === 0)
    yield { at: {}, message: 'Nothing in this pipeline is an activity, so no work will ever be done. Add one.' }
})

const missingId = rule('shape/missing-id', 'error', 'Every object has an id.', function* (definition) {
  for (const { id, name } of definition.objects)
    if (id.trim() === '')
      yield {
        at: { object: id },
        message: `${name ? `The object ${shown(name)}` : 'An object'} has no id. Give it one.`,
      }
})

const missingName = rule('shape/missing-name', 'error', 'Every object has a name.', function* (definition) {
  for (const { id, name } of definition.objects)
    if (name.trim() === '' && id.trim() !== '')
      yield { at: { object: id, field: 'name' }, message: `${id} has an empty name. Write one, or leave it out.` }
})

const duplicateId = rule('shape/duplicate-id', 'error', 'No two objects share an id.', function* (definition) {
  const seen = new Set<string>()
  for (const { id } of definition.objects) {
    if (seen.has(id) && id !== '')
      yield { at: { object: id }, message: `There is more than one object with the id ${id}. Rename or remove one.` }
    seen.add(id)
  }
})

const duplicateName = rule('shape/duplicate-name', 'info', 'Names tell objects apart.', function* (definition) {
  const seen = new Map<string, string>()
  for (const { id, name } of definition.objects) {
    const other = seen.get(name)
    if (other !== undefined && other !== id)
      yield {
        at: { object: id, field: 'name' },
        message: `${id} and ${other} are both called ${shown(name)}, so runs and alarms are hard to tell apart.`,
      }
    else seen.set(name, id)
  }
})

const reservedId = rule(
  'shape/reserved-id',
  'warning',
  'Ids stay clear of special characters.',
  function* (definition) {
    for (const { id } of definition.objects)
      if (/^[@*]|#/.test(id))
        yield {
          at: { object: id },
          message: `The id ${id} uses a character with a meaning of its own: @ begins ids of runs, * hides values, # begins expressions.`,
        }
  },
)

const idByCase = rule('shape/id-by-case', 'warning', 'Ids differ by more than case.', function* (definition) {
  const seen = new Map<string, string>()
  for (const { id } of definition.objects) {
    const other = seen.get(id.toLowerCase())
    if (other !== undefined && other !== id)
      yield { at: { object: id }, message: `${id} and ${other} differ by case alone; references do mind case.` }
    seen.set(id.toLowerCase(), id)
  }
})

const misspeltDefault = rule(
  'shape/misspelt-default',
  'warning',
  'The object all others inherit from is called Default.',
  function* (definition) {
    for (const { id } of definition.objects)
      if (id !== 'Default' && id.toLowerCase() === 'default')
        yield {
          at: { object: id },
          message: `Only an object with the id Default hands its fields to all others; ${id} does not. Rename it.`,
        }
  },
)

const unknownType = rule('shape/unknown-type', 'error', 'Every type is one of the service.', function* (definition) {
  for (const written of factsOf(definition).byKey.get('type') ?? []) {
    const { subject, text } = written
    if (text === undefined || catalog.has(text) || text === '' || text.includes('#{')) continue
    const meant = nearest(text, catalog.keys())
    yield {
      at: placeOf(written),
      message: `${subject.id} is of type ${shown(text)}, which the service does not have.${meant ? ` Did you mean ${meant}?` : ''}`,
      fixes: meant ? [setText(written, meant)] : [],
    }
  }
})

const missingType = rule(
  'shape/missing-type',
  'error',
  'Every object that is used for itself has a type.',
  function* (definition) {
    const facts = factsOf(definition)
    const parents = new Set((facts.byKey.get('parent') ?? []).map(written => written.ref))
    for (const { id, type } of facts.subjects)
      if (type === undefined && !parents.has(id))
        yield {
          at: { object: id },
          message: `${id} has no type and nothing inherits from it. Say what it is, or remove it.`,
        }
  },
)

const defaultType = rule('shape/default-type', 'warning', 'Default is nothing but Default.', function* (definition) {
  const subject = factsOf(definition).default
  for (const written of subject?.own.get('type') ?? [])
    if (written.text !== 'Default')
      yield {
        at: placeOf(written),
        message: `Default is of type ${shown(written.text ?? '')}, so every object without a type becomes one. Leave its type out.`,
        fixes: [removeValue(written)],
      }
})

const deprecatedType = rule('shape/deprecated-type', 'info', 'Types are current ones.', function* (definition) {
  for (const written of factsOf(definition).byKey.get('type') ?? []) {
    const instead = catalog.get(written.text ?? '')?.deprecated
    if (instead)
      yield {
        at: placeOf(written),
        message: `${written.text} still works, but ${instead} has taken its place.`,
        fixes: [setText(written, instead)],
      }
  }
})

const unknownField = rule('shape/unknown-field', 'warning', 'Every field is one its type has.', function* (definition) {
  for (const written of strangers(definition)) {
    const { key, subject } = written
    const meant = nearestField(subject, key)
    if (meant) continue
    yield {
      at: placeOf(written),
      message: `${subject.type ?? 'An object'} has no field ${shown(key)}, so ${subject.id} keeps it without effect. Fields of your own begin with my.`,
      fixes: [renameField(written, `my${key.charAt(0).toUpperCase()}${key.slice(1)}`), removeValue(written)],
    }
  }
})

const misspeltField = rule(
  'shape/misspelt-field',
  'warning',
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

const missingField = rule('shape/missing-field', 'error', 'Required fields are there.', function* (definition) {
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
})

const noneOf = rule('shape/none-of', 'error', 'Of alternatives, one is given.', function* (definition) {
  const facts = factsOf(definition)
  for (const subject of facts.subjects)
    for (const { fields } of catalog.get(subject.type ?? '')?.oneOf ?? []) {
      if (fields.some(field => has(subject, field))) continue
      yield {
        at: { object: subject.id },
        message: `${subject.id} needs ${any(fields)}.`,
        fixes: fields.flatMap(key => {
          const slot = catalog.get(subject.type ?? '')?.slots[key]
          return slot?.kind === 'ref' ? waysToFill(facts.subjects, subject, key, slot) : []
        }),
      }
    }
})

const severalOf = rule(
  'shape/several-of',
  'error',
  'Of alternatives that exclude each other, only one is given.',
  function* (definition) {
    for (const subject of factsOf(definition).subjects)
      for (const { fields, rule } of catalog.get(subject.type ?? '')?.oneOf ?? []) {
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

const emptyValue = rule('shape/empty-value', 'error', 'No value is empty.', function* (definition) {
  for (const written of factsOf(definition).written)
    if (written.text === '' || written.ref === '' || (written.text === undefined && written.ref === undefined))
      yield {
        at: placeOf(written),
        message: `${written.key} of ${written.subject.id} is empty, and the service refuses the whole definition for it. Fill it in or remove it.`,
        fixes: [removeValue(written)],
      }
})

const blankValue = rule('shape/blank-value', 'warning', 'No value is made of blanks alone.', function* (definition) {
  for (const written of factsOf(definition).written) {
    if (written.text === undefined || written.text === '' || written.text.trim() !== '') continue
    if (!written.slot || written.slot.kind === 'text') continue
    yield {
      at: placeOf(written),
      message: `${written.key} of ${written.subject.id} holds nothing but blanks. Fill it in or remove it.`,
      fixes: [removeValue(written)],
    }
  }
})

const controlCharacter = rule(
  'shape/control-character',
  'error',
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

const deprecatedField = rule('shape/deprecated-field', 'warning', 'Fields are current ones.', function* (definition) {
  for (const written of factsOf(definition).written)
    if (written.slot?.deprecated)
      yield {
        at: placeOf(written),
        message: `${written.key} of ${written.subject.id} no longer means anything. ${written.slot.deprecated}`,
        fixes: [removeValue(written)],
      }
})

const defaultWithParent = rule(
  'shape/default-with-parent',
  'warning',
  'Default inherits from nothing.',
  function* (definition) {
    for (const written of factsOf(definition).default?.own.get('parent') ?? [])
      yield {
        at: placeOf(written),
        message: 'Default is the top of all inheritance. Move what it inherits into it, and remove its parent.',
        fixes: [removeValue(written)],
      }
  },
)

const abstractUnused = rule(
  'shape/idle-default',
  'info',
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

export const shapeRules = [
  nothingRuns,
  missingId,
  missingName,
  duplicateId,
  duplicateName,
  reservedId,
  idByCase,
  misspeltDefault,
  unknownType,
  missingType,
  defaultType,
  deprecatedType,
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
  defaultWithParent,
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
