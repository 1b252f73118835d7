import { useId, useState } from 'react'
import { meant, type Rule } from '../../core/scenario/scenario.ts'
import type { UsualOutcome } from '../../core/scenario/usual.ts'
import { EndingField } from './ending-field.tsx'
import { LengthField } from './length-field.tsx'
import { ScheduledField } from './scheduled-field.tsx'
import type { Player } from './usual-table.tsx'

interface RuleFormProps {
  readonly rule: Rule
  readonly players: readonly Player[]
  /** The beginning of the stretch that is rehearsed, UTC milliseconds. */
  readonly start: number
  readonly onChange: (rule: Rule) => void
}

/** Every word of a rule as a form. */
export function RuleForm({ rule, players, start, onChange }: RuleFormProps) {
  const list = useId()
  const { outcome, chance, errorId, message, after, ...rest } = rule
  const families = new Set(players.filter(one => meant(rule.object, one.id)).map(one => one.family))
  const ends: UsualOutcome | undefined = outcome && {
    outcome,
    ...(chance !== undefined && { chance }),
    ...(errorId !== undefined && { errorId }),
    ...(message !== undefined && { message }),
    ...(after && { after }),
  }
  const set = <K extends keyof Omit<Rule, 'object'>>(key: K, value: Rule[K] | undefined) => {
    const { [key]: _, object, ...others } = rule
    onChange({ object, ...others, ...(value !== undefined && { [key]: value }) })
  }
  return (
    <div className="pw-rule">
      <Committed
        label="Object or pattern"
        value={rule.object}
        read={text => (players.some(one => meant(text.trim(), one.id)) ? text.trim() : undefined)}
        help="The id of an activity, precondition or resource, or a pattern such as Load*."
        list={list}
        onChange={object => onChange({ ...rule, object })}
      />
      <datalist id={list}>
        <option value="*" />
        {players.map(one => (
          <option key={one.id} value={one.id} />
        ))}
      </datalist>
      <Committed
        label="Attempts"
        value={rule.attempts ? attemptsText(rule.attempts) : ''}
        read={readAttempts}
        help="1, 2-3, or 3- for all from the third; empty for all."
        placeholder="all"
        onChange={attempts => set('attempts', attempts === 'all' ? undefined : attempts)}
      />
      <div className="pw-rule-wide">
        <span>When</span>
        <ScheduledField value={rule.scheduled} start={start} onChange={scheduled => set('scheduled', scheduled)} />
      </div>
      <div className="pw-rule-wide">
        <span>Ends so</span>
        <EndingField
          label={rule.object}
          families={families}
          value={ends}
          onChange={next => onChange({ ...rest, ...next })}
        />
      </div>
      <div className="pw-rule-wide">
        <span>Takes</span>
        <LengthField
          label={`How long ${rule.object} takes`}
          value={rule.duration}
          otherwise="as usual"
          start={300_000}
          onChange={duration => set('duration', duration)}
        />
      </div>
      {families.has('precondition') && (
        <label>
          <span>Not true yet, times</span>
          <input
            className="pw-entry"
            type="number"
            min={0}
            value={rule.falseTimes ?? 0}
            onChange={({ target }) =>
              set('falseTimes', Number(target.value) > 0 ? Math.floor(Number(target.value)) : undefined)
            }
          />
        </label>
      )}
    </div>
  )
}

interface CommittedProps<T> {
  readonly label: string
  readonly value: string
  /** What a text says, or undefined while it says nothing right. */
  readonly read: (text: string) => T | undefined
  readonly help: string
  readonly placeholder?: string
  readonly list?: string
  readonly onChange: (value: T) => void
}

/** A text that counts once it is right; until then it is marked. */
function Committed<T>({ label, value, read, help, placeholder, list, onChange }: CommittedProps<T>) {
  const [text, setText] = useState(value)
  const wrong = read(text) === undefined
  return (
    <label>
      <span>{label}</span>
      <input
        className="pw-entry"
        list={list}
        placeholder={placeholder}
        title={help}
        aria-invalid={wrong}
        value={text}
        onChange={({ target }) => {
          setText(target.value)
          const next = read(target.value)
          if (next !== undefined) onChange(next)
        }}
      />
    </label>
  )
}

function readAttempts(text: string): Rule['attempts'] | 'all' {
  if (text.trim() === '') return 'all'
  const [, first, dash, last] = /^\s*(\d+)\s*(?:(-)\s*(\d*))?\s*$/.exec(text) ?? []
  const from = Number(first)
  const to = dash === undefined ? from : last ? Number(last) : Number.MAX_SAFE_INTEGER
  return first !== undefined && from >= 1 && to >= from ? { from, to } : undefined
}

const attemptsText = ({ from, to }: { readonly from: number; readonly to: number }): string =>
  from === to ? `${from}` : to >= Number.MAX_SAFE_INTEGER ? `${from}-` : `${from}-${to}`
