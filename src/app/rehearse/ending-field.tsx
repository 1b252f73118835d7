import type { Family } from '../../core/catalog/schema.ts'
import { type EndingWord, endings, onlyOf } from '../../core/scenario/scenario.ts'
import type { UsualOutcome } from '../../core/scenario/usual.ts'
import { PeriodField } from './period-field.tsx'
import { endingWords } from './words.ts'

interface EndingFieldProps {
  /** Whose attempts, for people who hear it. */
  readonly label: string
  /** Families of the objects that it is about. */
  readonly families: ReadonlySet<Family>
  readonly value: UsualOutcome | undefined
  readonly onChange: (ends: UsualOutcome | undefined) => void
}

/** How attempts end, how many of them, and with what error. */
export function EndingField({ label, families, value, onChange }: EndingFieldProps) {
  const possible = endings.filter(word => {
    const family = onlyOf[word]
    return family === undefined || families.has(family)
  })
  const set = (patch: Partial<UsualOutcome>) => value && onChange({ ...value, ...patch })
  return (
    <span className="pw-length">
      <select
        className="pw-entry"
        aria-label={`How attempts of ${label} end`}
        value={value?.outcome ?? 'succeed'}
        onChange={({ target }) => {
          const outcome = possible.find(word => word === target.value)
          if (!outcome || outcome === 'succeed') onChange(undefined)
          else onChange({ outcome, ...(value?.chance !== undefined && { chance: value.chance }) })
        }}
      >
        {possible.map(word => (
          <option key={word} value={word}>
            {endingWords[word]}
          </option>
        ))}
      </select>
      {value && value.outcome !== 'succeed' && (
        <>
          <Share label={label} value={value.chance} onChange={chance => onChange(withChance(value, chance))} />
          {takesAfter(value.outcome) && (
            <>
              <span className="pw-quiet">after</span>
              <PeriodField
                label={`How long after it began, ${label}`}
                value={value.after?.shape === 'fixed' ? value.after.ms : 0}
                onChange={ms => set({ after: { shape: 'fixed', ms } })}
              />
            </>
          )}
          {value.outcome === 'fail' && (
            <input
              className="pw-entry pw-error-text"
              aria-label={`Error of ${label}`}
              placeholder="with the error …"
              value={value.message ?? ''}
              onChange={({ target }) => onChange(withMessage(value, target.value))}
            />
          )}
        </>
      )}
    </span>
  )
}

const takesAfter = (word: EndingWord): boolean => word === 'loseWorker' || word === 'interrupt'

function withChance({ chance: _, ...rest }: UsualOutcome, chance: number | undefined): UsualOutcome {
  return chance === undefined ? rest : { ...rest, chance }
}

function withMessage({ message: _, ...rest }: UsualOutcome, message: string): UsualOutcome {
  return message === '' ? rest : { ...rest, message }
}

interface ShareProps {
  readonly label: string
  /** From 0 to 1; all without one. */
  readonly value: number | undefined
  readonly onChange: (share: number | undefined) => void
}

/** A share of attempts in per cent; a hundred is all of them. */
export const Share = ({ label, value, onChange }: ShareProps) => (
  <span className="pw-share">
    <span className="pw-quiet">in</span>
    <input
      className="pw-entry"
      type="number"
      min={0}
      max={100}
      step="any"
      aria-label={`Share of the attempts of ${label}, per cent`}
      value={Number(((value ?? 1) * 100).toFixed(3))}
      onChange={({ target }) => {
        const share = Number(target.value) / 100
        if (target.value !== '' && share >= 0 && share <= 1) onChange(share === 1 ? undefined : share)
      }}
    />
    <span className="pw-quiet">% of attempts</span>
  </span>
)
