import { useParams } from '@tanstack/react-router'
import { CostBar, CostBasis, CostFigures, CostLines } from '../cost/report.tsx'
import { LaunchView } from '../launch/launch-page.tsx'

export function LaunchPage() {
  const { pipelineId = '' } = useParams({ strict: false })
  return (
    <LaunchView
      key={pipelineId}
      pipelineId={pipelineId}
      showCost={report => (
        <>
          <CostFigures report={report} per="one run" />
          <CostBar lines={report.lines} />
          <CostLines report={report} />
          <CostBasis report={report} />
        </>
      )}
    />
  )
}
