import './activation.css'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ActivationPreview, PipelineSummary } from '../../api/pipelines.ts'
import { useEngineNow } from '../data/clock.ts'
import { backfillQuery } from '../data/runs.ts'
import { useService } from '../data/service.ts'
import { useSettings } from '../data/settings.ts'
import { runSegment } from '../state/run-address.ts'
import { useZone } from '../state/zone.ts'
import { Dialog } from '../ui/dialog.tsx'
import { formatUsd } from '../ui/money.ts'
import { SeverityIcon } from '../ui/severity.tsx'
import { StatusMark } from '../ui/status.tsx'
import { formatTimeWithZone } from '../ui/time.ts'
import { tell } from '../ui/toasts.tsx'
import { toConfirm } from './confirm.ts'
import { activateDraft, previewQuery, type Values } from './data.ts'
import { fromOf, type WhereFrom, WhereFromChoice } from './where-from.tsx'
import { startsWhat } from './words.ts'

interface ActivateProps {
  readonly about: readonly Pick<PipelineSummary, 'id' | 'name' | 'state'>[]
  /** Values for this activation, of one pipeline; those that its definition stores where there are none. */
  readonly values?: Values
  /** Likely cost of a run on AWS in USD, where it was estimated. */
  readonly likely?: number
  readonly close: (done: boolean) => void
}

/** Confirms an activation: what would start, where the schedule is taken up, and that charges start on AWS. */
export function ActivateDialog({ about, values, likely, close }: ActivateProps) {
  const service = useService()
  const client = useQueryClient()
  const navigate = useNavigate()
  const ticking = useEngineNow(60_000)
  const [opened] = useState(ticking)
  const [where, setWhere] = useState<WhereFrom>({ how: 'resume' })
  const [only] = about.length === 1 ? about : []
  const from = fromOf(where, opened)
  const previews = useQueries({
    queries: about.map(({ id }) =>
      previewQuery(service, {
        pipelineId: id,
        ...(values && { values: values as Record<string, string | string[]> }),
        ...(from !== undefined && { from }),
      }),
    ),
  })
  const preview = only && previews[0]?.data
  const settings = useSettings()
  const since = from !== undefined ? from - 1 : preview?.first ? undefined : preview?.lastCompleted
  const catchesUp = preview !== undefined && !preview.onDemand && !preview.fault && preview.due > 0
  const { data: backfill, isLoading: isReckoning } = useQuery({
    ...backfillQuery(service, {
      pipelineId: only?.id ?? '',
      ...(values && { values: values as Record<string, string | string[]> }),
      ...(since !== undefined && { since }),
    }),
    enabled: catchesUp && only !== undefined && only.state !== 'SCHEDULED',
  })
  const asked = catchesUp ? toConfirm(backfill, settings) : undefined
  const [sure, setSure] = useState(false)
  const ready = about.filter((_, at) => previews[at]?.data && !previews[at].data.fault)
  const activate = useMutation({
    mutationFn: async () => {
      for (const { id } of ready)
        await activateDraft(service, id, { ...(values && { values }), ...(from !== undefined && { from }) })
    },
    onSuccess: async () => {
      tell(
        only
          ? `${only.name} is active.`
          : `${ready.length} pipelines are active${ready.length < about.length ? `; ${about.length - ready.length} were left as they were` : ''}.`,
      )
      close(true)
      if (only) await goToRuns(only.id)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['pipelines'] }),
  })
  /** To the execution details: the run itself where there is just one. */
  async function goToRuns(pipelineId: string) {
    const { runs } = await service.ListRuns({ pipelineId, limit: 1 }).catch(() => ({ runs: [] }))
    const [newest] = runs
    if (preview?.onDemand && newest)
      await navigate({
        to: '/pipelines/$pipelineId/runs/$scheduledStart',
        params: { pipelineId, scheduledStart: runSegment(newest.scheduledStart) },
      })
    else await navigate({ to: '/pipelines/$pipelineId/runs', params: { pipelineId } })
  }

  return (
    <Dialog
      size="medium"
      header={only ? `Activate ${only.name}?` : `Activate ${about.length} pipelines?`}
      close={() => close(false)}
      actions={
        <Button
          variant="primary"
          loading={activate.isPending}
          disabled={
            ready.length === 0 ||
            isReckoning ||
            (where.how === 'date' && where.at === undefined) ||
            (asked !== undefined && !sure)
          }
          onClick={() => activate.mutate()}
        >
          {only ? 'Activate' : `Activate ${ready.length} of ${about.length}`}
        </Button>
      }
    >
      <div className="pw-stack pw-activate">
        {only && preview && <One pipeline={only} preview={preview} leave={() => close(false)} />}
        {only && preview && !preview.onDemand && only.state !== 'SCHEDULED' && (
          <WhereFromChoice
            pipelineId={only.id}
            value={where}
            now={opened}
            onChange={next => {
              setWhere(next)
              setSure(false)
            }}
            {...(values && { values })}
          />
        )}
        {!only && <Several about={about} previews={previews.map(one => one.data)} />}
        {!only && about.some(one => one.state === 'INACTIVE') && (
          <p style={{ margin: 0 }}>
            What was deactivated goes on after its last completed run. To take one up from now or from a date, activate
            it alone.
          </p>
        )}
        {asked !== undefined && backfill && (
          <label className="pw-warn">
            <input type="checkbox" checked={sure} onChange={event => setSure(event.target.checked)} />{' '}
            <b>
              This starts {backfill.instances.toLocaleString('en-US')} past{' '}
              {backfill.instances === 1 ? 'instance' : 'instances'} at once
            </b>
            , likely for {formatUsd(backfill.likely)}. That is what I want.{' '}
            <span className="pw-note">
              Asked because it is {asked}, a bound of the <Link to="/settings">settings</Link>.
            </span>
          </label>
        )}
        <div className="pw-activate-facts">
          <p>
            <b>Charges start.</b> On AWS a pipeline costs from its activation on, and so do the machines it starts
            {likely !== undefined && `: a run likely about ${formatUsd(likely)}`}. On this machine nothing is charged.
          </p>
          <p>The draft becomes the active definition first; what runs already keeps the one it began with.</p>
          {only && !values && (
            <p>
              Parameters get the values that the definition stores.{' '}
              <Link className="pw-link" to="/pipelines/$pipelineId/launch" params={{ pipelineId: only.id }}>
                Give others on its Launch page
              </Link>
            </p>
          )}
        </div>
        {activate.error && <Alert type="error">{activate.error.message}</Alert>}
      </div>
    </Dialog>
  )
}

interface OneProps {
  readonly pipeline: Pick<PipelineSummary, 'id' | 'state'>
  readonly preview: ActivationPreview
  readonly leave: () => void
}

/** What stands above the choice: why not, what starts on demand, and what a failure takes along while it catches up. */
function One({ pipeline, preview, leave }: OneProps) {
  const zone = useZone()
  const when = (time: number) => formatTimeWithZone(time, zone)
  const { fault, onDemand, underWay, mostRuns, due, cascading } = preview
  return (
    <>
      {fault !== undefined && (
        <Alert type="error" header="It cannot be activated like this">
          {fault}{' '}
          <Link
            className="pw-link"
            to="/pipelines/$pipelineId/design"
            params={{ pipelineId: pipeline.id }}
            onClick={leave}
          >
            Open the designer
          </Link>
          {preview.elsewhere && ', or choose another start below.'}
        </Alert>
      )}
      {fault === undefined && onDemand && (
        <p style={{ margin: 0 }}>
          {startsWhat(preview, when)} {underWay === 0 ? 'None is under way' : `${underWay} under way`}; up to{' '}
          {mostRuns ?? 1} may be at a time. That is <code>maxActiveInstances</code> on Default, 1 to 5.
        </p>
      )}
      {fault === undefined && !onDemand && pipeline.state === 'SCHEDULED' && (
        <p style={{ margin: 0 }}>It is active already: new runs take the draft. {startsWhat(preview, when)}</p>
      )}
      {fault === undefined && !onDemand && due > 1 && cascading > 0 && (
        <Alert type="warning">
          {cascading === 1 ? '1 object has' : `${cascading} objects have`} <code>failureAndRerunMode</code> set to
          cascade: while {due.toLocaleString('en-US')} intervals are made up for, one failure fails what depends on it
          in each.
        </Alert>
      )}
    </>
  )
}

interface SeveralProps {
  readonly about: ActivateProps['about']
  readonly previews: readonly (ActivationPreview | undefined)[]
}

const Several = ({ about, previews }: SeveralProps) => {
  const zone = useZone()
  return (
    <ul className="pw-activate-list">
      {about.map(({ id, name, state }, at) => {
        const preview = previews[at]
        return (
          <li key={id}>
            <span className="pw-row">
              <b>{name}</b> <StatusMark status={state} />
            </span>
            <p className="pw-quiet" data-left={preview?.fault !== undefined}>
              {preview?.fault !== undefined && <SeverityIcon severity="warning" />}
              {!preview
                ? 'Counting…'
                : preview.fault
                  ? `Left as it is: ${preview.fault}`
                  : startsWhat(preview, time => formatTimeWithZone(time, zone))}
            </p>
          </li>
        )
      })}
    </ul>
  )
}
