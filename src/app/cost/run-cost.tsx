import { useQuery } from '@tanstack/react-query'
import { runCostQuery } from '../data/runs.ts'
import { useService } from '../data/service.ts'
import { Trouble, Waiting } from '../ui/kit.tsx'
import { Report } from './report.tsx'

/** What one run has cost so far, line by line. */
export function RunCost({
  pipelineId,
  scheduledStart,
}: {
  readonly pipelineId: string
  readonly scheduledStart: number
}) {
  const { data, error, refetch } = useQuery(runCostQuery(useService(), pipelineId, scheduledStart))
  if (error) return <Trouble what="The cost could not be computed" error={error} retry={() => void refetch()} />
  if (!data) return <Waiting what="Computing the cost" />
  return (
    <div style={{ maxWidth: 1100 }}>
      <Report report={data} per="this run" />
    </div>
  )
}
