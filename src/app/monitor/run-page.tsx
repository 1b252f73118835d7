// biome-ignore-all lint/a11y/noStaticElementInteractions: Escape closes the panel from wherever the focus is.
import './run.css'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { dependentsOf, originsOfFailure } from '../../core/runs/reach.ts'
import { useEngineNow } from '../data/clock.ts'
import { useAddress } from '../state/address.ts'
import { useZone } from '../state/zone.ts'
import { Empty, Trouble, Waiting } from '../ui/kit.tsx'
import { InstancePanel } from './instance-panel.tsx'
import { InstancesList } from './instances-list.tsx'
import { ReplayNote } from './replay-note.tsx'
import { Confirm, type Intent } from './run-actions.tsx'
import { useRun } from './run-data.ts'
import { RunGraph } from './run-graph.tsx'
import { RunHead } from './run-head.tsx'
import { Splitter } from './splitter.tsx'
import { TimelineChart } from './timeline.tsx'
import { useSize } from './use-size.ts'

interface RunViewProps {
  readonly pipelineId: string
  readonly scheduledStart: number
  /** What the run costs, in detail. */
  readonly cost: ReactNode
}

const tabs = [
  ['timeline', 'Timeline'],
  ['graph', 'Graph'],
  ['table', 'Table'],
  ['cost', 'Cost'],
] as const

/** One run: its timeline, graph, table and cost, and below them the object that is selected. */
export function RunView({ pipelineId, scheduledStart, cost }: RunViewProps) {
  const [address, change] = useAddress()
  const zone = useZone()
  const data = useRun(pipelineId, scheduledStart)
  const now = useEngineNow()
  const [intent, setIntent] = useState<Intent>()
  const content = useRef<HTMLDivElement>(null)
  const room = useSize(content)
  const { instances, attempts, definition, timeline, live } = data

  // A run that failed opens at what failed first, so that one sees at once what went wrong.
  const first = useMemo(
    () => originsOfFailure(instances).toSorted((a, b) => (a.actualEnd ?? 0) - (b.actualEnd ?? 0))[0],
    [instances],
  )
  const chosen = address.instance ?? first?.id
  const instance = instances.find(one => one.id === chosen)
  const mine = useMemo(
    () => attempts.filter(one => one.instanceId === instance?.id).toSorted((a, b) => a.number - b.number),
    [attempts, instance],
  )
  const dependents = useMemo(() => {
    if (!definition || !instance) return []
    const after = dependentsOf(definition, instance.componentId)
    return instances.filter(one => after.has(one.componentId) && one.family !== 'precondition')
  }, [definition, instance, instances])
  const names = useMemo(() => new Map(instances.map(one => [one.id, one.name])), [instances])

  const select = (id: string, attempt?: string) => change({ instance: id, attempt, log: undefined, line: undefined })
  if (data.error) return <Trouble what="The run could not be read" error={data.error} retry={data.retry} />
  if (data.pending) return <Waiting what="Reading the run" />
  if (instances.length === 0)
    return (
      <Empty title="There is no run for this time">
        It may have been deleted with its pipeline, or its address is mistyped.
      </Empty>
    )

  const tab = tabs.find(([id]) => id === address.tab)?.[0] ?? 'timeline'
  const shown = {
    timeline: (
      <TimelineChart
        timeline={timeline}
        now={now}
        live={live}
        zone={zone}
        selected={instance && { instanceId: instance.id, attemptId: address.attempt }}
        onSelect={select}
        zoom={address.zoom}
        onZoom={zoom => change({ zoom })}
        folded={address.fold !== 'no'}
        onFold={folded => change({ fold: folded ? undefined : 'no', zoom: undefined })}
        maxHeight={Math.max(140, room.height - 62)}
      />
    ),
    graph: definition ? (
      <RunGraph definition={definition} instances={instances} now={now} selected={instance?.id} onSelect={select} />
    ) : (
      <Waiting what="Reading the definition" />
    ),
    table: (
      <InstancesList
        instances={instances}
        now={now}
        zone={zone}
        oneRun
        selected={instance?.id}
        onOpen={one => select(one.id)}
      />
    ),
    cost,
  }[tab]
  return (
    <div
      className="pw-run"
      onKeyDown={event => {
        if (event.key === 'Escape' && instance && !(event.target instanceof HTMLInputElement))
          change({ instance: 'none' })
      }}
    >
      <RunHead
        pipelineId={pipelineId}
        scheduledStart={scheduledStart}
        data={data}
        now={now}
        zone={zone}
        onIntent={setIntent}
      />
      <ReplayNote pipelineId={pipelineId} />
      <div className="pw-tabs pw-run-tabs" role="tablist" aria-label="Views of the run">
        {tabs.map(([id, name]) => (
          <button
            key={id}
            type="button"
            role="tab"
            aria-selected={tab === id}
            className="pw-tab"
            onClick={() => change({ tab: id === 'timeline' ? undefined : id })}
          >
            {name}
          </button>
        ))}
        {data.total > instances.length && (
          <span className="pw-note">
            The first {instances.length} of {data.total} objects
          </span>
        )}
      </div>
      <Splitter
        open={instance !== undefined}
        top={
          <div ref={content} className="pw-run-content" data-scroll data-tab={tab}>
            {shown}
          </div>
        }
        bottom={
          instance && (
            <InstancePanel
              key={instance.id}
              instance={instance}
              attempts={mine}
              dependents={dependents}
              now={now}
              zone={zone}
              nameOf={id => names.get(id) ?? id}
              attempt={address.attempt}
              log={address.log}
              line={address.line}
              panel={address.panel}
              onView={view => change(view as Record<string, string | undefined>)}
              onIntent={setIntent}
              onClose={() =>
                change({ instance: 'none', attempt: undefined, log: undefined, line: undefined, panel: undefined })
              }
            />
          )
        }
      />
      <Confirm intent={intent} onClose={() => setIntent(undefined)} />
    </div>
  )
}
