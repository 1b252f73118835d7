import './source.css'
import { lineColumn } from '../../core/definition/text.ts'
import { mendsAt } from '../../core/language/mends.ts'
import type { Finding, Severity } from '../../core/validation/rule.ts'
import { useFindingsAtOnce } from '../state/checks.ts'
import { tally } from '../state/derived.ts'
import { useDerived, useEditor, useRun, useSession, useView } from '../state/session.ts'
import { reveal } from '../state/view.ts'
import { countWords, SeverityIcon } from '../ui/severity.tsx'

/** Everything that is wrong or doubtful, with ways to mend it. A strip with counts until it is opened. */
export function Problems() {
  const { view } = useSession()
  const open = useView(now => now.problems)
  const { definition, problems } = useDerived()
  const document = useEditor(now => now.document)
  const run = useRun()
  const findings = useFindingsAtOnce(definition)
  const counts = tally([...problems.map(one => one.severity), ...findings.map(one => one.severity)])
  return (
    <section className="pw-problems" aria-label="Problems">
      <button
        type="button"
        className="pw-problems-bar"
        aria-expanded={open}
        onClick={() => view.setState({ problems: !open })}
      >
        <span aria-hidden="true">{open ? '▾' : '▴'}</span>
        <b>Problems</b>
        {(['error', 'warning', 'info'] as const).map(
          severity =>
            counts[severity] > 0 && (
              <span key={severity}>
                <SeverityIcon severity={severity} size={13} />
                {countWords(counts[severity], severity)}
              </span>
            ),
        )}
        {!counts.worst && <span>None: the checks find nothing wrong.</span>}
      </button>
      {open && (
        <ul className="pw-problems-list">
          {problems.map(problem => {
            const { line, column } = lineColumn(document.text, problem.offset)
            return (
              <ProblemRow
                key={`${problem.code}/${problem.offset}`}
                severity={problem.severity}
                message={problem.message}
                where={`line ${line}, column ${column}`}
                go={() => view.setState({ source: true, wish: { place: {}, span: problem, from: 'problems' } })}
              >
                {mendsAt(document, [], problem)
                  .filter(mend => mend.message === problem.message)
                  .slice(0, 2)
                  .map(({ label, command }) => (
                    <button key={label} type="button" className="pw-fix" onClick={() => run(command)}>
                      {label}
                    </button>
                  ))}
              </ProblemRow>
            )
          })}
          {findings.map((finding, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one place may have the same finding twice.
            <FindingRow key={at} finding={finding} />
          ))}
          {!counts.worst && <li className="pw-problem pw-quiet">Nothing to mend.</li>}
        </ul>
      )}
    </section>
  )
}

function FindingRow({ finding }: { readonly finding: Finding }) {
  const { view } = useSession()
  const run = useRun()
  const { object, parameter, value, field } = finding.at
  const where = [object ?? parameter ?? value, field].filter(Boolean).join(' · ')
  return (
    <ProblemRow
      severity={finding.severity}
      message={finding.message}
      where={where}
      code={finding.code}
      go={() => reveal(view, finding.at, 'problems')}
    >
      {finding.fixes.slice(0, 2).map(fix => (
        <button key={fix.label} type="button" className="pw-fix" title={fix.label} onClick={() => run(fix.command)}>
          {fix.label}
        </button>
      ))}
    </ProblemRow>
  )
}

interface RowProps {
  readonly severity: Severity
  readonly message: string
  readonly where: string
  readonly code?: string
  readonly go: () => void
  readonly children?: React.ReactNode
}

const ProblemRow = ({ severity, message, where, code, go, children }: RowProps) => (
  <li className="pw-problem">
    <SeverityIcon severity={severity} />
    <button type="button" className="pw-problem-text" title={code} onClick={go}>
      {message}
      <small>{where}</small>
    </button>
    <span className="pw-problem-fixes">{children}</span>
  </li>
)
