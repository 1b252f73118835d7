import { Outlet, useParams } from '@tanstack/react-router'
import { PipelineHeading } from '../pipelines/heading.tsx'

/** What stands around all pages of one pipeline: its name, state and actions, and the way between its pages. */
export function PipelineFrame() {
  const { pipelineId } = useParams({ from: '/pipelines/$pipelineId' })
  return (
    <div className="pw-frame">
      <PipelineHeading pipelineId={pipelineId} />
      <div className="pw-frame-body" data-scroll>
        <Outlet />
      </div>
    </div>
  )
}
