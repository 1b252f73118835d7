import { useParams } from '@tanstack/react-router'
import { PipelineCost } from '../cost/pipeline-cost.tsx'

export function CostPage() {
  const { pipelineId = '' } = useParams({ strict: false })
  return (
    <div className="pw-page">
      <PipelineCost pipelineId={pipelineId} />
    </div>
  )
}
