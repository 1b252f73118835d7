import './inspector.css'
import { removeObjects } from '../../core/definition/commands.ts'
import { objectById } from '../../core/definition/query.ts'
import { useDerived, useRun, useSession, useView } from '../state/session.ts'
import { reveal, select } from '../state/view.ts'
import { ObjectForm } from './object-form.tsx'
import { Overview } from './overview.tsx'
import { SectionBar } from './section-bar.tsx'

/** Settings of what is selected: an object, several, or the pipeline as a whole. */
export function Inspector() {
  const selected = useView(now => now.selected)
  const { definition } = useDerived()
  const objects = selected.flatMap(id => objectById(definition, id) ?? [])
  const [only] = objects
  if (!only) return <Overview />
  if (objects.length === 1)
    return (
      <div className="pw-with-bar">
        <SectionBar object={only} />
        <ObjectForm key={only.id} object={only} />
      </div>
    )
  return <Several ids={objects.map(object => object.id)} />
}

function Several({ ids }: { readonly ids: readonly string[] }) {
  const { view } = useSession()
  const run = useRun()
  return (
    <div className="pw-inspector">
      <div className="pw-inspector-body">
        <h2 style={{ margin: '12px 0 4px' }}>{ids.length} objects are selected</h2>
        <p className="pw-field-help">Drag, copy, duplicate or delete them together. Choose one to see its settings.</p>
        {ids.map(id => (
          <div key={id} className="pw-inherited" style={{ gridTemplateColumns: 'minmax(0, 1fr) auto' }}>
            <span className="pw-cut">{id}</span>
            <button type="button" className="pw-text-button" onClick={() => reveal(view, { object: id }, 'inspector')}>
              Settings
            </button>
          </div>
        ))}
        <button
          type="button"
          className="pw-button"
          style={{ marginTop: 12 }}
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
