import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { create } from 'zustand'
import type { ConnectionChoice } from '../../api/connections.ts'
import type { AccountKind } from '../../core/catalog/schema.ts'
import { accountNamesQuery, connectionsQuery } from '../data/connections.ts'
import { useService } from '../data/service.ts'

/** The connection asked last, so that the next field asks the same. */
const useLast = create<{ readonly id?: string; readonly region?: string | undefined }>(() => ({}))

/**
 * What is asked of which account, and the answer. The region is the one that the object itself names, else the one
 * asked last, else that of the connection; people may say another.
 */
export function useAccount(kind: AccountKind, home: string | undefined) {
  const service = useService()
  const last = useLast()
  const [said, setSaid] = useState<string>()
  const connections = useQuery(connectionsQuery(service))
  const known = connections.data?.connections ?? []
  const connection = known.find(one => one.id === last.id) ?? known[0]
  const region = said ?? home ?? last.region ?? connection?.region ?? ''
  const asked: ConnectionChoice | undefined = connection && region !== '' ? { id: connection.id, region } : undefined
  return {
    connections,
    known,
    connection,
    region,
    names: useQuery(accountNamesQuery(service, asked, kind)),
    choose(id: string) {
      setSaid(undefined)
      useLast.setState({ id, region: undefined })
    },
    moveTo(next: string) {
      setSaid(next)
      useLast.setState({ region: next })
    },
  }
}

export type Account = ReturnType<typeof useAccount>
