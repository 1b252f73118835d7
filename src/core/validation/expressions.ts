/** Whether expressions can be read, and name what exists. */

import { isUserField, objectTypes, slotOf } from '../catalog/index.ts'
import { bareId } from '../definition/parameters.ts'
import { functionNamed, functions, signatureOf } from '../expression/functions.ts'
import { problemOf as patternProblemOf } from './date-patterns.ts'
import { type Facts, factsOf, has, nameOf, placeOf, type Subject, targetsOf } from './facts.ts'
import { addParameter, replaceWithin, setText } from './fixes.ts'
import { rule } from './rule.ts'
import { expressionsOf } from './templates.ts'
import { hasSomewhere, idsGiven, undeclaredIn } from './undeclared.ts'
import { nearest, plural, shown } from './words.ts'

const syntax = rule('expression/syntax', 'error', 'object', 'Expressions can be read.', function* (definition) {
  for (const { written, template } of expressionsOf(definition).texts)
    for (const { message, span } of template.errors)
      yield {
        at: placeOf(written),
        within: span,
        message: `${nameOf(written)} has an expression that cannot be read. ${message}`,
      }
})

const wrongPlace = rule(
  'expression/wrong-place',
  'error',
  'object',
  'Ids, names, types and references are written out.',
  function* (definition) {
    for (const written of factsOf(definition).written)
      if (written.ref?.includes('#{'))
        yield {
          at: placeOf(written),
          message: `${nameOf(written)} points to ${shown(written.ref)}; references cannot be expressions. Name the object.`,
        }
      else if (written.key === 'type' && written.text?.includes('#{'))
        yield {
          at: placeOf(written),
          message: `The type of ${written.subject.id} cannot be an expression. Write it out.`,
        }
    for (const { id, name } of definition.objects) {
      if (id.includes('#{'))
        yield { at: { object: id }, message: `The id ${shown(id)} cannot be an expression. Write it out.` }
      else if (name.includes('#{') && name !== id)
        yield {
          at: { object: id, field: 'name' },
          severity: 'warning',
          message: `The name of ${id} is not evaluated: people will read ${shown(name)} as it stands.`,
        }
    }
  },
)

const unknownFunction = rule(
  'expression/unknown-function',
  'error',
  'object',
  'Functions are ones of the language.',
  function* (definition) {
    for (const [written, call] of expressionsOf(definition).calls) {
      if (functionNamed(call.name)) continue
      const meant = nearest(
        call.name,
        functions.map(one => one.name),
      )
      yield {
        at: placeOf(written),
        within: call.nameSpan,
        message: `${nameOf(written)} calls ${call.name}(), which the service does not have.${meant ? ` Did you mean ${meant}()?` : ''}`,
        fixes: meant ? [replaceWithin(written, call.nameSpan, meant)] : [],
      }
    }
  },
)

const argumentCount = rule(
  'expression/argument-count',
  'error',
  'object',
  'Functions get as many arguments as they take.',
  function* (definition) {
    for (const [written, call] of expressionsOf(definition).calls) {
      const entry = functionNamed(call.name)
      if (!entry || entry.args.length === call.args.length) continue
      yield {
        at: placeOf(written),
        within: call.span,
        message: `${nameOf(written)} gives ${call.name}() ${plural(call.args.length, 'argument')}; it is ${signatureOf(entry)}.`,
      }
    }
  },
)

const undeclaredParameter = rule(
  'expression/undeclared-parameter',
  'warning',
  'whole',
  'Parameters in use are declared.',
  function* (definition) {
    const given = idsGiven(definition)
    for (const { written, name, span } of undeclaredIn(definition)) {
      const meant = nearest(name, given.keys())
      yield {
        at: placeOf(written),
        within: span,
        message: meant
          ? `${nameOf(written)} asks for ${name}, which is neither a parameter nor a field of its own. Did you mean ${meant}?`
          : `${nameOf(written)} asks for ${name}, which is neither a parameter nor a field of its own. Declare it, or give its value at activation.`,
        fixes: [...(meant ? [replaceWithin(written, span, meant)] : []), addParameter(name)],
      }
    }
  },
)

const unknownName = rule(
  'expression/unknown-name',
  'warning',
  'whole',
  'Names lead to fields that exist.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const [written, path] of expressionsOf(definition).paths) {
      const problem = problemOf(facts, written.subject, path.segments)
      if (!problem) continue
      const { name, meant, message } = problem
      const at = path.segments.lastIndexOf(name)
      const offset = path.span.offset + path.segments.slice(0, at).reduce((length, one) => length + one.length + 1, 0)
      yield {
        at: placeOf(written),
        within: { offset, length: name.length },
        message: `${nameOf(written)}: ${message}${meant ? ` Did you mean ${meant}?` : ''}`,
        fixes: meant ? [replaceWithin(written, { offset, length: name.length }, meant)] : [],
      }
    }
  },
)

const nodeOutside = rule(
  'expression/node-outside',
  'warning',
  'object',
  'Only actions and preconditions speak of their node.',
  function* (definition) {
    for (const [written, { segments, span }] of expressionsOf(definition).paths) {
      const { family, type, id } = written.subject
      if (segments[0] !== 'node' || type === undefined || family === 'default') continue
      if (family === 'action' || family === 'precondition' || has(written.subject, 'node')) continue
      yield {
        at: placeOf(written),
        within: { offset: span.offset, length: 'node'.length },
        message: `${nameOf(written)} speaks of node, which only actions and preconditions have. ${id} can name its own fields directly.`,
      }
    }
  },
)

const runtimeTooFar = rule(
  'expression/runtime-too-far',
  'warning',
  'object',
  'Runtime fields are read over one reference.',
  function* (definition) {
    for (const [written, { segments, span }] of expressionsOf(definition).paths)
      if (segments.length > 2 && segments.at(-1)?.startsWith('@'))
        yield {
          at: placeOf(written),
          within: span,
          message: `${nameOf(written)} reads ${segments.join('.')}, but runtime fields can be read over one reference only, as in ${segments[0]}.${segments.at(-1)}.`,
        }
  },
)

const referenceAsText = rule(
  'expression/reference-as-text',
  'info',
  'object',
  'References in texts are meant to be ids.',
  function* (definition) {
    for (const [written, { segments, span }] of expressionsOf(definition).paths) {
      const [name = ''] = segments
      const slot = slotOf(written.subject.type, name)
      if (segments.length > 1 || slot?.kind !== 'ref' || slot.runtime || !has(written.subject, name)) continue
      yield {
        at: placeOf(written),
        within: span,
        message: `${nameOf(written)} turns ${name} into text, which gives an id. For a field of it write ${name}.field.`,
      }
    }
  },
)

const datePattern = rule(
  'expression/date-pattern',
  'warning',
  'object',
  'Date patterns say what they look like.',
  function* (definition) {
    for (const [written, call] of expressionsOf(definition).calls) {
      const pattern = call.name === 'format' ? call.args[1] : undefined
      if (pattern?.kind !== 'string') continue
      const problem = patternProblemOf(pattern.value)
      if (!problem) continue
      const quote = written.text?.[pattern.span.offset] ?? "'"
      yield {
        at: placeOf(written),
        within: pattern.span,
        message: `In the pattern ${shown(pattern.value)} of ${nameOf(written)}, ${problem.says}`,
        fixes: problem.meant ? [replaceWithin(written, pattern.span, quote + problem.meant + quote)] : [],
      }
    }
  },
)

const dollar = rule(
  'expression/dollar',
  'warning',
  'object',
  'Parameters are written with a hash.',
  function* (definition) {
    const given = idsGiven(definition)
    if (given.size === 0) return
    for (const written of factsOf(definition).written) {
      if (!written.text?.includes('${')) continue
      for (const { 0: whole, 1: name = '', index } of written.text.matchAll(/\$\{(\*?my\w+)\}/g))
        if (given.has(bareId(name)))
          yield {
            at: placeOf(written),
            within: { offset: index, length: whole.length },
            message: `${nameOf(written)} says ${whole}, which the service leaves as it is. The parameter is #{${name}}.`,
            fixes: [setText(written, written.text.replaceAll(whole, `#{${name}}`))],
          }
    }
  },
)

const starLeftOut = rule(
  'expression/star-left-out',
  'info',
  'object',
  'Secret parameters are called by their full id.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const [written, { segments, span }] of expressionsOf(definition).paths) {
      const [name = ''] = segments
      if (
        segments.length > 1 ||
        name.startsWith('*') ||
        !facts.parameters.has(`*${name}`) ||
        facts.parameters.has(name)
      )
        continue
      yield {
        at: placeOf(written),
        within: span,
        message: `${nameOf(written)} asks for ${name}; the parameter is called *${name}.`,
        fixes: [replaceWithin(written, span, `*${name}`)],
      }
    }
  },
)

export const expressionRules = [
  syntax,
  wrongPlace,
  unknownFunction,
  argumentCount,
  undeclaredParameter,
  unknownName,
  nodeOutside,
  runtimeTooFar,
  referenceAsText,
  datePattern,
  dollar,
  starLeftOut,
]

/** Ids, without stars, of parameters that are declared or have values. */
/** Fields that every object has without writing them. */
const always: ReadonlySet<string> = new Set(['id', 'name', 'type', 'parent', 'sphere', 'node'])

/** What the service may write, the guide's tables and what its answers were seen to hold. */
const runtimeNames: ReadonlySet<string> = new Set([
  ...objectTypes.flatMap(type => Object.keys(type.slots).filter(key => type.slots[key]?.runtime)),
  ...['@id', '@status', '@creationTime', '@userId', '@accountId', '@pipelineState', '@componentParent'],
  ...['@instanceParent', '@headAttempt', '@attemptCount', '@triesLeft', '@resourceId', '@resourceStatus'],
  ...['@resourceRegion', '@logLocation', '@finishedTime', '@nextRunTime', '@latestRunTime'],
])

interface Problem {
  readonly name: string
  readonly message: string
  readonly meant: string | undefined
}

/** Why a path leads nowhere, judged as far as the definition can tell. */
function problemOf(facts: Facts, subject: Subject, segments: readonly string[]): Problem | undefined {
  const [first = '', ...rest] = segments
  const open = subject.type === undefined || subject.family === 'default'
  if (first.startsWith('@')) return rest.length === 0 ? unknownRuntime(first) : undefined
  if (rest.length === 0) {
    if (always.has(first) || isUserField(first) || facts.parameters.has(first) || hasSomewhere(facts, subject, first))
      return undefined
    if (runtimeNames.has(first) || isGiven(facts, first)) return undefined
    if (open && facts.byKey.has(first)) return undefined
    return open ? undefined : missing(subject, first)
  }
  if (first === 'node' || first === 'parent' || open) return lastOf(rest)
  if (slotOf(subject.type, first)?.runtime) return undefined
  if (!has(subject, first)) return missing(subject, first, 'reference')
  let reached: readonly Subject[] = [subject]
  for (const step of segments.slice(0, -1)) {
    reached = reached.flatMap(one => targetsOf(facts, one, step))
    if (reached.length === 0) return undefined
  }
  const last = segments.at(-1) ?? ''
  if (last.startsWith('@')) return unknownRuntime(last)
  const lacking = reached.find(one => !always.has(last) && !has(one, last) && !runtimeNames.has(last))
  return lacking && missing(lacking, last)
}

const lastOf = (rest: readonly string[]): Problem | undefined => {
  const last = rest.at(-1) ?? ''
  return last.startsWith('@') ? unknownRuntime(last) : undefined
}

const isGiven = (facts: Facts, name: string): boolean =>
  facts.definition.values.some(value => bareId(value.id) === name)

const unknownRuntime = (name: string): Problem | undefined =>
  runtimeNames.has(name)
    ? undefined
    : { name, message: `the service writes no ${name}.`, meant: nearest(name, runtimeNames) }

const missing = (subject: Subject, name: string, what = 'field'): Problem => ({
  name,
  message: `${subject.id} has no ${what} ${shown(name)}.`,
  meant: nearest(name, new Set(subject.lineage.flatMap(one => [...one.own.keys()]))),
})
