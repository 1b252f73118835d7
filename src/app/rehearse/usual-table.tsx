import type { Family } from '../../core/catalog/schema.ts'
import { assumed } from '../../core/cost/estimate.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { setUsualLength, setUsualOutcome, usualOf } from '../../core/scenario/usual.ts'
import { ObjectName } from '../ui/object-name.tsx'
import { EndingField } from './ending-field.tsx'
import { LengthField } from './length-field.tsx'
import { lengthWords, timeWords } from './words.ts'

export interface Player {
  readonly id: string
  readonly name: string
  readonly family: Family
}

interface UsualTableProps {
  readonly players: readonly Player[]
  readonly text: string
  readonly scenario: Scenario
  readonly onText: (text: string) => void
}

/** What is assumed where a scenario says nothing, milliseconds, and what it is that takes so long. */
const assumptions: Readonly<Partial<Record<Family, { readonly ms: number; readonly does: string }>>> = {
  activity: { ms: assumed.activity * 1000, does: 'takes' },
  resource: { ms: assumed.start * 1000, does: 'comes up in' },
  precondition: { ms: 1000, does: 'looks for' },
}

/** Object by object, how long its attempts take and how they end. */
export const UsualTable = ({ players, text, scenario, onText }: UsualTableProps) => (
  <div className="pw-usual-scroll">
    <table className="pw-usual">
      <thead>
        <tr>
          <th scope="col">Object</th>
          <th scope="col">Takes</th>
          <th scope="col">Then</th>
        </tr>
      </thead>
      <tbody>
        {players.map(({ id, name, family }) => {
          const usual = usualOf(scenario, id)
          const { ms, does } = assumptions[family] ?? { ms: 0, does: 'takes' }
          const own = usual.durationBy === undefined ? usual.duration : undefined
          const otherwise =
            usual.durationBy !== undefined && usual.duration
              ? `${lengthWords(usual.duration)}, as ${usual.durationBy}`
              : `${timeWords(ms)}, as assumed`
          return (
            <tr key={id}>
              <th scope="row">
                <ObjectName name={name} family={family} title={id} />
              </th>
              <td>
                <LengthField
                  label={`How long ${name} ${does}`}
                  value={own}
                  otherwise={otherwise}
                  start={ms}
                  onChange={length => onText(setUsualLength(text, scenario, id, length))}
                />
              </td>
              <td>
                <EndingField
                  label={name}
                  families={new Set([family])}
                  value={usual.outcome}
                  onChange={ends => onText(setUsualOutcome(text, scenario, id, ends))}
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  </div>
)
