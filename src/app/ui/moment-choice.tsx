import type { Moment } from '../../core/runs/moment.ts'
import { formatTime } from './time.ts'
import { readTime } from './time-input.tsx'

interface MomentChoiceProps {
  readonly value: Moment
  readonly onChange: (moment: Moment) => void
  /** The present, in UTC milliseconds: where a date begins that one is about to choose. */
  readonly now: number
}

const presets = [
  ['next', 'the next run'],
  ['first', 'the first run'],
  ['now', 'the run of now'],
] as const

/** Chooses the run for which expressions tell their values: the first, the next, that of now, or that of a date. */
export const MomentChoice = ({ value, onChange, now }: MomentChoiceProps) => (
  <span className="pw-moment">
    <label>
      Values in{' '}
      <select
        value={typeof value === 'number' ? 'date' : value}
        onChange={({ target }) => {
          const word = presets.find(([name]) => name === target.value)?.[0]
          onChange(word ?? Math.floor(now / 86_400_000) * 86_400_000)
        }}
      >
        {presets.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
        <option value="date">the run of a date…</option>
      </select>
    </label>
    {typeof value === 'number' && (
      <label>
        <input
          type="datetime-local"
          aria-label="Date of the run, in UTC"
          value={formatTime(value, 'utc').replace(' ', 'T')}
          onChange={({ target }) => {
            const time = readTime(target.value, 'utc')
            if (time !== undefined) onChange(time)
          }}
        />{' '}
        UTC
      </label>
    )}
  </span>
)
