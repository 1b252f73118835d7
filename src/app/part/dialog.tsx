import './part.css'
import Button from '@cloudscape-design/components/button'
import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { StudioService } from '../../api/client.ts'
import type { RunPart } from '../../api/runs.ts'
import type { WorkspaceCalls } from '../../api/workspace.ts'
import { catalog } from '../../core/catalog/index.ts'
import type { Definition } from '../../core/definition/model.ts'
import { typeOf } from '../../core/definition/query.ts'
import { readDefinition } from '../../core/formats/index.ts'
import { dependencyOrder } from '../../core/runs/order.ts'
import { draftQuery } from '../data/pipelines.ts'
import { runsQuery } from '../data/runs.ts'
import { useService } from '../data/service.ts'
import type { PartWish } from '../state/part-wish.ts'
import { runSegment } from '../state/run-address.ts'
import { useZone } from '../state/zone.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Waiting } from '../ui/kit.tsx'
import { formatTimeWithZone } from '../ui/time.ts'
import { PartPlan } from './plan.tsx'
import { RunValues, valuesOfRun } from './run-values.tsx'

interface PartDialogProps {
  readonly wish: PartWish
  readonly close: () => void
}

const kinds: readonly { readonly kind: RunPart['kind']; readonly word: string }[] = [
  { kind: 'only', word: 'Only this' },
  { kind: 'until', word: 'Up to here' },
  { kind: 'from', word: 'From here on' },
]

/** Runs that one can choose from. */
const mostRuns = 100

/** Asks which part is to run and what stands for the steps before it, and tells what that means before it starts. */
export function PartDialog({ wish, close }: PartDialogProps) {
  const service = useService()
  const client = useQueryClient()
  const navigate = useNavigate()
  const zone = useZone()
  const { pipelineId } = wish
  const [kind, setKind] = useState(wish.kind)
  const [chosenId, setObject] = useState(wish.objectId)
  const [run, setRun] = useState<number | 'none' | undefined>(wish.outputsOf)
  const { data: draft } = useQuery(draftQuery(service, pipelineId))
  const definition = useMemo(() => (draft ? readDefinition(draft.text).definition : undefined), [draft])
  const objects = useMemo(() => (definition ? objectsOf(definition) : []), [definition])
  const objectId = chosenId ?? objects[0]?.id ?? ''
  const { data: runs } = useQuery(runsQuery(service, { pipelineId, limit: mostRuns }))

  const asked = { pipelineId, part: { kind, objectId }, ...(wish.values && { values: wish.values }) }
  const first = useQuery({ ...partQuery(service, asked), enabled: objectId !== '' })
  const outputsOf = run === 'none' ? undefined : (run ?? first.data?.suggested)
  const [asThen, setAsThen] = useState(wish.outputsOf !== undefined)
  const row = runs?.runs.find(one => one.scheduledStart === outputsOf)
  const otherwise = useMemo(
    () => (definition && row && !wish.values ? valuesOfRun(definition, row) : []),
    [definition, row, wish.values],
  )
  const ask =
    asThen && otherwise.length > 0
      ? { ...asked, values: Object.fromEntries(otherwise.map(({ id, then }) => [id, then])) }
      : asked
  const exact = useQuery({
    ...partQuery(service, { ...ask, ...(outputsOf !== undefined && { outputsOf }) }),
    enabled: objectId !== '',
  })
  const preview = exact.data
  const start = useMutation({
    mutationFn: () => service.RunOnce({ ...ask, ...(outputsOf !== undefined && { outputsOf }) }),
    onSuccess({ scheduledStart }) {
      void client.invalidateQueries({ queryKey: ['history', pipelineId] })
      close()
      void navigate({
        to: '/pipelines/$pipelineId/runs/$scheduledStart',
        params: { pipelineId, scheduledStart: runSegment(scheduledStart) },
      })
    },
  })
  const trouble = start.error ?? exact.error
  const count = preview?.runs.length ?? 0
  return (
    <Dialog
      size="large"
      header="Run a part of this pipeline"
      close={close}
      actions={
        <Button
          variant="primary"
          iconName="caret-right-filled"
          loading={start.isPending}
          disabled={!preview || preview.fault !== undefined || exact.isPlaceholderData}
          onClick={() => start.mutate()}
        >
          {`Run ${count} ${count === 1 ? 'object' : 'objects'}`}
        </Button>
      }
    >
      <div className="pw-part">
        <div className="pw-part-choice">
          <fieldset className="pw-segments" aria-label="Which part">
            {kinds.map(one => (
              <button
                key={one.kind}
                type="button"
                className="pw-btn"
                aria-pressed={one.kind === kind}
                onClick={() => setKind(one.kind)}
              >
                {one.word}
              </button>
            ))}
          </fieldset>
          <select
            className="pw-entry"
            aria-label="Activity or data node"
            value={objectId}
            onChange={({ target }) => setObject(target.value)}
          >
            {objects.map(one => (
              <option key={one.id} value={one.id}>
                {one.name === one.id ? one.id : `${one.name} (${one.id})`}
              </option>
            ))}
          </select>
        </div>
        {kind !== 'until' && (
          <label className="pw-part-run">
            <span>Steps before it</span>
            <select
              className="pw-entry"
              value={outputsOf ?? 'none'}
              onChange={({ target }) => setRun(target.value === 'none' ? 'none' : Number(target.value))}
            >
              <option value="none">count as done, whatever is there</option>
              {runs?.runs.map(one => (
                <option key={one.scheduledStart} value={one.scheduledStart}>
                  with the outputs of the run of {formatTimeWithZone(one.scheduledStart, zone, 'second')}, {one.status}
                </option>
              ))}
            </select>
            {runs && runs.total > runs.runs.length && (
              <span className="pw-note">
                the newest {runs.runs.length} of {runs.total} runs
              </span>
            )}
          </label>
        )}
        {otherwise.length > 0 && <RunValues values={otherwise} taken={asThen} onTake={setAsThen} />}
        {trouble ? (
          <div className="pw-warn" data-kind="error" role="alert">
            {trouble.message}
          </div>
        ) : preview ? (
          <PartPlan preview={preview} zone={zone} />
        ) : (
          <Waiting what="Working out what that runs" />
        )}
      </div>
    </Dialog>
  )
}

const partQuery = (service: StudioService, input: WorkspaceCalls['PreviewPart']['in']) =>
  queryOptions({
    queryKey: ['previews', input.pipelineId, 'part', input],
    queryFn: ({ signal }) => service.PreviewPart(input, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })

/** Activities and data nodes in the order in which they need each other. */
function objectsOf(definition: Definition) {
  const byId = new Map(definition.objects.map(object => [object.id, object]))
  return dependencyOrder(definition).flatMap(id => {
    const object = byId.get(id)
    const family = object && catalog.get(typeOf(definition, object) ?? '')?.family
    return object && (family === 'activity' || family === 'dataNode') ? [{ id, name: object.name || id }] : []
  })
}
