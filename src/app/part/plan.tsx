import type { PartPreview } from '../../api/runs.ts'
import type { Zone } from '../state/zone.ts'
import { ObjectName } from '../ui/object-name.tsx'
import { SeverityIcon } from '../ui/severity.tsx'
import { StatusIcon, StatusMark } from '../ui/status.tsx'
import { formatTimeWithZone } from '../ui/time.ts'

/** What a run of a part comes to: what runs, what is taken as done, and whether its inputs are there. */
export function PartPlan({ preview, zone }: { readonly preview: PartPreview; readonly zone: Zone }) {
  const { runs, taken, inputs, fault } = preview
  const missing = inputs.filter(one => one.state === 'missing')
  const unfinished = taken.filter(one => one.status !== undefined && one.status !== 'FINISHED')
  return (
    <>
      {fault !== undefined && (
        <div className="pw-warn" data-kind="error">
          {fault}
        </div>
      )}
      {missing.length > 0 && (
        <div className="pw-warn">
          {missing.length === 1 ? 'An input is missing' : `${missing.length} inputs are missing`}:{' '}
          {missing.map(one => one.name).join(', ')}. What reads {missing.length === 1 ? 'it' : 'them'} will likely fail.
        </div>
      )}
      {unfinished.length > 0 && (
        <div className="pw-warn">
          {unfinished.map(one => `${one.name} was ${one.status}`).join(', ')} in that run, so what it left may be
          incomplete.
        </div>
      )}
      <div className="pw-part-plan">
        <section aria-label="Runs">
          <h3>Runs ({runs.length})</h3>
          <ul>
            {runs.map(one => (
              <li key={one.id}>
                <ObjectName name={one.name} family={one.family} title={one.id} />
              </li>
            ))}
          </ul>
        </section>
        <section aria-label="Taken as done">
          <h3>Taken as done ({taken.length})</h3>
          {taken.length === 0 && <p className="pw-note">Nothing: all that it builds on runs too.</p>}
          <ul>
            {taken.map(one => (
              <li key={one.id}>
                <ObjectName name={one.name} family={one.family} title={one.id} />
                {one.status && <StatusMark status={one.status} />}
              </li>
            ))}
          </ul>
        </section>
      </div>
      {inputs.length > 0 && (
        <section aria-label="Inputs">
          <h3>Data that it reads</h3>
          <table className="pw-part-inputs">
            <tbody>
              {inputs.map(one => (
                <tr key={one.id}>
                  <th scope="row">
                    <ObjectName name={one.name} family={one.family} title={one.id} />
                  </th>
                  <td>
                    <span className="pw-mono">{one.where ?? 'not known'}</span>
                    {one.from !== undefined && (
                      <span className="pw-note"> of the run of {formatTimeWithZone(one.from, zone, 'second')}</span>
                    )}
                    {one.note !== undefined && <div className="pw-note">{one.note}</div>}
                  </td>
                  <td>
                    <State state={one.state} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}

const words: Readonly<Record<PartPreview['inputs'][number]['state'], string>> = {
  there: 'is there',
  missing: 'is missing',
  unknown: 'cannot be looked at',
}

const State = ({ state }: { readonly state: PartPreview['inputs'][number]['state'] }) => (
  <span className="pw-status" data-state={state}>
    {state === 'there' ? (
      <StatusIcon status="FINISHED" size={14} />
    ) : (
      <SeverityIcon severity={state === 'missing' ? 'error' : 'info'} />
    )}
    {words[state]}
  </span>
)
