import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { objectNames } from '../../core/runs/labels.ts'
import { dependencyOrder } from '../../core/runs/order.ts'
import { versionQuery } from '../data/runs.ts'
import { useService } from '../data/service.ts'

/** Ids of a version's objects in the order in which they depend on one another, and their names; none until known. */
export function useObjects(pipelineId: string, version: number | undefined) {
  const { data } = useQuery({ ...versionQuery(useService(), pipelineId, version ?? 0), enabled: version !== undefined })
  return useMemo(
    () => ({
      definition: data?.definition,
      order: data ? dependencyOrder(data.definition) : [],
      names: objectNames(data?.definition),
    }),
    [data],
  )
}
