import './schedule.css'
import { useDeferredValue, useMemo, useState } from 'react'
import { resolveParameters } from '../../core/definition/parameters.ts'
import { isZone } from '../../core/runs/clock-changes.ts'
import { dueBy, previewSchedules } from '../../core/runs/preview.ts'
import { useEngineNow } from '../data/clock.ts'
import { useSettings } from '../data/settings.ts'
import { useAddress } from '../state/address.ts'
import { useDerived, useSession, useView } from '../state/session.ts'
import { formatTime } from '../ui/time.ts'
import { TimeInput } from '../ui/time-input.tsx'
import { browserZone, ZoneSelect } from '../ui/zone-select.tsx'
import { GroupRow } from './group-row.tsx'
import { type Group, groupsFor, groupsOf } from './groups.ts'
import { Instances } from './instances.tsx'
import { stretchOf } from './strip.tsx'
import { apartWords, endOf, momentOf, rhythmOf } from './words.ts'

/** First and next instances of every object, or of the selected ones, as if the pipeline were activated at a time. */
export function SchedulePreview() {
  const { view } = useSession()
  const { definition } = useDerived()
  const selected = useView(now => now.selected)
  const settings = useSettings()
  const [address, change] = useAddress()
  const clock = Math.floor(useEngineNow(60_000) / 60_000) * 60_000
  const asked = address.activation === undefined ? Number.NaN : Date.parse(address.activation)
  const activation = Number.isNaN(asked) ? clock : asked
  const wanted = address.zone ?? settings.zone ?? browserZone()
  const zone = isZone(wanted) ? wanted : 'UTC'

  const shown = useDeferredValue(definition)
  const all = useMemo(() => {
    const { values } = resolveParameters(shown)
    return groupsOf(previewSchedules(shown, { values, activation }))
  }, [shown, activation])
  const groups = groupsFor(all, selected)
  const [chosen, choose] = useState<string>()
  const group = groups.find(one => one.key === chosen) ?? groups.find(isWork) ?? groups[0]
  const stretch = stretchOf(
    groups.map(({ one }) => one),
    activation,
  )
  return (
    <section className="pw-plan" aria-label="Schedule preview">
      <div className="pw-source-bar">
        <b>Schedule</b>
        <span className="pw-cut">{groups.length === all.length ? 'All objects that run' : `Of what is selected`}</span>
        {groups.length < all.length && (
          <button type="button" className="pw-plain pw-link" onClick={() => view.setState({ selected: [] })}>
            Show the whole pipeline
          </button>
        )}
        <span style={{ flex: 1 }} />
        <TimeInput
          label="If activated at"
          value={activation}
          zone="utc"
          onChange={time => change({ activation: time === undefined ? undefined : stamp(time) })}
        />
        {!Number.isNaN(asked) && (
          <button type="button" className="pw-plain pw-link" onClick={() => change({ activation: undefined })}>
            Now
          </button>
        )}
        <ZoneSelect label="Zone beside UTC" value={zone} onChange={next => change({ zone: next })} />
        <button
          type="button"
          className="pw-tool"
          style={{ height: 22 }}
          onClick={() => view.setState({ schedule: false })}
        >
          Close
        </button>
      </div>
      {all.length === 0 ? (
        <p className="pw-schedule-none">
          Nothing in this pipeline runs by itself yet: it has no activity, data node or machine.
        </p>
      ) : (
        <div className="pw-plan-body">
          <div className="pw-plan-groups">
            {stretch && <Axis marks={stretch.marks} />}
            {groups.map(one => (
              <GroupRow
                key={one.key}
                group={one}
                chosen={one === group}
                selected={selected}
                stretch={stretch}
                now={activation}
                choose={() => choose(one.key)}
              />
            ))}
          </div>
          {group && <Detail group={group} zone={zone} activation={activation} />}
        </div>
      )}
    </section>
  )
}

/** Whether it is of what people ask about first. */
const isWork = ({ objects }: Group): boolean => objects.some(object => object.family === 'activity')

/** As the address has it: to the minute, in UTC. */
const stamp = (time: number): string => `${new Date(time).toISOString().slice(0, 16)}Z`

/** The days that the strips show. */
const Axis = ({ marks }: { readonly marks: readonly number[] }) => (
  <div className="pw-plan-axis" aria-hidden="true">
    {marks.slice(0, -1).map(mark => (
      <span key={mark}>{formatTime(mark, 'utc').slice(5)}</span>
    ))}
  </div>
)

interface DetailProps {
  readonly group: Group
  readonly zone: string
  readonly activation: number
}

function Detail({ group, zone, activation }: DetailProps) {
  const { one } = group
  const due = dueBy(one, activation)
  const apart = apartWords(group)
  return (
    <section
      className="pw-plan-detail"
      aria-label={`Instances of ${group.objects.map(({ id }) => id).join(', ')}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
      tabIndex={0}
    >
      <h3>
        {rhythmOf(one)}
        {one.schedule !== undefined && <small> by {one.schedule}</small>}
      </h3>
      <p>
        {one.problem ? one.problem.problem : momentOf(one)} {endOf(one)}
      </p>
      {due > 1 && (
        <p>
          <b>{due.toLocaleString('en-US')} are due already</b> at that time: a first activation makes up for all of
          them.
        </p>
      )}
      {apart.length > 0 && (
        <ul className="pw-plan-apart">
          {apart.slice(0, mostApart).map(({ of, id, text }) => (
            <li key={`${of} ${id}`}>
              <b>{of}</b> {text}
            </li>
          ))}
          {apart.length > mostApart && <li>And {apart.length - mostApart} more that mix schedules.</li>}
        </ul>
      )}
      <Instances one={one} zone={zone} now={activation} />
    </section>
  )
}

const mostApart = 6
