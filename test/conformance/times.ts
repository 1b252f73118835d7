const units: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
}

/** Milliseconds of `90 seconds`, `-1 day`, `1.5 hours`. */
export function ms(text: string): number {
  const [, count = '', unit = ''] = /^(-?[\d.]+) (second|minute|hour|day|week)s?$/.exec(text) ?? []
  const length = units[unit]
  if (length === undefined) throw new Error(`'${text}' is no time.`)
  return Number(count) * length
}
