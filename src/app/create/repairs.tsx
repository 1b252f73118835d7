import type { Repair } from '../../core/definition/mend.ts'

interface RepairsProps {
  readonly repairs: readonly Repair[]
  /** The text with all of them. */
  readonly mended: string
  readonly taken: boolean
  readonly take: (taken: boolean) => void
}

/** What was mended in a broken text, line by line, with the text that comes of it beside. */
export function Repairs({ repairs, mended, taken, take }: RepairsProps) {
  const count = repairs.length === 1 ? 'One repair' : `${repairs.length} repairs`
  return (
    <section className="pw-repairs" aria-label="Repairs">
      <fieldset className="pw-row">
        <legend className="pw-unseen">Which text to take</legend>
        <b>{count}</b>
        <label>
          <input type="radio" name="repaired" checked={taken} onChange={() => take(true)} /> Take the repaired text
        </label>
        <label>
          <input type="radio" name="repaired" checked={!taken} onChange={() => take(false)} /> Take it as it is
        </label>
      </fieldset>
      <div className="pw-repairs-both">
        <ol>
          {repairs.slice(0, mostListed).map((repair, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two repairs of a line may say the same, and none moves.
            <li key={n}>
              <b>Line {repair.line}</b> {repair.message}
              <pre>
                <del>{shown(repair.before, repair.after)}</del>
                <ins>{shown(repair.after, repair.before)}</ins>
              </pre>
            </li>
          ))}
          {repairs.length > mostListed && <li>And {repairs.length - mostListed} more of these.</li>}
        </ol>
        <div>
          <span className="pw-note">The repaired text</span>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
          <pre tabIndex={0}>
            {mended.length > mostShown ? `${mended.slice(0, mostShown)}\n… cut here, for showing only` : mended}
          </pre>
        </div>
      </div>
    </section>
  )
}

/** A line around where it differs from another, for lines may be long. */
function shown(line: string, other: string): string {
  let start = 0
  while (start < line.length && line[start] === other[start]) start++
  const from = Math.max(0, start - 40)
  const text = line.slice(from, from + 160)
  const whole = `${from > 0 ? '…' : ''}${text.trim()}${from + 160 < line.length ? '…' : ''}`
  return whole === '' ? '(an empty line)' : whole
}

const mostListed = 100
const mostShown = 100_000
