import { setFieldList } from '../../core/definition/commands.ts'
import { useRun } from '../state/session.ts'
import { Glyph } from '../ui/glyphs.tsx'
import type { RowValue } from './rows.ts'

interface ListToolsProps {
  readonly owner: string
  readonly field: string
  readonly values: readonly RowValue[]
  readonly place: number
  readonly remove: () => void
}

/** Moves a value of a list up or down, or removes it. */
export function ListTools({ owner, field, values, place, remove }: ListToolsProps) {
  const move = useMove(owner, field, values)
  const tool = (by: -1 | 1, word: string) => (
    <button
      type="button"
      className="pw-icon-button"
      aria-label={`Move value ${place + 1} of ${field} ${word}`}
      title={`Move ${word} (Alt ${by < 0 ? '↑' : '↓'})`}
      disabled={place + by < 0 || place + by >= values.length}
      onClick={() => move(place, by)}
    >
      {by < 0 ? '↑' : '↓'}
    </button>
  )
  return (
    <span className="pw-list-tools">
      {tool(-1, 'up')}
      {tool(1, 'down')}
      <button
        type="button"
        className="pw-icon-button"
        aria-label={`Remove value ${place + 1} of ${field}`}
        title="Remove this value"
        onClick={remove}
      >
        <Glyph name="close" size={13} />
      </button>
    </span>
  )
}

/** Changes the places of two neighbours in a list, as one step. */
export function useMove(owner: string, field: string, values: readonly RowValue[]) {
  const run = useRun()
  return (place: number, by: -1 | 1) => {
    const one = values[place]
    const other = values[place + by]
    if (!one || !other) return
    const next = values.with(place, other).with(place + by, one)
    run(
      setFieldList(
        owner,
        field,
        next.map(({ text, isRef }) => (isRef ? { ref: text } : text)),
      ),
    )
  }
}
