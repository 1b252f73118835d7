import { useEffect, useId, useRef, useState } from 'react'
import type { Slot } from '../../core/catalog/schema.ts'
import { addField, removeField, setField } from '../../core/definition/commands.ts'
import type { Finding } from '../../core/validation/rule.ts'
import { looksSecret } from '../../core/validation/security.ts'
import { useRun, useSession, useView } from '../state/session.ts'
import { Glyph } from '../ui/glyphs.tsx'
import { FindingMark } from './finding.tsx'
import { goToText } from './go-to-text.ts'
import { HeldField } from './held.tsx'
import { InsteadOf } from './inherited.tsx'
import { ListTools, useMove } from './list-tools.tsx'
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
    : looksSecret(key)
      ? { kind: 'secret', help: 'It is shown to all who may read the pipeline: a star before its name masks it.' }
      : { kind: 'text', help: 'A field that this type does not have. Fields of your own begin with my.' }

/** One field: its label and help, a control for each value, what is wrong with it, and where else it is set. */
export function FieldRow({ owner, row, findings }: FieldProps) {
  const { key, required, values, inherited, groups } = row
  const session = useSession()
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
              aria-label={`Go to the text of ${label}`}
              title="Go to the text"
              onClick={() => goToText(session, { object: owner, field: key })}
            >
              {'{}'}
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
          siblings={list ? values : []}
          findings={findings.filter(finding => (finding.at.occurrence ?? 0) === (value?.occurrence ?? 0))}
          describedBy={`${id}-help`}
          added={() => setAdding(false)}
        />
      ))}
      <InsteadOf owner={owner} row={{ ...row, slot }} />
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
  /** All values of its list; none where the field takes but one. */
  readonly siblings: readonly RowValue[]
  readonly findings: readonly Finding[]
  readonly describedBy: string
  readonly added: () => void
}

function ValueRow({ id, owner, field, slot, value, place, siblings, findings, describedBy, added }: ValueProps) {
  const run = useRun()
  const move = useMove(owner, field, siblings)
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
  const control = { id, owner, label: field, slot, value: text, isRef, invalid, describedBy: described }
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the control inside. */}
      <div
        className="pw-field-value"
        data-value={occurrence}
        onKeyDown={event => {
          const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined
          if (!event.altKey || by === undefined || siblings.length < 2) return
          event.preventDefault()
          move(place, by)
          focusValue(event.currentTarget, by)
        }}
      >
        {slot.kind === 'ref' || isRef ? (
          <ReferenceControl {...control} field={field} occurrence={occurrence} set={chosen => write({ ref: chosen })} />
        ) : (
          <TextControl
            {...control}
            findings={findings}
            set={write}
            leave={() => {
              if (occurrence !== undefined && text === '') run(removeField(owner, field, occurrence))
              added()
            }}
          />
        )}
        {siblings.length > 1 && occurrence !== undefined && (
          <ListTools
            owner={owner}
            field={field}
            values={siblings}
            place={place}
            remove={() => run(removeField(owner, field, occurrence))}
          />
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

/** Follows a value that moved within its list. */
function focusValue(from: HTMLElement, by: -1 | 1): void {
  const rows = [...(from.parentElement?.querySelectorAll<HTMLElement>(':scope > .pw-field-value') ?? [])]
  rows[rows.indexOf(from) + by]?.querySelector<HTMLElement>('input, textarea, select')?.focus()
}

/** Brings the field into sight and focuses it when something elsewhere asks for it. */
function useFocusOnWish(box: React.RefObject<HTMLDivElement | null>, owner: string, key: string): void {
  const wish = useView(now => now.wish)
  useEffect(() => {
    if (!wish || wish.place.object !== owner || wish.place.field !== key || wish.from === 'source') return
    if (wish.to === 'source') return
    box.current?.scrollIntoView({ block: 'center' })
    box.current?.querySelector<HTMLElement>('input, textarea, select')?.focus()
  }, [wish, owner, key, box])
}
