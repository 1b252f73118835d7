import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** What a page keeps in its address: filters, selection, zoom. Values are short texts; one that is undefined goes. */
export type Address = Readonly<Record<string, string | undefined>>

/** Reads any page's search parameters as texts; unknown shapes are left out. */
export const readAddress = (search: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[key, String(value)]]
        : [],
    ),
  )

/**
 * The address as state. Changes replace the entry of the history unless `push` asks for one that the back button
 * returns from.
 */
export function useAddress(): readonly [Address, (change: Address, how?: 'push' | 'replace') => void] {
  const search = readAddress(useSearch({ strict: false }) as Record<string, unknown>)
  const navigate = useNavigate()
  const change = useCallback(
    (patch: Address, how: 'push' | 'replace' = 'replace') =>
      void navigate({
        to: '.',
        replace: how === 'replace',
        search: ((old: object) => ({ ...old, ...plain(patch) })) as never,
      }),
    [navigate],
  )
  return [search, change]
}

/** Numbers go as numbers: the router would write a text of digits in quotes. */
const plain = (patch: Address) =>
  Object.fromEntries(
    Object.entries(patch).map(([key, value]) => [
      key,
      value !== undefined && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
    ]),
  )
