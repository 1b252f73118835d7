import { useMutation } from '@tanstack/react-query'
import { useId } from 'react'
import { emptyScenario } from '../../core/scenario/edits.ts'
import type { ReadScenario } from '../../core/scenario/read.ts'
import { useService } from '../data/service.ts'
import { useAddress } from '../state/address.ts'
import { tell, tellTrouble } from '../ui/toasts.tsx'
import { Exceptions } from './exceptions.tsx'
import type { ScenarioText } from './use-scenario.ts'
import { type Player, UsualTable } from './usual-table.tsx'

interface ScenarioCardProps {
  readonly pipelineId: string
  readonly players: readonly Player[]
  readonly scenario: ScenarioText & { readonly text: string }
  readonly reading: ReadScenario
  /** The beginning of the stretch that is rehearsed, UTC milliseconds. */
  readonly start: number
}

/** What happens to the attempts: as a form, and as the JSON that it stands for. */
export function ScenarioCard({ pipelineId, players, scenario, reading, start }: ScenarioCardProps) {
  const service = useService()
  const [address, change] = useAddress()
  const { text, set } = scenario
  const record = useMutation({
    mutationFn: () => service.RecordScenario({ pipelineId }),
    onSuccess({ scenario: recorded, runs, attempts }) {
      set(recorded)
      tell(
        runs === 0
          ? 'No run of this pipeline is over yet: all goes as assumed.'
          : `The scenario now follows ${attempts} attempts of ${runs} real ${runs === 1 ? 'run' : 'runs'}.`,
        runs === 0 ? 'info' : 'success',
      )
    },
    onError: tellTrouble('The history could not be read'),
  })
  const asText = address.as === 'json' || reading.problems.length > 0
  return (
    <section className="pw-panel">
      <header>
        <h2>What happens</h2>
        <button type="button" className="pw-btn" disabled={text === emptyScenario} onClick={() => set(emptyScenario)}>
          All goes well
        </button>
        <button type="button" className="pw-btn" disabled={record.isPending} onClick={() => record.mutate()}>
          {record.isPending ? 'Reading the history…' : 'From recorded history'}
        </button>
        <fieldset className="pw-segments" aria-label="How the scenario is shown">
          <button
            type="button"
            className="pw-btn"
            aria-pressed={!asText}
            disabled={reading.problems.length > 0}
            onClick={() => change({ as: undefined })}
          >
            Form
          </button>
          <button type="button" className="pw-btn" aria-pressed={asText} onClick={() => change({ as: 'json' })}>
            JSON
          </button>
        </fieldset>
      </header>
      <div className="pw-panel-body">
        {asText || !reading.scenario ? (
          <ScenarioSource text={text} problems={reading.problems} onText={set} />
        ) : (
          <>
            <UsualTable players={players} text={text} scenario={reading.scenario} onText={set} />
            <Exceptions players={players} text={text} scenario={reading.scenario} start={start} onText={set} />
          </>
        )}
        {scenario.isLong && (
          <p className="pw-note">
            This scenario is too long for the address: only this page and the rehearsals it starts know it.
          </p>
        )}
        {scenario.trouble !== undefined && <p className="pw-warn">{scenario.trouble}</p>}
      </div>
    </section>
  )
}

interface SourceProps {
  readonly text: string
  readonly problems: readonly string[]
  readonly onText: (text: string) => void
}

function ScenarioSource({ text, problems, onText }: SourceProps) {
  const id = useId()
  return (
    <div className="pw-scenario-source">
      <textarea
        className="pw-input"
        data-code="true"
        aria-label="The scenario as JSON; comments are allowed"
        aria-invalid={problems.length > 0}
        aria-describedby={id}
        spellCheck={false}
        rows={Math.min(36, Math.max(12, text.split('\n').length + 1))}
        value={text}
        onChange={({ target }) => onText(target.value)}
      />
      <div id={id} role="status">
        {problems.length === 0 ? (
          <span className="pw-note">
            The file that <code className="pw-mono">pipewright simulate --scenario</code> reads. Comments are kept.
          </span>
        ) : (
          <ul className="pw-scenario-problems">
            {problems.slice(0, mostProblems).map(problem => (
              <li key={problem}>{problem}</li>
            ))}
            {problems.length > mostProblems && <li>And {problems.length - mostProblems} more.</li>}
          </ul>
        )}
      </div>
    </div>
  )
}

const mostProblems = 8
