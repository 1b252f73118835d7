import { useNavigate, useSearch } from '@tanstack/react-router'

/** The zone that every time on screen is written in. It stands in the address as `tz`; UTC when it does not. */
export type Zone = 'utc' | 'local'

export interface ZoneSearch {
  readonly tz?: 'local'
}

export const zoneSearch = (search: Record<string, unknown>): ZoneSearch =>
  search.tz === 'local' ? { tz: 'local' } : {}

export function useZone(): Zone {
  const { tz } = useSearch({ strict: false }) as ZoneSearch
  return tz === 'local' ? 'local' : 'utc'
}

export function useChooseZone(): (zone: Zone) => void {
  const navigate = useNavigate()
  return zone =>
    void navigate({
      to: '.',
      replace: true,
      search: ((old: object) => ({ ...old, tz: zone === 'local' ? 'local' : undefined })) as never,
    })
}
