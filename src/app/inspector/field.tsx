import { useEffect, useId, useRef, useState } from 'react'
import type { Slot } from '../../core/catalog/schema.ts'
import { addField, removeField, setField } from '../../core/definition/commands.ts'
import type { Finding } from '../../core/validation/rule.ts'
import { useRun, useSession, useView } from '../state/session.ts'
import { reveal } from '../state/view.ts'
import { Glyph } from '../ui/glyphs.tsx'
import { FindingMark } from './finding.tsx'
import { HeldField } from './held.tsx'
import { ReferenceControl } from './reference.tsx'
import { groupWords, isList, type Row, type RowValue } from './rows.ts'
import { useSpot } from './spot.ts'
import { TextControl } from './text-control.tsx'

interface FieldProps {
  readonly owner: string
  readonly row: Row
  readonly findings: readonly Finding[]
}

/** A field that a type lacks is edited as what it looks like. */
const unknownSlot = (key: string): Slot =>
  key.startsWith('*')
    ? { kind: 'secret', help: 'A field of your own; the star keeps its value masked.' }
    : { kind: 'text', help: 'A field that this type does not have. Fields of your own begin with my.' }

/** One field: its label and help, a control for each value, what is wrong with it, and where else it is set. */
export function FieldRow({ owner, row, findings }: FieldProps) {
  const { key, required, values, inherited, groups } = row
  const { view } = useSession()
  const run = useRun()
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const slot = row.slot ?? unknownSlot(key)
  const list = isList(row)
  const [adding, setAdding] = useState(false)
  const shown: readonly (RowValue | undefined)[] = values.length === 0 || adding ? [...values, undefined] : values
  useFocusOnWish(box, owner, key)

  const label = `${key} of ${owner}`
  const unmet = groups.filter(group => required && group.fields.includes(key))
  return (
    <div className="pw-field" ref={box} {...useSpot(box, owner, key)}>
      <div className="pw-field-head">
        <label htmlFor={`${id}-0`}>{key}</label>
        {required && values.length === 0 && <span className="pw-field-need">needed</span>}
        {slot.deprecated && <span className="pw-field-need">retired</span>}
        <span className="pw-field-end">
          {list && !adding && values.length > 0 && (
            <button type="button" className="pw-text-button" onClick={() => setAdding(true)}>
              Add another
            </button>
          )}
          {values.length > 0 && (
            <button
              type="button"
              className="pw-icon-button"
              aria-label={`Remove ${label}`}
              title={inherited ? `Remove, and take over what ${inherited.from} says` : 'Remove this field'}
              onClick={() => run(removeField(owner, key))}
            >
              <Glyph name="close" size={13} />
            </button>
          )}
        </span>
      </div>
      <p className="pw-field-help" id={`${id}-help`}>
        {slot.deprecated ? `${slot.help} ${slot.deprecated}` : slot.help}
        {unmet.map(group => ` ${groupWords(group)}`)}
      </p>
      <HeldField owner={owner} field={key} />
      {shown.map((value, at) => (
        <ValueRow
          // biome-ignore lint/suspicious/noArrayIndexKey: values of a list are told apart by their place alone.
          key={at}
          id={`${id}-${at}`}
          owner={owner}
          field={key}
          slot={slot}
          value={value}
          place={at}
          many={list && values.length > 1}
          findings={findings.filter(finding => (finding.at.occurrence ?? 0) === (value?.occurrence ?? 0))}
          describedBy={`${id}-help`}
          added={() => setAdding(false)}
        />
      ))}
      {inherited && values.length > 0 && (
        <div className="pw-from">
          Instead of {slot.kind === 'secret' ? '••••••' : inherited.values.map(one => one.text).join(', ')}, set by{' '}
          <button
            type="button"
            className="pw-text-button"
            onClick={() => reveal(view, { object: inherited.from, field: key }, 'inspector')}
          >
            {inherited.from}
          </button>
        </div>
      )}
    </div>
  )
}

interface ValueProps {
  readonly id: string
  readonly owner: string
  readonly field: string
  readonly slot: Slot
  readonly value: RowValue | undefined
  /** Where it stands, or will stand, among the values of its field. */
  readonly place: number
  readonly many: boolean
  readonly findings: readonly Finding[]
  readonly describedBy: string
  readonly added: () => void
}

function ValueRow({ id, owner, field, slot, value, place, many, findings, describedBy, added }: ValueProps) {
  const run = useRun()
  const text = value?.text ?? ''
  const occurrence = value?.occurrence
  const invalid = findings.some(finding => finding.severity === 'error')
  const described = findings.length > 0 ? `${describedBy} ${id}-findings` : describedBy
  const write = (next: string | { ref: string }) => {
    const merge = `${owner}/${field}/${place}`
    if (occurrence === undefined) {
      run(addField(owner, field, next), { merge })
      added()
    } else run(setField(owner, field, next, occurrence), { merge })
  }
  const isRef = value ? value.isRef : slot.kind === 'ref'
  const control = { id, label: field, slot, value: text, isRef, invalid, describedBy: described }
  return (
    <>
      <div className="pw-field-value" data-value={occurrence}>
        {slot.kind === 'ref' || isRef ? (
          <ReferenceControl
            {...control}
            owner={owner}
            field={field}
            occurrence={occurrence}
            set={chosen => write({ ref: chosen })}
          />
        ) : (
          <TextControl
            {...control}
            owner={owner}
            findings={findings}
            set={write}
            leave={() => {
              if (occurrence !== undefined && text === '') run(removeField(owner, field, occurrence))
              added()
            }}
          />
        )}
        {many && occurrence !== undefined && (
          <button
            type="button"
            className="pw-icon-button"
            aria-label={`Remove value ${occurrence + 1} of ${field}`}
            onClick={() => run(removeField(owner, field, occurrence))}
          >
            <Glyph name="close" size={13} />
          </button>
        )}
      </div>
      {findings.length > 0 && (
        <div id={`${id}-findings`}>
          {findings.map(finding => (
            <FindingMark key={finding.code + finding.message} finding={finding} />
          ))}
        </div>
      )}
    </>
  )
}

/** Brings the field into sight and focuses it when something elsewhere asks for it. */
function useFocusOnWish(box: React.RefObject<HTMLDivElement | null>, owner: string, key: string): void {
  const wish = useView(now => now.wish)
  useEffect(() => {
    if (!wish || wish.place.object !== owner || wish.place.field !== key || wish.from === 'source') return
    box.current?.scrollIntoView({ block: 'center' })
    box.current?.querySelector<HTMLElement>('input, textarea, select')?.focus()
  }, [wish, owner, key, box])
}
