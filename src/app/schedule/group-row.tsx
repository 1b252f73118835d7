import { useState } from 'react'
import { dueBy } from '../../core/runs/preview.ts'
import { familyCounts, type Group } from './groups.ts'
import { type Stretch, Strip } from './strip.tsx'
import { rhythmOf } from './words.ts'

interface GroupRowProps {
  readonly group: Group
  readonly chosen: boolean
  readonly selected: readonly string[]
  readonly stretch: Stretch | undefined
  readonly now: number
  readonly choose: () => void
}

const fewNames = 6

/** Objects that run alike: who they are, and their times as a picture. */
export function GroupRow({ group, chosen, selected, stretch, now, choose }: GroupRowProps) {
  const { one, objects, apart } = group
  const [whole, setWhole] = useState(false)
  const due = dueBy(one, now)
  const first = objects.toSorted((a, b) => Number(selected.includes(b.id)) - Number(selected.includes(a.id)))
  const names = whole ? first : first.slice(0, fewNames)
  return (
    <div className="pw-plan-group" data-chosen={chosen}>
      <button
        type="button"
        className="pw-plan-choose"
        aria-pressed={chosen}
        aria-label={`${rhythmOf(one)}: ${objects.map(({ id }) => id).join(', ')}`}
        onClick={choose}
      >
        <span className="pw-plan-head">
          <b>{rhythmOf(one)}</b>
          <span className="pw-quiet">{familyCounts(objects)}</span>
          {one.timetable && <Moment moment={one.moment} type={one.type} />}
          {apart.length > 0 && <span className="pw-schedule-tag">mixed</span>}
          {due > 0 && <span className="pw-schedule-tag">{due.toLocaleString('en-US')} due</span>}
        </span>
        {stretch && <Strip one={one} stretch={stretch} now={now} />}
      </button>
      <span className="pw-plan-names">
        {names.map(object => (
          <span key={object.id} data-selected={selected.includes(object.id)}>
            {object.id}
          </span>
        ))}
        {objects.length > names.length && (
          <button type="button" className="pw-plain pw-link" onClick={() => setWhole(true)}>
            and {objects.length - names.length} more
          </button>
        )}
      </span>
    </div>
  )
}

const Moment = ({ moment, type }: { readonly moment: 'due' | 'start'; readonly type: string }) => (
  <span className="pw-quiet">{moment === 'start' || type === 'cron' ? '● at the start' : 'at the end ●'}</span>
)
