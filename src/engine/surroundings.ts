import type { Field } from '../core/definition/model.ts'
import { objectById } from '../core/definition/query.ts'
import type { Runtime as RuntimeFields, Surroundings } from '../core/definition/scope.ts'
import { dateTime, printDateTime, string, type Value } from '../core/expression/value.ts'
import { type Attempt, type Instance, isOver, type Phase, statusOf, triesLeft } from './instance.ts'
import type { Ledger } from './ledger.ts'

/** What the service says of an instance while it runs, as fields; times carry their milliseconds. */
interface Fact {
  readonly key: string
  readonly text?: string
  readonly ref?: string
  readonly time?: number
}

/** Facts of an instance. Source: developer guide, runtime fields; CLI tests for their spelling. */
export function factsOf(instance: Instance): readonly Fact[] {
  const { plan, head, trouble } = instance
  const from = plan.taken?.from
  return known([
    { key: '@id', text: plan.id },
    { key: '@sphere', text: 'INSTANCE' },
    { key: '@pipelineId', text: plan.pipelineId },
    { key: '@version', text: String(plan.version) },
    { key: '@status', text: statusOf(instance) },
    { key: '@componentParent', ref: plan.componentId },
    // What was taken as done lies where the other run put it.
    { key: '@scheduledStartTime', time: from?.start ?? plan.scheduledStart },
    { key: '@scheduledEndTime', time: from?.end ?? plan.scheduledEnd },
    { key: '@actualStartTime', time: from?.actualStart ?? instance.actualStart },
    { key: '@actualEndTime', time: from?.actualEnd ?? instance.actualEnd },
    { key: '@finishedTime', time: instance.phase === 'finished' ? instance.actualEnd : undefined },
    { key: '@headAttempt', ref: head?.id },
    { key: '@attemptCount', text: instance.attempts > 0 ? String(instance.attempts) : undefined },
    { key: '@triesLeft', text: instance.attempts > 0 ? String(triesLeft(instance)) : undefined },
    ...(instance.phase === 'blocked' ? instance.unmet.map(ref => ({ key: '@waitingOn', ref })) : []),
    { key: '@cascadeFailedOn', ref: instance.cascadeFailedOn },
    { key: 'hostname', text: head?.hostname },
    { key: 'errorId', text: trouble?.errorId },
    { key: 'errorMessage', text: trouble?.errorMessage },
    { key: 'errorStackTrace', text: trouble?.errorStackTrace },
    { key: 'cancellationReason', text: instance.cancellationReason },
    { key: '@logLocation', text: head?.logLocation },
    ...(plan.family === 'resource' ? machineFacts(instance) : []),
  ])
}

/** What a machine is called and how it is: this computer stands in for it. */
const machineFacts = ({ plan, phase, head, trouble }: Instance): readonly Perhaps[] => [
  { key: '@resourceId', text: head && `local-${plan.componentId}-${head.number}` },
  { key: '@resourceStatus', text: head && (machineStatus[phase] ?? 'TERMINATED') },
  { key: '@failureReason', text: trouble?.errorMessage },
]

const machineStatus: Readonly<Partial<Record<Phase, string>>> = {
  creating: 'STARTING',
  stopping: 'TERMINATING',
  up: 'RUNNING',
  closing: 'TERMINATING',
}

/** Facts of one of its attempts. Source: developer guide, runtime fields. */
export function factsOfAttempt(instance: Instance, attempt: Attempt): readonly Fact[] {
  const { plan } = instance
  const { trouble } = attempt
  const newest = instance.head?.id === attempt.id
  return known([
    { key: '@id', text: attempt.id },
    { key: '@sphere', text: 'ATTEMPT' },
    { key: '@pipelineId', text: plan.pipelineId },
    { key: '@version', text: String(plan.version) },
    { key: '@status', text: attempt.status },
    { key: '@componentParent', ref: plan.componentId },
    { key: '@instanceParent', ref: plan.id },
    { key: '@activeInstances', ref: newest && !isOver(instance) ? plan.id : undefined },
    { key: '@scheduledStartTime', time: plan.scheduledStart },
    { key: '@scheduledEndTime', time: plan.scheduledEnd },
    { key: '@actualStartTime', time: attempt.actualStart },
    { key: '@actualEndTime', time: attempt.actualEnd },
    { key: '@finishedTime', time: attempt.status === 'FINISHED' ? attempt.actualEnd : undefined },
    { key: 'attemptStatus', text: attempt.status },
    { key: 'reportProgressTime', time: attempt.reportedAt },
    { key: 'hostname', text: attempt.hostname },
    { key: 'errorId', text: trouble?.errorId },
    { key: 'errorMessage', text: trouble?.errorMessage },
    { key: 'errorStackTrace', text: trouble?.errorStackTrace },
    { key: 'cancellationReason', text: newest ? instance.cancellationReason : undefined },
    { key: '@logLocation', text: attempt.logLocation },
    { key: 'currentRetryCount', text: attempt.checks === undefined ? undefined : String(attempt.checks) },
    { key: 'lastRetryTime', time: attempt.lastCheck },
  ])
}

type Perhaps = { readonly key: string } & { readonly [K in 'text' | 'ref']?: string | undefined } & {
  readonly time?: number | undefined
}

/** Those that have a value. */
const known = (facts: readonly Perhaps[]): readonly Fact[] =>
  facts.flatMap(({ key, text, ref, time }): Fact[] => {
    if (time !== undefined) return [{ key, time }]
    if (ref !== undefined) return [{ key, ref }]
    return text === undefined ? [] : [{ key, text }]
  })

/** A fact as it goes over the wire. */
export const fieldOf = ({ key, text, ref, time }: Fact): Field =>
  ref !== undefined
    ? { key, refValue: ref }
    : { key, stringValue: time === undefined ? (text ?? '') : printDateTime(time) }

const asValue = ({ text, ref, time }: Fact): Value => (time === undefined ? string(ref ?? text ?? '') : dateTime(time))

/**
 * Where the expressions of an object stand while an instance is at hand: its own runtime fields, and those of the
 * instances that it refers to. `action` is evaluated in place of the instance's component, with it as `node`.
 */
export function surroundingsOf(ledger: Ledger, instance: Instance, action?: string): Surroundings | undefined {
  const { plan } = instance
  const roster = ledger.roster(plan.pipelineId, plan.version)
  const own = roster && objectById(roster.definition, action ?? plan.componentId)
  if (!roster || !own) return undefined
  let known: ReadonlyMap<string, Instance> | undefined
  const runtime: RuntimeFields = (objectId, field) => {
    // What an action speaks of, such as the outputs of its node, is mostly over as the node is.
    if (objectId !== plan.componentId) known ??= instancesAround(action ? lookingBack(ledger) : ledger, instance)
    const at = objectId === plan.componentId ? instance : known?.get(objectId)
    const subject = at ?? (objectId === action ? instance : undefined)
    const found =
      subject &&
      factsOf(subject)
        .filter(fact => fact.key === field)
        .map(asValue)
    return found && found.length > 0 ? found : undefined
  }
  const owner = plan.owner === undefined ? undefined : ledger.instance(plan.pipelineId, plan.owner)
  const node = action === undefined ? owner?.plan.componentId : plan.componentId
  const nodeObject = node === undefined ? undefined : objectById(roster.definition, node)
  return {
    definition: roster.definition,
    object: own,
    values: roster.values,
    runtime,
    ...(nodeObject && { node: nodeObject }),
  }
}

/** Where expressions stand that are asked of one attempt: what it knows of itself comes before what its instance does. */
export function surroundingsOfAttempt(ledger: Ledger, instance: Instance, attempt: Attempt): Surroundings | undefined {
  const here = surroundingsOf(ledger, instance)
  const reported = (attempt.fields ?? []).map(({ key, stringValue, refValue }) => ({
    key,
    ...(stringValue !== undefined && { text: stringValue }),
    ...(refValue !== undefined && { ref: refValue }),
  }))
  const own = [...factsOfAttempt(instance, attempt), ...reported]
  const runtime: RuntimeFields = (objectId, field) => {
    const found = objectId === instance.plan.componentId ? own.filter(fact => fact.key === field).map(asValue) : []
    return found.length > 0 ? found : here?.runtime?.(objectId, field)
  }
  return here && { ...here, runtime }
}

/** The same ledger for looking back: what depends on an instance counts though it is over. */
export const lookingBack = (ledger: Ledger): Ledger => ({
  ...ledger,
  dependents: (pipelineId, id) => ledger.dependents(pipelineId, id, 'all'),
})

/**
 * By component, the instances that an instance depends on or that depend on it; of a precondition also those around
 * whom it is for, since `node.output.directoryPath` is evaluated where that output stands.
 */
function instancesAround(ledger: Ledger, instance: Instance): ReadonlyMap<string, Instance> {
  const { pipelineId, owner } = instance.plan
  const known = new Map<string, Instance>()
  const add = (other: Instance | undefined) => {
    if (other && !known.has(other.plan.componentId)) known.set(other.plan.componentId, other)
  }
  const at = (id: string | undefined) => (id === undefined ? undefined : ledger.instance(pipelineId, id))
  const served = at(owner)
  for (const { plan } of served ? [instance, served] : [instance]) {
    for (const id of [...plan.needs.map(need => need.id), plan.resource, plan.owner]) add(at(id))
    for (const other of ledger.dependents(pipelineId, plan.id, 'live')) add(other)
  }
  return known
}
