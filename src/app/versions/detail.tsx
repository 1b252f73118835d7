import type { JudgedChange, JudgedField } from '../../core/versions/effect.ts'
import { mask } from '../../core/versions/words.ts'
import { Glyph } from '../ui/glyphs.tsx'
import { EffectText, MarkSign } from './effect.tsx'
import { ownerWord } from './select.ts'

interface DetailProps {
  readonly change: JudgedChange
  readonly field: JudgedField | undefined
  readonly onClose: () => void
}

/** One change in full: every value to its last character, and what it does. */
export function ChangeDetail({ change, field, onClose }: DetailProps) {
  const fields = field ? [field] : change.fields
  return (
    <section className="pw-changes-detail" aria-label={`Change of ${change.id}`}>
      <header>
        <b>{change.id}</b> <span className="pw-quiet">{ownerWord(change)}</span>
        <MarkSign mark={change.kind} />
        <button
          type="button"
          className="pw-btn"
          aria-label="Close the change"
          onClick={onClose}
          style={{ marginLeft: 'auto' }}
        >
          <Glyph name="close" size={12} />
        </button>
      </header>
      <EffectText effect={(field ?? change).effect} />
      {fields.map(one => (
        <div key={one.key} className="pw-changes-values">
          <span className="pw-mono">{one.key}</span>
          <Side label="Before" values={one.before} secret={one.secret} />
          <Side label="After" values={one.after} secret={one.secret} />
        </div>
      ))}
      {change.kind === 'renamed' && fields.length === 0 && (
        <p>
          Only its id is another: it was {change.was}. What pointed to it follows, and is no change of its own here.
        </p>
      )}
    </section>
  )
}

const Side = ({
  label,
  values,
  secret,
}: {
  readonly label: string
  readonly values: JudgedField['before']
  readonly secret: boolean
}) => (
  <div>
    <span className="pw-note">{label}</span>
    {values.length === 0 ? (
      <pre className="pw-quiet">not there</pre>
    ) : (
      values.map((value, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: values of a list are told apart by their place alone.
        <pre key={at}>{secret ? mask : value.isRef ? `→ ${value.text}` : value.text}</pre>
      ))
    )}
  </div>
)
