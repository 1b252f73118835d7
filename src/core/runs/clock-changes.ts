import { instantOf, offsetOf, wallOf } from '../expression/calendar.ts'

/** That the clocks of a zone are set on a day. Milliseconds by which they go forward; below 0 when they go back. */
export interface ClockChange {
  readonly by: number
}

const day = 86_400_000

/** Whether the clocks of a zone change on the day that this time falls on there. Fails for an unknown zone. */
export function clockChangeOn(time: number, zone: string): ClockChange | undefined {
  if (zone === 'UTC') return undefined
  const midnight = Math.floor(wallOf(time, zone) / day) * day
  const by = offsetOf(instantOf(midnight + day, zone), zone) - offsetOf(instantOf(midnight, zone), zone)
  return by === 0 ? undefined : { by }
}

/** Whether a zone is known here. */
export function isZone(zone: string): boolean {
  try {
    offsetOf(0, zone)
    return true
  } catch {
    return false
  }
}
