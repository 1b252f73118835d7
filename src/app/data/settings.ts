import { queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { StudioService } from '../../api/client.ts'
import { type StudioSettings, usualSettings } from '../../api/settings.ts'
import { followLimits } from '../state/limits.ts'
import { useService } from './service.ts'

export const settingsQuery = (service: StudioService) =>
  queryOptions({
    queryKey: ['settings'],
    queryFn: ({ signal }) => service.GetSettings({}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The settings of the server's data directory; the usual ones until they are known. */
export function useSettings(): StudioSettings {
  return useQuery(settingsQuery(useService())).data ?? usualSettings
}

/** Judges definitions by the limits of the settings, from now on and whenever they change. */
export function useLimitsOfSettings(): void {
  const { limits } = useSettings()
  useEffect(() => followLimits(limits), [limits])
}
