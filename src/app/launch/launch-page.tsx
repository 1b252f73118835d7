import './launch.css'
import Button from '@cloudscape-design/components/button'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { ExampleInfo, PipelineSummary } from '../../api/pipelines.ts'
import type { CostReport } from '../../core/cost/report.ts'
import type { Definition } from '../../core/definition/model.ts'
import { isSecret, resolveParameters } from '../../core/definition/parameters.ts'
import { readDefinition } from '../../core/formats/index.ts'
import { validate } from '../../core/validation/index.ts'
import { useEngineNow } from '../data/clock.ts'
import { draftQuery, environmentQuery, examplesQuery, pipelinesQuery } from '../data/pipelines.ts'
import { estimateQuery } from '../data/runs.ts'
import { useService } from '../data/service.ts'
import { type Entry, entriesOf, type Given, maskedValues, valuesToSend } from '../parameters/values.ts'
import { limitsInForce } from '../state/limits.ts'
import { askForPart } from '../state/part-wish.ts'
import { runSegment } from '../state/run-address.ts'
import { useZone } from '../state/zone.ts'
import { Empty, Trouble, Waiting } from '../ui/kit.tsx'
import { TimeInput } from '../ui/time-input.tsx'
import { tell, tellTrouble } from '../ui/toasts.tsx'
import { ActivationCard } from './activation-card.tsx'
import { BackfillCard } from './backfill-card.tsx'
import { activateCommand } from './cli-command.ts'
import { commandsOf } from './commands.ts'
import { CommandsCard, needsOf } from './commands-card.tsx'
import { ParametersCard } from './parameters-card.tsx'
import { activationPlan } from './plan.ts'
import { givenOf, type Preset, useOwnPresets } from './presets.ts'
import { SweepCard, sweepOf } from './sweep-card.tsx'

const ActivateDialog = lazy(() => import('../activation/dialog.tsx').then(room => ({ default: room.ActivateDialog })))

interface LaunchViewProps {
  readonly pipelineId: string
  readonly showCost: (report: CostReport) => ReactNode
}

/** Everything one decides before a run: values, what will be executed, what it will cost, now or on schedule. */
export function LaunchView({ pipelineId, showCost }: LaunchViewProps) {
  const service = useService()
  const { data: draft, error, refetch } = useQuery(draftQuery(service, pipelineId))
  const definition = useMemo(() => (draft ? readDefinition(draft.text).definition : undefined), [draft])
  if (error) return <Trouble what="The definition could not be read" error={error} retry={() => void refetch()} />
  if (!definition) return <Waiting what="Reading the definition" />
  if (definition.objects.length === 0)
    return (
      <Empty title="There is nothing to run yet">
        <Link className="pw-link" to="/pipelines/$pipelineId/design" params={{ pipelineId }}>
          Design the pipeline first
        </Link>
      </Empty>
    )
  return <Launch pipelineId={pipelineId} definition={definition} showCost={showCost} />
}

function Launch({ pipelineId, definition, showCost }: LaunchViewProps & { readonly definition: Definition }) {
  const service = useService()
  const navigate = useNavigate()
  const client = useQueryClient()
  const zone = useZone()
  const now = useEngineNow(10_000)
  const limits = useStore(limitsInForce)
  const [given, setGiven] = useState<Given>({})
  const [sweepTexts, setSweepTexts] = useState<Readonly<Record<string, string>>>({})
  const [own, setOwn] = useOwnPresets(pipelineId)
  const [asOf, setAsOf] = useState<number>()
  const [activating, setActivating] = useState(false)
  const { data: environment } = useQuery(environmentQuery(service))
  const { data: pipelines } = useQuery(pipelinesQuery(service))
  const { data: examples = [] } = useQuery(examplesQuery(service))
  const pipeline = pipelines?.find(one => one.id === pipelineId)

  const entries = useMemo(() => entriesOf(definition, given), [definition, given])
  const values = useMemo(() => valuesToSend(entries), [entries])
  const problems = entries.flatMap(entry => entry.problem ?? [])
  const errors = useMemo(
    () => validate(definition, limits).filter(one => one.severity === 'error'),
    [definition, limits],
  )
  const commands = useMemo(() => commandsOf(definition, maskedValues(definition, given), now), [definition, given, now])
  const plan = useMemo(
    () => activationPlan(definition, resolveParameters(definition, given).values, now, pipeline?.firstActivation),
    [definition, given, now, pipeline?.firstActivation],
  )
  const asked = useLate(values, 400)
  const estimate = useQuery(estimateQuery(service, { pipelineId, values: asked }))
  const presets = useMemo(
    () =>
      examplePresets(
        examples,
        pipeline,
        entries.map(entry => entry.id),
      ),
    [examples, pipeline, entries],
  )

  const runOnce = useMutation({
    mutationFn: () => service.RunOnce({ pipelineId, values, ...(asOf !== undefined && { at: asOf }) }),
    onSuccess: ({ scheduledStart }) => {
      void client.invalidateQueries({ queryKey: ['history', pipelineId] })
      void navigate({
        to: '/pipelines/$pipelineId/runs/$scheduledStart',
        params: { pipelineId, scheduledStart: runSegment(scheduledStart) },
      })
    },
    onError: tellTrouble('The run was not started'),
  })
  const blocked = errors.length > 0 || problems.length > 0
  const onDemand = plan.every(one => one.type === 'ondemand')
  const secrets = entries
    .filter(entry => isSecret(entry.parameter) && entry.source === 'given')
    .map(entry => entry.parameter.id)
  return (
    <div className="pw-launch">
      <div>
        <ParametersCard
          entries={entries}
          given={given}
          onGiven={setGiven}
          examples={presets}
          own={own}
          onOwn={setOwn}
          isShown={preset => sameValues(entries, entriesOf(definition, preset.values))}
        />
        {entries.length > 0 && (
          <SweepCard
            entries={entries}
            texts={sweepTexts}
            onTexts={setSweepTexts}
            sweep={sweepOf(sweepTexts)}
            problemOf={run =>
              entriesOf(definition, { ...given, ...givenOf(run) }).find(entry => entry.problem !== undefined)?.problem
            }
            likely={estimate.data?.likely}
            disabled={blocked}
            onLaunch={async (runs, progress, signal) => {
              let started = 0
              for (const run of runs) {
                if (signal.aborted) break
                try {
                  await service.RunOnce({
                    pipelineId,
                    values: valuesToSend(entriesOf(definition, { ...given, ...givenOf(run) })),
                  })
                } catch (error) {
                  tellTrouble(`${started} of ${runs.length} runs were started, then one was refused`)(error)
                  return
                }
                started += 1
                progress(started)
              }
              tell(`Started ${started} of ${runs.length} runs`)
              void client.invalidateQueries({ queryKey: ['history', pipelineId] })
              void navigate({ to: '/pipelines/$pipelineId/runs', params: { pipelineId } })
            }}
          />
        )}
        <CommandsCard commands={commands} />
      </div>
      <div>
        <section className="pw-panel">
          <header>
            <h2>Start</h2>
          </header>
          <div className="pw-panel-body">
            {errors.length > 0 && (
              <div className="pw-warn" data-kind="error">
                <b>
                  The definition has {errors.length} {errors.length === 1 ? 'error' : 'errors'} and cannot run.
                </b>{' '}
                {errors[0]?.message}{' '}
                <Link className="pw-link" to="/pipelines/$pipelineId/design" params={{ pipelineId }}>
                  Open the design
                </Link>
              </div>
            )}
            {problems.length > 0 && (
              <div className="pw-warn" data-kind="error">
                {problems[0]}
                {problems.length > 1 && ` And ${problems.length - 1} more.`}
              </div>
            )}
            {environment &&
              needsOf(commands, environment).map(text => (
                <div key={text} className="pw-warn">
                  {text}
                </div>
              ))}
            <div className="pw-launch-go">
              <Button
                variant="primary"
                iconName="caret-right-filled"
                disabled={blocked}
                loading={runOnce.isPending}
                onClick={() => runOnce.mutate()}
              >
                Run once now
              </Button>
              <span className="pw-note">
                Every object once, whatever the schedule says, with the values shown here.
              </span>
              <button
                type="button"
                className="pw-plain pw-link"
                disabled={blocked}
                onClick={() => askForPart({ pipelineId, kind: 'only', values })}
              >
                Run only a part…
              </button>
              <Link className="pw-link" to="/pipelines/$pipelineId/rehearsals" params={{ pipelineId }}>
                Rehearse it first…
              </Link>
            </div>
            <div className="pw-launch-go">
              <TimeInput label="as if scheduled for" value={asOf} zone={zone} onChange={setAsOf} />
              <span className="pw-note">
                {asOf === undefined ? 'Left empty, it is now.' : 'Expressions see this as their scheduled time.'}
              </span>
            </div>
          </div>
        </section>
        <BackfillCard
          pipelineId={pipelineId}
          definition={definition}
          given={given}
          values={asked}
          state={pipeline?.state}
          now={now}
        />
        <ActivationCard
          plan={plan}
          pipelineId={pipelineId}
          state={pipeline?.state}
          onDemand={onDemand}
          values={asked}
          zone={zone}
          now={now}
          disabled={blocked}
          command={activateCommand(pipelineId, values, secrets)}
          onActivate={() => setActivating(true)}
        />
        {activating && (
          <Suspense>
            <ActivateDialog
              about={[pipeline ?? { id: pipelineId, name: pipelineId, state: 'PENDING' }]}
              values={values}
              close={() => setActivating(false)}
              {...(estimate.data && { likely: estimate.data.likely })}
            />
          </Suspense>
        )}
        <section className="pw-panel">
          <header>
            <h2>What it will cost</h2>
            <span className="pw-note">with the values shown here</span>
          </header>
          <div className="pw-panel-body">
            {estimate.error ? (
              <Trouble what="No estimate" error={estimate.error} retry={() => void estimate.refetch()} />
            ) : estimate.data ? (
              showCost(estimate.data)
            ) : (
              <Waiting what="Estimating" />
            )}
          </div>
        </section>
      </div>
    </div>
  )
}

/** A value once it has rested. */
function useLate<T>(value: T, ms: number): T {
  const [late, setLate] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return late
}

/** Presets of the example that the pipeline was made from, or of one whose parameters these are. */
function examplePresets(
  examples: readonly ExampleInfo[],
  pipeline: PipelineSummary | undefined,
  ids: readonly string[],
): readonly Preset[] {
  const known = new Set(ids)
  const own = examples.find(one => one.summary === pipeline?.description)
  const alike = examples.find(({ presets }) => {
    const named = presets.flatMap(preset => Object.keys(preset.values).map(id => id.replace(/^\*/, '')))
    return named.length > 0 && named.every(id => known.has(id))
  })
  return (own ?? alike)?.presets.map(({ title, why, values }) => ({ title, why, values: givenOf(values) })) ?? []
}

/** Whether two forms show the same, secrets aside. */
const sameValues = (a: readonly Entry[], b: readonly Entry[]): boolean =>
  a.every((one, i) => isSecret(one.parameter) || one.values.join('\n') === b[i]?.values.join('\n'))
