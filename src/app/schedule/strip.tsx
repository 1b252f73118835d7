import { countBy } from '../../core/runs/counts.ts'
import { occurrence, occurrenceAt, periodMs } from '../../core/runs/period.ts'
import { comingFrom, type ObjectPreview } from '../../core/runs/preview.ts'

/** The stretch of time that strips show, UTC milliseconds. */
export interface Stretch {
  readonly from: number
  readonly to: number
  /** Where the coarsest interval in it begins anew. */
  readonly marks: readonly number[]
}

const intervals = 3
const mostDots = 24

/** Three intervals of the coarsest schedule, from the one that a time lies in, or from its first. */
export function stretchOf(all: readonly ObjectPreview[], time: number): Stretch | undefined {
  const tables = all.flatMap(one => one.timetable ?? [])
  const [coarsest] = tables.toSorted((a, b) => periodMs(b.period) - periodMs(a.period))
  if (!coarsest) return undefined
  const k = Math.max(0, occurrenceAt(coarsest.start, coarsest.period, time))
  const marks = Array.from({ length: intervals + 1 }, (_, at) => occurrence(coarsest.start, coarsest.period, k + at))
  const [from = time] = marks
  return { from, to: marks.at(-1) ?? time, marks }
}

interface StripProps {
  readonly one: ObjectPreview
  readonly stretch: Stretch
  readonly now: number
}

/** When an object runs, as a picture: its intervals as bars, and a dot where each of them runs. */
export function Strip({ one, stretch, now }: StripProps) {
  const { timetable, type } = one
  if (!timetable) return <span className="pw-strip" data-empty="true" />
  const share = (time: number) => ((time - stretch.from) / (stretch.to - stretch.from)) * 100
  const first = Math.max(0, occurrenceAt(timetable.start, timetable.period, stretch.from))
  const runs = countBy(timetable, type, stretch.to - 1, 'start') - first
  const [last] = comingFrom(one, first + runs - 1, 1)
  const coming = runs > mostDots ? [] : comingFrom(one, first, runs)
  return (
    <svg className="pw-strip" role="img" aria-label={`${runs} intervals in the stretch shown`} data-family={one.family}>
      {runs > mostDots ? (
        <g>
          <rect
            className="pw-strip-band"
            x={`${Math.max(0, share(timetable.start))}%`}
            y="6"
            width={`${share(Math.min(stretch.to, last?.end ?? stretch.to)) - Math.max(0, share(timetable.start))}%`}
            height="12"
          />
          <text
            x={`${(Math.max(0, share(timetable.start)) + share(Math.min(stretch.to, last?.end ?? stretch.to))) / 2}%`}
            y="15.5"
            textAnchor="middle"
          >
            {runs.toLocaleString('en-US')} runs
          </text>
        </g>
      ) : (
        coming.map(({ k, start, end, at }) => (
          <g key={k}>
            <rect
              className="pw-strip-bar"
              data-odd={k % 2 === 1}
              x={`${share(start)}%`}
              y="9"
              width={`${Math.max(0.2, share(end) - share(start))}%`}
              height="6"
            />
            <circle className="pw-strip-dot" cx={`${share(at)}%`} cy="12" r="3.5" />
          </g>
        ))
      )}
      {now >= stretch.from && now <= stretch.to && (
        <line className="pw-strip-now" x1={`${share(now)}%`} x2={`${share(now)}%`} y1="0" y2="24" />
      )}
    </svg>
  )
}
