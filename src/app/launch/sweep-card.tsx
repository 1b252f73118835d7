import { useState } from 'react'
import { isSecret } from '../../core/definition/parameters.ts'
import { attribute } from '../../core/definition/query.ts'
import type { Entry } from '../parameters/values.ts'
import { formatUsd } from '../ui/money.ts'
import { combinations, countOf, mostRuns, readSweep, type Sweep } from './sweep.ts'

interface SweepCardProps {
  readonly entries: readonly Entry[]
  readonly texts: Readonly<Record<string, string>>
  readonly onTexts: (texts: Readonly<Record<string, string>>) => void
  readonly sweep: Sweep
  /** Why a combination could not run, if so. */
  readonly problemOf: (values: Readonly<Record<string, string>>) => string | undefined
  /** Likely cost of one run in USD. */
  readonly likely: number | undefined
  readonly disabled: boolean
  /** Starts the runs one after another; says how far it is, and stops when told. */
  readonly onLaunch: (
    runs: readonly Readonly<Record<string, string>>[],
    progress: (started: number) => void,
    signal: AbortSignal,
  ) => Promise<void>
}

export const sweepOf = (texts: Readonly<Record<string, string>>): Sweep =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([id, text]) => (readSweep(text).length > 0 ? [[id, readSweep(text)]] : [])),
  )

const runsOf = (count: number) => `${count.toLocaleString('en-US')} ${count === 1 ? 'run' : 'runs'}`

/** Many runs at once: lists of values, every combination of them, and what that comes to before it starts. */
export function SweepCard({ entries, texts, onTexts, sweep, problemOf, likely, disabled, onLaunch }: SweepCardProps) {
  const [open, setOpen] = useState(false)
  const [started, setStarted] = useState<{ count: number; of: number; stop: AbortController }>()
  const count = countOf(sweep)
  const swept = Object.keys(sweep)
  const tooMany = count > mostRuns
  const runs = tooMany ? [] : combinations(sweep)
  const problems = runs.map(problemOf)
  const bad = problems.filter(one => one !== undefined).length
  const launch = async () => {
    const stop = new AbortController()
    setStarted({ count: 0, of: runs.length, stop })
    try {
      await onLaunch(runs, n => setStarted({ count: n, of: runs.length, stop }), stop.signal)
    } finally {
      setStarted(undefined)
    }
  }
  return (
    <section className="pw-panel">
      <header>
        <h2>Sweep</h2>
        <span className="pw-note">many runs, one for each combination of values</span>
        <button type="button" className="pw-btn" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Close' : 'Open'}
        </button>
      </header>
      {open && (
        <div className="pw-panel-body">
          <div className="pw-note">
            Give a list of values, such as 0.1, 0.3 or 1..5 or 0..1 by 0.25. What is left empty is the same in every
            run.
          </div>
          {entries
            .filter(entry => !isSecret(entry.parameter))
            .map(({ id, parameter, values }) => (
              <div key={id} className="pw-param">
                <label htmlFor={`sweep-${id}`}>
                  <b>{attribute(parameter, 'description') ?? id}</b>
                  <span>{id}</span>
                </label>
                <input
                  id={`sweep-${id}`}
                  className="pw-entry"
                  placeholder={`${values.join(', ') || 'none'} in every run`}
                  value={texts[id] ?? ''}
                  onChange={event => onTexts({ ...texts, [id]: event.target.value })}
                />
              </div>
            ))}
          {swept.length > 0 && (
            <>
              <div className="pw-note" role="status">
                <b>{runsOf(count)}</b>
                {likely !== undefined && `, likely about ${formatUsd(likely * count)} in all`}
                {tooMany && `; at most ${mostRuns} can be started at once: shorten a list`}
                {bad > 0 && <span className="pw-param-problem">; {bad} of them cannot run</span>}
              </div>
              {!tooMany && (
                <div className="pw-matrix" data-scroll>
                  <table>
                    <thead>
                      <tr>
                        <th>Run</th>
                        {swept.map(id => (
                          <th key={id}>{id}</th>
                        ))}
                        <th> </th>
                      </tr>
                    </thead>
                    <tbody>
                      {runs.map((run, i) => {
                        const key = `${i}`
                        return (
                          <tr key={key}>
                            <td>{i + 1}</td>
                            {swept.map(id => (
                              <td key={id} className="pw-mono">
                                {run[id]}
                              </td>
                            ))}
                            <td className="pw-param-problem">{problems[i]}</td>
                          </tr>
                        )
                      })}
                    </tbody>
                  </table>
                </div>
              )}
              <div className="pw-launch-go">
                <button
                  type="button"
                  className="pw-btn"
                  disabled={disabled || tooMany || bad > 0 || started !== undefined}
                  onClick={() => void launch()}
                >
                  Start {runsOf(count)}
                </button>
                {started && (
                  <>
                    <progress value={started.count} max={started.of} />
                    <span className="pw-note" role="status">
                      {started.count} of {started.of} started
                    </span>
                    <button type="button" className="pw-btn" onClick={() => started.stop.abort()}>
                      Stop starting
                    </button>
                  </>
                )}
              </div>
            </>
          )}
        </div>
      )}
    </section>
  )
}
