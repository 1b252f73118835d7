import type { Length } from '../../core/scenario/length.ts'
import { PeriodField } from './period-field.tsx'

interface LengthFieldProps {
  /** What the length is of, for people who hear it: `How long Load takes`. */
  readonly label: string
  readonly value: Length | undefined
  /** What holds where nothing is said: `20 minutes, as assumed`. */
  readonly otherwise: string
  /** Where a length begins that one chooses to say, milliseconds. */
  readonly start: number
  readonly onChange: (length: Length | undefined) => void
}

const shapes: readonly { readonly shape: Length['shape']; readonly word: string }[] = [
  { shape: 'fixed', word: 'always' },
  { shape: 'uniform', word: 'between' },
  { shape: 'normal', word: 'around' },
  { shape: 'lognormal', word: 'median' },
]

const titles: Readonly<Record<Length['shape'], string>> = {
  fixed: 'Each attempt takes the same time',
  uniform: 'Any time between two, each as likely (uniform)',
  normal: 'A mean and a deviation (normal), cut at zero',
  lognormal: 'Half of them take less than the median; the spread is the deviation of the logarithm (log-normal)',
}

/** How long something takes: a time, or how it is drawn. */
export const LengthField = ({ label, value, otherwise, start, onChange }: LengthFieldProps) => (
  <span className="pw-length">
    <select
      className="pw-entry"
      aria-label={label}
      title={value ? titles[value.shape] : otherwise}
      value={value?.shape ?? ''}
      onChange={({ target }) => {
        const shape = shapes.find(one => one.shape === target.value)?.shape
        onChange(shape && reshaped(shape, value ? centre(value) : start))
      }}
    >
      <option value="">{otherwise}</option>
      {shapes.map(({ shape, word }) => (
        <option key={shape} value={shape}>
          {word}
        </option>
      ))}
    </select>
    {value && <Numbers label={label} value={value} onChange={onChange} />}
  </span>
)

interface NumbersProps {
  readonly label: string
  readonly value: Length
  readonly onChange: (length: Length) => void
}

function Numbers({ label, value, onChange }: NumbersProps) {
  switch (value.shape) {
    case 'fixed':
      return <PeriodField label={label} value={value.ms} onChange={ms => onChange({ ...value, ms })} />
    case 'uniform':
      return (
        <>
          <PeriodField
            label={`${label}, at least`}
            value={value.from}
            onChange={from => from <= value.to && onChange({ ...value, from })}
          />
          <span className="pw-quiet">and</span>
          <PeriodField
            label={`${label}, at most`}
            value={value.to}
            onChange={to => to >= value.from && onChange({ ...value, to })}
          />
        </>
      )
    case 'normal':
      return (
        <>
          <PeriodField label={`${label}, mean`} value={value.mean} onChange={mean => onChange({ ...value, mean })} />
          <span className="pw-quiet">±</span>
          <PeriodField
            label={`${label}, deviation`}
            value={value.deviation}
            onChange={deviation => onChange({ ...value, deviation })}
          />
        </>
      )
    case 'lognormal':
      return (
        <>
          <PeriodField
            label={`${label}, median`}
            value={value.median}
            onChange={median => onChange({ ...value, median })}
          />
          <span className="pw-quiet">spread</span>
          <input
            className="pw-entry pw-sigma"
            type="number"
            min={0}
            max={5}
            step={0.05}
            aria-label={`${label}, spread`}
            title="Deviation of the logarithm: 0.1 is steady, 0.5 doubles now and then"
            value={value.sigma}
            onChange={({ target }) =>
              target.value !== '' && onChange({ ...value, sigma: Math.max(0, Number(target.value)) })
            }
          />
        </>
      )
  }
}

const centre = (length: Length): number => {
  switch (length.shape) {
    case 'fixed':
      return length.ms
    case 'uniform':
      return (length.from + length.to) / 2
    case 'normal':
      return length.mean
    case 'lognormal':
      return length.median
  }
}

function reshaped(shape: Length['shape'], ms: number): Length {
  const whole = (share: number) => Math.round((ms * share) / 1000) * 1000
  switch (shape) {
    case 'fixed':
      return { shape, ms }
    case 'uniform':
      return { shape, from: whole(0.5), to: whole(1.5) }
    case 'normal':
      return { shape, mean: ms, deviation: whole(0.2) }
    case 'lognormal':
      return { shape, median: ms, sigma: 0.3 }
  }
}
