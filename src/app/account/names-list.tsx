import { useLayoutEffect, useMemo } from 'react'
import type { AccountName } from '../../api/connections.ts'
import type { AccountKind } from '../../core/catalog/schema.ts'
import { useAccount } from './asking.ts'
import { mostShown, NamesPanel } from './names-panel.tsx'

interface NamesListProps {
  readonly kind: AccountKind
  readonly label: string
  readonly list: string
  readonly region: string | undefined
  readonly search: string
  readonly at: number
  /** Told of the names in sight, for the keys of the input. */
  readonly onShown: (names: readonly string[]) => void
  readonly choose: (name: string) => void
}

/** The names of an account that a search leaves; the account is asked when the list opens. */
export function NamesList({ kind, label, list, region, search, at, onShown, choose }: NamesListProps) {
  const account = useAccount(kind, region)
  const all = account.names.error ? undefined : account.names.data?.names
  const found = useMemo(() => matching(all ?? [], search), [all, search])
  // Before anybody sees the names: the next key may choose one.
  useLayoutEffect(() => onShown(found.slice(0, mostShown).map(({ name }) => name)), [found, onShown])
  return <NamesPanel account={account} kind={kind} label={label} list={list} found={found} at={at} choose={choose} />
}

/** Those that have every word of the search in their name or in what is told of them. */
function matching(names: readonly AccountName[], search: string): readonly AccountName[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return names.filter(({ name, title = '', about = '' }) => {
    const text = `${title} ${name} ${about}`.toLowerCase()
    return words.every(word => text.includes(word))
  })
}
