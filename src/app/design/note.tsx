import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { removeField, setField } from '../../core/definition/commands.ts'
import type { Point } from '../../core/graph/layout.ts'
import type { Card } from '../../core/graph/project.ts'
import { graphOf } from '../state/derived.ts'
import type { Session } from '../state/session.ts'
import { useDerived, useSession } from '../state/session.ts'
import { say } from '../state/view.ts'

/** The author's comment on an object, as a note beneath its card. */

const lineHeight = 15
const perLine = 31
const mostLines = 4

/** Room for a card's note beneath it, in pixels. */
export function noteRoom({ note }: Card): number {
  if (note === undefined) return 0
  return noteLines(note).length * lineHeight + 18
}

/** A note in lines that fit; of more than four the last ends in three dots. */
export function noteLines(note: string): readonly string[] {
  const lines: string[] = []
  for (const paragraph of note.trim().split('\n')) {
    let line = ''
    for (const word of paragraph.split(/\s+/)) {
      const longer = line === '' ? word : `${line} ${word}`
      if (line !== '' && longer.length > perLine) {
        lines.push(line)
        line = word
      } else line = longer
    }
    lines.push(line)
  }
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines - 1), `${lines[mostLines - 1]} …`]
}

/** Gives an object its note; one that says nothing goes. */
export function writeNote({ editor, view }: Session, id: string, text: string): void {
  const note = text.trim()
  editor.getState().run(note === '' ? removeField(id, 'myComment') : setField(id, 'myComment', note))
  say(view, note === '' ? `The note of ${id} was removed.` : `The note of ${id} was set.`)
}

/** The note beneath its card: open, or when one points at the mark on the card. */
export const Note = ({ card, open }: { readonly card: Card; readonly open: boolean }) => (
  <div className="pw-sticky" data-open={open} style={{ height: noteRoom(card) - 8 }} aria-hidden="true">
    <span style={{ WebkitLineClamp: mostLines }}>{card.note}</span>
  </div>
)

interface NoteEditorProps {
  readonly id: string
  /** In pixels of the window. */
  readonly at: Point
  readonly close: () => void
}

/** Where a note is written. Ctrl Enter keeps it, Escape leaves it as it was. */
export function NoteEditor({ id, at, close }: NoteEditorProps) {
  const session = useSession()
  const { definition } = useDerived()
  const before = graphOf(definition).cards.find(card => card.id === id)?.note ?? ''
  const [text, setText] = useState(before)
  const title = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => area.current?.select(), [])
  const keep = (words: string) => {
    if (words.trim() !== before.trim()) writeNote(session, id, words)
    close()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') close()
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) keep(text)
  }
  return (
    <div
      className="pw-sticky-editor"
      role="dialog"
      aria-labelledby={title}
      style={{ left: Math.min(at.x, innerWidth - 300), top: Math.min(at.y, innerHeight - 220) }}
      onKeyDown={onKeyDown}
    >
      <label id={title} htmlFor={`${title}-text`}>
        Note of {id}
      </label>
      <textarea
        ref={area}
        id={`${title}-text`}
        rows={5}
        value={text}
        placeholder="What should the next reader know?"
        onChange={event => setText(event.target.value)}
      />
      <small>Written to the definition as myComment.</small>
      <div>
        {before !== '' && (
          <button type="button" className="pw-tool" onClick={() => keep('')}>
            Remove
          </button>
        )}
        <span style={{ flex: 1 }} />
        <button type="button" className="pw-tool" onClick={close}>
          Cancel
        </button>
        <button type="button" className="pw-tool" data-main="true" title="Ctrl Enter" onClick={() => keep(text)}>
          Keep
        </button>
      </div>
    </div>
  )
}
