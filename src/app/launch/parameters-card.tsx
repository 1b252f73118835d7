import { useState } from 'react'
import { isSecret } from '../../core/definition/parameters.ts'
import { ParameterFields } from '../parameters/field.tsx'
import type { Entry, Given } from '../parameters/values.ts'
import type { Preset } from './presets.ts'

interface ParametersCardProps {
  readonly entries: readonly Entry[]
  readonly given: Given
  readonly onGiven: (given: Given) => void
  readonly examples: readonly Preset[]
  readonly own: readonly Preset[]
  readonly onOwn: (presets: readonly Preset[]) => void
  /** Whether the form shows exactly what a setting says, and defaults where it says nothing. */
  readonly isShown: (preset: Preset) => boolean
}

/** The parameters as a form, with settings to choose from. There is one truth: what stands here is what is sent. */
export function ParametersCard({ entries, given, onGiven, examples, own, onOwn, isShown }: ParametersCardProps) {
  const [naming, setNaming] = useState<string>()
  const changed = Object.keys(given).length
  const keep = () => {
    const title = naming?.trim()
    if (!title) return
    const values = Object.fromEntries(
      entries.filter(entry => !isSecret(entry.parameter)).map(entry => [entry.id, entry.values]),
    )
    onOwn([...own.filter(preset => preset.title !== title), { title, values }])
    setNaming(undefined)
  }
  return (
    <section className="pw-panel">
      <header>
        <h2>Parameters</h2>
        <span className="pw-note">{changed > 0 ? `${changed} changed here` : ''}</span>
        {changed > 0 && (
          <button type="button" className="pw-btn" onClick={() => onGiven({})}>
            Take all back
          </button>
        )}
      </header>
      <div className="pw-panel-body">
        {entries.length === 0 && (
          <span className="pw-quiet">This definition has no parameters: every run is the same.</span>
        )}
        {entries.length > 0 && (
          <div className="pw-presets">
            {[...examples, ...own].map(preset => (
              <span key={preset.title} className="pw-row" style={{ gap: 0 }}>
                <button
                  type="button"
                  className="pw-chip"
                  aria-pressed={isShown(preset)}
                  title={preset.why ?? words(preset)}
                  onClick={() => onGiven({ ...secretsOf(given, entries), ...preset.values })}
                >
                  {preset.title}
                </button>
                {own.includes(preset) && (
                  <button
                    type="button"
                    className="pw-plain"
                    style={{ padding: '0 6px' }}
                    aria-label={`Forget the setting ${preset.title}`}
                    title="Forget this setting"
                    onClick={() => onOwn(own.filter(one => one !== preset))}
                  >
                    ×
                  </button>
                )}
              </span>
            ))}
            {naming === undefined ? (
              <button
                type="button"
                className="pw-btn"
                title="Keep these values under a name, in this browser"
                onClick={() => setNaming('')}
              >
                Keep these values…
              </button>
            ) : (
              <form
                className="pw-row"
                onSubmit={event => {
                  event.preventDefault()
                  keep()
                }}
              >
                <input
                  className="pw-entry"
                  // biome-ignore lint/a11y/noAutofocus: it appears because one asked to type a name.
                  autoFocus
                  placeholder="Name of the setting"
                  aria-label="Name of the setting"
                  value={naming}
                  onChange={event => setNaming(event.target.value)}
                />
                <button type="submit" className="pw-btn">
                  Keep
                </button>
                <button type="button" className="pw-btn" onClick={() => setNaming(undefined)}>
                  Cancel
                </button>
              </form>
            )}
          </div>
        )}
        <ParameterFields entries={entries} given={given} onGiven={onGiven} />
      </div>
    </section>
  )
}

const words = (preset: Preset) =>
  Object.entries(preset.values)
    .map(([id, values]) => `${id} = ${values.join(', ')}`)
    .join('\n')

/** Secrets that were typed stay when a setting is chosen: settings never hold any. */
const secretsOf = (given: Given, entries: readonly Entry[]): Given =>
  Object.fromEntries(
    Object.entries(given).filter(([id]) => entries.some(entry => entry.id === id && isSecret(entry.parameter))),
  )
