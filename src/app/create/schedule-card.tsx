import { TimeInput } from '../ui/time-input.tsx'
import { type ScheduleChoice, type ScheduleFound, scheduleProblem, type Unit, units } from './schedule-choice.ts'

interface ScheduleCardProps {
  readonly found: ScheduleFound
  readonly choice: ScheduleChoice | undefined
  readonly choose: (choice: ScheduleChoice) => void
}

const everyDay = { kind: 'every', count: 1, unit: 'day' } as const

/** When it runs: once an activation, or again and again. Times are UTC, as the service keeps them. */
export function ScheduleCard({ found, choice, choose }: ScheduleCardProps) {
  const problem = choice && scheduleProblem(choice)
  return (
    <section className="pw-panel" aria-labelledby="create-schedule">
      <header>
        <h2 id="create-schedule">Schedule</h2>
      </header>
      <div className="pw-panel-body">
        {'beyond' in found ? (
          <p className="pw-create-sentence">{found.beyond}</p>
        ) : (
          <>
            <div className="pw-create-radios" role="radiogroup" aria-label="Run">
              <label>
                <input
                  type="radio"
                  name="schedule"
                  checked={choice?.kind === 'once'}
                  onChange={() => choose({ kind: 'once' })}
                />{' '}
                Once, each time it is activated
              </label>
              <label>
                <input
                  type="radio"
                  name="schedule"
                  checked={choice?.kind === 'every'}
                  onChange={() => choose('choice' in found && found.choice.kind === 'every' ? found.choice : everyDay)}
                />{' '}
                On a schedule
              </label>
            </div>
            {!choice && <p className="pw-note">The definition names no schedule yet.</p>}
            {choice?.kind === 'every' && <Every choice={choice} choose={choose} />}
            {problem && (
              <p className="pw-param-problem" role="alert">
                {problem}
              </p>
            )}
          </>
        )}
      </div>
    </section>
  )
}

type EveryChoice = Extract<ScheduleChoice, { kind: 'every' }>

function Every({
  choice,
  choose,
}: {
  readonly choice: EveryChoice
  readonly choose: (choice: ScheduleChoice) => void
}) {
  const { count, unit, start, end } = choice
  const { start: _, ...withoutStart } = choice
  const { end: __, ...withoutEnd } = choice
  const endKind = !end ? 'never' : 'occurrences' in end ? 'after' : 'at'
  return (
    <div className="pw-create-grid">
      <span>Run every</span>
      <span className="pw-row">
        <input
          className="pw-entry"
          type="number"
          min={1}
          aria-label="Number of units"
          style={{ width: 80 }}
          value={Number.isNaN(count) ? '' : count}
          onChange={event => choose({ ...choice, count: event.target.valueAsNumber })}
        />
        <select
          className="pw-entry"
          aria-label="Unit"
          value={unit}
          onChange={event => choose({ ...choice, unit: event.target.value as Unit })}
        >
          {units.map(one => (
            <option key={one} value={one}>
              {one}s
            </option>
          ))}
        </select>
      </span>
      <span>Starting</span>
      <span className="pw-row" role="radiogroup" aria-label="Starting">
        <label>
          <input type="radio" name="starting" checked={start === undefined} onChange={() => choose(withoutStart)} /> on
          activation
        </label>
        <label>
          <input
            type="radio"
            name="starting"
            checked={start !== undefined}
            onChange={() => choose({ ...choice, start: nextMidnight() })}
          />{' '}
          at a date
        </label>
        {start !== undefined && (
          <TimeInput
            label=""
            value={Number.isNaN(start) ? undefined : start}
            zone="utc"
            onChange={time => choose({ ...choice, start: time ?? Number.NaN })}
          />
        )}
      </span>
      <span>Ending</span>
      <span className="pw-row" role="radiogroup" aria-label="Ending">
        <label>
          <input type="radio" name="ending" checked={endKind === 'never'} onChange={() => choose(withoutEnd)} /> never
        </label>
        <label>
          <input
            type="radio"
            name="ending"
            checked={endKind === 'after'}
            onChange={() => choose({ ...choice, end: { occurrences: 10 } })}
          />{' '}
          after
        </label>
        {end && 'occurrences' in end && (
          <label className="pw-row">
            <input
              className="pw-entry"
              type="number"
              min={1}
              aria-label="Number of runs"
              style={{ width: 80 }}
              value={Number.isNaN(end.occurrences) ? '' : end.occurrences}
              onChange={event => choose({ ...choice, end: { occurrences: event.target.valueAsNumber } })}
            />
            runs
          </label>
        )}
        <label>
          <input
            type="radio"
            name="ending"
            checked={endKind === 'at'}
            onChange={() => choose({ ...choice, end: { at: (start ?? nextMidnight()) + 30 * day } })}
          />{' '}
          at a date
        </label>
        {end && 'at' in end && (
          <TimeInput
            label=""
            value={Number.isNaN(end.at) ? undefined : end.at}
            zone="utc"
            onChange={time => choose({ ...choice, end: { at: time ?? Number.NaN } })}
          />
        )}
      </span>
    </div>
  )
}

const day = 86_400_000
const nextMidnight = () => (Math.floor(Date.now() / day) + 1) * day
