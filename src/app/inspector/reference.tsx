import { accepts, catalog } from '../../core/catalog/index.ts'
import type { Slot } from '../../core/catalog/schema.ts'
import { addField, addObject, type Command, freeId, setField } from '../../core/definition/commands.ts'
import type { Definition } from '../../core/definition/model.ts'
import { objectById, typeOf } from '../../core/definition/query.ts'
import { sequence } from '../state/sequence.ts'
import { useDerived, useRun, useSession } from '../state/session.ts'
import { reveal } from '../state/view.ts'
import { Glyph } from '../ui/glyphs.tsx'

interface ReferenceProps {
  readonly id: string
  readonly owner: string
  readonly field: string
  readonly slot: Slot
  readonly value: string
  /** Undefined for a value that is yet to be added. */
  readonly occurrence: number | undefined
  readonly invalid: boolean
  readonly describedBy: string | undefined
  readonly set: (id: string) => void
}

const creating = '\u0000'

/** Chooses what a field points to: what fits among the objects, or a new one of a fitting type. */
export function ReferenceControl({
  id,
  owner,
  field,
  slot,
  value,
  occurrence,
  invalid,
  describedBy,
  set,
}: ReferenceProps) {
  const { view } = useSession()
  const { definition } = useDerived()
  const run = useRun()
  const fitting = fittingObjects(definition, slot).filter(one => one.id !== owner)
  const known = value === '' || fitting.some(one => one.id === value)
  const there = objectById(definition, value)
  const create = (type: string) => {
    const made = freeId(definition, type)
    run(createCommand(owner, field, occurrence, type, made))
    reveal(view, { object: made }, 'inspector')
  }
  return (
    <span className="pw-field-value">
      <select
        id={id}
        className="pw-input"
        value={value}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onChange={event => {
          const chosen = event.target.value
          if (chosen.startsWith(creating)) create(chosen.slice(creating.length))
          else set(chosen)
        }}
      >
        {value === '' && <option value="">Choose…</option>}
        {!known && <option value={value}>{there ? `${value} (does not fit here)` : `${value} (is not there)`}</option>}
        {fitting.length > 0 && (
          <optgroup label="In this pipeline">
            {fitting.map(one => (
              <option key={one.id} value={one.id}>
                {one.name === one.id ? one.id : `${one.name} (${one.id})`}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label="Create new">
          {typesFor(slot).map(type => (
            <option key={type} value={creating + type}>
              New {type}…
            </option>
          ))}
        </optgroup>
      </select>
      {there && (
        <button
          type="button"
          className="pw-icon-button"
          aria-label={`Go to ${value}`}
          title={`Go to ${value}`}
          onClick={() => reveal(view, { object: value }, 'inspector')}
        >
          <Glyph name="go" size={14} />
        </button>
      )}
    </span>
  )
}

const fittingObjects = (definition: Definition, slot: Slot) =>
  definition.objects.filter(object => {
    const type = typeOf(definition, object)
    return type === undefined ? slot.to?.includes('*') : accepts(slot, type)
  })

/** Types that can be made for a slot; a slot that takes anything offers none. */
const typesFor = (slot: Slot): readonly string[] =>
  (slot.to ?? []).filter(type => {
    const known = catalog.get(type)
    return known !== undefined && known.deprecated === undefined
  })

/** Adds an object and points the field to it, as one step. */
function createCommand(
  owner: string,
  field: string,
  occurrence: number | undefined,
  type: string,
  made: string,
): Command {
  const point =
    occurrence === undefined ? addField(owner, field, { ref: made }) : setField(owner, field, { ref: made }, occurrence)
  const object = { id: made, name: made, fields: [{ key: 'type', stringValue: type }] }
  return sequence(`Create ${made} for ${owner}`, [addObject(object), point])
}
