import { lazy, Suspense } from 'react'
import { Waiting } from '../ui/kit.tsx'

const SchedulePreview = lazy(() => import('./preview.tsx').then(room => ({ default: room.SchedulePreview })))

/** When everything runs, beneath the graph; loaded when it is first opened. */
export const SchedulePanel = () => (
  <Suspense fallback={<Waiting what="Counting the schedules" />}>
    <SchedulePreview />
  </Suspense>
)
