import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LogSource } from '../../src/server/logs/blocks.ts'
import { liveLogs } from '../../src/server/logs/live.ts'
import { readLines, searchLines } from '../../src/server/logs/pages.ts'
import { openShelf } from '../../src/server/logs/shelf.ts'
import { runProcess } from '../../src/server/processes.ts'
import { createObjectStore } from '../../src/server/storage/object-store.ts'
import { createStorage } from '../../src/server/storage/storage.ts'
import { type Held, memoryOfLogs } from '../slow/log-memory.ts'
import { atWork } from './logs/at-work.ts'
import type { Figure } from './runner.ts'

const rounds = 3
const megabytes = 200

/**
 * Logs, against what the machine itself does with the same bytes in the same minute: how fast output reaches the disk,
 * how fast it is packed, how soon a page is there, how fast it is searched.
 */
export async function* figures(): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'pipewright-bench-'))
  const storage = await createStorage(folder, { durable: false })
  try {
    const shelf = openShelf(createObjectStore(storage), folder)
    const file = join(folder, 'log.txt')
    writeFileSync(file, realisticLog(megabytes << 20))
    const size = statSync(file).size / 1e6
    const uri = 's3://logs/attempt/StdOutput.gz'

    const speeds = { ours: [] as number[], plain: [] as number[], pack: [] as number[], gzip: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      speeds.plain.push(size / (await seconds(() => copyWith(['cat', file], join(folder, `plain-${round}`)))))
      speeds.ours.push(size / (await seconds(() => runCat(file, join(folder, `out-${round}`)))))
      speeds.gzip.push(size / (await seconds(() => copyWith(['gzip', '-1', '-c', file], join(folder, 'plain.gz')))))
      speeds.pack.push(size / (await seconds(() => shelf.put(file, uri))))
    }
    yield figure('log ingestion', best(speeds.ours), 'MB/s', 'cat into a file', best(speeds.plain))
    yield figure('log packing into the store', best(speeds.pack), 'MB/s', 'gzip -1 into a file', best(speeds.gzip))

    const packed = (await shelf.open(uri)) as LogSource
    const { lines } = packed.index
    const page = await median(60, n => readLines(packed, Math.floor((lines * n) / 60), 200))
    const whole = await seconds(() => copyWith(['gzip', '-dc', join(folder, 'plain.gz')], '/dev/null'))
    yield figure('random page of 200 lines of a packed log', page * 1e3, 'ms', 'unpacking the whole log', whole * 1e3)

    const first = await seconds(async () => readLines((await liveLogs().open(file)) as LogSource, 0, 200))
    const counted = await seconds(() => copyWith(['wc', '-l', file], '/dev/null'))
    yield figure('first page of a running log never looked at', first * 1e3, 'ms', 'wc -l', counted * 1e3)

    const text = 'gradient overflow in block 4711'
    const searched = await seconds(() => searchLines(packed, { text, caseSensitive: true }))
    const grepped = await seconds(() =>
      copyWith(['sh', '-c', `gzip -dc ${join(folder, 'plain.gz')} | grep -c -F '${text}'`], '/dev/null'),
    )
    yield figure('search of a packed log', size / searched, 'MB/s', 'gzip -dc | grep -F', size / grepped)

    yield* memory()
    yield* atWork(folder, realisticLog(8 << 20))
  } finally {
    storage.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What printing, following, packing, reading and searching a log takes at most; the first is what others are held to. */
async function* memory(): AsyncGenerator<Figure> {
  const all = await memoryOfLogs([64, 256, 1_024])
  const said = [
    ['heap and buffers', (held: Held) => held.heap + held.buffers],
    ['resident', (held: Held) => held.rss],
  ] as const
  for (const [what, of] of said)
    for (const held of all) {
      const name = `most memory for a log of ${held.megabytes} MiB above a warm process, ${what}`
      yield figure(name, of(held), 'MB', `a log of ${all[0]?.megabytes} MiB`, of(all[0] ?? held))
    }
}

const figure = (name: string, value: number, unit: string, against: string, other: number): Figure => ({
  name,
  value: rounded(value),
  unit,
  against: `${against}: ${rounded(other)} ${unit}`,
  ratio: rounded(value / other),
})

const rounded = (value: number) => Number(value.toPrecision(3))
const best = (values: readonly number[]) => Math.max(...values)

async function seconds(act: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await act()
  return (performance.now() - begun) / 1e3
}

async function median(times: number, act: (n: number) => Promise<unknown>): Promise<number> {
  const all: number[] = []
  for (let n = 0; n < times; n++) all.push(await seconds(() => act(n)))
  return all.sort((a, b) => a - b)[times >> 1] ?? 0
}

/** A command whose output goes the way that an attempt's goes. */
const runCat = (from: string, to: string) =>
  runProcess(
    {
      program: 'cat',
      args: [from],
      env: { PATH: process.env.PATH ?? '' },
      cwd: tmpdir(),
      stdout: to,
      stderr: `${to}.err`,
      marker: `bench-${process.pid}`,
      graceMs: 1_000,
      maxOutputBytes: 2 ** 40,
    },
    new AbortController().signal,
  )

const copyWith = ([program = '', ...args]: readonly string[], to: string) =>
  new Promise<void>((done, fail) => {
    const out = openSync(to, 'w')
    const child = spawn(program, args, { stdio: ['ignore', out, 'ignore'] })
    closeSync(out)
    child.once('error', fail)
    child.once('close', () => done())
  })

/** Text that compresses about as logs do, the same in every run. */
function realisticLog(bytes: number): Buffer {
  const words = readFileSync(fileURLToPath(import.meta.url), 'utf8').match(/\w{3,}/g) ?? []
  const lines: string[] = []
  let size = 0
  for (let n = 0; size < 8 << 20; n++) {
    const at = new Date(1_700_000_000_000 + n * 137).toISOString()
    const said = Array.from({ length: 9 }, (_, k) => words[(n * 31 + k * k * 7919) % words.length]).join(' ')
    const line =
      n % 50_000 === 4711
        ? `${at} WARN gradient overflow in block 4711`
        : `${at} INFO worker-${n % 16} step=${n} loss=${((n * 7919) % 10007) / 1e4} ${said}`
    lines.push(line)
    size += line.length + 1
  }
  const block = Buffer.from(`${lines.join('\n')}\n`)
  return Buffer.concat(Array.from({ length: Math.ceil(bytes / block.length) }, () => block))
}
