import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Rehearsal } from '../../api/rehearsals.ts'
import { Report } from '../cost/report.tsx'
import { noticesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { PipelineRuns } from '../monitor/runs-page.tsx'
import { Notices } from '../notices/list.tsx'
import { RehearsalFrame } from '../rehearse/frame.tsx'
import { RehearsalResultView } from '../rehearse/result.tsx'
import { Empty, Trouble, Waiting } from '../ui/kit.tsx'
import { RunPage } from './run.tsx'

/** What came of a rehearsal: the screens of real runs, asking it. */
export function RehearsalPage() {
  const { pipelineId = '', rehearsalId = '' } = useParams({ strict: false })
  return (
    <RehearsalFrame key={rehearsalId} pipelineId={pipelineId} rehearsalId={rehearsalId}>
      {(rehearsal, result) => (
        <RehearsalResultView
          rehearsal={rehearsal}
          result={result}
          runs={<PipelineRuns pipelineId={pipelineId} />}
          cost={<Report report={result.cost} per="the whole rehearsal" />}
          alarms={<Alarms rehearsal={rehearsal} />}
        />
      )}
    </RehearsalFrame>
  )
}

/** One run of a rehearsal. */
export function RehearsedRunPage() {
  const { pipelineId = '', rehearsalId = '' } = useParams({ strict: false })
  return (
    <RehearsalFrame key={rehearsalId} pipelineId={pipelineId} rehearsalId={rehearsalId} isRun>
      {() => <RunPage />}
    </RehearsalFrame>
  )
}

function Alarms({ rehearsal }: { readonly rehearsal: Rehearsal }) {
  const { data, error } = useQuery(noticesQuery(useService(), rehearsal.pipelineId))
  if (error) return <Trouble what="The alarms could not be listed" error={error} />
  if (!data) return <Waiting what="Listing the alarms" />
  if (data.length === 0)
    return <Empty title="No alarm was raised">Actions such as an SNS alarm on failure would be told here.</Empty>
  const total = rehearsal.figures?.notices ?? data.length
  return (
    <>
      {total > data.length && (
        <p className="pw-note">
          The newest {data.length} of {total.toLocaleString('en-US')} alarms.
        </p>
      )}
      <Notices notices={data} pipelines={[]} />
    </>
  )
}
