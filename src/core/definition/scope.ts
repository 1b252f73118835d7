import { catalog, slotOf } from '../catalog/index.ts'
import type { SlotKind } from '../catalog/schema.ts'
import { evaluateTemplate, evaluateValues, readNumber, type Scope } from '../expression/evaluate.ts'
import { dateTime, EvaluationError, parseDateTime, string, type Value } from '../expression/value.ts'
import type { Definition, Field, PipelineObject, Span } from './model.ts'
import { bareId, isOptional, type ParameterValues, parameterById } from './parameters.ts'
import { attribute, type EffectiveField, effectiveFields, effectiveValues, objectById, typeOf } from './query.ts'

/**
 * What the service knows while it runs: the value of a runtime field, such as `@scheduledStartTime` or
 * `errorMessage`, of the instance at hand of an object; undefined where there is none.
 */
export type Runtime = (objectId: string, field: string) => Value | readonly Value[] | undefined

/** Where an expression stands. */
export interface Surroundings {
  readonly definition: Definition
  readonly object: PipelineObject
  /** From `resolveParameters`. */
  readonly values: ParameterValues
  readonly runtime?: Runtime
  /** The object served; only where `object` is an action or a precondition. */
  readonly node?: PipelineObject
}

/** Fields that the service never evaluates. Source: developer guide, pipeline expressions. */
const unevaluated: ReadonlySet<string> = new Set(['id', 'name', 'type', 'sphere', 'parent'])

/** Evaluations within evaluations beyond this are refused, so that no definition can keep the engine busy for ever. */
const mostLookups = 5_000

/**
 * The scope of an expression in a field of `object`. A name is a parameter with a value, else a field of the object
 * with inheritance applied, else a runtime field; a dot follows a reference. A field found is evaluated in its own
 * object's surroundings. Definition fields may be reached over several references, runtime fields over one.
 * Source: developer guide, referencing fields and objects; parameters are substituted before anything else.
 */
export function scopeOf(surroundings: Surroundings): Scope {
  return scopeWithin(surroundings, { open: new Set(), budget: { left: mostLookups } })
}

/** What is being evaluated already, to notice a field that needs itself, and how much more may be. */
interface Guard {
  readonly open: ReadonlySet<string>
  readonly budget: { left: number }
}

function scopeWithin(here: Surroundings, guard: Guard): Scope {
  const within = (what: string, text: string, where: Surroundings): readonly Value[] => {
    if (!text.includes('#{')) return [string(text)]
    if (guard.open.has(what)) throw new EvaluationError(`${what} needs its own value to be evaluated.`)
    guard.budget.left -= 1
    if (guard.budget.left < 0) throw new EvaluationError('This takes too many evaluations; use fewer expressions.')
    const inner = { open: new Set([...guard.open, what]), budget: guard.budget }
    const result = evaluateValues(text, scopeWithin(where, inner))
    if ('error' in result) throw new EvaluationError(`${what} cannot be evaluated: ${result.error}`)
    return result.values
  }

  const parameter = (name: string): readonly Value[] | undefined => {
    const values = here.values.get(bareId(name))
    if (!values) return undefined
    const declared = parameterById(here.definition, name)
    if (values.length === 0 && declared && !isOptional(declared))
      throw new EvaluationError(`Parameter ${bareId(name)} has no value yet; whoever activates the pipeline gives it.`)
    const type = declared && attribute(declared, 'type')
    return values.flatMap(text =>
      within(`Parameter ${bareId(name)}`, text, here).map(value => typed(value, parameterKinds[type ?? ''])),
    )
  }

  const field = (object: PipelineObject, name: string): readonly Value[] | undefined => {
    const { definition } = here
    if (name === 'id' || name === '@id') return [string(object.id)]
    if (name === 'name') return [string(object.name)]
    const type = typeOf(definition, object)
    if (name === 'type') return type === undefined ? undefined : [string(type)]
    const found = effectiveValues(definition, object, name)
    if (found.length === 0 && name === 'parent') return object.id === 'Default' ? undefined : [string('Default')]
    if (found.length === 0) return undefined
    const { node: _, ...rest } = here
    const where: Surroundings = object === here.object ? here : { ...rest, object }
    return found.flatMap(({ stringValue, refValue }) => {
      if (refValue !== undefined) return [string(refValue)]
      const text = stringValue ?? ''
      const values = unevaluated.has(name) ? [string(text)] : within(`Field ${name} of ${object.id}`, text, where)
      return values.map(value => typed(value, slotOf(type, name)?.kind))
    })
  }

  const runtime = (object: PipelineObject, name: string): readonly Value[] | undefined => {
    const found = here.runtime?.(object.id, name)
    return found === undefined ? undefined : 'kind' in found ? [found] : found
  }

  /** The id of the instance at hand, while there is one; the object's own otherwise. */
  const running = (object: PipelineObject, name: string) => (name === '@id' ? runtime(object, name) : undefined)

  /** The objects that a name leads to from one object. */
  const follow = (object: PipelineObject, name: string, first: boolean): readonly PipelineObject[] => {
    if (name === 'node' && first) {
      if (here.node) return [here.node]
      if (effectiveValues(here.definition, object, name).length === 0)
        throw new EvaluationError(`'node' is known in actions and preconditions only, not in ${object.id}.`)
    }
    const fields = effectiveFields(here.definition, object).filter(one => one.key === name)
    const ids =
      fields.length === 0 && name === 'parent' && object.id !== 'Default'
        ? ['Default']
        : fields.map(one => one.refValue ?? one.stringValue ?? '')
    if (ids.length === 0) throw new EvaluationError(`${object.id} has no reference called '${name}'.`)
    return ids.map(id => {
      const target = objectById(here.definition, id) ?? (id === 'Default' ? { id, name: id, fields: [] } : undefined)
      if (!target) throw new EvaluationError(`'${name}' of ${object.id} leads to '${id}', which does not exist.`)
      return target
    })
  }

  return {
    lookup(path) {
      const name = path.at(-1) ?? ''
      if (path.length === 1) {
        if (name === 'node' && here.node) return [string(here.node.id)]
        const found =
          parameter(name) ?? running(here.object, name) ?? field(here.object, name) ?? runtime(here.object, name)
        if (found) return found
        throw new EvaluationError(unknown(here, here.object, name))
      }
      let objects: readonly PipelineObject[] = [here.object]
      path.slice(0, -1).forEach((step, index) => {
        objects = objects.flatMap(object => follow(object, step, index === 0))
      })
      return objects.flatMap(object => {
        const own =
          (path.length === 2 ? running(object, name) : undefined) ??
          (name.startsWith('@') && name !== '@id' ? undefined : field(object, name))
        if (own) return own
        const found = path.length === 2 ? runtime(object, name) : undefined
        if (found) return found
        throw new EvaluationError(
          path.length > 2 && name.startsWith('@')
            ? `Runtime fields can be read over one reference only, and '${path.join('.')}' goes over ${path.length - 1}.`
            : unknown(here, object, name),
        )
      })
    },
  }
}

/**
 * The values of one field with inheritance applied and every expression evaluated; references stay. None where the
 * object lacks the field, or where an optional parameter in it has no value.
 */
export function evaluateField(
  surroundings: Surroundings,
  key: string,
): { readonly fields: readonly Field[] } | FieldProblem {
  const result = evaluateAll(surroundings, effectiveValues(surroundings.definition, surroundings.object, key))
  const [problem] = result.problems
  return problem ?? { fields: result.fields }
}

export interface FieldProblem {
  readonly field: string
  readonly occurrence: number
  readonly error: string
  /** In the text of that field. */
  readonly span: Span
}

/** All effective fields, evaluated. A field that cannot be is left out and reported. */
export const evaluateFields = (surroundings: Surroundings) =>
  evaluateAll(surroundings, suitingFields(surroundings.definition, surroundings.object))

/**
 * Effective fields without inherited ones that the object's type does not have: those are meant for others. What is
 * written on the object itself stays, and so do fields of the user's own. Our reading of the guide.
 */
export function suitingFields(definition: Definition, object: PipelineObject): readonly EffectiveField[] {
  const type = typeOf(definition, object)
  const all = effectiveFields(definition, object)
  if (!catalog.has(type ?? '')) return all
  return all.filter(({ key, from }) => from === object.id || userField.test(key) || slotOf(type, key) !== undefined)
}

const userField = /^\*?my[A-Z_]/

function evaluateAll(
  surroundings: Surroundings,
  given: readonly Field[],
): { readonly fields: readonly Field[]; readonly problems: readonly FieldProblem[] } {
  const fields: Field[] = []
  const problems: FieldProblem[] = []
  const counts = new Map<string, number>()
  for (const { key, stringValue, refValue } of given) {
    const occurrence = counts.get(key) ?? 0
    counts.set(key, occurrence + 1)
    if (refValue !== undefined) fields.push({ key, refValue })
    else if (stringValue === undefined) fields.push({ key })
    else if (unevaluated.has(key) || !stringValue.includes('#{')) fields.push({ key, stringValue })
    else {
      const result = evaluateTemplate(stringValue, scopeOf(surroundings))
      if ('error' in result) problems.push({ field: key, occurrence, ...result })
      else for (const value of result.values) fields.push({ key, stringValue: value })
    }
  }
  return { fields, problems }
}

const parameterKinds: Readonly<Record<string, SlotKind>> = { Integer: 'integer', Double: 'double' }

/** Text of a slot that holds numbers or times, as such; anything else as it is. */
function typed(value: Value, kind: SlotKind | undefined): Value {
  if (value.kind !== 'string') return value
  if (kind === 'integer' || kind === 'double') return readNumber(value.value) ?? value
  const ms = kind === 'dateTime' ? parseDateTime(value.value) : undefined
  return ms === undefined ? value : dateTime(ms)
}

function unknown(here: Surroundings, object: PipelineObject, name: string): string {
  if (name.startsWith('@'))
    return here.runtime
      ? `${object.id} has no ${name} here.`
      : `${name} of ${object.id} is known only while the pipeline runs.`
  return object === here.object
    ? `${object.id} has no field '${name}', and there is no parameter of that name.`
    : `${object.id} has no field '${name}'.`
}
