import './inspector.css'
import { objectById } from '../../core/definition/query.ts'
import { useDerived, useView } from '../state/session.ts'
import { ObjectForm } from './object-form.tsx'
import { Overview } from './overview.tsx'
import { SectionBar } from './section-bar.tsx'
import { Several } from './several.tsx'

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
  return <Several objects={objects} />
}
