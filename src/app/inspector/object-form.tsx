import { useRef, useState } from 'react'
import { catalog, objectTypes } from '../../core/catalog/index.ts'
import {
  addField,
  duplicateObjects,
  removeObjects,
  renameObject,
  setField,
  setName,
} from '../../core/definition/commands.ts'
import type { PipelineObject } from '../../core/definition/model.ts'
import { ownValue, typeOf } from '../../core/definition/query.ts'
import { shortcutOf } from '../state/actions.ts'
import { useFindings } from '../state/checks.ts'
import { useDerived, useRun, useSession } from '../state/session.ts'
import { reveal, select } from '../state/view.ts'
import { withShortcut } from '../ui/chord.ts'
import { FamilyIcon, families, familyInk, familyWord } from '../ui/family.tsx'
import { Glyph } from '../ui/glyphs.tsx'
import { AddField } from './add-field.tsx'
import { FieldRow } from './field.tsx'
import { FindingMark } from './finding.tsx'
import { useFormFocus } from './form-focus.ts'
import { HeldObject } from './held.tsx'
import { Inherited } from './inherited.tsx'
import { useKeptCaret } from './kept-caret.ts'
import { RenameField } from './rename.tsx'
import { type Row, rowsOf } from './rows.ts'
import { SchedulePreview } from './schedule.tsx'

/** The form of one object, made of what the catalogue says of its type. */
export function ObjectForm({ object }: { readonly object: PipelineObject }) {
  const { definition, hidden } = useDerived()
  const [started, setStarted] = useState<readonly string[]>([])
  const box = useRef<HTMLDivElement>(null)
  const onKeyDown = useFormFocus(box, object.id)
  useKeptCaret(box)
  const typeName = typeOf(definition, object)
  const type = catalog.get(typeName ?? '')
  const rows = rowsOf(definition, object)
  const mine = useFindings(definition).filter(finding => finding.at.object === object.id)
  const fresh = rows.free.filter(one => started.includes(one.key)).map(one => freshRow(one.key, one.slot))
  const shown = [...rows.main, ...fresh]
  const placed = new Set(shown.map(row => row.key))
  const free = [
    ...rows.free.filter(one => !started.includes(one.key)),
    ...rows.inherited.flatMap(row =>
      row.slot && !rows.free.some(one => one.key === row.key) ? [{ key: row.key, slot: row.slot }] : [],
    ),
  ]
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of the controls in it.
    <div ref={box} className="pw-inspector" style={{ '--ink': familyInk(type?.family) }} onKeyDown={onKeyDown}>
      <Head object={object} />
      <div className="pw-inspector-body">
        {hidden.has(object.id) && (
          <p className="pw-from">
            The text is broken where this object stands, so it is shown as it was. Mend the text to edit it.
          </p>
        )}
        {type && (
          <p className="pw-field-help" style={{ marginTop: 8 }}>
            {type.summary}
            {type.deprecated && ` Retired: use ${type.deprecated}.`}
          </p>
        )}
        <HeldObject id={object.id} />
        {mine
          .filter(finding => finding.at.field === undefined || !placed.has(finding.at.field))
          .map(finding => (
            <FindingMark key={finding.code + finding.message} finding={finding} />
          ))}
        {type?.family === 'schedule' && <SchedulePreview schedule={object} />}
        <section aria-label="Fields" data-part="fields">
          {shown.map(row => (
            <FieldRow
              key={row.key}
              owner={object.id}
              row={row}
              findings={mine.filter(finding => finding.at.field === row.key)}
            />
          ))}
        </section>
        <AddField owner={object.id} free={free} start={key => setStarted([...started, key])} />
        <Inherited owner={object.id} rows={rows.inherited.filter(row => !placed.has(row.key))} />
      </div>
    </div>
  )
}

const freshRow = (key: string, slot: Row['slot']): Row => ({
  key,
  slot,
  required: false,
  values: [],
  inherited: undefined,
  groups: [],
})

/** Its name, id, type, and what can be done with it as a whole. */
function Head({ object }: { readonly object: PipelineObject }) {
  const { view } = useSession()
  const { definition } = useDerived()
  const run = useRun()
  const typeName = typeOf(definition, object)
  const family = catalog.get(typeName ?? '')?.family
  const isRoot = family === 'default'
  return (
    <div className="pw-inspector-head">
      <span className="pw-inspector-icon" title={familyWord(family)}>
        <FamilyIcon family={family} />
      </span>
      <input
        className="pw-name-input"
        aria-label="Name"
        title="Its name, as lists and the graph show it"
        value={object.name}
        spellCheck={false}
        onChange={event => run(setName(object.id, event.target.value), { merge: `${object.id}/name` })}
      />
      <span className="pw-field-end">
        <button
          type="button"
          className="pw-icon-button"
          title={withShortcut('Duplicate', shortcutOf('duplicate'))}
          aria-label={`Duplicate ${object.id}`}
          disabled={isRoot}
          onClick={() => run(duplicateObjects([object.id]))}
        >
          <Glyph name="copy" size={15} />
        </button>
        <button
          type="button"
          className="pw-icon-button"
          title={withShortcut('Delete it, and every reference to it', shortcutOf('delete'))}
          aria-label={`Delete ${object.id}`}
          onClick={() => {
            run(removeObjects([object.id]))
            select(view, [])
          }}
        >
          <Glyph name="bin" size={15} />
        </button>
        <button
          type="button"
          className="pw-icon-button"
          title="Close and see the whole pipeline"
          aria-label="Close the form"
          onClick={() => select(view, [])}
        >
          <Glyph name="close" size={14} />
        </button>
      </span>
      <span />
      <span style={{ display: 'grid', gap: 4 }}>
        <RenameField
          label="Id"
          value={object.id}
          taken={id => definition.objects.some(other => other.id === id)}
          rename={id => {
            run(renameObject(object.id, id))
            reveal(view, { object: id }, 'inspector')
          }}
        />
        {!isRoot && <TypeChoice object={object} typeName={typeName} />}
      </span>
    </div>
  )
}

/** Chooses the type; fields that the new type lacks stay, and the checks say so. */
function TypeChoice({ object, typeName }: { readonly object: PipelineObject; readonly typeName: string | undefined }) {
  const run = useRun()
  const own = ownValue(object, 'type')
  return (
    <select
      className="pw-input"
      aria-label="Type"
      value={own ?? ''}
      onChange={event =>
        run(
          own === undefined
            ? addField(object.id, 'type', event.target.value)
            : setField(object.id, 'type', event.target.value),
        )
      }
    >
      {own === undefined && <option value="">{typeName ? `${typeName}, from its parent` : 'Choose a type…'}</option>}
      {own !== undefined && !catalog.has(own) && <option value={own}>{own} (unknown)</option>}
      {Object.entries(families).map(([family, { plural }]) => {
        const types = objectTypes.filter(type => type.family === family && type.family !== 'default')
        return (
          types.length > 0 && (
            <optgroup key={family} label={plural}>
              {types.map(type => (
                <option key={type.name} value={type.name}>
                  {type.name}
                </option>
              ))}
            </optgroup>
          )
        )
      })}
    </select>
  )
}
