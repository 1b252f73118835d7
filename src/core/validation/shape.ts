/** Whether a definition is made of the right parts: ids, types, fields. */

import { catalog } from '../catalog/index.ts'
import { factsOf, ofFamily, placeOf } from './facts.ts'
import { removeValue, setText } from './fixes.ts'
import { meantType } from './gather.ts'
import { rule } from './rule.ts'
import { shown } from './words.ts'

const nothingRuns = rule(
  'shape/nothing-runs',
  'warning',
  'frame',
  'A pipeline has something to do.',
  function* (definition) {
    const facts = factsOf(definition)
    if (facts.subjects.length === 0)
      yield { at: {}, message: 'This definition has no objects. Begin with an activity and the machine it runs on.' }
    else if (ofFamily(facts, 'activity').length === 0)
      yield { at: {}, message: 'Nothing in this pipeline is an activity, so no work will ever be done. Add one.' }
  },
)

const missingId = rule('shape/missing-id', 'error', 'object', 'Every object has an id.', function* (definition) {
  for (const { id, name } of definition.objects)
    if (id.trim() === '')
      yield {
        at: { object: id },
        message: `${name ? `The object ${shown(name)}` : 'An object'} has no id. Give it one.`,
      }
})

const missingName = rule('shape/missing-name', 'error', 'object', 'Every object has a name.', function* (definition) {
  for (const { id, name } of definition.objects)
    if (name.trim() === '' && id.trim() !== '')
      yield { at: { object: id, field: 'name' }, message: `${id} has an empty name. Write one, or leave it out.` }
})

const duplicateId = rule('shape/duplicate-id', 'error', 'frame', 'No two objects share an id.', function* (definition) {
  const seen = new Set<string>()
  for (const { id } of definition.objects) {
    if (seen.has(id) && id !== '')
      yield { at: { object: id }, message: `There is more than one object with the id ${id}. Rename or remove one.` }
    seen.add(id)
  }
})

const duplicateName = rule(
  'shape/duplicate-name',
  'info',
  'frame',
  'Names tell objects apart.',
  function* (definition) {
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
  },
)

const reservedId = rule(
  'shape/reserved-id',
  'warning',
  'object',
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

const idByCase = rule('shape/id-by-case', 'warning', 'frame', 'Ids differ by more than case.', function* (definition) {
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
  'object',
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

const unknownType = rule(
  'shape/unknown-type',
  'error',
  'object',
  'Every type is one of the service.',
  function* (definition) {
    for (const written of factsOf(definition).byKey.get('type') ?? []) {
      const { subject, text } = written
      if (text === undefined || catalog.has(text) || text === '' || text.includes('#{')) continue
      const reading = meantType(text)
      const meant = catalog.has(reading) ? reading : undefined
      yield {
        at: placeOf(written),
        message: `${subject.id} is of type ${shown(text)}, which the service does not have.${meant ? ` Did you mean ${meant}?` : ''}`,
        fixes: meant ? [setText(written, meant)] : [],
      }
    }
  },
)

const missingType = rule(
  'shape/missing-type',
  'error',
  'frame',
  'Every object that is used for itself has a type.',
  function* (definition) {
    const facts = factsOf(definition)
    const parents = new Set((facts.byKey.get('parent') ?? []).map(written => written.ref))
    for (const { id, type } of facts.subjects)
      if (type === undefined && id.trim() !== '' && !parents.has(id))
        yield {
          at: { object: id },
          message: `${id} has no type and nothing inherits from it. Say what it is, or remove it.`,
        }
  },
)

const defaultType = rule(
  'shape/default-type',
  'warning',
  'whole',
  'Default is nothing but Default.',
  function* (definition) {
    const subject = factsOf(definition).default
    for (const written of subject?.own.get('type') ?? [])
      if (written.text !== 'Default')
        yield {
          at: placeOf(written),
          message: `Default is of type ${shown(written.text ?? '')}, so every object without a type becomes one. Leave its type out.`,
          fixes: [removeValue(written)],
        }
  },
)

const deprecatedType = rule(
  'shape/deprecated-type',
  'info',
  'object',
  'Types are current ones.',
  function* (definition) {
    for (const written of factsOf(definition).byKey.get('type') ?? []) {
      const instead = catalog.get(written.text ?? '')?.deprecated
      if (instead)
        yield {
          at: placeOf(written),
          message: `${written.text} still works, but ${instead} has taken its place.`,
          fixes: [setText(written, instead)],
        }
    }
  },
)

const defaultWithParent = rule(
  'shape/default-with-parent',
  'warning',
  'whole',
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
  defaultWithParent,
]
