import { useEffect, useRef } from 'react'
import type { Proposal } from '../../core/language/proposal.ts'

interface ListProps {
  readonly id: string
  readonly proposals: readonly Proposal[]
  readonly chosen: number
  readonly at: { readonly x: number; readonly y: number }
  readonly take: (proposal: Proposal) => void
}

/** What could stand at the caret, beside it. The input keeps the focus and says which one is chosen. */
export function ProposalList({ id, proposals, chosen, at, take }: ListProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const about = proposals[chosen]?.about
  return (
    <div className="pw-proposals" style={{ left: at.x, top: at.y }}>
      {/* It can be scrolled with keys, but Tab takes what is chosen, so that the focus stays in the text. */}
      <div ref={box} id={id} role="listbox" aria-label="Proposals" tabIndex={0}>
        {proposals.map((one, index) => (
          <div
            key={`${one.kind}/${one.label}`}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onMouseDown={event => {
              event.preventDefault()
              take(one)
            }}
          >
            <KindMark kind={one.kind} />
            <span className="pw-cut">{one.label}</span>
            <small className="pw-cut">{one.detail}</small>
          </div>
        ))}
      </div>
      {about && <p>{about}</p>}
    </div>
  )
}

const marks: Readonly<Record<Proposal['kind'], readonly [letter: string, word: string]>> = {
  field: ['f', 'field'],
  runtime: ['@', 'run-time field'],
  value: ['v', 'value'],
  reference: ['→', 'reference'],
  parameter: ['p', 'parameter'],
  function: ['ƒ', 'function'],
  object: ['o', 'object'],
}

export const KindMark = ({ kind }: { readonly kind: Proposal['kind'] }) => (
  <i className="pw-kind" data-kind={kind} title={marks[kind][1]} aria-hidden="true">
    {marks[kind][0]}
  </i>
)
