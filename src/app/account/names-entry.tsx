import './names.css'
import { type KeyboardEvent, lazy, Suspense, useId, useRef, useState } from 'react'
import type { AccountKind } from '../../core/catalog/schema.ts'
import { useOutside } from '../ui/outside.ts'
import { nouns } from './kinds.ts'

const NamesList = lazy(async () => ({ default: (await import('./names-list.tsx')).NamesList }))

export interface NamesEntryProps {
  readonly id: string
  readonly kind: AccountKind
  /** What the name is for, as the form calls it. */
  readonly label: string
  readonly value: string
  readonly onChange: (name: string) => void
  /** The focus left all of it, list included. */
  readonly onLeave?: () => void
  /** The region in which it is to be, where the form knows one. */
  readonly region?: string | undefined
  readonly placeholder?: string | undefined
  readonly invalid?: boolean
  readonly describedBy?: string | undefined
}

/** A name of something in an account of AWS: written, or found in what a connection lists. */
export function NamesEntry(props: NamesEntryProps) {
  const { id, kind, label, value, onChange, onLeave, region, placeholder, invalid = false, describedBy } = props
  const list = useId()
  const frame = useRef<HTMLSpanElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  // What is written already is no search: all names are offered until somebody types.
  const [searching, setSearching] = useState(false)
  const [shown, setShown] = useState<readonly string[]>([])
  const show = () => {
    setSearching(false)
    setAt(0)
    setOpen(true)
  }
  const close = () => {
    setOpen(false)
    setShown([])
  }
  useOutside(frame, open, () => {
    close()
    if (!frame.current?.contains(document.activeElement)) onLeave?.()
  })
  const choose = (name: string | undefined) => {
    if (name === undefined) return
    onChange(name)
    close()
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.altKey ? 0 : event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const count = shown.length
    if (step !== 0) {
      event.preventDefault()
      if (!open) return show()
      const next = count === 0 ? 0 : (at + step + count) % count
      setAt(next)
      document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter' && open) {
      event.preventDefault()
      choose(shown[at])
    }
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape and the focus concern all that is inside.
    <span
      className="pw-names"
      ref={frame}
      onKeyDown={event => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        close()
        input.current?.focus()
      }}
      onBlur={event => {
        // The focus goes nowhere when a blank part of the list is pressed: that is no leaving.
        const { relatedTarget } = event
        if (frame.current?.contains(relatedTarget) || (open && relatedTarget === null)) return
        close()
        onLeave?.()
      }}
    >
      <span className="pw-names-line">
        <input
          ref={input}
          id={id}
          className="pw-input"
          role="combobox"
          aria-expanded={open}
          aria-controls={open ? list : undefined}
          aria-autocomplete="list"
          aria-activedescendant={open && shown.length > 0 ? `${list}-${at}` : undefined}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          spellCheck={false}
          autoComplete="off"
          placeholder={placeholder}
          value={value}
          onChange={event => {
            onChange(event.target.value)
            if (open) setSearching(true)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          className="pw-icon-button"
          style={{ width: 44 }}
          aria-expanded={open}
          aria-label={`List the ${nouns[kind].many} for ${label}`}
          title={`Choose from the ${nouns[kind].many} of an AWS account`}
          onClick={() => (open ? close() : show())}
        >
          List
        </button>
      </span>
      {open && (
        <Suspense fallback={null}>
          <NamesList
            kind={kind}
            label={label}
            list={list}
            region={region}
            search={searching ? value : ''}
            at={at}
            onShown={setShown}
            choose={choose}
          />
        </Suspense>
      )}
    </span>
  )
}
