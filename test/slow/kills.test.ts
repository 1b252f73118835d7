import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Ready } from '../../e2e/studio.ts'
import { wire } from '../engine/toy.ts'
import { diceOf, grouped, seed, sizeOf, tell } from './dice.ts'
import { look, nameOf, over, resultOf, type Seen, settled } from './runs.ts'
import { ask, cpuOf, launch, pause, processesOf, uptime } from './server.ts'
import { marksOf, overlapsOf, type Shells, shellPipeline } from './shells.ts'

/** PIPEWRIGHT_SLOW_KILLS=200 is 200 kills over 1,000 activities; kills go with a fifth as many runs' activities. */
const kills = sizeOf('KILLS', 40)
const activities = 20
const runs = Math.ceil((kills * 5) / activities)
const pipelines = Math.min(10, runs)
/** Two minutes, the least delay of a retry, pass in a fifth of a second. */
const speed = 600
const firstRun = Date.UTC(2026, 0, 1)

it('a server that is killed over and over ends where one ends that was left alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pipewright-kills-'))
  try {
    const calm = await live(join(folder, 'calm'), 0, 0)
    const wild = await live(join(folder, 'wild'), kills, 0.5)
    expect(wild.result).toEqual(calm.result)
    tell(
      'kills',
      `${grouped(wild.result.size)} instances in ${runs} runs of ${pipelines} pipelines, ${kills} kills (${wild.early} before the server was ready, ${wild.heirs} amid commands): every instance ended as without kills`,
    )
    tell(
      'kills',
      `${grouped(wild.attempts)} attempts, none lost; ${grouped(wild.begun)} commands begun, ${grouped(wild.begun - calm.begun)} of them again after a kill, none beside another of its instance; no process left behind`,
    )
    tell(
      'kills',
      `start to ready: ${spread(wild.readyAfter)}, of processor time ${spread(wild.readyCpu)}; start to the first command taken up again: ${spread(wild.workAfter)}`,
    )
    // A machine that is busy with something else says nothing by the wall's time.
    expect(median(wild.readyCpu), 'ms of processor time from start to ready, the median').toBeLessThan(2_000)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** All runs of the seed, in a data directory of their own, with so many kills on the way. */
async function live(folder: string, deaths: number, longest: number) {
  const dataDir = join(folder, 'data')
  const shells: Shells = { marks: join(folder, 'marks'), locks: join(folder, 'locks'), longest }
  mkdirSync(shells.locks, { recursive: true })
  writeFileSync(shells.marks, '')
  const dice = diceOf(seed)
  const moments = diceOf(seed + 1)
  let life = launch(dataDir, { speed })
  let up = await life.ready
  if (!up) throw new Error(await life.end('SIGKILL'))
  const ids = await create(up.ready, dice, shells)

  const known: Known = { attempts: new Set(), over: new Map() }
  const readyAfter: number[] = []
  const readyCpu: number[] = []
  /** Lives that began while commands of the one before were still there: they have work to take up at once. */
  const heirs: { readonly pid: number; readonly at: number }[] = []
  let early = 0
  let begun = 0
  for (let death = 0; death < deaths; death += 1) {
    const wanted = Math.min(runs, Math.ceil(((death + 1) * runs) / deaths))
    let working = false
    if (up) {
      const { ready } = up
      const act = async () => {
        notice(known, await look(ready, ids))
        for (; begun < wanted; begun += 1) await begin(ready, ids, begun)
      }
      const acting = act().catch(error => {
        // What the kill cut off is asked again in the next life.
        if (!/fetch failed|terminated|socket/.test(String(error))) throw error
      })
      await pause(moments.below(1_200))
      working = processesOf(dataDir, [life.pid]).length > 0
      await life.end('SIGKILL')
      await acting
    } else {
      early += 1
      await life.end('SIGKILL')
    }
    const at = uptime()
    life = launch(dataDir, { speed })
    if (working) heirs.push({ pid: life.pid, at })
    if (death < deaths - 1 && moments.chance(0.3)) {
      const moment = pause(moments.below(Math.max(300, median(readyAfter)))).then(() => undefined)
      up = await Promise.race([life.ready, moment])
      if (!up) continue
    } else up = await life.ready
    if (!up) throw new Error(`The server did not start again: ${await life.end('SIGKILL')}`)
    readyAfter.push(up.ms)
    readyCpu.push(cpuOf(life.pid) * 1_000)
  }
  if (!up) throw new Error('The last life must be one that gets ready.')
  const { ready } = up
  for (; begun < runs; begun += 1) await begin(ready, ids, begun)
  const last = await settled(ready, ids, runs)
  notice(known, last)
  const marks = marksOf(readFileSync(shells.marks, 'utf8'))
  const said = await life.end('SIGTERM')
  expect(said.replace('Stopping …', '').trim(), 'what the last server complained about').toBe('')
  expect(processesOf(dataDir), 'processes left behind').toEqual([])
  judge(known, last, marks)
  const begins = marks.filter(one => one.what === 'begin')
  return {
    early,
    readyAfter,
    readyCpu,
    heirs: heirs.length,
    workAfter: heirs.flatMap(({ pid, at }) => {
      const first = begins.find(one => one.server === pid)
      return first ? [(first.at - at) * 1_000] : []
    }),
    result: resultOf(ids, last),
    attempts: last.attempts.length,
    begun: begins.length,
  }
}

async function create(ready: Ready, dice: ReturnType<typeof diceOf>, shells: Shells): Promise<readonly string[]> {
  const ids: string[] = []
  for (let number = 0; number < pipelines; number += 1) {
    const name = `kills ${number}`
    const { pipelineId } = await ask<{ pipelineId: string }>(ready, 'CreatePipeline', { name, uniqueId: name })
    const definition = shellPipeline(dice, activities, shells, isScheduled(number) ? runsOf(number) : undefined)
    const { errored, validationErrors } = await ask<{ errored: boolean; validationErrors: object[] }>(
      ready,
      'PutPipelineDefinition',
      wire(pipelineId, definition),
    )
    expect(errored, JSON.stringify(validationErrors)).toBe(false)
    ids.push(pipelineId)
  }
  return ids
}

/** Every fifth pipeline runs by a schedule; of the others each run is started by hand. */
const isScheduled = (number: number): boolean => number % 5 === 4
const runsOf = (number: number): number => Math.floor((runs - 1 - number) / pipelines) + 1

/** Starts a run unless it has begun already. */
async function begin(ready: Ready, ids: readonly string[], run: number) {
  const number = run % pipelines
  const pipelineId = ids[number] ?? ''
  const scheduledStart = isScheduled(number) ? undefined : firstRun + Math.floor(run / pipelines) * 86_400_000
  const { total } = await ask<{ total: number }>(ready, 'ListInstances', { pipelineId, scheduledStart, limit: 1 })
  if (total > 0) return
  if (scheduledStart === undefined) await ask(ready, 'ActivatePipeline', { pipelineId })
  else await ask(ready, 'RunOnce', { pipelineId, at: scheduledStart })
}

interface Known {
  readonly attempts: Set<string>
  readonly over: Map<string, string>
}

/** What was once there stays, and what was over is over for good. */
function notice(known: Known, { instances, attempts }: Seen) {
  const names = new Set(attempts.map(nameOf))
  expect(
    [...known.attempts].filter(name => !names.has(name)),
    'attempts lost',
  ).toEqual([])
  for (const name of names) known.attempts.add(name)
  const now = new Map(instances.map(one => [nameOf(one), one.status]))
  for (const [name, status] of known.over) expect(now.get(name), name).toBe(status)
  for (const one of instances) if (over.has(one.status)) known.over.set(nameOf(one), one.status)
}

function judge(known: Known, { instances, attempts }: Seen, marks: ReturnType<typeof marksOf>) {
  expect(overlapsOf(marks), 'commands of one instance at the same time').toEqual([])
  for (const { what, attempt } of marks) if (what === 'begin') expect(known.attempts.has(attempt), attempt).toBe(true)
  const byInstance = Map.groupBy(attempts, one => `${one.pipelineId}|${one.instanceId}`)
  for (const one of instances) {
    const numbers = (byInstance.get(nameOf(one)) ?? []).map(attempt => attempt.number)
    expect(numbers, nameOf(one)).toEqual(Array.from({ length: one.attemptCount }, (_, at) => at + 1))
  }
}

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0
const spread = (all: readonly number[]): string =>
  all.length === 0 ? 'never' : `median ${Math.round(median(all))} ms, longest ${Math.round(Math.max(...all))} ms`
