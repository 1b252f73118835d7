import './picker.css'
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Family } from '../../core/catalog/schema.ts'
import { Chord } from './chord-mark.tsx'
import { FamilyIcon, familyInk } from './family.tsx'
import { Glyph, type GlyphName } from './glyphs.tsx'

/** Something to choose. */
export interface Pick {
  readonly id: string
  readonly label: string
  /** Places in the label that answer what was typed. */
  readonly at?: readonly number[]
  readonly about?: string
  readonly keys?: string
  /** Its sign: that of a family of types, or another. */
  readonly family?: Family | undefined
  readonly glyph?: GlyphName
  /** Those that follow each other with one group stand beneath its name. */
  readonly group?: string
}

export interface Picks<T extends Pick> {
  readonly shown: readonly T[]
  /** How many there are, shown or not. */
  readonly total: number
}

interface PickerProps<T extends Pick> {
  readonly title: string
  readonly placeholder: string
  /** What answers the words typed so far, the best first. */
  readonly find: (words: string) => Picks<T>
  /** Said where nothing answers. */
  readonly nothing: string
  readonly foot?: ReactNode
  readonly start?: string
  /** Closes; the focus is back where it was before the choice is acted on. */
  readonly close: () => void
  readonly pick: (item: T) => void
  /** Whether a choice only leads to another list, so that this one is not closed by it. */
  readonly keeps?: (item: T) => boolean
}

/** A list in the middle of the window that narrows as one types. Arrow keys move, Enter chooses, Escape closes. */
export function Picker<T extends Pick>({
  title,
  placeholder,
  find,
  nothing,
  foot,
  start = '',
  close,
  pick,
  keeps,
}: PickerProps<T>) {
  const id = useId()
  const frame = useRef<HTMLDialogElement>(null)
  const [words, setWords] = useState(start)
  const [at, setAt] = useState(0)
  const { shown, total } = useMemo(() => find(words), [find, words])
  useLayoutEffect(() => {
    const dialog = frame.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])

  const choose = (item: T | undefined) => {
    if (!item) return
    if (keeps?.(item)) return pick(item)
    frame.current?.close()
    close()
    pick(item)
  }
  const go = (to: number) => {
    setAt(to)
    document.getElementById(`${id}-${to}`)?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const last = shown.length - 1
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    }
    const to = moves[event.key]
    if (to !== undefined && last >= 0) go(to)
    else if (event.key === 'Enter') choose(shown[at])
    else return
    event.preventDefault()
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press beside the list closes it, as Escape does.
    <dialog
      ref={frame}
      className="pw-picker"
      aria-label={title}
      onCancel={close}
      onClick={event => {
        if (event.target === frame.current) close()
      }}
    >
      <input
        autoFocus
        role="combobox"
        aria-label={title}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={shown[at] ? `${id}-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={words}
        onChange={event => {
          setWords(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} role="listbox" aria-label={title} className="pw-picker-list">
        {groupsOf(shown).map(({ name, from, items }) => (
          // biome-ignore lint/a11y/useSemanticElements: a list of options has groups, not field sets.
          <div key={`${name}/${from}`} role="group" aria-label={name ?? 'Found'}>
            {name && (
              <div className="pw-picker-group" aria-hidden="true">
                {name}
              </div>
            )}
            {items.map((item, n) => (
              <Choice
                key={item.id}
                id={`${id}-${from + n}`}
                item={item}
                isHere={from + n === at}
                here={() => setAt(from + n)}
                choose={() => choose(item)}
              />
            ))}
          </div>
        ))}
      </div>
      {shown.length === 0 && <p className="pw-picker-none">{nothing}</p>}
      <div className="pw-picker-foot">
        {foot}
        <span className="pw-picker-count" role="status">
          {total > shown.length ? `The first ${shown.length} of ${total}` : total === 1 ? '1 found' : `${total} found`}
        </span>
      </div>
    </dialog>
  )
}

interface ChoiceProps {
  readonly id: string
  readonly item: Pick
  readonly isHere: boolean
  readonly here: () => void
  readonly choose: () => void
}

const Choice = ({ id, item, isHere, here, choose }: ChoiceProps) => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input, as a combobox has it.
  <div
    id={id}
    role="option"
    tabIndex={-1}
    className="pw-picker-item"
    aria-selected={isHere}
    style={{ '--ink': item.family ? familyInk(item.family) : 'var(--pw-text-3)' }}
    onMouseMove={here}
    onMouseDown={event => event.preventDefault()}
    onClick={choose}
  >
    <span className="pw-picker-sign">
      {item.family ? (
        <FamilyIcon family={item.family} size={16} />
      ) : (
        item.glyph && <Glyph name={item.glyph} size={16} />
      )}
    </span>
    <span className="pw-picker-words">
      <span className="pw-picker-label">{marked(item.label, item.at)}</span>
      {item.about && <small>{item.about}</small>}
    </span>
    {item.keys && <Chord chord={item.keys} />}
  </div>
)

/** The label with the characters that were asked for standing out. */
function marked(label: string, at: readonly number[] = []): ReactNode {
  if (at.length === 0) return label
  const wanted = new Set(at)
  const parts: { text: string; hit: boolean; from: number }[] = []
  for (const [n, letter] of Array.from(label).entries()) {
    const last = parts.at(-1)
    if (last && last.hit === wanted.has(n)) last.text += letter
    else parts.push({ text: letter, hit: wanted.has(n), from: n })
  }
  return parts.map(({ text, hit, from }) => (hit ? <mark key={from}>{text}</mark> : <span key={from}>{text}</span>))
}

function groupsOf<T extends Pick>(items: readonly T[]) {
  const parts: { name: string | undefined; from: number; items: T[] }[] = []
  for (const [n, item] of items.entries()) {
    const last = parts.at(-1)
    if (last && last.name === item.group) last.items.push(item)
    else parts.push({ name: item.group, from: n, items: [item] })
  }
  return parts
}
