import './expression.css'
import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { objectById } from '../../core/definition/query.ts'
import { caretIn } from '../../core/expression/names.ts'
import { expressionProposals } from '../../core/language/complete-expression.ts'
import type { Proposal } from '../../core/language/proposal.ts'
import { signatureIn } from '../../core/language/signature.ts'
import type { Finding } from '../../core/validation/rule.ts'
import { useEngineNow } from '../data/clock.ts'
import { useDerived, useSession, useView } from '../state/session.ts'
import { MomentChoice } from '../ui/moment-choice.tsx'
import { withClosing } from './closing.ts'
import { ExpressionPaint } from './expression-paint.tsx'
import { ExpressionWords } from './expression-words.tsx'
import { ProposalList } from './proposal-list.tsx'
import { SignatureLine } from './signature-line.tsx'
import { useProposals } from './use-proposals.ts'

export interface ExpressionEditorProps {
  readonly id: string
  readonly owner: string
  readonly field: string
  readonly value: string
  readonly invalid: boolean
  readonly describedBy: string | undefined
  readonly findings: readonly Finding[]
  /** Where the caret goes when it takes over from another input; undefined where it does not. */
  readonly startAt: number | undefined
  readonly set: (value: string) => void
  readonly leave: () => void
}

/** A text with expressions in it: coloured, completed as one types, its mistakes shown at their place. */
export function ExpressionEditor(props: ExpressionEditorProps) {
  const { id, owner, field, value, invalid, describedBy, findings, startAt, set, leave } = props
  const { view } = useSession()
  const { definition } = useDerived()
  const moment = useView(now => now.moment)
  const now = useEngineNow(60_000)
  const standing = useMemo(() => {
    const object = objectById(definition, owner)
    return object && { definition, object, field }
  }, [definition, owner, field])
  const input = useRef<HTMLTextAreaElement>(null)
  const mark = useRef<HTMLSpanElement>(null)
  const listId = useId()
  const [caret, setCaret] = useState(startAt ?? value.length)
  const [words, setWords] = useState(false)
  const [place, setPlace] = useState({ x: 0, y: 0 })
  /** A selection to make once the text is there. */
  const next = useRef<readonly [from: number, to: number] | undefined>(
    startAt === undefined ? undefined : [startAt, startAt],
  )
  const offer = useProposals(standing, value, caret)
  const signature = signatureIn(value, caret)

  useLayoutEffect(() => {
    const selection = next.current
    if (!selection || value.length < selection[1]) return
    next.current = undefined
    input.current?.focus()
    input.current?.setSelectionRange(...selection)
    setCaret(selection[0])
  })
  useLayoutEffect(() => {
    const [spot, box] = [mark.current, input.current]
    if (!offer.open || !spot || !box) return
    setPlace({ x: Math.min(spot.offsetLeft, Math.max(0, box.clientWidth - listWidth)), y: spot.offsetTop + 20 })
  }, [offer.open])

  const take = ({ span, text, stops }: Proposal) => {
    const [stop = { offset: text.length, length: 0 }] = stops
    const from = span.offset + stop.offset
    next.current = [from, from + stop.length]
    offer.show(stops.length > 0 && stop.length === 0)
    set(value.slice(0, span.offset) + text + value.slice(span.offset + span.length))
  }
  /** Puts a word where the caret is; outside of an expression it gets one of its own. */
  const insert = (word: Proposal) => {
    if (caretIn(value, caret)) return take({ ...word, span: wordAt(value, caret) })
    const stops = word.stops.map(stop => ({ ...stop, offset: stop.offset + 2 }))
    const end = { offset: word.text.length + 2, length: 0 }
    take({
      ...word,
      span: { offset: caret, length: 0 },
      text: `#{${word.text}}`,
      stops: stops.length > 0 ? stops : [end],
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault()
      return offer.show(true)
    }
    const chosen = offer.open ? offer.proposals[offer.chosen] : undefined
    if (!chosen) return
    if (event.key === 'ArrowDown') offer.choose(offer.chosen + 1)
    else if (event.key === 'ArrowUp') offer.choose(offer.chosen - 1)
    else if (event.key === 'Escape') offer.show(false)
    else if (event.key === 'Enter' || event.key === 'Tab') take(chosen)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="pw-expression">
      <div className="pw-expression-box">
        <ExpressionPaint text={value} caret={caret} mark={mark} findings={findings} />
        <textarea
          ref={input}
          id={id}
          value={value}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={invalid}
          aria-describedby={describedBy}
          aria-autocomplete="list"
          aria-controls={offer.open ? listId : undefined}
          aria-activedescendant={offer.open ? `${listId}-${offer.chosen}` : undefined}
          onChange={({ target }) => {
            const typed = { text: target.value, caret: target.selectionStart }
            const inside = caretIn(value, Math.min(caret, typed.caret)) !== undefined
            const now = withClosing(value, typed, inside)
            if (now.text !== typed.text) next.current = [now.caret, now.caret]
            setCaret(now.caret)
            offer.show(/(?:[\w@*.({'/-]|, ?)$/.test(now.text.slice(0, now.caret)))
            set(now.text)
          }}
          onSelect={({ currentTarget }) => {
            if (currentTarget.selectionStart === caret) return
            setCaret(currentTarget.selectionStart)
            if (currentTarget.value === value) offer.show(false)
          }}
          onKeyDown={onKeyDown}
          onBlur={() => {
            offer.show(false)
            leave()
          }}
        />
        {offer.open && (
          <ProposalList id={listId} proposals={offer.proposals} chosen={offer.chosen} at={place} take={take} />
        )}
      </div>
      {signature && <SignatureLine {...signature} />}
      <div className="pw-expression-tools">
        <button
          type="button"
          className="pw-text-button"
          title="Ctrl Space proposes what fits at the caret"
          aria-label={`Insert a word into ${field}`}
          aria-expanded={words}
          onMouseDown={event => event.preventDefault()}
          onClick={() => setWords(!words)}
        >
          Insert a word
        </button>
        <MomentChoice value={moment} now={now} onChange={chosen => view.setState({ moment: chosen })} />
      </div>
      {words && standing && <ExpressionWords proposals={wordsAt(standing, value, caret)} take={insert} />}
    </div>
  )
}

/** As wide as the style sheet lets it be. */
const listWidth = 330

/** What can be put in here: at an argument, what fits it comes first. */
const wordsAt = (standing: Parameters<typeof expressionProposals>[0], text: string, caret: number) => {
  const here = caretIn(text, caret)
  const all =
    here && here.name.path.length === 0 && !here.quoted ? expressionProposals(standing, text, caret) : undefined
  return all ?? expressionProposals(standing, '#{}', 2) ?? []
}

const wordAt = (text: string, caret: number) => {
  const name = caretIn(text, caret)?.name
  return name ? { offset: name.offset, length: name.length } : { offset: caret, length: 0 }
}
