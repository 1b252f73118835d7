import { parseDateTime, printDateTime } from '../expression/value.ts'

/** Ids of instances and attempts: `@<component>_<scheduled start>` and `<instance>_Attempt=<number>`. Source: developer guide. */

/** The instance of a component for a start, UTC milliseconds; that of a precondition names the object it checks for, too. */
export const instanceOf = (ids: readonly string[], start: number): string => `@${ids.join('_')}_${printDateTime(start)}`

/** What an instance's id tells, the scheduled start in UTC milliseconds; undefined where it is of another kind. */
export function partsOfInstance(id: string): { readonly componentId: string; readonly start: number } | undefined {
  const [, componentId = '', time = ''] = /^@(.*)_(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)$/s.exec(id) ?? []
  const start = parseDateTime(time)
  return start === undefined ? undefined : { componentId, start }
}

/** The scheduled start that an instance's id ends with, UTC milliseconds. */
export const startOfInstance = (id: string): number | undefined => partsOfInstance(id)?.start

/** The instance that an attempt's id names, and which of its attempts it is; undefined where it is of another kind. */
export function partsOfAttempt(id: string): { readonly instanceId: string; readonly number: number } | undefined {
  const [, instanceId, number] = /^(@.*)_Attempt=(\d+)$/s.exec(id) ?? []
  return instanceId === undefined ? undefined : { instanceId, number: Number(number) }
}

/** The component of an instance; any other id is one already. */
export const componentOf = (id: string): string => partsOfInstance(id)?.componentId ?? id
