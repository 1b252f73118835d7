import './design.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { ReactFlowProvider } from '@xyflow/react'
import { useEffect, useState } from 'react'
import type { Draft } from '../../api/versions.ts'
import { draftQuery, pipelinesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { activeDefinitionQuery } from '../data/versions.ts'
import { arrangementOf } from '../design/arranger.ts'
import { GraphPane, useFirstPlaces, usePanesDue } from '../design/graph-pane.tsx'
import { Palette } from '../design/palette.tsx'
import { SaveTrouble } from '../design/save-mark.tsx'
import { ServiceSave } from '../design/service-save.tsx'
import { Toolbar } from '../design/toolbar.tsx'
import { Inspector } from '../inspector/inspector.tsx'
import { SchedulePanel } from '../schedule/panel.tsx'
import { SourcePane } from '../source/pane.tsx'
import { Problems } from '../source/problems.tsx'
import { useSourceActions } from '../source/source-actions.ts'
import { ActiveContext } from '../state/active.ts'
import { startAnnouncing } from '../state/announcer.ts'
import { SessionContext, sessionOf, useView } from '../state/session.ts'
import { Afterwards } from '../ui/afterwards.tsx'
import { Trouble, Waiting } from '../ui/kit.tsx'
import { Moved } from '../versions/moved.tsx'
import { ChangePlan } from '../versions/plan.tsx'
import { Conflict } from './conflict.tsx'
import { useDesignerAddress } from './designer-address.ts'
import { DropTarget } from './dropped.tsx'
import { saveOnLeaving } from './leaving.ts'
import { usePaneKeys } from './pane-keys.ts'
import { Reading } from './reading.tsx'
import { Said } from './said.tsx'
import { Sash } from './sash.tsx'

/** The designer of one pipeline: opens its draft, then puts the rooms together. */
export function DesignPage() {
  const { pipelineId } = useParams({ from: '/pipelines/$pipelineId/design' })
  const service = useService()
  const { data, error, refetch } = useQuery(draftQuery(service, pipelineId))
  if (error)
    return (
      <div style={{ padding: 20 }}>
        <Trouble what="The definition could not be opened" error={error} retry={() => void refetch()} />
      </div>
    )
  if (!data) return <Waiting what="Opening the definition" />
  return <Designer key={pipelineId} draft={data} />
}

function Designer({ draft }: { readonly draft: Draft }) {
  const service = useService()
  const client = useQueryClient()
  const [session] = useState(() =>
    sessionOf(service, draft, saved => client.setQueryData(['drafts', saved.pipelineId], saved)),
  )
  useEffect(() => session.saver.heard(draft), [session, draft])
  useEffect(() => () => void session.saver.flush(), [session])
  useEffect(saveOnLeaving, [])
  useEffect(() => startAnnouncing(session), [session])
  usePaneKeys()
  useSourceActions(session)
  useDesignerAddress(session)
  // Asked for before anything is drawn, so that it comes while the rest is.
  useState(() => arrangementOf(session))
  return (
    <SessionContext value={session}>
      <ActiveContext value={useActiveDefinition(draft.pipelineId)}>
        <ReactFlowProvider>
          <div className="pw-designer">
            <div>
              <Toolbar>
                <ServiceSave />
              </Toolbar>
              <SaveTrouble />
            </div>
            <DropTarget>
              <Body />
            </DropTarget>
            <Said />
          </div>
        </ReactFlowProvider>
      </ActiveContext>
    </SessionContext>
  )
}

/** What the service runs, once the pipeline was activated. */
function useActiveDefinition(pipelineId: string) {
  const service = useService()
  const { data: pipelines } = useQuery(pipelinesQuery(service))
  const version = pipelines?.find(one => one.id === pipelineId)?.active
  return useQuery({
    ...activeDefinitionQuery(service, pipelineId, version ?? 0),
    enabled: version !== undefined,
  }).data
}

function Body() {
  const folded = useView(now => now.folded)
  const placed = useFirstPlaces()
  const due = usePanesDue(placed)
  return (
    <div className="pw-designer-body">
      {!folded.has('types') && (
        <aside className="pw-designer-side" data-side="left" aria-label="Types of objects">
          {due && (
            <Afterwards>
              <Palette />
            </Afterwards>
          )}
        </aside>
      )}
      <section className="pw-designer-middle" aria-label="Graph">
        <Conflict />
        <Moved />
        <ChangePlan />
        <div className="pw-designer-canvas">
          <GraphPane placed={placed} />
          <Reading />
        </div>
        <Beneath />
        <Problems />
      </section>
      {!folded.has('settings') && (
        <aside className="pw-designer-side" data-side="right" aria-label="Settings">
          {due && (
            <Afterwards>
              <Inspector />
            </Afterwards>
          )}
        </aside>
      )}
    </div>
  )
}

/** The text or the schedule beneath the graph, as high as one likes it. */
function Beneath() {
  const source = useView(now => now.source)
  const schedule = useView(now => now.schedule)
  const [height, setHeight] = useState(320)
  if (!source && !schedule) return null
  return (
    <>
      <Sash
        label={`Height of the ${source ? 'source' : 'schedule'}`}
        value={height}
        min={120}
        max={900}
        set={setHeight}
      />
      <div className="pw-designer-source" style={{ height, maxHeight: '70%' }}>
        {source ? <SourcePane /> : <SchedulePanel />}
      </div>
    </>
  )
}
