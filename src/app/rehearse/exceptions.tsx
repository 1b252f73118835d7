import { useState } from 'react'
import { addRule, removeRule, setRule, swapRules } from '../../core/scenario/edits.ts'
import type { Rule, Scenario } from '../../core/scenario/scenario.ts'
import { exceptionsIn } from '../../core/scenario/usual.ts'
import { Glyph } from '../ui/glyphs.tsx'
import { RuleForm } from './rule-form.tsx'
import type { Player } from './usual-table.tsx'
import { ruleWords } from './words.ts'

/** Exceptions that are shown at once: many more would keep the page busy. */
const step = 100

interface ExceptionsProps {
  readonly players: readonly Player[]
  readonly text: string
  readonly scenario: Scenario
  /** The beginning of the stretch that is rehearsed, UTC milliseconds. */
  readonly start: number
  readonly onText: (text: string) => void
}

/** What happens to single runs, attempts or patterns of objects. The first that fits an attempt wins. */
export function Exceptions({ players, text, scenario, start, onText }: ExceptionsProps) {
  const [open, setOpen] = useState<number>()
  const [most, setMost] = useState(step)
  const indexes = exceptionsIn(
    scenario,
    players.map(one => one.id),
  )
  const add = () => {
    const [first] = players
    const rule: Rule = { object: first?.id ?? '*', attempts: { from: 1, to: 1 }, outcome: 'fail' }
    const place = indexes.at(-1)
    // Before what usually happens, which would win else.
    onText(addRule(text, rule, place === undefined ? 0 : place + 1))
    setOpen(place === undefined ? 0 : place + 1)
  }
  return (
    <section className="pw-exceptions" aria-label="Exceptions and patterns">
      <header>
        <h3>Exceptions and patterns</h3>
        <span className="pw-note">
          {indexes.length === 0
            ? 'single attempts, scheduled times, or all objects of a pattern'
            : 'the first that fits an attempt wins'}
        </span>
        <button type="button" className="pw-btn" onClick={add}>
          Add an exception
        </button>
      </header>
      {indexes.length > 0 && (
        <ol>
          {indexes.map((index, at) => {
            const rule = scenario.rules[index]
            if (!rule || (at >= most && index !== open)) return null
            const before = indexes[at - 1]
            const words = ruleWords(rule)
            return (
              <li key={index}>
                <div className="pw-exception">
                  <button
                    type="button"
                    className="pw-plain pw-exception-words"
                    aria-expanded={open === index}
                    onClick={() => setOpen(open === index ? undefined : index)}
                  >
                    {words}
                  </button>
                  <button
                    type="button"
                    className="pw-icon-button"
                    aria-label={`Let it come earlier: ${words}`}
                    title="Let it come earlier"
                    disabled={before === undefined || before !== index - 1}
                    onClick={() => {
                      onText(swapRules(text, index - 1))
                      setOpen(undefined)
                    }}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    className="pw-icon-button"
                    aria-label={`Remove: ${words}`}
                    title="Remove it"
                    onClick={() => {
                      onText(removeRule(text, index))
                      setOpen(undefined)
                    }}
                  >
                    <Glyph name="bin" size={15} />
                  </button>
                </div>
                {open === index && (
                  <RuleForm
                    rule={rule}
                    players={players}
                    start={start}
                    onChange={next => onText(setRule(text, index, next))}
                  />
                )}
              </li>
            )
          })}
        </ol>
      )}
      {indexes.length > most && (
        <p className="pw-note">
          The first {most.toLocaleString('en-US')} of {indexes.length.toLocaleString('en-US')}; all of them are played,
          and JSON shows them all.{' '}
          <button type="button" className="pw-btn" onClick={() => setMost(most + step)}>
            Show {step} more
          </button>
        </p>
      )}
    </section>
  )
}
