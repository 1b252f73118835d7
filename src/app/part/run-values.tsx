import type { RunRow } from '../../api/runs.ts'
import type { Definition } from '../../core/definition/model.ts'
import { bareId, isSecret, resolveParameters } from '../../core/definition/parameters.ts'
import { attribute } from '../../core/definition/query.ts'

/** A value that a run had, and what the draft has instead. */
export interface RunValue {
  readonly id: string
  readonly then: string
  readonly now: string
}

/** Values of a run that are otherwise in the draft. Secrets and lists are left out: a run tells neither as it was. */
export function valuesOfRun(definition: Definition, run: RunRow): readonly RunValue[] {
  const { values } = resolveParameters(definition)
  return definition.parameters.flatMap((parameter): readonly RunValue[] => {
    const id = bareId(parameter.id)
    const then = run.parameters[id]
    const now = values.get(id)?.[0] ?? ''
    const list = attribute(parameter, 'isArray')?.toLowerCase() === 'true'
    return isSecret(parameter) || list || then === undefined || then === now ? [] : [{ id, then, now }]
  })
}

interface RunValuesProps {
  readonly values: readonly RunValue[]
  readonly taken: boolean
  readonly onTake: (taken: boolean) => void
}

/** Asks whether a part runs with the values that the run had, where the draft has others. */
export const RunValues = ({ values, taken, onTake }: RunValuesProps) => (
  <label className="pw-part-values">
    <input type="checkbox" checked={taken} onChange={({ target }) => onTake(target.checked)} />
    <span>
      With the values of that run:{' '}
      {values.map(({ id, then, now }) => (
        <span key={id}>
          <code>{`${id}=${then}`}</code>{' '}
          <span className="pw-note">({now === '' ? 'the draft has none' : `${now} in the draft`})</span>{' '}
        </span>
      ))}
    </span>
  </label>
)
