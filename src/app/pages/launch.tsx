import { useParams } from '@tanstack/react-router'
import { Report } from '../cost/report.tsx'
import { LaunchView } from '../launch/launch-page.tsx'

export function LaunchPage() {
  const { pipelineId = '' } = useParams({ strict: false })
  return (
    <LaunchView
      key={pipelineId}
      pipelineId={pipelineId}
      showCost={report => <Report report={report} per="one run" />}
    />
  )
}
