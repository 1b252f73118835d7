import { catalog, isRuntimeField, isUserField } from '../../core/catalog/index.ts'
import type { OneOf, Slot } from '../../core/catalog/schema.ts'
import type { Definition, PipelineObject } from '../../core/definition/model.ts'
import { type EffectiveField, effectiveFields, typeOf } from '../../core/definition/query.ts'

/** A value as it is written, and which of equal keys it is. */
export interface RowValue {
  readonly text: string
  readonly isRef: boolean
  readonly occurrence: number
}

/** One field of the form. */
export interface Row {
  readonly key: string
  /** Undefined for a field that the type does not have. */
  readonly slot: Slot | undefined
  readonly required: boolean
  /** Values written on the object itself; none where it must be filled in. */
  readonly values: readonly RowValue[]
  /** What it would inherit, or does where it has none of its own. */
  readonly inherited: { readonly from: string; readonly values: readonly RowValue[] } | undefined
  /** Rules about several fields of which this is one. */
  readonly groups: readonly OneOf[]
}

export interface Rows {
  /** Required fields and those that are written, in the catalogue's order; the author's own last. */
  readonly main: readonly Row[]
  /** Fields that come from a parent. */
  readonly inherited: readonly Row[]
  /** Fields that can be added. */
  readonly free: readonly { readonly key: string; readonly slot: Slot }[]
}

/** `name` and `id` have places of their own, and `type` is chosen above the form. */
const elsewhere: ReadonlySet<string> = new Set(['id', 'name', 'type'])

/** What the form of an object shows. */
export function rowsOf(definition: Definition, object: PipelineObject): Rows {
  const type = catalog.get(typeOf(definition, object) ?? '')
  const slots = new Map(Object.entries(type?.slots ?? {}).filter(([key, slot]) => !slot.runtime && !elsewhere.has(key)))
  const own = Map.groupBy(
    object.fields.filter(field => !elsewhere.has(field.key)),
    field => field.key,
  )
  const fromParents = inheritedOf(definition, object)
  const needed = neededBy(type?.oneOf ?? [], key => own.has(key) || fromParents.has(key))
  const row = (key: string): Row => {
    const slot = slots.get(key)
    return {
      key,
      slot,
      required: slot?.required === true || needed.has(key),
      values: (own.get(key) ?? []).map((field, occurrence) => ({
        text: field.stringValue ?? field.refValue ?? '',
        isRef: field.refValue !== undefined,
        occurrence,
      })),
      inherited: fromParents.get(key),
      groups: (type?.oneOf ?? []).filter(group => group.fields.includes(key)),
    }
  }
  const known = [...slots].filter(
    ([key, slot]) => own.has(key) || needed.has(key) || (slot.required && !fromParents.has(key)),
  )
  const others = [...own.keys()].filter(key => !slots.has(key))
  const main = [...known.map(([key]) => key), ...others].map(row)
  const shown = new Set(main.map(one => one.key))
  return {
    main,
    inherited: [...fromParents.keys()].filter(key => !shown.has(key) && (slots.has(key) || !type)).map(row),
    free: [...slots].flatMap(([key, slot]) => (shown.has(key) || slot.deprecated ? [] : [{ key, slot }])),
  }
}

/** Fields that it would take over if it did not say otherwise, by key, each with the object that sets it. */
function inheritedOf(definition: Definition, object: PipelineObject) {
  const bare: PipelineObject = { ...object, fields: object.fields.filter(field => field.key === 'parent') }
  const found = new Map<string, { from: string; values: RowValue[] }>()
  for (const field of effectiveFields(definition, bare)) {
    if (field.from === object.id || isRuntimeField(field.key) || elsewhere.has(field.key)) continue
    const known = found.get(field.key)
    const value = rowValue(field, known?.values.length ?? 0)
    if (known) known.values.push(value)
    else found.set(field.key, { from: field.from, values: [value] })
  }
  return found
}

const rowValue = (field: EffectiveField, occurrence: number): RowValue => ({
  text: field.stringValue ?? field.refValue ?? '',
  isRef: field.refValue !== undefined,
  occurrence,
})

/** Fields of groups of which none is set yet: they are shown so that one can be chosen. */
function neededBy(groups: readonly OneOf[], isSet: (key: string) => boolean): ReadonlySet<string> {
  return new Set(groups.filter(group => !group.fields.some(isSet)).flatMap(group => group.fields))
}

/** `Give exactly one of command and scriptUri.` */
export function groupWords({ fields, rule }: OneOf): string {
  const list = `${fields.slice(0, -1).join(', ')} and ${fields.at(-1)}`
  return rule === 'exactlyOne' ? `Give exactly one of ${list}.` : `Give at least one of ${list}.`
}

/** Whether a field may hold several values: its slot says so, or it does. */
export const isList = ({ slot, values }: Row): boolean => slot?.many === true || values.length > 1

/** Whether a key may be added by hand to any object. */
export const isOwnKey = (key: string): boolean => isUserField(key)
