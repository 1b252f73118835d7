import { useQuery } from '@tanstack/react-query'
import { runCostQuery } from '../data/runs.ts'
import { useService } from '../data/service.ts'
import { Trouble, Waiting } from '../ui/kit.tsx'
import { CostBar, CostBasis, CostFigures, CostLines } from './report.tsx'

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
    <div style={{ display: 'grid', gap: 12, maxWidth: 1100 }}>
      <CostFigures report={data} per="this run" />
      <CostBar lines={data.lines} />
      <CostLines report={data} />
      <CostBasis report={data} />
    </div>
  )
}
