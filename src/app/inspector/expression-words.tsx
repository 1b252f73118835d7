import { useState } from 'react'
import type { Proposal } from '../../core/language/proposal.ts'
import { KindMark } from './proposal-list.tsx'

interface WordsProps {
  readonly proposals: readonly Proposal[]
  readonly take: (proposal: Proposal) => void
}

const groups: readonly (readonly [words: string, kinds: readonly Proposal['kind'][]])[] = [
  ['Fits here', ['value']],
  ['Known at run time', ['runtime']],
  ['Fields', ['field', 'reference']],
  ['Parameters', ['parameter']],
  ['Functions', ['function']],
]

/** All that an expression here can name, to be put in with a click. */
export function ExpressionWords({ proposals, take }: WordsProps) {
  const [words, setWords] = useState('')
  const found = proposals.filter(one => one.label.toLowerCase().includes(words.toLowerCase()))
  return (
    <section className="pw-words" aria-label="What an expression can name">
      <input
        className="pw-input"
        type="search"
        placeholder="Find a field or a function"
        aria-label="Find a field or a function"
        value={words}
        onChange={event => setWords(event.target.value)}
      />
      <div className="pw-words-list">
        {groups.map(([title, kinds]) => {
          const of = found.filter(one => kinds.includes(one.kind))
          return (
            of.length > 0 && (
              <section key={title} aria-label={title}>
                <h4>{title}</h4>
                {of.map(one => (
                  <button key={one.label} type="button" title={one.about} onClick={() => take(one)}>
                    <KindMark kind={one.kind} />
                    <span className="pw-cut">{one.label}</span>
                    <small className="pw-cut">{one.detail}</small>
                  </button>
                ))}
              </section>
            )
          )
        })}
        {found.length === 0 && <p className="pw-quiet">Nothing here has that name.</p>}
      </div>
    </section>
  )
}
