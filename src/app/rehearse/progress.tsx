import type { Rehearsal } from '../../api/rehearsals.ts'
import type { Zone } from '../state/zone.ts'
import { formatTimeWithZone } from '../ui/time.ts'

/** How far a rehearsal is that is not done. */
export function Progress({ rehearsal, zone }: { readonly rehearsal: Rehearsal; readonly zone: Zone }) {
  const { state, from, to, reached, restarts = 0 } = rehearsal
  const share = state === 'writing' ? 1 : Math.min(1, Math.max(0, (reached - from) / (to - from)))
  const words =
    state === 'waiting'
      ? 'Waits for its turn: one is played at a time.'
      : state === 'writing'
        ? 'Writing down what happened…'
        : `The clock stands at ${formatTimeWithZone(reached, zone)}.`
  return (
    <span className="pw-progress">
      <span
        className="pw-progress-bar"
        role="progressbar"
        aria-label={`Progress of the rehearsal: ${words}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <b className="pw-number">{Math.floor(share * 100)}%</b>
      <span className="pw-note">
        {words}
        {restarts > 0 && ' Begun again, since the server stopped meanwhile.'}
      </span>
    </span>
  )
}
