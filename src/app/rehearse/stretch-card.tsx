import Button from '@cloudscape-design/components/button'
import type { Stretch } from '../../core/scenario/stretch.ts'
import type { Zone } from '../state/zone.ts'
import { Glyph } from '../ui/glyphs.tsx'
import { formatTimeWithZone } from '../ui/time.ts'
import { TimeInput } from '../ui/time-input.tsx'

export interface Setup {
  readonly from: number
  readonly to: number
  readonly seed: number
  readonly name: string
}

interface StretchCardProps {
  readonly setup: Setup
  readonly stretch: Stretch
  /** Whether preconditions are checked on top of what was counted. */
  readonly hasChecks: boolean
  readonly zone: Zone
  /** Why it cannot be started, a sentence each. */
  readonly obstacles: readonly string[]
  /** Where the definition is mended, while it has errors. */
  readonly mend?: React.ReactNode
  readonly busy: boolean
  readonly onChange: (patch: Partial<Setup>) => void
  readonly onStart: () => void
}

const day = 86_400_000
const lengths: readonly { readonly word: string; readonly days: number }[] = [
  { word: '1 day', days: 1 },
  { word: '1 week', days: 7 },
  { word: '30 days', days: 30 },
  { word: '1 year', days: 365 },
]

/** From this many instances on the page says that it takes a while. */
const many = 20_000
const n = (value: number) => value.toLocaleString('en-US')

/** Which stretch of time is played, with what luck, and what that comes to. */
export function StretchCard({
  setup,
  stretch,
  hasChecks,
  zone,
  obstacles,
  mend,
  busy,
  onChange,
  onStart,
}: StretchCardProps) {
  const { from, to, seed, name } = setup
  const { begins } = stretch
  return (
    <section className="pw-panel">
      <header>
        <h2>When</h2>
        <span className="pw-note">the draft as it stands, activated at the beginning</span>
      </header>
      <div className="pw-panel-body">
        <div className="pw-when">
          <TimeInput
            label="From"
            value={from}
            zone={zone}
            onChange={time => time !== undefined && onChange({ from: time })}
          />
          <TimeInput
            label="To"
            value={to}
            zone={zone}
            onChange={time => time !== undefined && onChange({ to: time })}
          />
        </div>
        <fieldset className="pw-segments" aria-label="Length of the stretch">
          {lengths.map(({ word, days }) => (
            <button
              key={word}
              type="button"
              className="pw-btn"
              aria-pressed={to - from === days * day}
              onClick={() => onChange({ to: from + days * day })}
            >
              {word}
            </button>
          ))}
        </fieldset>
        <p className="pw-when-count">
          {countWords(stretch, hasChecks)}
          {stretch.instances === 0 && begins !== undefined && (
            <>
              {' '}
              The schedule begins at {formatTimeWithZone(begins, zone)}.{' '}
              <button type="button" className="pw-text-button" onClick={() => onChange({ from: begins })}>
                Rehearse its beginning
              </button>
            </>
          )}
        </p>
        <div className="pw-when">
          <label className="pw-status">
            <span className="pw-note">Seed</span>
            <input
              className="pw-entry pw-seed"
              type="number"
              step={1}
              value={seed}
              title="The same seed gives the same luck"
              onChange={({ target }) =>
                Number.isSafeInteger(target.valueAsNumber) && onChange({ seed: target.valueAsNumber })
              }
            />
          </label>
          <button
            type="button"
            className="pw-btn"
            title="Another seed, other luck"
            onClick={() => onChange({ seed: 1 + Math.floor(Math.random() * 999_999) })}
          >
            Other luck
          </button>
        </div>
        <label className="pw-status">
          <span className="pw-note">Name</span>
          <input
            className="pw-entry pw-when-name"
            maxLength={200}
            placeholder="such as: a bad week for the database"
            value={name}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        </label>
        {obstacles.map(obstacle => (
          <div key={obstacle} className="pw-warn" data-kind="error">
            {obstacle}
          </div>
        ))}
        {mend}
        <div className="pw-when">
          <Button variant="primary" disabled={obstacles.length > 0} loading={busy} onClick={onStart}>
            <span className="pw-status">
              <Glyph name="runs" size={15} /> Start the rehearsal
            </span>
          </Button>
          <span className="pw-note">Nothing really runs, and nothing is charged.</span>
        </div>
      </div>
    </section>
  )
}

function countWords({ instances, runs, objects, onDemand }: Stretch, hasChecks: boolean): string {
  if (onDemand) return 'It runs on demand: once, at the beginning.'
  if (instances === 0) return 'Nothing is due in this stretch of time.'
  const size = `${n(runs)} ${runs === 1 ? 'run' : 'runs'} of ${n(objects)} ${objects === 1 ? 'object' : 'objects'}, ${n(instances)} instances${hasChecks ? ' and those of preconditions' : ''}.`
  return instances < many ? size : `${size} That takes a while; you may leave this page.`
}
