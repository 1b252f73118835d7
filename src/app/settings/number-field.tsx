import { useState } from 'react'

interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly unit: string
  readonly least: number
  readonly onChange: (value: number) => void
  /** Whether what stands there can be read. */
  readonly onRight: (isRight: boolean) => void
}

/** A whole number with its unit; what cannot be read stays visible and is said to be wrong. */
export function NumberField({ label, value, unit, least, onChange, onRight }: NumberFieldProps) {
  const [text, setText] = useState(String(value))
  const read = readNumber(text, least)
  // A value that came from elsewhere, such as the usual one put back, replaces what stood here.
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    setShown(value)
    if (read !== value) setText(String(value))
  }
  return (
    <span className="pw-settings-number">
      <input
        className="pw-entry pw-number"
        inputMode="numeric"
        aria-label={label}
        aria-invalid={read === undefined}
        value={text}
        onChange={event => {
          const next = readNumber(event.target.value, least)
          setText(event.target.value)
          onRight(next !== undefined)
          if (next !== undefined) onChange(next)
        }}
      />
      <span className="pw-note">{unit}</span>
      {read === undefined && (
        <span className="pw-settings-wrong" role="alert">
          A whole number from {least}
        </span>
      )}
    </span>
  )
}

function readNumber(text: string, least: number): number | undefined {
  const plain = text.replace(/[,_ ]/g, '')
  const number = Number(plain)
  return /^\d{1,9}$/.test(plain) && number >= least ? number : undefined
}
