import { useQuery } from '@tanstack/react-query'
import { pipelinesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'

/** Says of a run that is a replay where its fields came from, and what it does not bring along. */
export function ReplayNote({ pipelineId }: { readonly pipelineId: string }) {
  const { data } = useQuery(pipelinesQuery(useService()))
  const pipeline = data?.find(one => one.id === pipelineId)
  if (!pipeline?.description || !pipeline.tags.some(tag => tag.key === 'replay-of')) return null
  return (
    <p className="pw-run-replay" role="note">
      {pipeline.description}
    </p>
  )
}
