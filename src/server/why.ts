import { Fault } from '../api/faults.ts'
import type { Diagnosis, WhyReport } from '../api/runs.ts'
import type { WorkspaceService } from '../api/workspace.ts'
import { effectiveFields, objectById, typeOf } from '../core/definition/query.ts'
import { diagnose } from '../core/diagnosis/diagnose.ts'
import type { Finding, Situation, TextSource } from '../core/diagnosis/rule.ts'
import { type AttemptRow, type InstanceRow, type Status, settled } from '../core/runs/instance.ts'
import { startOfInstance } from '../core/runs/instance-id.ts'

type Asked = Pick<WorkspaceService, 'ListInstances' | 'ListAttempts' | 'GetVersion' | 'ListLogs' | 'ReadLog'>

/** How much of a log's end is searched for a cause. */
const tailLines = 400

/**
 * Why an instance failed or waits: the chain to the origin, and the likely causes there. `now` in UTC milliseconds. What
 * was `rehearsed` only has no logs and needs none.
 */
export async function explain(
  ask: Asked,
  pipelineId: string,
  instanceId: string,
  now: number,
  how: 'real' | 'rehearsed' = 'real',
): Promise<WhyReport> {
  const all = await instancesBeside(ask, pipelineId, instanceId)
  const instance = all.get(instanceId)
  if (!instance) throw new Fault('NotFound', `There is no instance ${instanceId} in ${pipelineId}.`)
  const chain = chainOf(instance, all)
  const origin = chain.at(-1) ?? instance
  const diagnoses =
    settled(origin.status) && origin.status === 'FINISHED' ? [] : await diagnoseInstance(ask, origin, all, now, how)
  const waits = await whatItWaitsFor(ask, origin)
  return {
    instanceId,
    headline: headline(instance, origin, diagnoses[0] ? `${diagnoses[0].title}.` : waits, waits),
    chain: chain.map(link => ({
      instanceId: link.id,
      status: link.status,
      reason: (link === origin && waits) || reason(link, all),
    })),
    diagnoses,
  }
}

/** Of what is asked again and again, the last answer; of a worker's task, whose it is. */
async function whatItWaitsFor(ask: Asked, { pipelineId, ...instance }: InstanceRow): Promise<string | undefined> {
  if (instance.family === 'precondition' && instance.status === 'RUNNING') {
    const { attempts } = await ask.ListAttempts({ pipelineId, instanceId: instance.id })
    const found = attempts.find(a => a.id === instance.headAttempt)?.lastReason
    return found && `Not true yet: ${found}`
  }
  if (instance.status !== 'WAITING_FOR_RUNNER') return undefined
  const fields = await fieldsOf(ask, { pipelineId, ...instance })
  const group = fields.has('runsOn') ? undefined : fields.get('workerGroup')?.[0]
  return group && `Waits for a worker of the group ${group} to ask for work.`
}

async function instancesBeside(ask: Asked, pipelineId: string, instanceId: string) {
  const start = startOfInstance(instanceId)
  if (start === undefined)
    throw new Fault('InvalidRequestException', `${instanceId} is no id of an instance: those end in a time.`)
  const { instances } = await ask.ListInstances({ pipelineId, scheduledStart: start })
  const map = new Map(instances.map(i => [i.id, i]))
  // What one waits for may stand in another interval.
  const missing = instances
    .flatMap(i => [...i.waitingOn, i.cascadeFailedOn ?? ''])
    .some(id => id.startsWith('@') && !map.has(id))
  if (missing) for (const other of (await ask.ListInstances({ pipelineId })).instances) map.set(other.id, other)
  return map as ReadonlyMap<string, InstanceRow>
}

/** From the instance asked about to the one where it began. */
function chainOf(instance: InstanceRow, all: ReadonlyMap<string, InstanceRow>): readonly InstanceRow[] {
  const chain = [instance]
  for (let now: InstanceRow | undefined = instance; now; ) {
    const next: InstanceRow | undefined = originsOf(now)
      .flatMap(id => all.get(id) ?? [])
      .filter(i => !chain.includes(i))
      .toSorted((a, b) => gravity(b.status) - gravity(a.status))[0]
    if (next) chain.push(next)
    now = next
  }
  return chain
}

const originsOf = (instance: InstanceRow): readonly string[] =>
  instance.cascadeFailedOn !== undefined
    ? [instance.cascadeFailedOn]
    : instance.status === 'WAITING_ON_DEPENDENCIES'
      ? instance.waitingOn
      : []

const graver: readonly Status[] = [
  'WAITING_ON_DEPENDENCIES',
  'CREATING',
  'WAITING_FOR_RUNNER',
  'RUNNING',
  'CASCADE_FAILED',
  'CANCELED',
  'TIMEDOUT',
  'FAILED',
]
const gravity = (status: Status) => graver.indexOf(status)

async function diagnoseInstance(
  ask: Asked,
  instance: InstanceRow,
  all: ReadonlyMap<string, InstanceRow>,
  now: number,
  how: 'real' | 'rehearsed',
): Promise<Diagnosis[]> {
  const { pipelineId } = instance
  const { attempts } = await ask.ListAttempts({ pipelineId, instanceId: instance.id })
  const head = attempts.find(a => a.id === instance.headAttempt) ?? attempts.at(-1)
  const logs = head ? await readTails(ask, pipelineId, head) : { texts: {}, from: {}, missing: false }
  const situation: Situation = {
    type: instance.type,
    family: instance.family,
    status: instance.status,
    minutesInState: (now - instance.updatedAt) / 60_000,
    fields: await fieldsOf(ask, instance),
    waitingOn: instance.waitingOn.flatMap(id => all.get(id)?.family ?? []),
    logsMissing: how === 'real' && logs.missing && settled(instance.status),
    texts: { ...errorTexts(instance, head), ...logs.texts },
  }
  return diagnose(situation).map(found => asDiagnosis(found, logs.from))
}

function errorTexts(instance: InstanceRow, head: AttemptRow | undefined): Situation['texts'] {
  const errorId = head?.errorId ?? instance.errorId
  const errorMessage = head?.errorMessage ?? instance.errorMessage
  const failing = instance.family === 'resource' ? 'failureReason' : 'errorMessage'
  return {
    ...(errorId !== undefined && { errorId }),
    ...(errorMessage !== undefined && { [failing]: errorMessage }),
    ...(head?.errorStackTrace !== undefined && { errorStackTrace: head.errorStackTrace }),
  }
}

const sources: Readonly<Record<string, TextSource>> = { stdout: 'stdout', stderr: 'stderr', activity: 'activityLog' }

async function readTails(ask: Asked, pipelineId: string, attempt: AttemptRow) {
  const texts: Partial<Record<TextSource, string>> = {}
  const from: Partial<Record<TextSource, number>> = {}
  const { logs } = await ask.ListLogs({ pipelineId, attemptId: attempt.id })
  for (const { kind, uri } of logs) {
    const source = sources[kind]
    if (!source) continue
    const page = await ask.ReadLog({ pipelineId, attemptId: attempt.id, uri, from: -tailLines, count: tailLines })
    texts[source] = page.lines.join('\n')
    from[source] = page.from
  }
  return { texts, from, missing: logs.length === 0 }
}

async function fieldsOf(ask: Asked, instance: InstanceRow): Promise<Situation['fields']> {
  const { definition } = await ask.GetVersion({ pipelineId: instance.pipelineId, version: instance.version })
  const object = objectById(definition, instance.componentId)
  const fields = new Map<string, string[]>()
  if (object && typeOf(definition, object) !== undefined)
    for (const { key, stringValue, refValue } of effectiveFields(definition, object))
      fields.set(key, [...(fields.get(key) ?? []), stringValue ?? refValue ?? ''])
  return fields
}

const words = { high: 0.9, medium: 0.6, low: 0.3 } as const

function asDiagnosis({ rule, evidence }: Finding, from: Partial<Record<TextSource, number>>): Diagnosis {
  const first = evidence && from[evidence.source]
  return {
    rule: rule.id,
    title: rule.title,
    cause: rule.cause,
    remedies: rule.remedies,
    confidence: words[rule.confidence],
    ...(evidence && {
      evidence: {
        text: evidence.text,
        source: evidence.source,
        ...(first !== undefined && { line: first + evidence.line }),
      },
    }),
  }
}

function headline(
  instance: InstanceRow,
  origin: InstanceRow,
  cause: string | undefined,
  waits: string | undefined,
): string {
  const { componentId, status } = instance
  const why = cause ? ` ${cause}` : origin.errorMessage ? ` ${firstLine(origin.errorMessage)}` : ''
  if (status === 'FINISHED') return `${componentId} finished.`
  if (status === 'RUNNING') return `${componentId} is running.${waits ? ` ${waits}` : ''}`
  if (origin === instance)
    return settled(status) ? `${componentId} ended as ${status}.${why}` : `${componentId} is ${status}.${why}`
  const root = `${origin.componentId}, which is ${origin.status}`
  if (status === 'CASCADE_FAILED') return `${componentId} did not run because of ${root}.${why}`
  return `${componentId} waits, in the end, for ${root}.${why}`
}

function reason(instance: InstanceRow, all: ReadonlyMap<string, InstanceRow>): string {
  const name = (id: string) => all.get(id)?.componentId ?? id
  if (instance.cascadeFailedOn !== undefined)
    return `${name(instance.cascadeFailedOn)} failed, and the failure cascaded.`
  if (instance.status === 'WAITING_ON_DEPENDENCIES')
    return instance.waitingOn.length
      ? `Waits for ${instance.waitingOn.map(name).join(', ')}.`
      : 'Waits for its time or a free slot.'
  if (instance.errorMessage) return firstLine(instance.errorMessage)
  return `Its status is ${instance.status}.`
}

const firstLine = (text: string): string => {
  const lines = text.split('\n').filter(line => line.trim())
  return (lines.at(-1) ?? text).slice(0, 300)
}
