import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, createWriteStream, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Ready } from '../../../e2e/studio.ts'
import type { LogFile, LogPage } from '../../../src/api/logs.ts'
import type { AttemptRow, InstanceRow } from '../../../src/core/runs/instance.ts'
import { define, to, wire } from '../../engine/toy.ts'
import { ask, cpuOf, launch, pause } from '../../slow/server.ts'
import type { Figure } from '../runner.ts'

/** Size of the log, MiB: `PIPEWRIGHT_BENCH_LOG_MB`, else a gibibyte. */
const megabytes = Number(process.env.PIPEWRIGHT_BENCH_LOG_MB ?? 1_024)
/** Parts that a command prints with pauses between them while somebody reads along. */
const parts = 20

/**
 * The built server and a command that prints a gigabyte: what that costs the command, how soon pages are there
 * meanwhile, how long packing takes, and what the server holds in memory, beside `cat` and `gzip -1` of the same bytes.
 */
export async function* atWork(folder: string, log: Buffer): AsyncGenerator<Figure> {
  const file = gigabyteIn(folder)
  await writeRepeated(file, log, megabytes << 20)
  const size = statSync(file).size
  const life = launch(join(folder, 'server'))
  const up = await life.ready
  if (!up) throw new Error(await life.end('SIGKILL'))
  try {
    await runLog(up.ready, 'warm', `head -c 20000000 '${file}'`, folder)
    const before = memoryOf(life.pid)
    const plain: number[] = []
    const ours: (Timed & { readonly cpu: number })[] = []
    for (let round = 0; round < 3; round += 1) {
      rmSync(join(folder, 'plain'), { force: true })
      await timedShell(warmMemory(folder), '/dev/null')
      plain.push((await timedShell(`cat '${file}'`, join(folder, 'plain'))).wall)
      const cpu = cpuOf(life.pid)
      const timed = await runLog(up.ready, `whole-${round}`, `cat '${file}'`, folder)
      ours.push({ ...timed, cpu: cpuOf(life.pid) - cpu })
    }
    const printing = Math.min(...ours.map(one => one.printing))
    yield figure(`printing a log of ${megabytes} MiB`, printing, 's', 'cat into a file', Math.min(...plain))
    const gzip = await timedShell(`gzip -1 -c '${file}'`, join(folder, 'plain.gz'))
    const least = (what: 'packing' | 'cpu') => Math.min(...ours.map(one => one[what]))
    yield figure('packing it into the store', least('packing'), 's', 'gzip -1 into a file', gzip.wall)
    yield figure('processor time of the server for all of that', least('cpu'), 's', 'of gzip -1', gzip.cpu)

    const chunk = Math.ceil(size / parts)
    const slowly = `i=0; while [ $i -lt ${parts} ]; do tail -c +$((i * ${chunk} + 1)) '${file}' | head -c ${chunk}; i=$((i + 1)); sleep 0.5; done`
    const looks: Looks = { tail: [], page: [], behind: 0 }
    await runLog(up.ready, 'slowly', slowly, folder, looks)
    yield figure('tail of it while it grows, median', median(looks.tail), 'ms', 'a page of a packed log', 10)
    yield figure('tail of it while it grows, slowest', Math.max(...looks.tail), 'ms', 'a second', 1_000)
    yield figure('random page of it while it grows, median', median(looks.page), 'ms', 'a page of a packed log', 10)
    yield figure('lines a tail missed that were written before it was asked for', looks.behind, 'lines', 'none', 1)
    const held = memoryOf(life.pid)
    yield figure('most memory the server ever held', held.most, 'MB', 'before the first log', before.now)
  } finally {
    await life.end('SIGTERM')
  }
}

interface Timed {
  /** Seconds that the command took, and from its end to the attempt's. */
  readonly printing: number
  readonly packing: number
}

interface Looks {
  readonly tail: number[]
  readonly page: number[]
  behind: number
}

/** Runs one command as an activity, with logs in the store, and looks at its output meanwhile where asked to. */
async function runLog(ready: Ready, name: string, command: string, folder: string, looks?: Looks): Promise<Timed> {
  const times = join(folder, `times-${name}`)
  const { pipelineId } = await ask<{ pipelineId: string }>(ready, 'CreatePipeline', { name, uniqueId: name })
  const definition = define({
    Default: { scheduleType: 'ondemand', role: 'r', resourceRole: 'rr', pipelineLogUri: 's3://bench/logs/' },
    Machine: { type: 'Ec2Resource', instanceType: 'm5.large', terminateAfter: '1 hour' },
    Print: {
      type: 'ShellCommandActivity',
      runsOn: to('Machine'),
      command: `${warmMemory(folder)}; date +%s.%N > '${times}'; ${command}; date +%s.%N >> '${times}'`,
    },
  })
  await ask(ready, 'PutPipelineDefinition', wire(pipelineId, definition))
  await ask(ready, 'ActivatePipeline', { pipelineId })
  for (;;) {
    const { instances } = await ask<{ instances: InstanceRow[] }>(ready, 'ListInstances', { pipelineId })
    const print = instances.find(one => one.componentId === 'Print')
    if (print?.status === 'FAILED') throw new Error(print.errorMessage)
    if (print?.status === 'FINISHED') break
    if (looks && print?.status === 'RUNNING') await look(ready, pipelineId, print, looks)
    await pause(100)
  }
  const { attempts } = await ask<{ attempts: AttemptRow[] }>(ready, 'ListAttempts', { pipelineId })
  const over = attempts.find(one => one.id.includes('@Print'))?.actualEnd ?? Number.NaN
  const [begun = Number.NaN, ended = Number.NaN] = readFileSync(times, 'utf8').split('\n').map(Number)
  return { printing: ended - begun, packing: over / 1000 - ended }
}

async function look(ready: Ready, pipelineId: string, { headAttempt }: InstanceRow, looks: Looks) {
  const attemptId = headAttempt ?? ''
  const { logs } = await ask<{ logs: LogFile[] }>(ready, 'ListLogs', { pipelineId, attemptId })
  const out = logs.find(one => one.kind === 'stdout' && one.live)
  if (!out || out.size === 0) return
  const where = { pipelineId, attemptId, uri: out.uri, count: 200 }
  const read = async (from: number, into: number[]) => {
    const begun = performance.now()
    const page = await ask<LogPage>(ready, 'ReadLog', { ...where, from })
    into.push(performance.now() - begun)
    return page
  }
  const tail = await read(-200, looks.tail)
  looks.behind = Math.max(looks.behind, (out.lines ?? 0) - tail.totalLines)
  const page = await read(Math.floor(Math.random() * tail.totalLines), looks.page)
  if (page.lines.length === 0) throw new Error(`There is nothing at line ${page.from} of ${tail.totalLines}.`)
}

/** Seconds by the wall and of processor time. */
async function timedShell(command: string, to: string): Promise<{ readonly wall: number; readonly cpu: number }> {
  const out = openSync(to, 'w')
  const begun = performance.now()
  const child = spawn('bash', ['-c', `TIMEFORMAT='%U %S'; time ${command}`], { stdio: ['ignore', out, 'pipe'] })
  closeSync(out)
  const [said] = await Promise.all([text(child.stderr as Readable), once(child, 'exit')])
  const wall = (performance.now() - begun) / 1000
  const [user = Number.NaN, system = Number.NaN] = said.trim().split(' ').map(Number)
  return { wall, cpu: user + system }
}

async function writeRepeated(file: string, text: Buffer, bytes: number) {
  const out = createWriteStream(file)
  for (let size = 0; size < bytes; size += text.length)
    if (!out.write(text)) await new Promise<void>(done => out.once('drain', done))
  await new Promise<void>((done, fail) => out.once('error', fail).end(done))
}

const gigabyteIn = (folder: string) => join(folder, 'gigabyte.txt')

/**
 * A command that leaves as much memory behind as the next one needs. A virtual machine gets memory that it did not use
 * for seconds from its host page by page, which makes the same `cat` take eight times as long: all are to find it warm.
 */
const warmMemory = (folder: string) => `cat '${gigabyteIn(folder)}' > '${folder}/warm'; rm '${folder}/warm'`

/** MB that a process holds, and the most it ever held. */
function memoryOf(pid: number): { readonly now: number; readonly most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const said = (name: string) => (Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * 1_024) / 1e6
  return { now: said('VmRSS'), most: said('VmHWM') }
}

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[all.length >> 1] ?? Number.NaN

const rounded = (value: number) => Number(value.toPrecision(3))
const figure = (name: string, value: number, unit: string, against: string, other: number): Figure => ({
  name,
  value: rounded(value),
  unit,
  against: `${against}: ${rounded(other)} ${unit}`,
  ratio: rounded(value / other),
})
