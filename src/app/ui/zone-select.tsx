interface ZoneSelectProps {
  readonly label: string
  /** IANA name; empty for `none`. */
  readonly value: string
  /** What the empty choice is called; without it there is none. */
  readonly none?: string
  readonly onChange: (zone: string) => void
}

/** A choice among the time zones of the world. */
export function ZoneSelect({ label, value, none, onChange }: ZoneSelectProps) {
  const all = zonesOf()
  return (
    <select className="pw-entry" aria-label={label} value={value} onChange={event => onChange(event.target.value)}>
      {none !== undefined && <option value="">{none}</option>}
      {value !== '' && !all.includes(value) && <option value={value}>{value}</option>}
      {all.map(zone => (
        <option key={zone} value={zone}>
          {zone.replaceAll('_', ' ')}
        </option>
      ))}
    </select>
  )
}

let known: readonly string[] | undefined

function zonesOf(): readonly string[] {
  known ??= Intl.supportedValuesOf('timeZone')
  return known
}

/** The zone that the browser is in, as an IANA name. */
export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
