import { Fault } from '../../api/faults.ts'
import { slotOf } from '../../core/catalog/index.ts'
import type { Definition, Field, PipelineObject } from '../../core/definition/model.ts'
import { effectiveValue, objectById, typeOf } from '../../core/definition/query.ts'
import { suitingFields } from '../../core/definition/scope.ts'
import { parseDateTime } from '../../core/expression/value.ts'
import { fromWire } from '../../core/formats/wire.ts'
import type { Status } from '../../core/runs/instance.ts'
import { componentOf } from '../../core/runs/instance-id.ts'
import type { AttemptWork } from '../../engine/attempt-work.ts'
import type { EvaluatedObject } from '../../engine/ports.ts'
import { partsOf } from './attempts.ts'
import type { RemoteService } from './data-pipeline.ts'
import { describeAll, refIn, textIn } from './describe-all.ts'
import { type Hidden, hiddenOf } from './hidden.ts'

/** An attempt of an account, as if it had been one of this machine. */
export interface SeenAttempt {
  readonly original: AttemptWork
  /** Bare ids of secrets that the account keeps to itself; `original.secrets` has a stand-in of each. */
  readonly untold: readonly string[]
}

const followed: ReadonlySet<string | undefined> = new Set(['in', 'out', 'on', 'uses', undefined])

/**
 * An attempt with all that it was handed, as the service evaluated it: the attempt itself has every effective field;
 * what it refers to is described as the instances of its run, and as components where those have none. The definition
 * of now only says which fields are the author's, and has the service evaluate those that it does not show.
 */
export async function remoteAttemptWork(
  remote: RemoteService,
  pipelineId: string,
  attemptId: string,
  signal?: AbortSignal,
): Promise<SeenAttempt> {
  const parts = partsOf(attemptId)
  const [seen] = parts ? await describeAll(remote, { pipelineId, evaluateExpressions: true }, [attemptId], signal) : []
  if (!parts || !seen) throw new Fault('NotFound', `There is no attempt ${attemptId} in pipeline ${pipelineId} there.`)
  const { pipelineDescriptionList: about } = await remote.DescribePipelines({ pipelineIds: [pipelineId] }, signal)
  const definition = await definitionOf(remote, pipelineId, signal)
  const hidden = hiddenOf(definition)
  const componentId = refIn(seen.fields, '@componentParent') ?? parts.componentId
  const instanceId = refIn(seen.fields, '@instanceParent') ?? parts.instanceId
  const [instance] = await describeAll(remote, { pipelineId, evaluateExpressions: true }, [instanceId], signal)
  const ask = async (objectId: string, expression: string) =>
    (await remote.EvaluateExpression({ pipelineId, objectId, expression }, signal)).evaluatedExpression
  const see = (described: PipelineObject, id: string) => evaluatedOf(definition, hidden, described, id, ask)

  const object = await see(seen, componentId)
  // The attempt names components, its instance the instances of the run beside it.
  const places = new Map<string, string>()
  const objects = new Map<string, EvaluatedObject>()
  const open = (from: readonly Field[], type: string, near: readonly Field[]) => {
    for (const { refValue } of near) if (refValue?.startsWith('@')) places.set(componentOf(refValue), refValue)
    return from.flatMap(({ key, refValue }) =>
      refValue !== undefined && followed.has(slotOf(type, key)?.flow) ? [componentOf(refValue)] : [],
    )
  }
  let next = open(object.fields, object.type, instance?.fields ?? [])
  while (next.length > 0) {
    const fresh = [...new Set(next)].filter(id => id !== componentId && !objects.has(id))
    const ids = fresh.map(id => places.get(id) ?? id)
    const found = await describeAll(remote, { pipelineId, evaluateExpressions: true }, ids, signal)
    next = []
    for (const [at, id] of fresh.entries()) {
      const described = found.find(one => one.id === ids[at])
      if (!described) continue
      const one = await see(described, id)
      objects.set(id, one)
      next.push(...open(one.fields, one.type, described.fields))
    }
  }

  const text = (key: string) => textIn(seen.fields, key)
  const time = (key: string) => parseDateTime(text(key) ?? '')
  const [errorId, end] = [text('errorId'), time('@actualEndTime')]
  const logs = effectiveValue(definition, objectById(definition, componentId) ?? seen, 'pipelineLogUri')
  const logUri = text('pipelineLogUri') ?? (logs?.includes('#{') ? await ask(instanceId, logs) : logs)
  return {
    untold: [...hidden.untold],
    original: {
      work: {
        pipelineId,
        instanceId,
        attemptId,
        attempt: parts.number,
        scheduledStart: time('@scheduledStartTime') ?? parts.start,
        scheduledEnd: time('@scheduledEndTime') ?? parts.start,
        object,
        objects,
      },
      attempt: {
        id: attemptId,
        number: parts.number,
        status: (text('@status') ?? text('attemptStatus') ?? '') as Status,
        queuedAt: time('@actualStartTime') ?? parts.start,
        ...(end !== undefined && { actualEnd: end }),
        ...(errorId !== undefined && { trouble: { errorId, errorMessage: text('errorMessage') ?? '' } }),
      },
      logUri,
      pipelineName: about[0]?.name ?? pipelineId,
      secrets: hidden.secrets,
    },
  }
}

/** An object as it was described, with the fields of its author only; those that are not shown are asked for. */
async function evaluatedOf(
  definition: Definition,
  hidden: Hidden,
  { id: shownAs, fields: shown }: PipelineObject,
  id: string,
  ask: (objectId: string, expression: string) => Promise<string>,
): Promise<EvaluatedObject> {
  const written = objectById(definition, id)
  const type = textIn(shown, 'type') ?? (written && typeOf(definition, written)) ?? ''
  const authored = written ? suitingFields(definition, written) : []
  const known = new Set(authored.map(field => field.key))
  const isHis = ({ key }: Field) => {
    const slot = slotOf(type, key)
    return known.has(key) || (slot !== undefined && !slot.runtime)
  }
  const byHand = async ({ key, stringValue, refValue }: Field): Promise<Field> => {
    if (stringValue === undefined) return { key, ...(refValue !== undefined && { refValue }) }
    if (key.startsWith('*')) return { key, stringValue: hidden.ofField(id, key, stringValue) }
    const covered = hidden.covered(stringValue)
    return { key, stringValue: covered.includes('#{') ? await ask(shownAs, covered) : covered }
  }
  const secretive = new Set(authored.filter(hidden.isIn).map(field => field.key))
  const taken = shown.filter(field => isHis(field) && !secretive.has(field.key))
  const shownKeys = new Set(taken.map(field => field.key))
  const fields: Field[] = []
  for (const { key, stringValue, refValue } of taken) {
    if (refValue !== undefined) fields.push({ key, refValue: componentOf(refValue) })
    else if (key.startsWith('*')) fields.push({ key, stringValue: hidden.ofField(id, key, stringValue ?? '') })
    else fields.push({ key, ...(stringValue !== undefined && { stringValue }) })
  }
  for (const field of authored)
    if (!shownKeys.has(field.key) && field.key !== 'parent') fields.push(await byHand(field))
  return { id, type, fields }
}

/** The definition that runs, or the one put last where none does. */
const definitionOf = async (remote: RemoteService, pipelineId: string, signal: AbortSignal | undefined) =>
  fromWire(
    await remote
      .GetPipelineDefinition({ pipelineId, version: 'active' }, signal)
      .catch(() => remote.GetPipelineDefinition({ pipelineId }, signal)),
  )
