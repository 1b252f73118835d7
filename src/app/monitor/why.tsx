import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import type { Diagnosis, WhyReport } from '../../api/runs.ts'
import type { InstanceRow } from '../../core/runs/instance.ts'
import { whyQuery } from '../data/runs.ts'
import { useService } from '../data/service.ts'
import { StatusIcon } from '../ui/status.tsx'

interface WhyProps {
  readonly instance: InstanceRow
  readonly nameOf: (instanceId: string) => string
  readonly onSelect: (instanceId: string) => void
  /** Opens the log in which the evidence stands. */
  readonly onEvidence: (source: string, line: number | undefined) => void
}

/** Why an instance failed or waits: in a line, then the chain to the origin, then causes with evidence and remedies. */
export function Why({ instance, nameOf, onSelect, onEvidence }: WhyProps) {
  const { data, error } = useQuery(whyQuery(useService(), instance.pipelineId, instance.id))
  if (error) return <p className="pw-quiet">Why it is so could not be found out: {error.message}</p>
  if (!data) return <p className="pw-quiet">Looking for the cause…</p>
  return (
    <div className="pw-why">
      <p className="pw-why-headline">{data.headline}</p>
      {data.chain.length > 1 && <Chain chain={data.chain} nameOf={nameOf} onSelect={onSelect} />}
      {data.diagnoses.map((one, i) => (
        <Cause key={one.rule} diagnosis={one} open={i === 0} onEvidence={onEvidence} />
      ))}
    </div>
  )
}

const Chain = ({
  chain,
  nameOf,
  onSelect,
}: { readonly chain: WhyReport['chain'] } & Pick<WhyProps, 'nameOf' | 'onSelect'>) => (
  <ol className="pw-why-chain">
    {chain.map(({ instanceId, status, reason }) => (
      <li key={instanceId}>
        <StatusIcon status={status} />
        <span>
          <button type="button" className="pw-plain pw-link" onClick={() => onSelect(instanceId)}>
            {nameOf(instanceId)}
          </button>{' '}
          <span className="pw-unseen">{status}</span>
          <span className="pw-quiet">{reason}</span>
        </span>
      </li>
    ))}
  </ol>
)

interface CauseProps {
  readonly diagnosis: Diagnosis
  readonly open: boolean
  readonly onEvidence: WhyProps['onEvidence']
}

function Cause({ diagnosis, open, onEvidence }: CauseProps) {
  const { title, cause, remedies, evidence, confidence } = diagnosis
  return (
    <details className="pw-why-cause" open={open}>
      <summary>
        <b>{title}</b>
        <span className="pw-quiet" title={`Rule ${diagnosis.rule}`}>
          {sureness(confidence)}
        </span>
      </summary>
      <p>{withCode(cause)}</p>
      {evidence && (
        <button
          type="button"
          className="pw-plain pw-why-evidence"
          title={`From ${evidence.source}${evidence.line === undefined ? '' : `, line ${evidence.line + 1}`}`}
          onClick={() => onEvidence(evidence.source, evidence.line)}
        >
          {evidence.text}
        </button>
      )}
      {remedies.length > 0 && (
        <ul>
          {remedies.map(remedy => (
            <li key={remedy}>{withCode(remedy)}</li>
          ))}
        </ul>
      )}
    </details>
  )
}

const sureness = (confidence: number): string =>
  confidence >= 0.85 ? 'almost certain' : confidence >= 0.6 ? 'likely' : 'possible'

/** Text between backquotes as code. */
const withCode = (text: string) =>
  text.split('`').map((part, i) => {
    const key = `${i}`
    return i % 2 === 1 ? (
      <code key={key} className="pw-mono">
        {part}
      </code>
    ) : (
      <Fragment key={key}>{part}</Fragment>
    )
  })
