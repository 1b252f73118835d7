import { useMemo } from 'react'
import { catalog, isRunnable } from '../../core/catalog/index.ts'
import type { PipelineObject } from '../../core/definition/model.ts'
import { resolveParameters } from '../../core/definition/parameters.ts'
import { typeOf } from '../../core/definition/query.ts'
import { countBy, intervalsFrom } from '../../core/runs/counts.ts'
import { readSchedule, type Schedule, type ScheduleType, scheduleOf } from '../../core/runs/schedule.ts'
import { useEngineNow } from '../data/clock.ts'
import { useDerived, useSession } from '../state/session.ts'
import { useZone } from '../state/zone.ts'
import { formatAge, formatTime, zoneName } from '../ui/time.ts'

const shown = 5

const typeWords = {
  cron: 'at the start of each interval',
  timeseries: 'at the end of each interval',
  ondemand: 'only when activated',
} as const satisfies Record<ScheduleType, string>

/** What a schedule means: who keeps to it, how, and the first runs that come of it. */
export function SchedulePreview({ schedule }: { readonly schedule: PipelineObject }) {
  const { view } = useSession()
  const { definition } = useDerived()
  const now = Math.floor(useEngineNow(60_000) / 60_000) * 60_000
  const zone = useZone()
  const users = useMemo(() => {
    const counts = new Map<ScheduleType, number>()
    for (const object of definition.objects) {
      if (!isRunnable(catalog.get(typeOf(definition, object) ?? '')?.family)) continue
      const found = scheduleOf(definition, object)
      if (found.schedule?.id === schedule.id) counts.set(found.scheduleType, (counts.get(found.scheduleType) ?? 0) + 1)
    }
    return counts
  }, [definition, schedule])
  const read = readSchedule(definition, schedule, resolveParameters(definition).values, now)
  if ('problem' in read) return null
  const kinds = [...users]
  return (
    <section className="pw-schedule" aria-label="What this schedule means">
      {kinds.length === 0 && <p className="pw-field-help">Nothing keeps to this schedule yet.</p>}
      <button type="button" className="pw-text-button" onClick={() => view.setState({ schedule: true })}>
        See the first and the next instances in your zone
      </button>
      {kinds.map(([type, count]) => (
        <div key={type}>
          <p className="pw-field-help">
            {count === 1 ? '1 object runs' : `${count} objects run`} {typeWords[type]} ({type}).
            {pastWords(read, type, now)}
          </p>
          {type !== 'ondemand' && (
            <table>
              <thead>
                <tr>
                  <th>Runs ({zoneName(zone, now)})</th>
                  <th>for the interval</th>
                </tr>
              </thead>
              <tbody>
                {intervalsFrom(read, type, countBy(read, type, now), shown).map(one => (
                  <tr key={one.k} className="pw-number">
                    <td title={formatAge(one.due, now)}>{formatTime(one.due, zone)}</td>
                    <td>
                      {formatTime(one.start, zone)} to {formatTime(one.end, zone)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      ))}
    </section>
  )
}

/** Runs that are due already would all start at activation. */
function pastWords(schedule: Schedule, type: ScheduleType, now: number): string {
  const due = countBy(schedule, type, now)
  return due > 1
    ? ` ${due.toLocaleString('en-US')} runs are due already; a first activation would have to catch up on all of them, and AWS refuses one that starts more than a day back.`
    : ''
}
