import './runs.css'
import { useEffect, useState } from 'react'
import type { Status } from '../../core/runs/instance.ts'
import { type StatusCounts, sortedCounts } from '../../core/runs/summary.ts'
import { useZone } from '../state/zone.ts'
import { StatusIcon } from '../ui/status.tsx'
import { TimeInput } from '../ui/time-input.tsx'
import { type RunFilter, ranges, toggleStatus } from './filter.ts'

interface FilterBarProps {
  readonly filter: RunFilter
  readonly counts: StatusCounts
  readonly textHint: string
  readonly onChange: (change: {
    status?: string | undefined
    range?: string | undefined
    q?: string | undefined
  }) => void
  readonly children?: React.ReactNode
}

/** How many there are of each status; pressing one shows only those. Beside it time range and text. */
export function FilterBar({ filter, counts, textHint, onChange, children }: FilterBarProps) {
  const zero = filter.statuses.filter(status => !counts[status]).map(status => [status, 0] as const)
  return (
    <div className="pw-runs-strip">
      {[...sortedCounts(counts), ...zero].map(([status, n]) => (
        <StatusChip
          key={status}
          status={status}
          count={n}
          pressed={filter.statuses.includes(status)}
          onPress={() => onChange({ status: toggleStatus(filter.statuses, status) })}
        />
      ))}
      <div className="pw-segments">
        {ranges.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            className="pw-btn"
            aria-pressed={filter.range === id}
            title={id === 'all' ? 'Runs scheduled at any time' : `Runs scheduled in the last ${label}`}
            onClick={() => onChange({ range: id === 'all' ? undefined : id })}
          >
            {label}
          </button>
        ))}
        <button
          type="button"
          className="pw-btn"
          aria-pressed={filter.range.includes('..')}
          title="Choose from when and until when"
          onClick={() => onChange({ range: filter.range.includes('..') ? undefined : '..' })}
        >
          Custom
        </button>
      </div>
      {filter.range.includes('..') && <CustomRange range={filter.range} onChange={range => onChange({ range })} />}
      <TextFilter value={filter.text} hint={textHint} onChange={q => onChange({ q: q === '' ? undefined : q })} />
      {children}
    </div>
  )
}

function CustomRange({ range, onChange }: { readonly range: string; readonly onChange: (range: string) => void }) {
  const zone = useZone()
  const [from = '', to = ''] = range.split('..')
  const timeOf = (text: string) => (text === '' ? undefined : Number(text))
  return (
    <>
      <TimeInput label="From" value={timeOf(from)} zone={zone} onChange={time => onChange(`${time ?? ''}..${to}`)} />
      <TimeInput label="to" value={timeOf(to)} zone={zone} onChange={time => onChange(`${from}..${time ?? ''}`)} />
    </>
  )
}

interface StatusChipProps {
  readonly status: Status
  readonly count: number
  readonly pressed: boolean
  readonly onPress: () => void
}

const StatusChip = ({ status, count, pressed, onPress }: StatusChipProps) => (
  <button type="button" className="pw-chip" aria-pressed={pressed} onClick={onPress} title={`Show only ${status}`}>
    <StatusIcon status={status} />
    <b>{count.toLocaleString('en-US')}</b>
    {status}
  </button>
)

/** Tells its text a moment after the last key, so that the address does not change with each. */
function TextFilter({
  value,
  hint,
  onChange,
}: {
  readonly value: string
  readonly hint: string
  readonly onChange: (text: string) => void
}) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onChange(typed), 200)
    return () => clearTimeout(timer)
  }, [typed, value, onChange])
  return (
    <input
      type="search"
      className="pw-entry"
      style={{ width: 210 }}
      placeholder={hint}
      aria-label={hint}
      value={typed}
      onChange={event => setTyped(event.target.value)}
    />
  )
}
