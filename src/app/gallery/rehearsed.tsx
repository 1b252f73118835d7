import { Report } from '../cost/report.tsx'
import { Compared } from '../rehearse/comparison.tsx'
import { KeptList } from '../rehearse/kept-list.tsx'
import { RehearsalResultView } from '../rehearse/result.tsx'
import { useZone } from '../state/zone.ts'
import { pipelineId } from './fixtures.ts'
import { rehearsals } from './rehearsals.ts'

const [left, right] = rehearsals

/** A rehearsal that is done; the screens of real runs, which it shows as well, are exhibits of their own. */
export const RehearsalDone = () =>
  left && (
    <RehearsalResultView
      rehearsal={left.rehearsal}
      result={left.result}
      runs={<p className="pw-quiet">As real runs look.</p>}
      cost={<Report report={left.result.cost} per="all runs" />}
      alarms={<p className="pw-quiet">As real alarms look.</p>}
    />
  )

export const RehearsalsCompared = () => left && right && <Compared pipelineId={pipelineId} left={left} right={right} />

export const KeptRehearsals = () => (
  <div className="pw-page">
    <KeptList pipelineId={pipelineId} zone={useZone()} />
  </div>
)
