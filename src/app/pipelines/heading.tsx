import './heading.css'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { pipelinesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { useActions } from '../state/actions.ts'
import { StatusMark } from '../ui/status.tsx'
import { isActive } from './actions.ts'
import { headingActions } from './heading-actions.ts'
import { Health } from './health.tsx'

const Dialogs = lazy(() => import('./dialogs.tsx').then(room => ({ default: room.Dialogs })))
const ExportDialog = lazy(() => import('./export.tsx').then(room => ({ default: room.ExportDialog })))

const tabs = [
  { to: '/pipelines/$pipelineId/design', name: 'Design' },
  { to: '/pipelines/$pipelineId/launch', name: 'Launch' },
  { to: '/pipelines/$pipelineId/rehearsals', name: 'Rehearse' },
  { to: '/pipelines/$pipelineId/runs', name: 'Runs' },
  { to: '/pipelines/$pipelineId/versions', name: 'Versions' },
  { to: '/pipelines/$pipelineId/cost', name: 'Cost' },
] as const

export function PipelineHeading({ pipelineId }: { readonly pipelineId: string }) {
  const { data, error } = useQuery(pipelinesQuery(useService()))
  const navigate = useNavigate()
  const path = useRouterState({ select: state => state.location.pathname })
  const [asked, setAsked] = useState<string>()
  const pipeline = data?.find(one => one.id === pipelineId)
  useActions(useMemo(() => headingActions(pipeline, setAsked), [pipeline]))
  return (
    <header className="pw-heading">
      <div className="pw-heading-name">
        <Link className="pw-link" to="/">
          Pipelines
        </Link>
        <span className="pw-quiet" aria-hidden="true">
          ›
        </span>
        <h1 className="pw-cut" title={pipeline ? `${pipeline.name}\n${pipeline.id}` : pipelineId}>
          {pipeline?.name ?? pipelineId}
        </h1>
        {pipeline && (
          <>
            <StatusMark status={pipeline.state} />
            {pipeline.health && <Health pipeline={pipeline} />}
          </>
        )}
        {data && !pipeline && <span className="pw-quiet">not in the list of pipelines</span>}
        {error && <span className="pw-quiet">state unknown</span>}
      </div>
      <nav className="pw-heading-tabs" aria-label="Pages of this pipeline">
        {tabs.map(({ to, name }) => (
          <Link
            key={to}
            to={to}
            params={{ pipelineId }}
            data-here={path.startsWith(to.replace('$pipelineId', encodeURIComponent(pipelineId)))}
            aria-current={
              path.startsWith(to.replace('$pipelineId', encodeURIComponent(pipelineId))) ? 'page' : undefined
            }
          >
            {name}
          </Link>
        ))}
      </nav>
      <div className="pw-heading-actions">
        <ButtonDropdown
          disabled={!pipeline}
          items={[
            { id: 'activate', text: 'Activate…' },
            { id: 'export', text: 'Export…' },
            { id: 'clone', text: 'Clone…' },
            { id: 'tags', text: 'Edit tags…' },
            {
              id: 'deactivate',
              text: 'Deactivate…',
              disabled: !pipeline || !isActive(pipeline),
              disabledReason: 'It is not active.',
            },
            { id: 'delete', text: 'Delete…' },
          ]}
          onItemClick={({ detail }) => setAsked(detail.id)}
        >
          Actions
        </ButtonDropdown>
        {pipeline && path.endsWith('/design') && <Button onClick={() => setAsked('activate')}>Activate…</Button>}
        {pipeline && !path.endsWith('/launch') && (
          <Button
            variant="primary"
            onClick={() => void navigate({ to: '/pipelines/$pipelineId/launch', params: { pipelineId } })}
          >
            Launch…
          </Button>
        )}
      </div>
      {asked && pipeline && (
        <Suspense>
          {asked === 'export' ? (
            <ExportDialog about={[pipeline]} close={() => setAsked(undefined)} />
          ) : (
            <Dialogs
              what={asked}
              about={[pipeline]}
              close={done => {
                setAsked(undefined)
                if (done && asked === 'delete') void navigate({ to: '/' })
              }}
            />
          )}
        </Suspense>
      )}
    </header>
  )
}
