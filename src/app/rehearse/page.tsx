import './rehearse.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { Definition } from '../../core/definition/model.ts'
import { bareId, isSecret, type ParameterValues, resolveParameters } from '../../core/definition/parameters.ts'
import { readDefinition } from '../../core/formats/index.ts'
import { objectNames } from '../../core/runs/labels.ts'
import { dependencyOrder } from '../../core/runs/order.ts'
import { players as playersIn, readScenario } from '../../core/scenario/read.ts'
import { standIns } from '../../core/scenario/stand-ins.ts'
import { stretchOf } from '../../core/scenario/stretch.ts'
import { validate } from '../../core/validation/index.ts'
import { useEngineNow } from '../data/clock.ts'
import { draftQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { type Entry, entriesOf, type Given, valuesToSend } from '../parameters/values.ts'
import { useAddress } from '../state/address.ts'
import { limitsInForce } from '../state/limits.ts'
import { readRunSegment, runSegment } from '../state/run-address.ts'
import { useZone } from '../state/zone.ts'
import { Empty, Trouble, Waiting } from '../ui/kit.tsx'
import { tell, tellTrouble } from '../ui/toasts.tsx'
import { KeptList } from './kept-list.tsx'
import { ScenarioCard } from './scenario-card.tsx'
import { type Setup, StretchCard } from './stretch-card.tsx'
import { useScenario } from './use-scenario.ts'
import type { Player } from './usual-table.tsx'
import { readGiven, ValuesCard, writeGiven } from './values-card.tsx'

const day = 86_400_000

/** Rehearsing a pipeline: which stretch of its schedule, what happens to whom, and the rehearsals that are kept. */
export function RehearseView({ pipelineId }: { readonly pipelineId: string }) {
  const service = useService()
  const zone = useZone()
  const { data: draft, error, refetch } = useQuery(draftQuery(service, pipelineId))
  const definition = useMemo(() => (draft ? readDefinition(draft.text).definition : undefined), [draft])
  if (error) return <Trouble what="The definition could not be read" error={error} retry={() => void refetch()} />
  if (!definition) return <Waiting what="Reading the definition" />
  return (
    <div className="pw-page">
      {definition.objects.length === 0 ? (
        <Empty title="There is nothing to rehearse yet">
          <Link className="pw-link" to="/pipelines/$pipelineId/design" params={{ pipelineId }}>
            Design the pipeline first
          </Link>
        </Empty>
      ) : (
        <SetupForm pipelineId={pipelineId} definition={definition} />
      )}
      <KeptList pipelineId={pipelineId} zone={zone} />
    </div>
  )
}

function SetupForm({ pipelineId, definition }: { readonly pipelineId: string; readonly definition: Definition }) {
  const service = useService()
  const client = useQueryClient()
  const navigate = useNavigate()
  const zone = useZone()
  const [address, change] = useAddress()
  const today = Math.floor(useEngineNow(60_000) / day) * day
  const limits = useStore(limitsInForce)
  const scenario = useScenario(pipelineId)
  const given = useMemo(() => readGiven(address.set), [address.set])
  const valued = useMemo(() => ({ ...given, ...standInValues(definition) }), [definition, given])
  const entries = useMemo(() => entriesOf(definition, valued), [definition, valued])
  const { values } = useMemo(() => resolveParameters(definition, valued), [definition, valued])
  const from = (address.from && readRunSegment(address.from)) || firstOf(definition, values, today)
  const to = (address.to && readRunSegment(address.to)) || from + 7 * day
  const setup: Setup = { from, to, seed: Number(address.seed ?? 1), name: address.name ?? '' }
  const players = useMemo(() => playersOf(definition), [definition])
  const reading = useMemo(
    () => readScenario(scenario.text?.trim() ? scenario.text : '{}', definition),
    [scenario.text, definition],
  )
  const stretch = useMemo(() => stretchOf(definition, values, from, Math.max(from, to)), [definition, values, from, to])
  const errors = useMemo(
    () => validate(withGiven(definition, entries), limits).filter(one => one.severity === 'error'),
    [definition, entries, limits],
  )
  const obstacles = [
    ...(errors.length > 0
      ? [`The definition has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}. ${errors[0]?.message}`]
      : []),
    ...entries.flatMap(entry => entry.problem ?? []).slice(0, 1),
    ...(to <= from ? ['The end must be later than the beginning.'] : []),
    ...(reading.problems.length > 0 ? [`The scenario cannot be played. ${reading.problems[0]}`] : []),
  ]
  const start = useMutation({
    mutationFn: () =>
      service.StartRehearsal({
        pipelineId,
        from,
        to,
        seed: setup.seed,
        scenario: scenario.text ?? '',
        ...(Object.keys(given).length > 0 && { values: valuesOf(entries) }),
        ...(setup.name.trim() !== '' && { name: setup.name.trim() }),
      }),
    onSuccess({ rehearsalId, dropped }) {
      if (dropped.length > 0)
        tell(
          `${dropped.length === 1 ? 'The oldest kept rehearsal' : `The ${dropped.length} oldest`} had to go.`,
          'info',
        )
      void client.invalidateQueries({ queryKey: ['rehearsals'] })
      void navigate({
        to: '/pipelines/$pipelineId/rehearsals/$rehearsalId',
        params: { pipelineId, rehearsalId },
      })
    },
    onError: tellTrouble('The rehearsal was not started'),
  })
  if (scenario.text === undefined) return <Waiting what="Reading the scenario" />
  return (
    <div className="pw-rehearse">
      <ScenarioCard
        pipelineId={pipelineId}
        players={players}
        scenario={{ ...scenario, text: scenario.text }}
        reading={reading}
        start={from}
      />
      <div className="pw-rehearse-side">
        <StretchCard
          setup={setup}
          stretch={stretch}
          hasChecks={players.some(one => one.family === 'precondition')}
          zone={zone}
          obstacles={obstacles}
          mend={
            errors.length > 0 && (
              <Link className="pw-link" to="/pipelines/$pipelineId/design" params={{ pipelineId }}>
                Mend it in the designer
              </Link>
            )
          }
          busy={start.isPending}
          onChange={patch =>
            change({
              ...(patch.from !== undefined && {
                from: runSegment(patch.from),
                to: runSegment(patch.from + Math.max(to - from, day)),
              }),
              ...(patch.to !== undefined && { from: runSegment(from), to: runSegment(patch.to) }),
              ...(patch.seed !== undefined && { seed: String(patch.seed) }),
              ...(patch.name !== undefined && { name: patch.name || undefined }),
            })
          }
          onStart={() => start.mutate()}
        />
        <ValuesCard entries={entries} given={given} onGiven={next => change({ set: writeGiven(next) })} />
      </div>
    </div>
  )
}

/** Where a rehearsal begins that nobody said otherwise of: today, or with a schedule that begins later. */
function firstOf(definition: Definition, values: ParameterValues, today: number): number {
  const { begins } = stretchOf(definition, values, today, today + day)
  return begins !== undefined && begins > today ? begins : today
}

/** The definition with these values, for what is judged by them. */
const withGiven = (definition: Definition, entries: readonly Entry[]): Definition => {
  const given = entries.filter(entry => entry.source === 'given')
  const ids = new Set(given.map(entry => entry.id))
  return {
    ...definition,
    values: [
      ...definition.values.filter(value => !ids.has(bareId(value.id))),
      ...given.flatMap(({ parameter, values }) => values.map(stringValue => ({ id: parameter.id, stringValue }))),
    ],
  }
}

/** The values that were changed here; the server has stand-ins of its own. */
const valuesOf = (entries: readonly Entry[]): Record<string, string | string[]> =>
  valuesToSend(entries.filter(entry => entry.source === 'given' && !isSecret(entry.parameter)))

const standInValues = (definition: Definition): Given =>
  Object.fromEntries(Object.entries(standIns(definition, 'all')).map(([id, value]) => [id, [value]]))

/** Those that attempts can happen to, in the order in which they depend on each other. */
function playersOf(definition: Definition): readonly Player[] {
  const names = objectNames(definition)
  const place = new Map(dependencyOrder(definition).map((id, at) => [id, at]))
  return playersIn(definition)
    .map(({ id, family }) => ({ id, family, name: names.get(id) ?? id }))
    .toSorted((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0))
}
