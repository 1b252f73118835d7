import './pipelines.css'
import { Link } from '@tanstack/react-router'
import type { PipelineSummary } from '../../api/pipelines.ts'
import { startOfInstance } from '../../core/runs/instance-id.ts'
import { runSegment } from '../state/run-address.ts'
import { StatusIcon } from '../ui/status.tsx'

type Known = Pick<PipelineSummary, 'id' | 'health' | 'healthInstance' | 'firstActivation' | 'runs'>

/** The console's word for how a pipeline fares. Source: developer guide, health status; when which of the last three stands is our reading. */
export function healthWord({ health, firstActivation, runs }: Known): string {
  if (health) return health
  if (Object.keys(runs).length > 0) return 'No Completed Executions'
  return firstActivation === undefined ? '-' : 'No Health Information Available'
}

const why: Readonly<Record<string, string>> = {
  '-': 'It was never activated and never ran.',
  'No Completed Executions': 'It runs or ran, but nothing of it has come to its end yet.',
  'No Health Information Available': 'It is activated, and nothing of it has begun yet.',
}

/** Healthy or not in the service's word; leads to the instance that says so: the newest that finished, or failed. */
export function Health({ pipeline }: { readonly pipeline: Known }) {
  const word = healthWord(pipeline)
  const { id, health, healthInstance } = pipeline
  if (!health)
    return (
      <span className="pw-quiet pw-health-none" title={why[word]}>
        {word}
      </span>
    )
  return <HealthLink pipelineId={id} health={health} instanceId={healthInstance} />
}

interface LinkProps {
  readonly pipelineId: string
  readonly health: string
  readonly instanceId: string | undefined
}

/** A health that is known, of a pipeline or of one component. */
export function HealthLink({ pipelineId, health, instanceId }: LinkProps) {
  const good = health === 'HEALTHY'
  const start = instanceId === undefined ? undefined : startOfInstance(instanceId)
  const inside = (
    <>
      <StatusIcon status={good ? 'FINISHED' : 'FAILED'} />
      {health}
    </>
  )
  if (start === undefined || instanceId === undefined)
    return (
      <Link className="pw-status pw-health" to="/pipelines/$pipelineId/runs" params={{ pipelineId }}>
        {inside}
      </Link>
    )
  return (
    <Link
      className="pw-status pw-health"
      to="/pipelines/$pipelineId/runs/$scheduledStart"
      params={{ pipelineId, scheduledStart: runSegment(start) }}
      search={{ instance: instanceId } as never}
      title={`To the newest instance that ${good ? 'finished' : 'failed'}: ${instanceId}`}
    >
      {inside}
    </Link>
  )
}
