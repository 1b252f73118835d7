import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { Slot, SlotKind } from '../../core/catalog/schema.ts'
import { parsePeriod } from '../../core/runs/period.ts'
import { AccountNameControl } from './account-name.tsx'
import { type ControlProps, common, Line } from './line.tsx'
import { S3Control } from './s3-control.tsx'

type Control = (props: ControlProps) => ReactNode

// Prices weigh much and few fields want them.
const InstanceTypeControl = lazy(async () => ({
  default: (await import('./instance-type.tsx')).InstanceTypeControl,
}))

/** A control for each kind of slot. `ref` is drawn by the form itself, since it needs the definition. */
export const controls: Readonly<Record<Exclude<SlotKind, 'ref'>, Control>> = {
  text: props =>
    props.slot.account ? (
      <AccountNameControl {...props} kind={props.slot.account} />
    ) : isLong(props.value) ? (
      <Lines {...props} wrap />
    ) : (
      <Line {...props} />
    ),
  script: props => <Lines {...props} code />,
  s3: props => <S3Control {...props} />,
  instanceType: props => (
    <Suspense fallback={<Line {...props} placeholder="m5.xlarge" />}>
      <InstanceTypeControl {...props} />
    </Suspense>
  ),
  secret: props => <Secret {...props} />,
  integer: props => <Line {...props} numeric placeholder={rangeOf(props.slot)} />,
  double: props => <Line {...props} numeric placeholder={rangeOf(props.slot)} />,
  flag: props => <OneOfWords {...props} options={['true', 'false']} />,
  choice: props => <OneOfWords {...props} options={props.slot.options ?? []} />,
  period: props => <PeriodControl {...props} />,
  dateTime: props => <DateTimeControl {...props} />,
}

const isLong = (value: string) => value.length > 60 || value.includes('\n')

const rangeOf = ({ min, max }: Slot): string =>
  min !== undefined && max !== undefined ? `${min} to ${max}` : min !== undefined ? `${min} or more` : ''

/** Several lines. Tab keeps its meaning, so that the keyboard can get out. */
export const Lines = ({
  code,
  wrap,
  ...props
}: ControlProps & { readonly code?: boolean; readonly wrap?: boolean }) => (
  <textarea
    {...common(props)}
    className="pw-input"
    data-code={code === true || props.value.includes('#{')}
    data-wrap={wrap === true || !props.value.includes('\n')}
    rows={Math.min(14, Math.max(2, linesOf(props.value)))}
    spellCheck={false}
    autoComplete="off"
  />
)

/** Lines of a text in a form of this width; wrapped ones count. */
const linesOf = (text: string): number =>
  text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 46)), 0)

/** Masked until one asks to see it. */
function Secret(props: ControlProps) {
  const [seen, setSeen] = useState(false)
  return (
    <span className="pw-field-value">
      <input
        {...common(props)}
        className="pw-input"
        type={seen ? 'text' : 'password'}
        autoComplete="new-password"
        spellCheck={false}
      />
      <button
        type="button"
        className="pw-icon-button"
        style={{ width: 44 }}
        aria-pressed={seen}
        aria-label={`Show ${props.label}`}
        onClick={() => setSeen(!seen)}
      >
        {seen ? 'Hide' : 'Show'}
      </button>
    </span>
  )
}

/** A choice of words, or, where the value is none of them, the text itself: expressions are allowed everywhere. */
function OneOfWords({ options, ...props }: ControlProps & { readonly options: readonly string[] }) {
  const { value, set, slot } = props
  const known = options.find(option => option.toLowerCase() === value.toLowerCase())
  const [free, setFree] = useState(value !== '' && known === undefined)
  if (free || (value !== '' && known === undefined))
    return (
      <span className="pw-field-value">
        <Line {...props} />
        <button
          type="button"
          className="pw-icon-button"
          style={{ width: 52 }}
          title="Choose from the list again"
          onClick={() => {
            setFree(false)
            set(options[0] ?? '')
          }}
        >
          List
        </button>
      </span>
    )
  return (
    <select
      {...common(props)}
      className="pw-input"
      value={known ?? ''}
      onChange={event => (event.target.value === elsewhere ? setFree(true) : set(event.target.value))}
    >
      {known === undefined && <option value="">{slot.default ? `${slot.default} if left out` : 'Choose…'}</option>}
      {options.map(option => (
        <option key={option} value={option}>
          {option === known ? value : option}
        </option>
      ))}
      <option value={elsewhere}>Another value or an expression…</option>
    </select>
  )
}

const elsewhere = '\u0000'

const units = ['minutes', 'hours', 'days', 'weeks', 'months', 'years'] as const

/** A number and a unit, or any text where it is neither. */
function PeriodControl(props: ControlProps) {
  const { value, set, label, slot } = props
  const period = value === '' ? undefined : parsePeriod(value)
  const [free, setFree] = useState(false)
  if (free || (value !== '' && !period))
    return (
      <span className="pw-field-value">
        <Line {...props} placeholder="1 day" />
        <button
          type="button"
          className="pw-icon-button"
          style={{ width: 60 }}
          title="Give a number and a unit"
          onClick={() => {
            setFree(false)
            set(slot.default ?? '1 hour')
          }}
        >
          Simple
        </button>
      </span>
    )
  const written = value.trim().split(/\s+/)[1] ?? ''
  const unit = units.find(one => written.toLowerCase().replace(/s?$/, 's') === one) ?? 'hours'
  const write = (count: string, next: string) => set(`${count} ${count === '1' ? next.replace(/s$/, '') : next}`)
  return (
    <span className="pw-pair">
      <input
        {...common(props)}
        className="pw-input"
        type="number"
        min={1}
        step={1}
        value={period?.count ?? ''}
        placeholder={slot.default?.split(' ')[0]}
        onChange={event => {
          if (/^\d+$/.test(event.target.value)) write(event.target.value, unit)
        }}
      />
      <select
        className="pw-input"
        aria-label={`Unit of ${label}`}
        value={period ? unit : ''}
        onChange={event =>
          event.target.value === elsewhere ? setFree(true) : write(String(period?.count ?? 1), event.target.value)
        }
      >
        {!period && <option value="">{slot.default ? `${slot.default} if left out` : 'Choose…'}</option>}
        {units.map(one => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
        <option value={elsewhere}>An expression…</option>
      </select>
    </span>
  )
}

const momentPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/

/** A date and a time, always in UTC as the service has it. */
function DateTimeControl(props: ControlProps) {
  const { value, set } = props
  const [free, setFree] = useState(false)
  const plain = value === '' || momentPattern.test(value)
  return (
    <span className="pw-field-value">
      {plain && !free ? (
        <input
          {...common(props)}
          className="pw-input"
          type="datetime-local"
          step={1}
          onChange={event => {
            const text = event.target.value
            if (text !== '') set(text.length === 16 ? `${text}:00` : text)
          }}
        />
      ) : (
        <Line {...props} placeholder="2026-01-05T02:00:00" />
      )}
      <span className="pw-from" style={{ alignSelf: 'center' }}>
        UTC
      </span>
      {plain && (
        <button
          type="button"
          className="pw-icon-button"
          style={{ width: 44 }}
          aria-pressed={free}
          title={free ? 'Choose from a calendar' : 'Write it as text or as an expression'}
          onClick={() => setFree(!free)}
        >
          Text
        </button>
      )}
    </span>
  )
}
