import { useEffect, useState } from 'react'
import { timeSaid } from '../../core/scenario/read.ts'
import { timeWords } from './words.ts'

interface PeriodFieldProps {
  readonly label: string
  /** Milliseconds. */
  readonly value: number
  readonly onChange: (ms: number) => void
}

const help = 'Write a time such as 20 minutes, 90 seconds or 1.5 seconds; a bare number is seconds.'

/** A length of time in words. What is not one is marked and changes nothing. */
export function PeriodField({ label, value, onChange }: PeriodFieldProps) {
  const [text, setText] = useState(() => timeWords(value))
  // Another hand may have changed it, such as the JSON beside the form.
  useEffect(() => setText(now => (readTime(now) === value ? now : timeWords(value))), [value])
  const wrong = readTime(text) === undefined
  return (
    <input
      className="pw-entry pw-period"
      aria-label={label}
      aria-invalid={wrong}
      title={wrong ? help : label}
      value={text}
      onChange={({ target }) => {
        setText(target.value)
        const ms = readTime(target.value)
        if (ms !== undefined) onChange(ms)
      }}
      onBlur={() => setText(timeWords(value))}
    />
  )
}

const readTime = (text: string): number | undefined => timeSaid(/^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : text)
