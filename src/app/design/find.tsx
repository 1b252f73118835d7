import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import type { Definition } from '../../core/definition/model.ts'
import { useActions } from '../state/actions.ts'
import { graphOf } from '../state/derived.ts'
import { useDerived, useSession } from '../state/session.ts'
import { reveal } from '../state/view.ts'
import { FamilyIcon, familyInk } from '../ui/family.tsx'

const most = 30

/** Finds objects by id, name, type or anything written in them, and jumps there. */
export function Find() {
  const { view } = useSession()
  const { definition } = useDerived()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const [open, setOpen] = useState(false)
  const { hits, total } = find(definition, words)

  useActions(
    useMemo(
      () => ({
        actions: [
          {
            id: 'find',
            label: 'Find in the pipeline',
            group: 'Move about the graph',
            keys: ['/', 'Ctrl F'],
            run: () => {
              input.current?.select()
              input.current?.focus()
            },
          },
        ],
      }),
      [],
    ),
  )

  const go = (hit: Hit | undefined) => {
    if (!hit) return
    reveal(view, { object: hit.id, ...(hit.field && { field: hit.field }) }, 'problems')
    setOpen(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && hits.length > 0) {
      event.preventDefault()
      setOpen(true)
      setAt((at + step + hits.length) % hits.length)
    } else if (event.key === 'Enter') go(hits[at])
    else if (event.key === 'Escape') setOpen(false)
  }
  const shown = open && words.trim() !== ''
  return (
    <div className="pw-find">
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-label="Find in the pipeline"
        aria-expanded={shown}
        aria-controls={id}
        aria-activedescendant={shown && hits[at] ? `${id}-${at}` : undefined}
        placeholder="Find in the pipeline ( / )"
        value={words}
        onChange={event => {
          setWords(event.target.value)
          setAt(0)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setTimeout(() => setOpen(false), 150)}
        onKeyDown={onKeyDown}
      />
      {shown && (
        <div id={id} role="listbox" aria-label="Found objects" className="pw-find-list">
          {hits.map((hit, n) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input, as a combobox has it.
            <div
              key={hit.id}
              id={`${id}-${n}`}
              role="option"
              tabIndex={-1}
              className="pw-find-hit"
              aria-selected={n === at}
              style={{ '--ink': familyInk(hit.family) }}
              onMouseDown={event => event.preventDefault()}
              onClick={() => go(hit)}
            >
              <FamilyIcon family={hit.family} size={16} />
              <span className="pw-cut">{hit.title}</span>
              <small>{hit.about}</small>
            </div>
          ))}
          {total > hits.length && (
            <div className="pw-menu-title">
              The first {most} of {total}
            </div>
          )}
          {total === 0 && <div className="pw-menu-title">Nothing here says so.</div>}
        </div>
      )}
    </div>
  )
}

interface Hit {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly family: ReturnType<typeof graphOf>['cards'][number]['family']
  readonly field?: string
}

/** Ids and names first, then types, then what fields say; secrets are not searched. */
function find(definition: Definition, words: string): { hits: readonly Hit[]; total: number } {
  const wanted = words.trim().toLowerCase()
  if (wanted === '') return { hits: [], total: 0 }
  const cards = new Map(graphOf(definition).cards.map(card => [card.id, card]))
  const found: { rank: number; hit: Hit }[] = []
  for (const object of definition.objects) {
    const card = cards.get(object.id)
    const type = card?.type ?? 'no type'
    const base = { id: object.id, title: object.name, family: card?.family }
    const named = `${object.id} ${object.name}`.toLowerCase()
    if (named.includes(wanted)) {
      found.push({ rank: named.startsWith(wanted) ? 0 : 1, hit: { ...base, about: type } })
      continue
    }
    if (type.toLowerCase().includes(wanted)) {
      found.push({ rank: 2, hit: { ...base, about: type } })
      continue
    }
    const field = object.fields.find(
      one =>
        !one.key.startsWith('*') &&
        `${one.key} ${one.stringValue ?? one.refValue ?? ''}`.toLowerCase().includes(wanted),
    )
    if (field) {
      const about = `${field.key}: ${around(field.stringValue ?? field.refValue ?? '', wanted)}`
      found.push({ rank: 3, hit: { ...base, about, field: field.key } })
    }
  }
  found.sort((a, b) => a.rank - b.rank)
  return { hits: found.slice(0, most).map(one => one.hit), total: found.length }
}

function around(text: string, wanted: string): string {
  const at = Math.max(0, text.toLowerCase().indexOf(wanted))
  return `${at > 24 ? '…' : ''}${text.slice(Math.max(0, at - 24), at + 60).replace(/\s+/g, ' ')}`
}
