import './cost.css'
import type { CostLine, CostReport } from '../../core/cost/report.ts'
import { componentOf, partsOfAttempt } from '../../core/runs/instance-id.ts'
import { formatUsd } from '../ui/money.ts'

const kinds: Readonly<Record<CostLine['kind'], { readonly word: string; readonly color: string }>> = {
  resource: { word: 'compute', color: 'var(--pw-look-running)' },
  emr: { word: 'EMR', color: 'var(--pw-look-queued)' },
  fee: { word: 'fee', color: 'var(--pw-look-stopping)' },
  idle: { word: 'idle', color: 'var(--pw-look-backoff)' },
  waste: { word: 'waste', color: 'var(--pw-look-error)' },
  other: { word: 'other', color: 'var(--pw-look-creating)' },
}

/** Runs of a mean month: 30.4 of a daily pipeline. */
const roughly = (runs: number) => (runs < 100 ? Number(runs.toFixed(1)) : Math.round(runs)).toLocaleString('en-US')

/** What a price is not known for; never to be read as free. */
export const Unknown = ({ note }: { readonly note?: string | undefined }) => (
  <span className="pw-cost-unknown" title={note ?? 'No price is known for this: it is left out of every sum.'}>
    unknown
  </span>
)

/** The headline of a report: of an estimate the likely figure with its bounds, of a run what it came to. */
export function CostFigures({ report, per }: { readonly report: CostReport; readonly per: string }) {
  const unknown = report.lines.filter(line => line.usd === undefined).length
  const rest = unknown > 0 ? ` + ${unknown} unknown` : ''
  return (
    <div className="pw-cost-figures">
      <div>
        <span>{report.kind === 'estimate' ? `Likely, ${per}` : `Accrued, ${per}`}</span>
        <b>
          {formatUsd(report.likely)}
          <small>{rest}</small>
        </b>
      </div>
      {report.kind === 'estimate' && (
        <div>
          <span>Low – high</span>
          <b>
            {formatUsd(report.low)} – {report.high === undefined ? 'no upper bound' : formatUsd(report.high)}
          </b>
        </div>
      )}
      {report.monthly && (
        <div>
          <span>A month, {roughly(report.monthly.runs)} runs</span>
          <b>
            {formatUsd(report.monthly.usd)}
            <small> of which {formatUsd(report.monthly.fee)} Data Pipeline fee</small>
          </b>
        </div>
      )}
    </div>
  )
}

/** The parts as one bar: what goes to machines, fees, idling and failed attempts. */
export function CostBar({ lines }: { readonly lines: readonly CostLine[] }) {
  const sums = [...Map.groupBy(lines, line => line.kind)].map(
    ([kind, group]) => [kind, group.reduce((sum, line) => sum + (line.usd ?? 0), 0)] as const,
  )
  const total = sums.reduce((sum, [, usd]) => sum + usd, 0)
  if (total <= 0) return null
  const words = sums
    .filter(([, usd]) => usd > 0)
    .map(([kind, usd]) => `${kinds[kind].word} ${formatUsd(usd)}, ${Math.round((100 * usd) / total)}%`)
  return (
    <div>
      <div className="pw-cost-bar" role="img" aria-label={words.join('; ')}>
        {sums.map(([kind, usd]) => (
          <span
            key={kind}
            title={`${kinds[kind].word}: ${formatUsd(usd)}`}
            style={{ width: `${(100 * usd) / total}%`, background: kinds[kind].color }}
          />
        ))}
      </div>
      <div className="pw-cost-basis pw-row" style={{ marginTop: 4 }}>
        {sums
          .filter(([, usd]) => usd > 0)
          .map(([kind], i) => (
            <span key={kind} className="pw-status">
              <span className="pw-dot" style={{ background: kinds[kind].color }} />
              {words[i]}
            </span>
          ))}
      </div>
    </div>
  )
}

export function CostLines({ report }: { readonly report: CostReport }) {
  const unknown = report.lines.filter(line => line.usd === undefined)
  return (
    <table className="pw-cost-lines">
      <thead>
        <tr>
          <th>What</th>
          <th>How much</th>
          <th>Note</th>
          <th>USD</th>
        </tr>
      </thead>
      <tbody>
        {report.lines.map((line, i) => {
          const key = `${line.what} ${i}`
          return (
            <tr key={key}>
              <td>
                <span className="pw-cost-kind">{kinds[line.kind].word}</span>
                {line.object !== undefined && <b className="pw-cost-object">{nameOf(line.object)}</b>}
                {line.what}
              </td>
              <td>{line.quantity}</td>
              <td className="pw-quiet">{line.note}</td>
              <td>{line.usd === undefined ? <Unknown note={line.note} /> : formatUsd(line.usd)}</td>
            </tr>
          )
        })}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={3}>
            Sum{unknown.length > 0 && ` of what is known; ${unknown.map(line => line.what).join(', ')} not in it`}
          </td>
          <td>{formatUsd(report.likely)}</td>
        </tr>
      </tfoot>
    </table>
  )
}

/** `TrainModel, try 2` of an attempt's id, `TrainModel` of an instance's and of its first try's. */
function nameOf(object: string): string {
  const { instanceId, number } = partsOfAttempt(object) ?? { instanceId: object, number: 1 }
  const name = componentOf(instanceId)
  return number === 1 ? name : `${name}, try ${number}`
}

/** What the figures rest on. */
export const CostBasis = ({ report }: { readonly report: CostReport }) => (
  <div className="pw-cost-basis">
    {report.basis}
    {report.assumptions.length > 0 && (
      <ul>
        {report.assumptions.map(one => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    )}
  </div>
)

/** A whole report: headline, parts, lines and what they rest on. */
export const Report = ({ report, per }: { readonly report: CostReport; readonly per: string }) => (
  <div className="pw-cost-report">
    <CostFigures report={report} per={per} />
    <CostBar lines={report.lines} />
    <CostLines report={report} />
    <CostBasis report={report} />
  </div>
)
