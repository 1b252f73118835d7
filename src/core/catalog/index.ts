/** The one list of object types, and the questions one asks of it. */

import { activities } from './activities.ts'
import { dataNodes } from './data-nodes.ts'
import { preconditions } from './preconditions.ts'
import { proxies, resources } from './resources.ts'
import type { Family, ObjectType, Slot } from './schema.ts'
import { supporting } from './supporting.ts'

export const objectTypes: readonly ObjectType[] = [
  ...activities,
  ...dataNodes,
  ...resources,
  ...preconditions,
  ...supporting,
  ...proxies,
]

export const catalog: ReadonlyMap<string, ObjectType> = new Map(objectTypes.map(type => [type.name, type]))

export const typesOf = (family: Family): readonly ObjectType[] => objectTypes.filter(type => type.family === family)

/** The slot behind a field, if the type is known and has it. */
export function slotOf(typeName: string | undefined, key: string): Slot | undefined {
  const slots = typeName === undefined ? undefined : catalog.get(typeName)?.slots
  return slots && Object.hasOwn(slots, key) ? slots[key] : undefined
}

/** Whether a reference slot may point to an object of this type. */
export const accepts = (slot: Slot, typeName: string): boolean =>
  slot.to !== undefined && (slot.to.includes('*') || slot.to.includes(typeName))

export const familyOf = (typeName: string): Family | undefined => catalog.get(typeName)?.family

const runnableFamilies: ReadonlySet<Family | undefined> = new Set(['activity', 'dataNode', 'resource', 'precondition'])

/** Whether objects of this family get instances and attempts. */
export const isRunnable = (family: Family | undefined): boolean => runnableFamilies.has(family)

/** Fields that authors may add to any object; a `*` in front keeps the value encrypted. */
export const isUserField = (key: string): boolean => /^\*?my[A-Z_]/.test(key)

const runtimeNames: ReadonlySet<string> = new Set(
  objectTypes.flatMap(type => Object.keys(type.slots).filter(key => type.slots[key]?.runtime)),
)

/**
 * Whether the service, not an author, writes fields of this name. A few names are both: ask the slot of the type
 * (`slotOf(type, 'hostname').runtime`) where the type is known.
 */
export const isRuntimeField = (key: string): boolean => key.startsWith('@') || runtimeNames.has(key)
