import { useEffect, useState } from 'react'

interface RenameProps {
  readonly label: string
  readonly value: string
  readonly taken: (value: string) => boolean
  readonly rename: (value: string) => void
}

/** A name that other places refer to: it changes once, when one is done, and the references follow. */
export function RenameField({ label, value, taken, rename }: RenameProps) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  const wrong =
    typed === value
      ? undefined
      : typed.trim() === ''
        ? 'It cannot be empty.'
        : taken(typed.trim())
          ? 'This one is taken.'
          : undefined
  const done = () => {
    if (typed === value) return
    if (wrong) return setTyped(value)
    rename(typed.trim())
  }
  return (
    <label className="pw-rename">
      <span className="pw-from">{label}</span>
      <input
        className="pw-input pw-mono"
        value={typed}
        spellCheck={false}
        aria-invalid={wrong !== undefined}
        title={wrong ?? 'What refers to it follows when you change it'}
        onChange={event => setTyped(event.target.value)}
        onBlur={done}
        onKeyDown={event => {
          if (event.key === 'Enter') done()
          if (event.key === 'Escape' && typed !== value) {
            event.preventDefault()
            setTyped(value)
          }
        }}
      />
      {wrong && (
        <span className="pw-from" role="alert" style={{ color: 'var(--pw-error)' }}>
          {wrong}
        </span>
      )}
    </label>
  )
}
