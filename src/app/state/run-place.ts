import { createContext, useContext } from 'react'
import { runSegment } from './run-address.ts'

/** Where the runs on a page belong: to a pipeline that really ran, or to a rehearsal, which is only looked at. */
export interface RunPlace {
  readonly rehearsalId?: string
}

export const RunPlaceContext = createContext<RunPlace>({})

export const useRunPlace = (): RunPlace => useContext(RunPlaceContext)

/** The way to a run, for a Link or for navigating. */
export function runRoute({ rehearsalId }: RunPlace, pipelineId: string, scheduledStart: number) {
  const run = { pipelineId, scheduledStart: runSegment(scheduledStart) }
  return rehearsalId === undefined
    ? ({ to: '/pipelines/$pipelineId/runs/$scheduledStart', params: run } as const)
    : ({
        to: '/pipelines/$pipelineId/rehearsals/$rehearsalId/runs/$scheduledStart',
        params: { ...run, rehearsalId },
      } as const)
}

/** The same for the runs of the page that asks. */
export function useRunRoute() {
  const place = useRunPlace()
  return (pipelineId: string, scheduledStart: number) => runRoute(place, pipelineId, scheduledStart)
}
