import { useId, useState } from 'react'
import { removeObjects } from '../../core/definition/commands.ts'
import type { PipelineObject } from '../../core/definition/model.ts'
import { useDerived, useRun, useSession } from '../state/session.ts'
import { reveal, select } from '../state/view.ts'
import { Glyph } from '../ui/glyphs.tsx'
import { type CommonField, commonFields, removeFromAll, setForAll, targetsFor } from './common-fields.ts'
import { controls } from './controls.tsx'

/** Several objects at once: the fields that all of them can have, set for all in one step. */
export function Several({ objects }: { readonly objects: readonly PipelineObject[] }) {
  const { view } = useSession()
  const { definition } = useDerived()
  const run = useRun()
  const [started, setStarted] = useState<readonly string[]>([])
  const [listed, setListed] = useState(objects.length <= fewObjects)
  const fields = commonFields(definition, objects)
  const shown = fields.filter(one => one.own > 0 || started.includes(one.key))
  const free = fields.filter(one => !shown.includes(one))
  const ids = objects.map(object => object.id)
  return (
    <div className="pw-inspector">
      <div className="pw-inspector-body">
        <h2 style={{ margin: '12px 0 4px' }}>{objects.length} objects are selected</h2>
        <p className="pw-field-help">
          What you set here is set for all of them, as one step to undo. Lists are edited object by object.
        </p>
        <section aria-label="Common fields">
          {shown.map(field => (
            <CommonRow
              key={field.key}
              field={field}
              objects={objects}
              keep={() => started.includes(field.key) || setStarted([...started, field.key])}
            />
          ))}
        </section>
        {fields.length === 0 && (
          <p className="pw-field-help">Their types have no field in common, or one of them is not known.</p>
        )}
        {free.length > 0 && (
          <select
            className="pw-input"
            style={{ marginTop: 12 }}
            aria-label="Set another field for all"
            value=""
            onChange={event => setStarted([...started, event.target.value])}
          >
            <option value="">Set another field for all…</option>
            {free.map(({ key, inherited }) => (
              <option key={key} value={key}>
                {inherited ? `${key} (${inherited.from} says ${inherited.text})` : key}
              </option>
            ))}
          </select>
        )}
        <h3>Selected</h3>
        {(listed ? ids : ids.slice(0, fewObjects)).map(id => (
          <div key={id} className="pw-inherited" style={{ gridTemplateColumns: 'minmax(0, 1fr) auto' }}>
            <span className="pw-cut">{id}</span>
            <button type="button" className="pw-text-button" onClick={() => reveal(view, { object: id }, 'inspector')}>
              Settings
            </button>
          </div>
        ))}
        {!listed && (
          <button type="button" className="pw-text-button" onClick={() => setListed(true)}>
            And {ids.length - fewObjects} more
          </button>
        )}
        <button
          type="button"
          className="pw-btn"
          style={{ display: 'block', marginTop: 12 }}
          onClick={() => {
            run(removeObjects(ids))
            select(view, [])
          }}
        >
          Delete all {ids.length}
        </button>
      </div>
    </div>
  )
}

const fewObjects = 12

interface CommonRowProps {
  readonly field: CommonField
  readonly objects: readonly PipelineObject[]
  /** Leaves the field on the form, though its last letter was deleted. */
  readonly keep: () => void
}

/** One field of all objects: what they share, or that they differ, and what they say instead. */
function CommonRow({ field, objects, keep }: CommonRowProps) {
  const { key, slot, shared, said, own, inherited } = field
  const { definition } = useDerived()
  const run = useRun()
  const id = useId()
  const mixed = shared === undefined && own > 0
  const secret = slot.kind === 'secret'
  const merge = { merge: `several/${key}` }
  const value = shared?.stringValue ?? shared?.refValue ?? ''
  return (
    <div className="pw-field">
      <div className="pw-field-head">
        <label htmlFor={id}>{key}</label>
        {mixed && <span className="pw-field-mixed">mixed</span>}
        <span className="pw-field-end">
          {own > 0 && (
            <button
              type="button"
              className="pw-icon-button"
              aria-label={`Remove ${key} of all`}
              title={inherited ? `Remove it, and take over what ${inherited.from} says` : 'Remove it from all'}
              onClick={() => run(removeFromAll(objects, key))}
            >
              <Glyph name="close" size={13} />
            </button>
          )}
        </span>
      </div>
      <p className="pw-field-help" id={`${id}-help`}>
        {slot.help}
      </p>
      <div className="pw-field-value">
        {slot.kind === 'ref' ? (
          <select
            id={id}
            className="pw-input"
            aria-describedby={`${id}-help`}
            value={value}
            onChange={event => run(setForAll(objects, key, { ref: event.target.value }))}
          >
            {value === '' && <option value="">{mixed ? 'Mixed: choose one for all…' : 'Choose…'}</option>}
            {targetsFor(definition, slot, objects).map(one => (
              <option key={one.id} value={one.id}>
                {one.id}
              </option>
            ))}
          </select>
        ) : (
          controls[slot.kind]({
            id,
            owner: objects[0]?.id ?? '',
            label: key,
            slot,
            value,
            isRef: false,
            invalid: false,
            describedBy: `${id}-help`,
            set: text => {
              keep()
              run(text === '' ? removeFromAll(objects, key) : setForAll(objects, key, text), merge)
            },
            leave: () => {},
          })
        )}
      </div>
      {mixed && (
        <ul className="pw-said">
          {said.slice(0, fewSaid).map(({ text, count }) => (
            <li key={text}>
              <span className="pw-cut">{text === '' ? nothing(inherited) : secret ? '••••••' : text}</span>
              <span className="pw-number">
                {count} {count === 1 ? 'object' : 'objects'}
              </span>
            </li>
          ))}
          {said.length > fewSaid && <li>and {said.length - fewSaid} other values</li>}
        </ul>
      )}
    </div>
  )
}

const fewSaid = 4

const nothing = (inherited: CommonField['inherited']): string =>
  inherited ? `nothing of its own; ${inherited.from} says ${inherited.text}` : 'nothing'
