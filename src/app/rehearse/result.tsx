import type { ReactNode } from 'react'
import type { Rehearsal, RehearsalResult } from '../../api/rehearsals.ts'
import { useAddress } from '../state/address.ts'
import { Overview } from './overview.tsx'

interface ResultProps {
  readonly rehearsal: Rehearsal
  readonly result: RehearsalResult
  /** The screens of real runs, over this rehearsal. */
  readonly runs: ReactNode
  readonly cost: ReactNode
  readonly alarms: ReactNode
}

const views = ['overview', 'runs', 'cost', 'alarms', 'scenario'] as const

/** What came of a rehearsal, on the screens of real runs. Which of them stands in the address. */
export function RehearsalResultView({ rehearsal, result, runs, cost, alarms }: ResultProps) {
  const [address, change] = useAddress()
  const here = views.find(view => view === address.view) ?? 'overview'
  const names: Readonly<Record<(typeof views)[number], string>> = {
    overview: 'Overview',
    runs: `Runs (${(rehearsal.figures?.runs ?? 0).toLocaleString('en-US')})`,
    cost: 'Cost',
    alarms: `Alarms (${(rehearsal.figures?.notices ?? 0).toLocaleString('en-US')})`,
    scenario: 'Scenario',
  }
  const shown: Readonly<Record<(typeof views)[number], ReactNode>> = {
    overview: <Overview rehearsal={rehearsal} result={result} />,
    runs,
    cost,
    alarms,
    scenario:
      rehearsal.scenario.trim() === '' ? (
        <p className="pw-note">All goes well: no scenario was given, so that everything takes as long as is assumed.</p>
      ) : (
        <pre className="pw-rehearsed-scenario pw-mono" data-scroll>
          {rehearsal.scenario}
        </pre>
      ),
  }
  return (
    <div className="pw-page">
      <div className="pw-tabs" role="tablist" aria-label="Views of the rehearsal">
        {views.map(view => (
          <button
            key={view}
            type="button"
            role="tab"
            aria-selected={here === view}
            className="pw-tab"
            onClick={() => change({ view: view === 'overview' ? undefined : view })}
          >
            {names[view]}
          </button>
        ))}
      </div>
      {shown[here]}
    </div>
  )
}
