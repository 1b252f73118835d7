import { Link } from '@tanstack/react-router'
import { useRunRoute } from '../state/run-place.ts'
import type { Zone } from '../state/zone.ts'
import { formatTimeWithZone } from '../ui/time.ts'

interface TakenProps {
  /** Scheduled start of the run that it was taken from; 0 where no run stands for it. */
  readonly from: number
  readonly pipelineId: string
  readonly zone: Zone
}

/** Why something that did not run is FINISHED: the run whose outputs stand for its own. */
export function TakenNote({ from, pipelineId, zone }: TakenProps) {
  const routeOf = useRunRoute()
  return (
    <p className="pw-instance-note">
      It did not run but was taken as done
      {from > 0 ? (
        <>
          , with the outputs of{' '}
          <Link className="pw-link pw-note-link" {...routeOf(pipelineId, from)}>
            the run of {formatTimeWithZone(from, zone, 'second')}
          </Link>
          .
        </>
      ) : (
        ': only a part of the pipeline was run.'
      )}
    </p>
  )
}

/** The same in a word, for lists. */
export const Taken = ({ from, zone }: Omit<TakenProps, 'pipelineId'>) => (
  <span
    className="pw-rehearsed"
    title={
      from > 0
        ? `It did not run: the outputs of the run of ${formatTimeWithZone(from, zone, 'second')} stand for its own.`
        : 'It did not run: only a part of the pipeline was run.'
    }
  >
    taken
  </span>
)
