import type { Mark } from '../../core/graph/difference.ts'
import type { Effect } from '../../core/versions/effect.ts'

interface Face {
  readonly sign: string
  readonly word: string
}

const marks: Readonly<Record<Mark | 'reordered', Face>> = {
  added: { sign: '+', word: 'added' },
  removed: { sign: '−', word: 'removed' },
  changed: { sign: '≠', word: 'changed' },
  renamed: { sign: '→', word: 'renamed' },
  reordered: { sign: '⇅', word: 'reordered' },
  same: { sign: '', word: 'the same' },
}

/** What became of something: a sign and a word, in a colour of its own. */
export const MarkSign = ({ mark, word = true }: { readonly mark: Mark | 'reordered'; readonly word?: boolean }) => (
  <span className="pw-change" data-mark={mark}>
    <span className="pw-change-sign" aria-hidden="true">
      {marks[mark].sign}
    </span>
    <span className={word ? '' : 'pw-unseen'}>{marks[mark].word}</span>
  </span>
)

export const effectWords: Readonly<Record<Effect['kind'], Face & { readonly about: string }>> = {
  refused: { sign: '✕', word: 'Refused', about: 'The service refuses it in a pipeline that has been activated.' },
  reactivation: { sign: '↻', word: 'Next activation', about: 'Runs that begin after the next activation have it.' },
  nothing: { sign: '○', word: 'No run differs', about: 'The service takes it, and no run will be another for it.' },
}

export const EffectMark = ({ effect }: { readonly effect: Effect }) => {
  const { sign, word, about } = effectWords[effect.kind]
  const title = effect.kind === 'refused' ? effect.refusals.map(one => one.message).join('\n') : about
  return (
    <span className="pw-effect" data-effect={effect.kind} title={title}>
      <span aria-hidden="true">{sign}</span> {word}
    </span>
  )
}

/** An effect in whole sentences: which rules refuse and where they stand, or whose instances differ. */
export function EffectText({ effect }: { readonly effect: Effect }) {
  if (effect.kind === 'nothing') return <p>{effectWords.nothing.about}</p>
  if (effect.kind === 'reactivation')
    return (
      <p>
        {effectWords.reactivation.about} It changes the instances of {listed(effect.touches)}.
      </p>
    )
  return (
    <>
      {effect.refusals.map(({ rule, message }) => (
        <p key={rule.name + message}>
          <b>{message}</b> {rule.says} <span className="pw-quiet">Source: {rule.source}.</span>
        </p>
      ))}
    </>
  )
}

const mostNamed = 6

function listed(ids: readonly string[]): string {
  if (ids.length > mostNamed) return `${ids.slice(0, mostNamed).join(', ')} and ${ids.length - mostNamed} more objects`
  return ids.length < 2 ? (ids[0] ?? 'no object') : `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`
}
