import './rehearse.css'
import Button from '@cloudscape-design/components/button'
import { QueryClientProvider, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import type { Rehearsal, RehearsalResult } from '../../api/rehearsals.ts'
import { rehearsalQuery, rehearsalService } from '../data/rehearsals.ts'
import { ServiceContext, useService } from '../data/service.ts'
import { RunPlaceContext } from '../state/run-place.ts'
import { useZone } from '../state/zone.ts'
import { Empty, Trouble, Waiting } from '../ui/kit.tsx'
import { tellTrouble } from '../ui/toasts.tsx'
import { againSearch } from './again.ts'
import { Banner } from './banner.tsx'
import { Progress } from './progress.tsx'

interface FrameProps {
  readonly pipelineId: string
  readonly rehearsalId: string
  /** Less room for the banner: a run of it is looked at. */
  readonly isRun?: boolean
  readonly children: (rehearsal: Rehearsal, result: RehearsalResult) => ReactNode
}

/** Stands around everything of one rehearsal: says what it is, and lets the screens inside ask it instead of the engine. */
export function RehearsalFrame({ pipelineId, rehearsalId, isRun = false, children }: FrameProps) {
  const { data, error, refetch } = useQuery(rehearsalQuery(useService(), pipelineId, rehearsalId))
  const inside = useMemo(() => asked(rehearsalId), [rehearsalId])
  const place = useMemo(() => ({ rehearsalId }), [rehearsalId])
  if (error)
    return (
      <Empty title="This rehearsal cannot be opened">
        <span>{error.message}</span>
        <Link className="pw-link" to="/pipelines/$pipelineId/rehearsals" params={{ pipelineId }}>
          Go to the rehearsals of this pipeline
        </Link>
        <button type="button" className="pw-btn" onClick={() => void refetch()}>
          Try again
        </button>
      </Empty>
    )
  if (!data) return <Waiting what="Opening the rehearsal" />
  const { rehearsal, result } = data
  return (
    <div className="pw-rehearsal">
      <Banner rehearsal={rehearsal} result={result} isRun={isRun} />
      {result ? (
        <QueryClientProvider client={inside.client}>
          <ServiceContext value={inside.service}>
            <RunPlaceContext value={place}>
              <div className="pw-rehearsal-body" data-scroll={!isRun}>
                {children(rehearsal, result)}
              </div>
            </RunPlaceContext>
          </ServiceContext>
        </QueryClientProvider>
      ) : rehearsal.state === 'failed' ? (
        <div className="pw-page">
          <Trouble what="This rehearsal could not be played" error={rehearsal.trouble} />
        </div>
      ) : (
        <UnderWay rehearsal={rehearsal} />
      )}
    </div>
  )
}

function UnderWay({ rehearsal }: { readonly rehearsal: Rehearsal }) {
  const service = useService()
  const client = useQueryClient()
  const navigate = useNavigate()
  const zone = useZone()
  const { id, pipelineId } = rehearsal
  const cancel = useMutation({
    mutationFn: () => service.DeleteRehearsal({ rehearsalId: id }),
    onSuccess() {
      void client.invalidateQueries({ queryKey: ['rehearsals', pipelineId, 'list'] })
      void navigate({ to: '/pipelines/$pipelineId/rehearsals', params: { pipelineId }, search: againSearch(rehearsal) })
    },
    onError: tellTrouble('It was not canceled'),
  })
  return (
    <div className="pw-under-way">
      <h2>The schedule is being played</h2>
      <Progress rehearsal={rehearsal} zone={zone} />
      <p className="pw-note">
        The engine that really runs pipelines works on a clock that jumps from one event to the next. You may leave this
        page; what comes of it is kept.
      </p>
      <Button loading={cancel.isPending} onClick={() => cancel.mutate()}>
        Cancel
      </Button>
    </div>
  )
}

/** What was asked lately stays known while one goes between a rehearsal and its runs. */
const lately = new Map<string, ReturnType<typeof rehearsalService>>()
const mostKnown = 4

function asked(rehearsalId: string) {
  const known = lately.get(rehearsalId) ?? rehearsalService(rehearsalId)
  lately.delete(rehearsalId)
  lately.set(rehearsalId, known)
  for (const [id] of lately) if (lately.size > mostKnown) lately.delete(id)
  return known
}
