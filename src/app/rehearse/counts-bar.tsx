import { lookOf } from '../../core/runs/life.ts'
import { type StatusCounts, sortedCounts } from '../../core/runs/summary.ts'

/** How instances stand as one bar; each part says its status and count. */
export function CountsBar({ counts }: { readonly counts: StatusCounts }) {
  const parts = sortedCounts(counts)
  const total = parts.reduce((sum, [, count]) => sum + count, 0)
  const words = parts.map(([status, count]) => `${count.toLocaleString('en-US')} ${status}`).join(', ')
  return (
    <span className="pw-counts-bar" title={words}>
      <span aria-hidden="true">
        {parts.map(([status, count]) => (
          <span
            key={status}
            style={{ width: `${(100 * count) / total}%`, background: `var(--pw-look-${lookOf(status)})` }}
          />
        ))}
      </span>
      <span className="pw-note">{words}</span>
    </span>
  )
}
