import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { dependencyOrder } from '../../core/runs/order.ts'
import { versionQuery } from '../data/runs.ts'
import { useService } from '../data/service.ts'

const none: readonly string[] = []

/** The objects of a version in the order in which they depend on one another; none until it is known. */
export function useOrder(pipelineId: string, version: number | undefined): readonly string[] {
  const { data } = useQuery({ ...versionQuery(useService(), pipelineId, version ?? 0), enabled: version !== undefined })
  return useMemo(() => (data ? dependencyOrder(data.definition) : none), [data])
}
