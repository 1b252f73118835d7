import { Outlet, useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { PipelineHeading } from '../pipelines/heading.tsx'
import { forgetPart, usePartWish } from '../state/part-wish.ts'

const PartDialog = lazy(() => import('../part/dialog.tsx').then(room => ({ default: room.PartDialog })))

/** What stands around all pages of one pipeline: its name, state and actions, and the way between its pages. */
export function PipelineFrame() {
  const { pipelineId } = useParams({ from: '/pipelines/$pipelineId' })
  const wish = usePartWish(now => now.wish)
  return (
    <div className="pw-frame">
      <PipelineHeading pipelineId={pipelineId} />
      <div className="pw-frame-body" data-scroll>
        <Outlet />
      </div>
      {wish?.pipelineId === pipelineId && (
        <Suspense>
          <PartDialog wish={wish} close={forgetPart} />
        </Suspense>
      )}
    </div>
  )
}
