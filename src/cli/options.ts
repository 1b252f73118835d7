import { type Options, textOf, type Values } from './command.ts'

export const dataOption: Options = { data: { type: 'string' } }
export const speedOption: Options = { speed: { type: 'string' } }

/** The data directory where one was named. */
export const dataOf = (values: Values): { readonly dataDir?: string } => {
  const dataDir = textOf(values, 'data')
  return dataDir === undefined ? {} : { dataDir }
}

/** A number given as an option; fails with a sentence where it is none. */
export function numberOf(values: Values, name: string, otherwise: number): number {
  const text = textOf(values, name)
  if (text === undefined) return otherwise
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new Error(`--${name} wants a number, not ${JSON.stringify(text)}.`)
  return value
}

/** A time given as an option, in UTC milliseconds: an ISO time, taken as UTC without a zone. */
export function timeOf(values: Values, name: string): number | undefined {
  const text = textOf(values, name)
  if (text === undefined) return undefined
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text.includes('T') ? text : `${text}T00:00:00`}Z`
  const time = Date.parse(zoned)
  if (Number.isNaN(time) || !isDay(text.slice(0, 10)))
    throw new Error(`--${name} wants a time such as 2026-01-05T02:00:00, not ${JSON.stringify(text)}.`)
  return time
}

/** Whether a day is in the calendar: JavaScript takes 30 February for 2 March. */
function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []
  if (day === undefined) return true
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day)
}
