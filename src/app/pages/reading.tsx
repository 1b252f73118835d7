import './reading.css'
import { useEffect, useState } from 'react'
import { useEditor } from '../state/session.ts'

/** After how many milliseconds one is told that something takes long. */
const patience = 100

/** Says that a large change is being read, while what was there before stays. */
export function Reading() {
  const reading = useEditor(now => now.reading)
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (reading === 0) return setLate(false)
    const soon = setTimeout(() => setLate(true), patience)
    return () => clearTimeout(soon)
  }, [reading])
  if (reading === 0 || !late) return null
  return (
    <p className="pw-reading" role="status">
      Reading {(reading / 1e6).toFixed(1)} million characters …
    </p>
  )
}
