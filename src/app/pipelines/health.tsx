import './pipelines.css'
import { Link } from '@tanstack/react-router'
import type { PipelineSummary } from '../../api/workspace.ts'
import { StatusIcon } from '../ui/status.tsx'

/** Healthy or not in the service's word, by the last runs that ended; leads to them. */
export function Health({ pipeline }: { readonly pipeline: Pick<PipelineSummary, 'id' | 'health'> }) {
  const { id, health } = pipeline
  if (!health)
    return (
      <span className="pw-quiet" title="Health is known once something has run to its end.">
        Not known yet
      </span>
    )
  const good = health === 'HEALTHY'
  return (
    <Link
      className="pw-status pw-health"
      to="/pipelines/$pipelineId/runs"
      params={{ pipelineId: id }}
      title={good ? 'The last run of every object ended well.' : 'Some object failed in its last run. See the runs.'}
    >
      <StatusIcon status={good ? 'FINISHED' : 'FAILED'} />
      {health}
    </Link>
  )
}
