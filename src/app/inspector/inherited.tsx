import { removeField, setFieldList } from '../../core/definition/commands.ts'
import { useRun, useSession } from '../state/session.ts'
import { reveal } from '../state/view.ts'
import type { Row } from './rows.ts'

/** What an inherited field says; secrets are not shown. */
const shownText = ({ key, slot, inherited }: Row): string =>
  slot?.kind === 'secret' || key.startsWith('*')
    ? '••••••'
    : (inherited?.values.map(value => value.text).join(', ') ?? '')

/** `set by Default`, as a way to where it is set. */
function SetBy({ row: { key, inherited } }: { readonly row: Row }) {
  const { view } = useSession()
  if (!inherited) return null
  return (
    <span className="pw-from">
      set by{' '}
      <button
        type="button"
        className="pw-text-button"
        title={`Go to ${key} of ${inherited.from}`}
        onClick={() => reveal(view, { object: inherited.from, field: key }, 'inspector')}
      >
        {inherited.from}
      </button>
    </span>
  )
}

/** Beside a value of its own: what it would inherit without it, and the way back to that. */
export function InsteadOf({ owner, row }: { readonly owner: string; readonly row: Row }) {
  const run = useRun()
  if (!row.inherited || row.values.length === 0) return null
  const text = shownText(row)
  return (
    <div className="pw-instead">
      <span className="pw-cut" title={text}>
        {text}
      </span>
      <SetBy row={row} />
      <button
        type="button"
        className="pw-text-button"
        title={`Remove the value of its own, and take over what ${row.inherited.from} says`}
        onClick={() => run(removeField(owner, row.key))}
      >
        Use this instead
      </button>
    </div>
  )
}

/** Values that come from a parent, with who set them and the way to say otherwise. */
export function Inherited({ owner, rows }: { readonly owner: string; readonly rows: readonly Row[] }) {
  const { view } = useSession()
  const run = useRun()
  if (rows.length === 0) return null
  return (
    <section aria-label="Inherited fields">
      <h3>Inherited</h3>
      {rows.map(row => {
        const { key, inherited, slot } = row
        if (!inherited) return null
        const text = shownText(row)
        return (
          <div key={key} className="pw-inherited" title={slot?.help}>
            <span className="pw-cut">{key}</span>
            <span className="pw-inherited-value">
              <span className="pw-cut" title={text}>
                {text}
              </span>
              <SetBy row={row} />
            </span>
            <button
              type="button"
              className="pw-text-button"
              title="Give this object a value of its own, starting from the inherited one"
              aria-label={`Override ${key}`}
              onClick={() => {
                run(
                  setFieldList(
                    owner,
                    key,
                    inherited.values.map(value => (value.isRef ? { ref: value.text } : value.text)),
                  ),
                )
                reveal(view, { object: owner, field: key }, 'inspector')
              }}
            >
              Override
            </button>
          </div>
        )
      })}
    </section>
  )
}
