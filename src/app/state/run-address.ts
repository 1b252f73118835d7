/** The scheduled start of a run as it stands in an address: `2026-05-04T08:50:20Z`. */
export const runSegment = (scheduledStart: number): string =>
  new Date(scheduledStart).toISOString().replace('.000Z', 'Z')

/** Reads it back; undefined when it is no time. Milliseconds are understood as well. */
export function readRunSegment(text: string): number | undefined {
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}
