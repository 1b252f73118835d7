import { useParams } from '@tanstack/react-router'
import { RehearsalComparison } from '../rehearse/comparison.tsx'
import { RehearseView } from '../rehearse/page.tsx'

export function RehearsalsPage() {
  const { pipelineId = '' } = useParams({ strict: false })
  return <RehearseView key={pipelineId} pipelineId={pipelineId} />
}

export function RehearsalComparisonPage() {
  const { pipelineId = '' } = useParams({ strict: false })
  return <RehearsalComparison pipelineId={pipelineId} />
}
