import { useMemo } from 'react'
import type { Definition } from '../../core/definition/model.ts'
import { ParameterField } from '../parameters/field.tsx'
import { entriesOf, type Given } from '../parameters/values.ts'

interface ParametersCardProps {
  readonly definition: Definition
  readonly given: Given
  readonly set: (given: Given) => void
}

/** The parameters of a definition as a form. What is left empty can still be given when it is launched. */
export function ParametersCard({ definition, given, set }: ParametersCardProps) {
  const entries = useMemo(() => entriesOf(definition, given), [definition, given])
  const missing = entries.filter(entry => entry.problem !== undefined && entry.source === 'none').length
  return (
    <section className="pw-panel" aria-labelledby="create-parameters">
      <header>
        <h2 id="create-parameters">Parameters</h2>
        {missing > 0 && (
          <span className="pw-note">
            {missing === 1 ? '1 has' : `${missing} have`} no value yet; {missing === 1 ? 'it' : 'they'} can also be
            given at launch
          </span>
        )}
      </header>
      <div className="pw-panel-body">
        {entries.map(({ problem, ...entry }) => (
          <ParameterField
            key={entry.id}
            entry={entry.source === 'given' && problem !== undefined ? { ...entry, problem } : entry}
            onChange={values => set({ ...given, [entry.id]: values })}
            onReset={() => set(Object.fromEntries(Object.entries(given).filter(([id]) => id !== entry.id)))}
          />
        ))}
      </div>
    </section>
  )
}
