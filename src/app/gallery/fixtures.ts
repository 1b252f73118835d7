import type { PipelineSummary } from '../../api/pipelines.ts'
import type { RunRow } from '../../api/runs.ts'
import type { Family } from '../../core/catalog/schema.ts'
import type { Definition } from '../../core/definition/model.ts'
import { type AttemptRow, type InstanceRow, type Status, settled } from '../../core/runs/instance.ts'
import { summarizeRun } from '../../core/runs/summary.ts'

/** A month of runs of one pipeline, always the same: nothing here depends on the clock or on chance. */

export const now = Date.UTC(2026, 4, 4, 9, 31, 20)
export const pipelineId = 'df-08123GALLERY4EXAMPLE'
export const pipelineName = 'Churn scores'

const minute = 60_000
const period = 6 * 60 * minute

interface Part {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly family: Family
  /** Minutes after the start of the run, and how long it takes. */
  readonly at: number
  readonly takes: number
  readonly after: readonly string[]
  readonly machine?: string
}

export const parts: readonly Part[] = [
  { id: 'Machine', name: 'Machine', type: 'Ec2Resource', family: 'resource', at: 0, takes: 64, after: [] },
  {
    id: 'EventsReady',
    name: 'Events are there',
    type: 'S3KeyExists',
    family: 'precondition',
    at: 0,
    takes: 4,
    after: [],
  },
  { id: 'Events', name: 'Raw events', type: 'S3DataNode', family: 'dataNode', at: 4, takes: 0, after: ['EventsReady'] },
  {
    id: 'Extract',
    name: 'Extract sessions',
    type: 'CopyActivity',
    family: 'activity',
    at: 4,
    takes: 9,
    after: ['Events'],
    machine: 'Machine',
  },
  {
    id: 'Features',
    name: 'Build features',
    type: 'ShellCommandActivity',
    family: 'activity',
    at: 14,
    takes: 17,
    after: ['Extract'],
    machine: 'Machine',
  },
  {
    id: 'Train',
    name: 'Train model',
    type: 'ShellCommandActivity',
    family: 'activity',
    at: 32,
    takes: 21,
    after: ['Features'],
    machine: 'Machine',
  },
  { id: 'Cluster', name: 'Scoring cluster', type: 'EmrCluster', family: 'resource', at: 30, takes: 46, after: [] },
  {
    id: 'Score',
    name: 'Score customers',
    type: 'EmrActivity',
    family: 'activity',
    at: 54,
    takes: 18,
    after: ['Train'],
    machine: 'Cluster',
  },
  { id: 'Scores', name: 'Scores', type: 'S3DataNode', family: 'dataNode', at: 72, takes: 0, after: ['Score'] },
  {
    id: 'Load',
    name: 'Load to warehouse',
    type: 'RedshiftCopyActivity',
    family: 'activity',
    at: 73,
    takes: 6,
    after: ['Scores'],
    machine: 'Machine',
  },
  {
    id: 'Report',
    name: 'Weekly report',
    type: 'SqlActivity',
    family: 'activity',
    at: 80,
    takes: 2,
    after: ['Load'],
    machine: 'Machine',
  },
]

/** What went wrong in a run, if anything: the part, and in how many tries. */
interface Story {
  readonly fails?: string
  readonly tries?: number
  readonly ends?: Status
  /** The run is this many minutes old now. */
  readonly age?: number
}

/** Runs ago → story; all others went well. */
const stories: Readonly<Record<number, Story>> = {
  0: { age: 41, fails: 'Extract', tries: 1 },
  1: { fails: 'Train', tries: 3 },
  4: { fails: 'Features', tries: 2 },
  9: { fails: 'Score', tries: 1, ends: 'TIMEDOUT' },
  17: { fails: 'Load', tries: 1, ends: 'CANCELED' },
  18: { fails: 'Load', tries: 3 },
  31: { fails: 'Extract', tries: 3 },
  32: { fails: 'Extract', tries: 3 },
  33: { fails: 'Extract', tries: 3 },
  60: { fails: 'Features', tries: 1 },
  88: { fails: 'Report', tries: 3 },
}
/** Stories whose last try went well: the failure is history. */
const mended = new Set([0, 4, 60])

export const runStarts: readonly number[] = Array.from({ length: 120 }, (_, ago) => now - 41 * minute - ago * period)

const links: Readonly<Partial<Record<Family, string>>> = { dataNode: 'precondition' }

/** A number from 0 to 1 that a text always gives. */
const chance = (text: string): number => {
  let h = 2166136261
  for (const c of text) h = Math.imul(h ^ c.charCodeAt(0), 16777619)
  return ((h ^ (h >>> 13)) >>> 0) / 2 ** 32
}

interface Run {
  readonly instances: readonly InstanceRow[]
  readonly attempts: readonly AttemptRow[]
}

const instanceId = (part: string, start: number) => `@${part}_${new Date(start).toISOString().slice(0, 19)}`

/** Plays one run: parts in order, each after what it needs; a failure cascades. */
function play(start: number, ago: number): Run {
  const story = stories[ago] ?? {}
  const today = story.age === undefined ? Number.POSITIVE_INFINITY : start + story.age * minute
  const ends = new Map<string, number>()
  const broken = new Map<string, string>()
  const instances: InstanceRow[] = []
  const attempts: AttemptRow[] = []
  for (const part of parts) {
    const id = instanceId(part.id, start)
    const base = {
      pipelineId,
      id,
      componentId: part.id,
      name: part.name,
      type: part.type,
      family: part.family,
      scheduledStart: start,
      scheduledEnd: start + period,
      version: ago > 40 ? 2 : 3,
      updatedAt: start,
      triesLeft: 2,
      ...(part.machine !== undefined && { resourceInstance: instanceId(part.machine, start) }),
      ...(part.type === 'EmrActivity' && { rehearsed: 'spark-submit is not on this machine.' }),
    }
    const cause = part.after.find(a => broken.has(a))
    if (cause !== undefined) {
      const at = ends.get(cause) ?? start
      broken.set(part.id, broken.get(cause) ?? cause)
      ends.set(part.id, at)
      instances.push({
        ...base,
        status: 'CASCADE_FAILED',
        attemptCount: 0,
        waitingOn: [],
        actualEnd: at,
        cascadeFailedOn: instanceId(cause, start),
      })
      continue
    }
    const ready = Math.max(start + part.at * minute, ...part.after.map(a => (ends.get(a) ?? start) + 8_000))
    const mine: AttemptRow[] = []
    const fails = story.fails === part.id
    const tries = fails ? (story.tries ?? 1) + (mended.has(ago) ? 1 : 0) : 1
    let at = ready
    for (let n = 1; n <= tries && at < today; n += 1) {
      const lost = fails && n <= (story.tries ?? 1)
      const wait = (0.3 + chance(`${id}${n}q`) * 1.4) * minute
      const took = part.takes * minute * (0.75 + chance(`${id}${n}`) * 0.6) * (lost ? 0.4 : 1)
      const began = at + wait
      const end = began + took
      const status: Status =
        end > today ? (began > today ? 'WAITING_FOR_RUNNER' : 'RUNNING') : lost ? (story.ends ?? 'FAILED') : 'FINISHED'
      mine.push({
        pipelineId,
        instanceId: id,
        id: `${id}_Attempt=${n}`,
        number: n,
        status,
        queuedAt: at,
        ...(began <= today && { actualStart: began }),
        ...(end <= today && { actualEnd: end }),
        hostname: 'ip-10-0-3-41.ec2.internal',
        logLocation: `s3://churn-logs/${pipelineId}/${part.id}/${id}/${id}_Attempt=${n}/`,
        ...(lost && { errorId: 'ActivityFailed:ExitCode', errorMessage: message, errorStackTrace: trace }),
        ...('rehearsed' in base && { rehearsed: base.rehearsed }),
      })
      at = end + 10 * minute
    }
    const last = mine.at(-1)
    const status: Status = last
      ? settled(last.status) && last.status === 'FAILED' && tries > mine.length
        ? 'WAITING_FOR_RUNNER'
        : part.family === 'resource' && last.status === 'WAITING_FOR_RUNNER'
          ? 'CREATING'
          : last.status
      : 'WAITING_ON_DEPENDENCIES'
    const done = last && settled(status)
    if (done && status !== 'FINISHED') broken.set(part.id, part.id)
    ends.set(part.id, last?.actualEnd ?? Number.POSITIVE_INFINITY)
    instances.push({
      ...base,
      status,
      attemptCount: mine.length,
      triesLeft: Math.max(0, 3 - mine.length),
      waitingOn: last ? [] : part.after.filter(a => (ends.get(a) ?? 0) > today).map(a => instanceId(a, start)),
      ...(mine[0]?.actualStart !== undefined && { actualStart: mine[0].actualStart }),
      ...(done && last?.actualEnd !== undefined && { actualEnd: last.actualEnd }),
      ...(last && { headAttempt: last.id }),
      ...(status === 'FAILED' && { errorId: 'ActivityFailed:ExitCode', errorMessage: message }),
    })
    attempts.push(...mine)
  }
  return { instances, attempts }
}

const message = "Command exited with 1: ModuleNotFoundError: No module named 'sklearn'"
const trace = `Traceback (most recent call last):
  File "train.py", line 14, in <module>
    from sklearn.ensemble import GradientBoostingClassifier
ModuleNotFoundError: No module named 'sklearn'`

const played = runStarts.map(play)

export const instances: readonly InstanceRow[] = played.flatMap(run => run.instances)
export const attempts: readonly AttemptRow[] = played.flatMap(run => run.attempts)

export const runs: readonly RunRow[] = played.map(({ instances }, ago) => {
  const { status, counts, startedAt, endedAt } = summarizeRun(instances)
  const start = runStarts[ago] ?? 0
  return {
    pipelineId,
    pipelineName,
    scheduledStart: start,
    scheduledEnd: start + period,
    status,
    counts,
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    version: ago > 40 ? 2 : 3,
    activities: instances.filter(i => i.family === 'activity').length,
    cost: {
      usd: 0.62 + chance(`cost${ago}`) * 0.4,
      unknown: ago % 9 === 0 ? ['EMR fee of m7i.xlarge'] : [],
      basis: 'list price us-east-1, 2026-04-20',
    },
    parameters: { myLearningRate: ago % 7 === 1 ? '0.3' : '0.1', mySample: '1.0', myTarget: 's3://churn-data/scores' },
  }
})

export const failedRun = runStarts[1] ?? 0
export const liveRun = runStarts[0] ?? 0

/** What the parts say of one another, as a definition. */
export const definition: Definition = {
  objects: parts.map(part => ({
    id: part.id,
    name: part.name,
    fields: [
      { key: 'type', stringValue: part.type },
      ...part.after.map(refValue => ({ key: links[part.family] ?? 'dependsOn', refValue })),
      ...(part.machine === undefined ? [] : [{ key: 'runsOn', refValue: part.machine }]),
    ],
  })),
  parameters: [],
  values: [],
}

export const summary: PipelineSummary = {
  id: pipelineId,
  name: pipelineName,
  state: 'SCHEDULED',
  health: 'ERROR',
  scheduleType: 'cron',
  period: '6 hours',
  createdAt: now - 40 * 86_400_000,
  objects: parts.length,
  tags: [],
  runs: {},
}

/** A definition with a parameter of every kind. */
export const draftText = JSON.stringify(
  {
    objects: [
      {
        id: 'Default',
        name: 'Default',
        scheduleType: 'cron',
        schedule: { ref: 'Often' },
        pipelineLogUri: 's3://churn-logs/',
      },
      { id: 'Often', name: 'Every 6 hours', type: 'Schedule', period: '6 hours', startDateTime: '2026-05-03T02:00:00' },
      { id: 'Machine', name: 'Machine', type: 'Ec2Resource', instanceType: 'm5.large', terminateAfter: '2 hours' },
      {
        id: 'Train',
        name: 'Train model',
        type: 'ShellCommandActivity',
        runsOn: { ref: 'Machine' },
        command: 'python3 train.py --rate #{myLearningRate} --seeds #{mySeeds} --out #{myTarget}',
      },
    ],
    parameters: [
      {
        id: 'myLearningRate',
        type: 'Double',
        description: 'Learning rate',
        default: '0.1',
        allowedValues: ['0.01', '0.1', '0.3'],
      },
      { id: 'myEpochs', type: 'Integer', description: 'Passes over the data', default: 'many' },
      {
        id: 'myTarget',
        type: 'AWS::S3::ObjectKey',
        description: 'Where the model goes',
        default: 's3://churn-data/model',
      },
      { id: 'mySeeds', type: 'Integer', description: 'Seeds to try', isArray: 'true', default: ['1', '2'] },
      {
        id: 'myNote',
        type: 'String',
        description: 'Note for the report',
        optional: 'true',
        helpText: 'Shown on its first page.',
      },
      { id: '*myPassword', type: 'String', description: 'Password of the warehouse' },
    ],
    values: { myTarget: 's3://churn-data/model/v3', '*myPassword': 'secret' },
  },
  null,
  2,
)
