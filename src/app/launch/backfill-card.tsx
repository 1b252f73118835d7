import './backfill.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Definition } from '../../core/definition/model.ts'
import { resolveParameters } from '../../core/definition/parameters.ts'
import { backfillOf, type Owed } from '../../core/runs/backfill.ts'
import type { Status } from '../../core/runs/instance.ts'
import { comingFrom } from '../../core/runs/preview.ts'
import { toConfirm } from '../activation/confirm.ts'
import { previewQuery } from '../activation/data.ts'
import { backfillQuery } from '../data/runs.ts'
import { useService } from '../data/service.ts'
import { useSettings } from '../data/settings.ts'
import type { Given } from '../parameters/values.ts'
import { limitsInForce } from '../state/limits.ts'
import { Trouble, Waiting } from '../ui/kit.tsx'
import { formatUsd } from '../ui/money.ts'
import { formatDuration } from '../ui/time.ts'
import { browserZone } from '../ui/zone-select.tsx'
import { formatIn } from '../ui/zone-time.ts'
import { leastTime, refusalOf } from './backfill.ts'

const BackfillList = lazy(() => import('./backfill-list.tsx').then(room => ({ default: room.BackfillList })))

interface BackfillCardProps {
  readonly pipelineId: string
  readonly definition: Definition
  readonly given: Given
  /** The values to ask for the cost of, once they have rested. */
  readonly values: Record<string, string | string[]>
  readonly state: Status | undefined
  readonly now: number
}

const fewObjects = 6

/** What an activation starts at once because it is due already: how many, how long, for how much, and which. */
export function BackfillCard({ pipelineId, definition, given, values, state, now }: BackfillCardProps) {
  const service = useService()
  const settings = useSettings()
  const limits = useStore(limitsInForce)
  const [open, setOpen] = useState(false)
  const [all, setAll] = useState(false)
  const { data: preview } = useQuery(previewQuery(service, { pipelineId, values }))
  // One that was active before goes on after the last run of which something was completed.
  const since = preview?.first ? undefined : preview?.lastCompleted
  const at = Math.floor(now / 60_000) * 60_000
  const backfill = useMemo(
    () =>
      backfillOf(definition, {
        values: resolveParameters(definition, given).values,
        at,
        ...(since !== undefined && { since }),
      }),
    [definition, given, at, since],
  )
  const wanted = preview !== undefined && state !== 'SCHEDULED' && state !== 'ACTIVATING' && backfill.instances > 0
  const { data: cost, error: costError } = useQuery({
    ...backfillQuery(service, { pipelineId, values, ...(since !== undefined && { since }) }),
    enabled: wanted,
  })
  if (!wanted) return null
  const zone = settings.zone ?? browserZone()
  const refusal = preview.first ? refusalOf(backfill, at, limits) : undefined
  const confirm = toConfirm(cost, settings)
  const least = leastTime(backfill, limits)
  const shown = all ? backfill.owed : backfill.owed.slice(0, fewObjects)
  return (
    <section className="pw-panel" aria-label="Backfill">
      <header>
        <h2>Backfill: due already</h2>
        <span className="pw-note">
          {preview.first
            ? 'if activated now, from the start of the schedule'
            : 'if activated now, after the last completed run'}
        </span>
      </header>
      <div className="pw-panel-body">
        <dl className="pw-backfill-figures">
          <Figure what="Instances at once">{backfill.instances.toLocaleString('en-US')}</Figure>
          <Figure what="Machine hours, likely">{cost ? hours(cost.machineHours) : '…'}</Figure>
          <Figure what="Money, likely">
            {cost ? (
              <>
                {formatUsd(cost.likely)}
                {cost.unknown.length > 0 && <small> + {cost.unknown.length} unknown</small>}
              </>
            ) : (
              '…'
            )}
          </Figure>
        </dl>
        {costError && <Trouble what="No estimate of the backfill" error={costError} />}
        {cost && (
          <span className="pw-note" title={cost.assumptions.join('\n')}>
            {formatUsd(cost.low)} to {cost.high === undefined ? 'no upper bound' : formatUsd(cost.high)}, {cost.basis}.
            {least > 0 &&
              ` AWS makes one instance of an object every ${limits.instanceEveryMinutes} minutes, so catching up takes ${formatDuration(least)} at least.`}
          </span>
        )}
        {refusal !== undefined && (
          <div className="pw-warn" data-kind="error">
            <b>AWS refuses this activation, and so does the engine here.</b> {refusal} Move startDateTime of{' '}
            {schedulesOf(backfill.owed).map((id, n) => (
              <span key={id}>
                {n > 0 && ', '}
                <Link
                  className="pw-link"
                  to="/pipelines/$pipelineId/design"
                  params={{ pipelineId }}
                  search={{ select: id } as never}
                >
                  {id}
                </Link>
              </span>
            ))}
            , activate from now or from a date, or let the engine here look further back in the{' '}
            <Link className="pw-link" to="/settings" hash="limit-backfillDays">
              settings
            </Link>
            .
          </div>
        )}
        {backfill.cascade.length > 0 && (
          <div className="pw-warn">
            <b>
              {few(backfill.cascade)} {backfill.cascade.length === 1 ? 'has' : 'have'} 'failureAndRerunMode' field set
              to 'cascade'
            </b>{' '}
            and the schedule began in the past. One failure while it catches up fails all that depends on it; a rerun of
            it then runs all of that again.
          </div>
        )}
        <ul className="pw-backfill-objects">
          {shown.map(owed => (
            <OwedRow key={owed.preview.id} owed={owed} />
          ))}
        </ul>
        {backfill.owed.length > shown.length && (
          <button type="button" className="pw-plain pw-link" onClick={() => setAll(true)}>
            And {backfill.owed.length - shown.length} more objects
          </button>
        )}
        <details open={open} onToggle={event => setOpen(event.currentTarget.open)}>
          <summary className="pw-link">Every instance</summary>
          {open && (
            <Suspense fallback={<Waiting what="Listing the instances" />}>
              <BackfillList backfill={backfill} zone={zone} />
            </Suspense>
          )}
        </details>
        {confirm !== undefined && refusal === undefined && (
          <span className="pw-note">
            You will be asked to confirm it, since it is {confirm}: a bound of the settings.
          </span>
        )}
      </div>
    </section>
  )
}

const Figure = ({ what, children }: { readonly what: string; readonly children: React.ReactNode }) => (
  <div>
    <dt>{what}</dt>
    <dd>{children}</dd>
  </div>
)

function OwedRow({ owed: { preview, from, count } }: { readonly owed: Owed }) {
  const [first] = comingFrom(preview, from, 1)
  const [last] = comingFrom(preview, from + count - 1, 1)
  return (
    <li>
      <b className="pw-cut">{preview.id}</b>
      <span className="pw-number">{count.toLocaleString('en-US')}</span>
      <span className="pw-quiet pw-number">
        {first && formatIn(first.at, 'UTC').slice(4)}
        {last && count > 1 && ` to ${formatIn(last.at, 'UTC').slice(4)}`}
      </span>
    </li>
  )
}

const hours = (count: number): string =>
  `${count < 10 ? count.toFixed(1) : Math.round(count).toLocaleString('en-US')} h`

const schedulesOf = (owed: readonly Owed[]): readonly string[] => [
  ...new Set(owed.flatMap(({ preview }) => preview.schedule ?? [])),
]

const few = (ids: readonly string[]): string =>
  ids.length <= 3 ? ids.join(', ') : `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more`
