import { useId } from 'react'

interface SwitchRowProps {
  readonly name: string
  readonly about: string
  readonly value: boolean
  readonly onChange: (value: boolean) => void
}

/** A setting that is on or off, with what it means. */
export function SwitchRow({ name, about, value, onChange }: SwitchRowProps) {
  const id = useId()
  return (
    <div className="pw-settings-row">
      <div>
        <b>{name}</b>
        <p id={id}>{about}</p>
      </div>
      <label className="pw-status">
        <input
          type="checkbox"
          aria-label={name}
          aria-describedby={id}
          checked={value}
          onChange={({ target }) => onChange(target.checked)}
        />
        {value ? 'on' : 'off'}
      </label>
    </div>
  )
}
