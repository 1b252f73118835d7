/** What an expression works with. Times are UTC milliseconds since 1970, seen in a zone when taken apart or printed. */

export interface DateTime {
  readonly kind: 'dateTime'
  readonly ms: number
  /** `UTC`, or a zone such as `Europe/Madrid`. */
  readonly zone: string
}

export type Value =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | DateTime

/** Why an expression has no value; its message is a sentence for the author. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError'
}

export const string = (value: string): Value => ({ kind: 'string', value })
export const float = (value: number): Value => ({ kind: 'float', value: finite(value) })
export const integer = (value: number): Value => ({ kind: 'integer', value: finite(Math.trunc(value)) })

export const dateTime = (ms: number, zone = 'UTC'): DateTime => {
  if (!(Math.abs(ms) <= 8.64e15)) throw new EvaluationError('This lies outside the range of dates that can be told.')
  return { kind: 'dateTime', ms, zone }
}

/** A literal time of the service, `YYYY-MM-DDTHH:MM:SS` in UTC, in milliseconds; undefined where there is no such day. */
export function parseDateTime(text: string): number | undefined {
  const digits = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(text.trim())
  if (!digits) return undefined
  const ms = Date.parse(`${text.trim()}Z`)
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== text.trim() ? undefined : ms
}

/** A time as the service writes it, without a suffix for the zone. Source: wire samples of the API reference. */
export const printDateTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, '')

/** A floating number with at least one decimal, as `4.0`. */
export const printFloat = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value))

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new EvaluationError('The result is not a finite number.')
  return value === 0 ? 0 : value
}
