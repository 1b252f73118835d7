import { type KeyboardEvent, useId, useRef, useState } from 'react'
import type { Slot } from '../../core/catalog/schema.ts'
import { addField } from '../../core/definition/commands.ts'
import { useRun, useSession } from '../state/session.ts'
import { reveal } from '../state/view.ts'
import { useOutside } from '../ui/outside.ts'
import { isOwnKey } from './rows.ts'

interface AddFieldProps {
  readonly owner: string
  readonly free: readonly { readonly key: string; readonly slot: Slot }[]
  /** Fields waiting for their first value. */
  readonly start: (key: string) => void
}

/** Adds an optional field: found by name or by what it is for. Keys of one's own begin with `my`. */
export function AddField({ owner, free, start }: AddFieldProps) {
  const { view } = useSession()
  const run = useRun()
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  useOutside(frame, open, () => setOpen(false))
  const wanted = words.trim().toLowerCase()
  const found = free.filter(({ key, slot }) => `${key} ${slot.help}`.toLowerCase().includes(wanted))
  found.sort((a, b) => Number(b.key.toLowerCase().startsWith(wanted)) - Number(a.key.toLowerCase().startsWith(wanted)))
  const own = isOwnKey(words.trim()) && !free.some(one => one.key === words.trim()) ? words.trim() : undefined
  const choices = own ? [...found.map(one => one.key), own] : found.map(one => one.key)

  const choose = (key: string | undefined) => {
    if (!key) return
    setOpen(false)
    setWords('')
    const slot = free.find(one => one.key === key)?.slot
    if (key === own) run(addField(owner, key, ''))
    else if (slot?.kind === 'flag') run(addField(owner, key, slot.default === 'true' ? 'false' : 'true'))
    else start(key)
    reveal(view, { object: owner, field: key }, 'inspector')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setOpen(true)
      const next = (at + step + choices.length) % Math.max(1, choices.length)
      setAt(next)
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter') choose(choices[at])
    else if (event.key === 'Escape' && open) {
      event.preventDefault()
      setOpen(false)
    }
  }

  return (
    <div className="pw-add-field" ref={frame}>
      <input
        className="pw-input"
        role="combobox"
        aria-expanded={open}
        aria-controls={id}
        aria-activedescendant={open ? `${id}-${at}` : undefined}
        aria-label={`Add a field to ${owner}`}
        placeholder="Add a field…"
        value={words}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onChange={event => {
          setWords(event.target.value)
          setAt(0)
          setOpen(true)
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {open && (
        <div id={id} role="listbox" aria-label="Fields that can be added" className="pw-add-list">
          {found.map(({ key, slot }, n) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input, as a combobox has it.
            <div
              key={key}
              id={`${id}-${n}`}
              role="option"
              tabIndex={-1}
              aria-selected={n === at}
              onMouseDown={event => event.preventDefault()}
              onClick={() => choose(key)}
            >
              <b>{key}</b>
              <small>{slot.help}</small>
            </div>
          ))}
          {own && (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input, as a combobox has it.
            <div
              id={`${id}-${found.length}`}
              role="option"
              tabIndex={-1}
              aria-selected={at === found.length}
              onMouseDown={event => event.preventDefault()}
              onClick={() => choose(own)}
            >
              <b>{own}</b>
              <small>A field of your own; the service keeps it and leaves it alone.</small>
            </div>
          )}
          {choices.length === 0 && (
            <small className="pw-quiet" style={{ padding: 8 }}>
              This type has no such field. Fields of your own begin with my, such as myOwner.
            </small>
          )}
        </div>
      )}
    </div>
  )
}
