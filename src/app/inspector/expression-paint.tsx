import type { Ref } from 'react'
import { paintedIn } from '../../core/expression/names.ts'
import type { Finding } from '../../core/validation/rule.ts'

interface PaintProps {
  readonly text: string
  readonly caret: number
  /** Stands where the caret does, to show things there. */
  readonly mark: Ref<HTMLSpanElement>
  readonly findings: readonly Finding[]
}

/** The text in its colours, wrong parts underlined. It lies under the input, letter upon letter. */
export const ExpressionPaint = ({ text, caret, mark, findings }: PaintProps) => (
  <div className="pw-expression-paint" aria-hidden="true">
    {piecesOf(text, caret, findings).map(({ from, to, kind, severity }) => (
      <span key={from}>
        {from === caret && <span ref={mark} />}
        <span data-kind={kind} data-severity={severity}>
          {text.slice(from, to)}
        </span>
      </span>
    ))}
    {caret >= text.length && <span ref={mark} />}
    {/* A last line break has no height of its own. */}
    {'\u200b'}
  </div>
)

interface Piece {
  readonly from: number
  readonly to: number
  readonly kind: string | undefined
  readonly severity: string | undefined
}

/** The text cut wherever its look changes, and at the caret. */
function piecesOf(text: string, caret: number, findings: readonly Finding[]): readonly Piece[] {
  const painted = paintedIn(text)
  const wrong = findings.flatMap(({ within, severity }) => (within ? [{ ...within, severity }] : []))
  const cuts = new Set([0, text.length, Math.min(caret, text.length)])
  for (const { offset, length } of [...painted, ...wrong]) {
    cuts.add(Math.min(offset, text.length))
    cuts.add(Math.min(offset + length, text.length))
  }
  const places = [...cuts].sort((a, b) => a - b)
  return places.slice(0, -1).map((from, index) => {
    const holds = ({ offset, length }: { offset: number; length: number }) => offset <= from && from < offset + length
    return {
      from,
      to: places[index + 1] ?? text.length,
      kind: painted.find(holds)?.kind,
      severity: wrong.find(holds)?.severity,
    }
  })
}
