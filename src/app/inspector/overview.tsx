import { addObject } from '../../core/definition/commands.ts'
import { objectById } from '../../core/definition/query.ts'
import { graphOf } from '../state/derived.ts'
import { useDerived, useRun, useSession } from '../state/session.ts'
import { reveal } from '../state/view.ts'
import { FamilyIcon, familyInk } from '../ui/family.tsx'
import { Outline } from './outline.tsx'

/** What one sees with nothing selected: the pipeline as a whole, its defaults and its parameters. */
export function Overview() {
  const { view } = useSession()
  const { definition } = useDerived()
  const run = useRun()
  const root = objectById(definition, 'Default')
  const cards = graphOf(definition).cards
  return (
    <div className="pw-inspector" style={{ '--ink': familyInk('default') }}>
      <div className="pw-inspector-head">
        <span className="pw-inspector-icon">
          <FamilyIcon family="default" />
        </span>
        <span>
          <h2>The whole pipeline</h2>
          <span className="pw-from">
            {cards.length === 1 ? '1 object' : `${cards.length} objects`}. Select a card to see its settings.
          </span>
        </span>
      </div>
      <div className="pw-inspector-body">
        <Outline />
        <section aria-label="Defaults">
          <h3>Defaults for all objects</h3>
          {root ? (
            <>
              <dl className="pw-facts">
                {root.fields
                  .filter(field => !field.key.startsWith('*') && field.key !== 'type')
                  .slice(0, 10)
                  .map((field, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a key may be there twice.
                    <FieldFact key={at} name={field.key} value={field.stringValue ?? field.refValue ?? ''} />
                  ))}
              </dl>
              <button
                type="button"
                className="pw-btn"
                style={{ marginTop: 10 }}
                onClick={() => reveal(view, { object: root.id }, 'inspector')}
              >
                Edit the defaults
              </button>
            </>
          ) : (
            <>
              <p className="pw-field-help">
                The object called Default holds what all others take over: schedule, roles, where logs go.
              </p>
              <button
                type="button"
                className="pw-btn"
                onClick={() => {
                  run(
                    addObject({
                      id: 'Default',
                      name: 'Default',
                      fields: [{ key: 'scheduleType', stringValue: 'ondemand' }],
                    }),
                  )
                  reveal(view, { object: 'Default' }, 'inspector')
                }}
              >
                Add defaults
              </button>
            </>
          )}
        </section>
      </div>
    </div>
  )
}

const FieldFact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
)
