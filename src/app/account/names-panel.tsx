import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { AccountName } from '../../api/connections.ts'
import type { AccountKind } from '../../core/catalog/schema.ts'
import type { Account } from './asking.ts'
import { counted, nouns } from './kinds.ts'

export const mostShown = 200

interface NamesPanelProps {
  readonly account: Account
  readonly kind: AccountKind
  readonly label: string
  /** Id of the listbox; its options are numbered behind it. */
  readonly list: string
  readonly found: readonly AccountName[]
  readonly at: number
  readonly choose: (name: string) => void
}

/** Which account and region is asked, and what it has. */
export function NamesPanel({ account, kind, label, list, found, at, choose }: NamesPanelProps) {
  const { known, connection, names } = account
  const shown = found.slice(0, mostShown)
  const panel = useRef<HTMLSpanElement>(null)
  // At the end of a form the list opens below what is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it shows makes it grow.
  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'nearest' })
  }, [names.data, names.error, connection])
  return (
    <span className="pw-beneath pw-names-panel" ref={panel}>
      {connection && (
        <span className="pw-names-account">
          <select
            className="pw-input"
            aria-label="Connection"
            value={connection.id}
            onChange={event => account.choose(event.target.value)}
          >
            {known.map(one => (
              <option key={one.id} value={one.id}>
                {one.title}
              </option>
            ))}
          </select>
          <Region key={connection.id} region={account.region} moveTo={account.moveTo} />
          <button
            type="button"
            className="pw-icon-button"
            aria-label="Refresh"
            title="Ask the account again"
            disabled={account.region === '' || names.isFetching}
            onClick={() => void names.refetch()}
          >
            ↻
          </button>
        </span>
      )}
      <span id={list} role="listbox" aria-label={`${capital(nouns[kind].many)} for ${label}`}>
        {shown.map(({ name, title, about }, n) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input, as a combobox has it.
          <span
            key={name}
            id={`${list}-${n}`}
            role="option"
            tabIndex={-1}
            aria-selected={n === at}
            onMouseDown={event => event.preventDefault()}
            onClick={() => choose(name)}
          >
            <b>{title ?? name}</b>
            {title && <small>{name}</small>}
            {about && <small>{about}</small>}
          </span>
        ))}
      </span>
      <span className="pw-names-told" role="status">
        <Told account={account} kind={kind} found={found.length} />
      </span>
    </span>
  )
}

/** Where it stands: what is waited for, what is wrong, or how many there are. */
function Told({
  account,
  kind,
  found,
}: {
  readonly account: Account
  readonly kind: AccountKind
  readonly found: number
}): ReactNode {
  const { connections, connection, region, names } = account
  const { many } = nouns[kind]
  const again = (what: string, ask: () => unknown) => (
    <button type="button" className="pw-text-button" onClick={() => void ask()}>
      {what}
    </button>
  )
  if (connections.isPending) return 'Looking for connections of this machine…'
  if (connections.error)
    return (
      <>
        {connections.error.message} {again('Try again', connections.refetch)}
      </>
    )
  if (!connection)
    return (
      <>
        This machine knows no AWS account yet. <code>aws configure</code> makes a profile that the studio reads; keys in
        the environment of the server do as well. {again('Look again', connections.refetch)}
      </>
    )
  if (region === '') return `${connection.title} names no region. Say one above, such as eu-west-1.`
  if (names.isFetching) return `Asking ${connection.title} for its ${many} in ${region}…`
  if (names.error)
    return (
      <>
        <span className="pw-names-trouble">{names.error.message}</span> {again('Try again', names.refetch)}
      </>
    )
  if (!names.data) return undefined
  const { names: all, action, mostListed } = names.data
  if (all.length === 0) return `${connection.title} has no ${many} in ${region}.`
  if (found === 0) return `None of its ${counted(all.length, kind)} is called so. The name may be written all the same.`
  return [
    `${found < all.length ? `${found.toLocaleString('en')} of ` : ''}${counted(all.length, kind)} in ${region}, by ${action}.`,
    ...(found > mostShown ? [`The first ${mostShown} are shown: type to narrow them down.`] : []),
    ...(mostListed ? [`Only the first ${mostListed.toLocaleString('en')} were listed; the account has more.`] : []),
  ].join(' ')
}

/** Asked when it is written to the end: with Enter, or when the focus leaves. */
function Region({ region, moveTo }: { readonly region: string; readonly moveTo: (region: string) => void }) {
  const [text, setText] = useState(region)
  const done = () => {
    if (text.trim() !== region) moveTo(text.trim())
  }
  return (
    <input
      className="pw-input"
      aria-label="Region"
      placeholder="eu-west-1"
      spellCheck={false}
      autoComplete="off"
      value={text}
      onChange={event => setText(event.target.value)}
      onBlur={done}
      onKeyDown={event => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        done()
      }}
    />
  )
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
