import './outline.css'
import type { PipelineObject } from '../../core/definition/model.ts'
import { useDerived, useSession } from '../state/session.ts'
import { reveal, select } from '../state/view.ts'
import { sectionOf, sectionsOf } from './sections.ts'

/** Above a form: which section its object stands in, its neighbours there, and the way back to all sections. */
export function SectionBar({ object }: { readonly object: PipelineObject }) {
  const { view } = useSession()
  const { definition } = useDerived()
  const section = sectionOf(definition, object)
  const members = sectionsOf(definition).get(section) ?? []
  const at = members.indexOf(object)
  const step = (by: number) => {
    const next = members[(at + by + members.length) % members.length]
    if (next) reveal(view, { object: next.id }, 'inspector')
  }
  return (
    <nav className="pw-section-bar" aria-label="Section">
      <button type="button" className="pw-text-button" onClick={() => select(view, [])}>
        All sections
      </button>
      <span aria-hidden="true">›</span>
      <b>{section.title}</b>
      <span className="pw-section-steps">
        <button
          type="button"
          className="pw-icon-button"
          disabled={members.length < 2}
          aria-label={`The one before in ${section.title}`}
          title={`The one before in ${section.title}`}
          onClick={() => step(-1)}
        >
          ‹
        </button>
        <span className="pw-number">
          {at + 1} of {members.length}
        </span>
        <button
          type="button"
          className="pw-icon-button"
          disabled={members.length < 2}
          aria-label={`The next one in ${section.title}`}
          title={`The next one in ${section.title}`}
          onClick={() => step(1)}
        >
          ›
        </button>
      </span>
    </nav>
  )
}
