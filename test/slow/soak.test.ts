import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { call, type Studio, startStudio } from '../../e2e/studio.ts'
import type { PipelineSummary } from '../../src/api/pipelines.ts'
import type { AttemptRow, InstanceRow } from '../../src/core/runs/instance.ts'
import { grouped, sizeOf, tell } from './dice.ts'
import { type Sample, sampleOf, slopeOf, witnessed } from './memory.ts'
import { cpuOf } from './server.ts'

/** Twenty pipelines of a quarter of an hour, at sixty times the speed of the wall: `npm run soak` does it for an hour. */
const minutes = sizeOf('MINUTES', 1)
const pipelines = 20
const speed = 60
const period = 15 * 60_000
/** Samples of memory a minute; those of the first third are warm-up. */
const samplesAMinute = minutes > 5 ? 1 : 6

it(
  'a soak misses no interval, doubles none, and does not grow',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pipewright-soak-'))
    const marks = join(folder, 'marks')
    const witness = join(folder, 'memory')
    const studio = await startStudio({ dataDir: join(folder, 'data'), speed, env: witnessed(witness) })
    const cpu = cpuOf(studio.pid)
    const begun = performance.now()
    try {
      const ids: string[] = []
      for (let number = 0; number < pipelines; number += 1) {
        const text = JSON.stringify({ objects: objectsOf(number, marks) })
        const { pipelineId } = await call<{ pipelineId: string }>(studio, 'ImportPipeline', {
          name: `soak ${number}`,
          text,
        })
        const { text: kept } = await call<{ text: string }>(studio, 'GetDraft', { pipelineId })
        expect(kept).toBe(text)
        await activate(studio, pipelineId, text)
        ids.push(pipelineId)
      }
      const samples: Sample[] = []
      for (let count = 1; count <= minutes * samplesAMinute; count += 1) {
        await sleepUntil(begun + (count / samplesAMinute) * 60_000)
        // Somebody looks in meanwhile.
        await call<{ pipelines: PipelineSummary[] }>(studio, 'ListPipelineSummaries')
        await call(studio, 'ListRuns', { limit: 50 })
        const sample = await sampleOf(studio.pid, witness, (performance.now() - begun) / 60_000)
        samples.push(sample)
        if (minutes > 5) tell('soak', said(sample))
      }
      const used = (cpuOf(studio.pid) - cpu) / ((performance.now() - begun) / 1000)
      for (const pipelineId of ids) await call(studio, 'DeactivatePipeline', { pipelineId, cancelActive: false })
      await settled(studio, ids)
      const counted = await judge(studio, ids, readFileSync(marks, 'utf8').trim().split('\n'))
      tell(
        'soak',
        `${minutes} min at speed ${speed}: ${counted}; the server used ${(used * 100).toFixed(1)} % of a core`,
      )
      tell(
        'soak',
        `the databases hold ${megabytesOf(join(folder, 'data')).toFixed(1)} MB; SQLite keeps up to 4 MB of them in memory`,
      )
      judgeMemory(samples)
    } finally {
      await studio.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
  (minutes + 10) * 60_000,
)

/** Every pipeline is a little different: steps in a row, and logs in the store or beside it. */
function objectsOf(number: number, marks: string): object[] {
  const mark = (step: string) => `echo "${number} ${step} #{@scheduledStartTime}" >> '${marks}'`
  const step = (id: string, command: string, more: object = {}) => ({
    id,
    name: id,
    type: 'ShellCommandActivity',
    runsOn: { ref: 'Machine' },
    schedule: { ref: 'Every' },
    command: `${mark(id)}; ${command}`,
    ...more,
  })

  return [
    {
      id: 'Default',
      name: 'Default',
      scheduleType: number % 3 === 0 ? 'timeseries' : 'cron',
      failureAndRerunMode: 'cascade',
      role: 'DataPipelineDefaultRole',
      resourceRole: 'DataPipelineDefaultResourceRole',
      ...(number % 2 === 0 && { pipelineLogUri: `s3://soak/logs/${number}/` }),
    },
    { id: 'Every', name: 'Every', type: 'Schedule', period: '15 minutes', startAt: 'FIRST_ACTIVATION_DATE_TIME' },
    {
      id: 'Machine',
      name: 'Machine',
      type: 'Ec2Resource',
      schedule: { ref: 'Every' },
      instanceType: 'm5.large',
      terminateAfter: '2 hours',
    },
    step('Extract', `seq ${number * 20}`),
    ...(number % 2 === 0 ? [step('Load', 'sleep 0.05; echo loaded', { dependsOn: { ref: 'Extract' } })] : []),
  ]
}

async function activate(studio: Studio, pipelineId: string, text: string) {
  const { pipelineObjects } = toService(text)
  const { errored, validationErrors } = await call<{ errored: boolean; validationErrors: object[] }>(
    studio,
    'PutPipelineDefinition',
    { pipelineId, pipelineObjects },
  )
  expect(errored, JSON.stringify(validationErrors)).toBe(false)
  await call(studio, 'ActivatePipeline', { pipelineId })
}

function toService(text: string) {
  const { objects } = JSON.parse(text) as { objects: Record<string, string | { ref: string }>[] }
  return {
    pipelineObjects: objects.map(({ id, name, ...fields }) => ({
      id,
      name,
      fields: Object.entries(fields).map(([key, value]) =>
        typeof value === 'string' ? { key, stringValue: value } : { key, refValue: value.ref },
      ),
    })),
  }
}

/** Every interval from a component's first to its last, once; each made one attempt, and its command ran once. */
async function judge(studio: Studio, ids: readonly string[], lines: readonly string[]): Promise<string> {
  const ran = new Map<string, number>()
  for (const line of lines) ran.set(line, (ran.get(line) ?? 0) + 1)
  let instancesSeen = 0
  let intervals = 0
  for (const [number, pipelineId] of ids.entries()) {
    const { instances } = await call<{ instances: InstanceRow[] }>(studio, 'ListInstances', { pipelineId })
    const { attempts } = await call<{ attempts: AttemptRow[] }>(studio, 'ListAttempts', { pipelineId })
    instancesSeen += instances.length
    for (const [component, all] of Map.groupBy(instances, one => one.componentId)) {
      const starts = all.map(one => one.scheduledStart).sort((a, b) => a - b)
      const first = starts[0] ?? 0
      const gaps = starts.flatMap((start, at) => (start === first + at * period ? [] : [new Date(start).toISOString()]))
      expect(gaps, `${number} ${component}: intervals that do not follow the one before`).toEqual([])
      const wanted = Math.floor((minutes * 60_000 * speed) / period)
      expect(starts.length, `${number} ${component}`).toBeGreaterThanOrEqual(wanted - 2)
      intervals += starts.length
      expect(new Set(all.map(one => one.status)), `${number} ${component}`).toEqual(new Set(['FINISHED']))
      if (component === 'Machine') continue
      for (const one of all) {
        expect(attempts.filter(a => a.instanceId === one.id).map(a => a.number)).toEqual([1])
        const mark = `${number} ${component} ${new Date(one.scheduledStart).toISOString().slice(0, 19)}`
        expect(ran.get(mark), mark).toBe(1)
        ran.delete(mark)
      }
    }
  }
  expect([...ran], 'what ran belongs to an interval').toEqual([])
  return `${grouped(intervals)} intervals of ${grouped(instancesSeen)} instances, none missed, none doubled, ${grouped(lines.length)} commands`
}

const megabytesOf = (dataDir: string): number =>
  ['pipewright.db', 'storage.db'].reduce((sum, name) => sum + statSync(join(dataDir, name)).size, 0) / 1e6

function judgeMemory(samples: readonly Sample[]) {
  const warm = samples.slice(Math.ceil(samples.length / 3))
  const [heap, buffers, rss] = (['heap', 'buffers', 'rss'] as const).map(key =>
    slopeOf(warm.map(one => [one.minute / 60, one[key]])),
  )
  const last = samples.at(-1)
  if (last) tell('soak', `memory at the end: ${said(last)}`)
  for (const [name, fit] of Object.entries({ heap, buffers, rss }))
    tell('soak', `${name} after warm-up: ${fit?.slope.toFixed(1)} ± ${fit?.within.toFixed(1)} MB/hour`)
  // A short soak has no slope to speak of: its last third is held against its second.
  const mean = (part: readonly Sample[]) => part.reduce((sum, one) => sum + one.heap, 0) / part.length
  const half = Math.floor(warm.length / 2)
  const grown = mean(warm.slice(half)) - mean(warm.slice(0, half))
  expect(grown, 'MB that the heap grew by from the middle third to the last').toBeLessThan(minutes > 5 ? 5 : 15)
}

const said = ({ minute, rss, heap, buffers }: Sample): string =>
  `minute ${minute.toFixed(1)}, ${rss.toFixed(0)} MB in all, ${heap.toFixed(1)} MB of heap and ${buffers.toFixed(1)} MB of buffers after a collection`

async function settled(studio: Studio, ids: readonly string[]) {
  const end = Date.now() + 120_000
  for (;;) {
    const { pipelines } = await call<{ pipelines: PipelineSummary[] }>(studio, 'ListPipelineSummaries')
    if (pipelines.filter(one => ids.includes(one.id)).every(one => one.state === 'INACTIVE')) return
    if (Date.now() > end) throw new Error('Not all pipelines were INACTIVE after 2 minutes.')
    await sleepUntil(performance.now() + 500)
  }
}

const sleepUntil = (time: number) => new Promise(done => setTimeout(done, Math.max(0, time - performance.now())))
