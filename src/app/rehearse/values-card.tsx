import { isSecret } from '../../core/definition/parameters.ts'
import { ParameterFields } from '../parameters/field.tsx'
import type { Entry, Given } from '../parameters/values.ts'

interface ValuesCardProps {
  readonly entries: readonly Entry[]
  readonly given: Given
  readonly onGiven: (given: Given) => void
}

/** Values of parameters for a rehearsal, folded away while nobody changes any. Secret ones have stand-ins. */
export function ValuesCard({ entries, given, onGiven }: ValuesCardProps) {
  const open = entries.filter(entry => !isSecret(entry.parameter))
  const secret = entries.filter(entry => isSecret(entry.parameter))
  const problem = open.find(entry => entry.problem !== undefined)?.problem
  if (entries.length === 0) return null
  const changed = Object.keys(given).length
  return (
    <details className="pw-panel pw-rehearse-values" open={problem !== undefined || undefined}>
      <summary>
        <b>Parameters</b>
        <span className="pw-note">
          {[
            ...(changed > 0 ? [`${changed} of ${open.length} changed here`] : []),
            ...(changed === 0 && open.length > 0 ? [`${open.length}, as the definition has them`] : []),
            ...(secret.length > 0
              ? [`${secret.length} secret, with ${secret.length === 1 ? 'a stand-in' : 'stand-ins'}`]
              : []),
          ].join('; ')}
        </span>
      </summary>
      <div className="pw-panel-body">
        <ParameterFields entries={open} given={given} onGiven={onGiven} />
        {secret.length > 0 && (
          <p className="pw-note pw-rehearse-secret">
            {secret.map((entry, index) => (
              <span key={entry.id}>
                {index > 0 && ', '}
                <span className="pw-mono">{entry.parameter.id}</span>
              </span>
            ))}
            {secret.length === 1 ? ' is secret and has a stand-in: ' : ' are secret and have stand-ins: '}
            nothing really runs, so that no value is asked for, and none is kept with the rehearsal.
          </p>
        )}
      </div>
    </details>
  )
}

/** Changed values as they stand in the address, and back; what cannot be read is none. */
export const writeGiven = (given: Given): string | undefined =>
  Object.keys(given).length === 0 ? undefined : JSON.stringify(given)

export function readGiven(text: string | undefined): Given {
  if (text === undefined) return {}
  try {
    const said: unknown = JSON.parse(text)
    if (typeof said !== 'object' || said === null) return {}
    return Object.fromEntries(
      Object.entries(said).flatMap(([id, values]) =>
        Array.isArray(values) && values.every(one => typeof one === 'string') ? [[id, values as string[]]] : [],
      ),
    )
  } catch {
    return {}
  }
}
