import { Link } from '@tanstack/react-router'
import type { Finding } from '../../core/validation/rule.ts'
import { useRun } from '../state/session.ts'
import { SeverityIcon, severityWords } from '../ui/severity.tsx'

const mostFixes = 3

/** What is wrong, in words, and ways to mend it. */
export function FindingMark({ finding }: { readonly finding: Finding }) {
  const run = useRun()
  return (
    <div className="pw-finding">
      <SeverityIcon severity={finding.severity} />
      <span>
        <span className="pw-unseen">{severityWords[finding.severity][0]}: </span>
        {finding.message}
        {finding.limit && (
          <>
            {' '}
            <Link className="pw-link" to="/settings" hash={`limit-${finding.limit}`}>
              Change this limit
            </Link>
          </>
        )}
      </span>
      {finding.fixes.length > 0 && (
        <span className="pw-finding-fixes">
          {finding.fixes.slice(0, mostFixes).map(fix => (
            <button key={fix.label} type="button" className="pw-fix" title={fix.label} onClick={() => run(fix.command)}>
              {fix.label}
            </button>
          ))}
        </span>
      )}
    </div>
  )
}
