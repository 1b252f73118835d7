/** A value of a row as text; null where there is none. */
export type Cell = string | null

/** What a database or a file gives as the text that is written for it. */
export function asCell(value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array) return new TextDecoder().decode(value)
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)
}
