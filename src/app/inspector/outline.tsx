import './outline.css'
import { type ReactNode, useMemo } from 'react'
import { familyOf } from '../../core/catalog/index.ts'
import type { PipelineObject } from '../../core/definition/model.ts'
import { typeOf } from '../../core/definition/query.ts'
import { lineColumn, type TextProblem } from '../../core/definition/text.ts'
import type { Finding } from '../../core/validation/rule.ts'
import { useFindings } from '../state/checks.ts'
import { findingsByObject, type Tally, tally } from '../state/derived.ts'
import { useDerived, useEditor, useSession, useView } from '../state/session.ts'
import { reveal, toggleSection } from '../state/view.ts'
import { FamilyIcon, familyInk } from '../ui/family.tsx'
import { countWords, SeverityIcon } from '../ui/severity.tsx'
import { Parameters } from './parameters.tsx'
import { others, sections, sectionsOf } from './sections.ts'

/** With more objects than this a section is closed until it is opened. */
const manyObjects = 14
const mostFindings = 8

/** The pipeline section by section, as the console's right pane had it, with what is wrong in each. */
export function Outline() {
  const { definition, problems } = useDerived()
  const findings = useFindings(definition)
  const byObject = useMemo(() => findingsByObject(findings), [findings])
  const members = useMemo(() => sectionsOf(definition), [definition])
  const shown = useView(now => now.sections)
  const first = new Set(
    definition.objects.length > manyObjects ? [] : sections.filter(one => members.has(one)).map(one => one.id),
  )
  const isOpen = (id: string) => (shown ?? new Set([...first, 'parameters', 'findings'])).has(id)
  const openNow = [...sections.map(one => one.id), 'parameters', 'findings'].filter(isOpen)
  const row = (section: (typeof sections)[number]) => {
    const objects = members.get(section) ?? []
    return (
      <Part
        key={section.id}
        id={section.id}
        title={section.title}
        icon={<FamilyIcon family={section.family} size={16} />}
        ink={familyInk(section.family)}
        count={objects.length}
        counts={tally(objects.flatMap(one => (byObject.get(one.id) ?? []).map(finding => finding.severity)))}
        open={isOpen(section.id)}
        openNow={openNow}
      >
        {objects.length === 0 ? (
          <p className="pw-field-help">None.</p>
        ) : (
          <ul>
            {objects.map(object => (
              <ObjectRow key={object.id} object={object} findings={byObject.get(object.id) ?? []} />
            ))}
          </ul>
        )}
      </Part>
    )
  }
  const parameterFindings = findings.filter(one => (one.at.parameter ?? one.at.value) !== undefined)
  return (
    <section className="pw-outline" aria-label="Sections">
      {sections.filter(section => section !== others).map(row)}
      <Part
        id="parameters"
        title="Parameters"
        icon={<span aria-hidden="true">{'{}'}</span>}
        ink="var(--pw-text-3)"
        count={definition.parameters.length}
        counts={tally(parameterFindings.map(one => one.severity))}
        open={isOpen('parameters')}
        openNow={openNow}
      >
        <Parameters />
      </Part>
      {row(others)}
      <FindingsPart findings={findings} problems={problems} open={isOpen('findings')} openNow={openNow} />
    </section>
  )
}

interface PartProps {
  readonly id: string
  readonly title: string
  readonly icon: ReactNode
  readonly ink: string
  readonly count: number
  readonly counts: Tally
  readonly open: boolean
  readonly openNow: readonly string[]
  readonly children: ReactNode
}

/** One section: its name, how many it holds, what is wrong there, and what it holds. */
function Part({ id, title, icon, ink, count, counts, open, openNow, children }: PartProps) {
  const { view } = useSession()
  return (
    <div className="pw-outline-part">
      <h3>
        <button type="button" aria-expanded={open} onClick={() => toggleSection(view, openNow, id)}>
          <span className="pw-outline-arrow" aria-hidden="true">
            ▸
          </span>
          <span className="pw-outline-icon" style={{ '--ink': ink }}>
            {icon}
          </span>
          {title}
          <span className="pw-outline-count">{count}</span>
          <Worst counts={counts} />
        </button>
      </h3>
      {open && <div className="pw-outline-body">{children}</div>}
    </div>
  )
}

const Worst = ({ counts }: { readonly counts: Tally }) => (
  <span className="pw-outline-worst">
    {(['error', 'warning'] as const).map(
      severity =>
        counts[severity] > 0 && (
          <span key={severity} title={countWords(counts[severity], severity)}>
            <SeverityIcon severity={severity} size={13} />
            <span aria-hidden="true">{counts[severity]}</span>
            <span className="pw-unseen">{countWords(counts[severity], severity)}</span>
          </span>
        ),
    )}
  </span>
)

function ObjectRow({ object, findings }: { readonly object: PipelineObject; readonly findings: readonly Finding[] }) {
  const { view } = useSession()
  const { definition } = useDerived()
  const type = typeOf(definition, object)
  const family = familyOf(type ?? '')
  return (
    <li>
      <button type="button" className="pw-outline-row" onClick={() => reveal(view, { object: object.id }, 'inspector')}>
        <span style={{ color: familyInk(family) }}>
          <FamilyIcon family={family} size={14} />
        </span>
        <span className="pw-cut">{object.name}</span>
        <span className="pw-cut pw-from">{type ?? 'no type'}</span>
        <Worst counts={tally(findings.map(one => one.severity))} />
      </button>
    </li>
  )
}

interface FindingsProps {
  readonly findings: readonly Finding[]
  readonly problems: readonly TextProblem[]
  readonly open: boolean
  readonly openNow: readonly string[]
}

function FindingsPart({ findings, problems, open, openNow }: FindingsProps) {
  const { view } = useSession()
  const text = useEditor(now => now.document.text)
  const grave = findings.filter(one => one.severity !== 'info')
  const counts = tally([...problems, ...grave].map(one => one.severity))
  const all = grave.length + problems.length
  return (
    <Part
      id="findings"
      title="Errors/Warnings"
      icon={counts.worst ? <SeverityIcon severity={counts.worst} size={15} /> : <span aria-hidden="true">✓</span>}
      ink="var(--pw-text-3)"
      count={all}
      counts={counts}
      open={open}
      openNow={openNow}
    >
      {all === 0 && <p className="pw-field-help">None: our checks find nothing wrong.</p>}
      <ul>
        {problems.slice(0, mostFindings).map(problem => (
          <li key={`${problem.code}/${problem.offset}`}>
            <button
              type="button"
              className="pw-outline-finding"
              data-severity={problem.severity}
              onClick={() => view.setState({ source: true, wish: { place: {}, span: problem, from: 'problems' } })}
            >
              <SeverityIcon severity={problem.severity} />
              <span>
                <small>line {lineColumn(text, problem.offset).line}</small>
                {problem.message}
              </span>
            </button>
          </li>
        ))}
        {grave.slice(0, mostFindings).map((finding, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one place may have the same finding twice.
          <li key={at}>
            <button
              type="button"
              className="pw-outline-finding"
              data-severity={finding.severity}
              onClick={() => reveal(view, finding.at, 'problems')}
            >
              <SeverityIcon severity={finding.severity} />
              <span>
                <small>
                  {[finding.at.object ?? finding.at.parameter ?? finding.at.value, finding.at.field]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
                {finding.message}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {all > 0 && (
        <button type="button" className="pw-text-button" onClick={() => view.setState({ problems: true })}>
          {all > mostFindings ? `All ${all}, with fixes` : 'See them with their fixes'}
        </button>
      )}
    </Part>
  )
}
