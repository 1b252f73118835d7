import { timeDay, timeTickInterval, utcDay, utcTickInterval } from 'd3-time'
import type { Fold, Window } from '../../core/runs/timeline-view.ts'
import type { Zone } from '../state/zone.ts'
import { formatDuration, formatTime } from './time.ts'

export interface Tick {
  readonly x: number
  readonly label: string
}

/** Ticks of a time axis in pixels: times above, and the date wherever it changes, so that no label lacks its day. */
export interface Axis {
  readonly ticks: readonly Tick[]
  readonly days: readonly Tick[]
  /** Idle stretches that were folded, with how long they really are. */
  readonly gaps: readonly { readonly from: number; readonly to: number; readonly label: string }[]
}

const apart = 76

export function axisOf(window: Window, fold: Fold, zone: Zone): Axis {
  const scale = window.width / Math.max(1, window.to - window.from)
  const xOf = (time: number) => (fold.fold(time) - window.from) * scale
  // Never finer than seconds: times are written so.
  const count = Math.max(1, Math.min(window.width / apart, (window.to - window.from) / 1000))
  const interval = (zone === 'utc' ? utcTickInterval : timeTickInterval)(
    new Date(window.from),
    new Date(window.to),
    count,
  )
  const step = (window.to - window.from) / count
  const grain = step < 60_000 ? 'second' : 'minute'
  const whole = step > 12 * 3_600_000

  const ticks: Tick[] = []
  const days: Tick[] = []
  for (const [from, to] of stretches(window, fold)) {
    for (const date of interval?.range(new Date(from), new Date(to + 1)) ?? []) {
      const x = xOf(date.getTime())
      if (x - (ticks.at(-1)?.x ?? -apart) < 48) continue
      const text = formatTime(date.getTime(), zone, grain)
      ticks.push({ x, label: whole ? text.slice(5, 10) : text.slice(11) })
    }
    const day = zone === 'utc' ? utcDay : timeDay
    for (const date of [new Date(from), ...day.range(new Date(from), new Date(to)).slice(0, 400)]) {
      const label = dateWords(date.getTime(), zone)
      if (days.at(-1)?.label !== label) days.push({ x: Math.max(0, xOf(date.getTime())), label })
    }
  }
  const gaps = fold.gaps
    .map(gap => ({ from: xOf(gap.from), to: xOf(gap.to), label: `${formatDuration(gap.to - gap.from)} idle` }))
    .filter(gap => gap.to > 0 && gap.from < window.width)
  return { ticks, days, gaps }
}

/** The visible time without what is folded. */
function* stretches(window: Window, fold: Fold): Generator<readonly [number, number]> {
  let from = fold.unfold(window.from)
  const end = fold.unfold(window.to)
  for (const gap of fold.gaps) {
    if (gap.to <= from || gap.from >= end) continue
    if (gap.from > from) yield [from, gap.from]
    from = gap.to
  }
  if (from < end) yield [from, end]
}

const words = new Map<Zone, Intl.DateTimeFormat>()

/** `Mon 4 May 2026` */
export function dateWords(time: number, zone: Zone): string {
  let format = words.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      ...(zone === 'utc' && { timeZone: 'UTC' }),
    })
    words.set(zone, format)
  }
  return format.format(time).replace(',', '')
}
