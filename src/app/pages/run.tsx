import { useParams } from '@tanstack/react-router'
import { RunCost } from '../cost/run-cost.tsx'
import { RunView } from '../monitor/run-page.tsx'
import { readRunSegment } from '../state/run-address.ts'
import { Empty } from '../ui/kit.tsx'

/** The run that the address names, of a pipeline or of the rehearsal around it. */
export function RunPage() {
  const { pipelineId = '', scheduledStart: segment = '' } = useParams({ strict: false })
  const scheduledStart = readRunSegment(segment)
  if (scheduledStart === undefined)
    return (
      <Empty title="This address names no time">
        A run is addressed by its scheduled start, such as 2026-05-04T08:00:00Z.
      </Empty>
    )
  return (
    <RunView
      key={scheduledStart}
      pipelineId={pipelineId}
      scheduledStart={scheduledStart}
      cost={<RunCost pipelineId={pipelineId} scheduledStart={scheduledStart} />}
    />
  )
}
