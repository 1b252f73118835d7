import { useParams } from '@tanstack/react-router'
import { PipelineRuns } from '../monitor/runs-page.tsx'

export function RunsPage() {
  const { pipelineId = '' } = useParams({ strict: false })
  return (
    <div className="pw-page">
      <PipelineRuns pipelineId={pipelineId} />
    </div>
  )
}
