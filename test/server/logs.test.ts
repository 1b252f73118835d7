import { execFileSync } from 'node:child_process'
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attemptFolder } from '../../src/server/logs/attempt-folder.ts'
import type { LogSource } from '../../src/server/logs/blocks.ts'
import { liveLogs } from '../../src/server/logs/live.ts'
import { createLogs } from '../../src/server/logs/logs.ts'
import { readLines, searchLines } from '../../src/server/logs/pages.ts'
import { openShelf } from '../../src/server/logs/shelf.ts'
import { openMachine } from '../contracts/machine.ts'

const machine = await openMachine()
const shelf = openShelf(machine.storage, machine.dataDir)
const live = liveLogs()
const pipelineId = 'df-1'
let count = 0

function rawFile(text: string | Buffer): string {
  const file = join(machine.dataDir, `raw-${++count}`)
  writeFileSync(file, text)
  return file
}

/** The same log as it is while it is written, once it is packed, and as another program would have left it. */
async function everyForm(text: string): Promise<Record<string, LogSource>> {
  const file = rawFile(text)
  const uri = `s3://logs/${count}/StdOutput.gz`
  await shelf.put(file, uri)
  await machine.storage.put(`s3://logs/${count}/foreign.gz`, gzipSync(text))
  await machine.storage.put(`s3://logs/${count}/plain.txt`, text)
  const forms = {
    live: await live.open(file, 20_000),
    packed: await shelf.open(uri),
    foreign: await shelf.open(`s3://logs/${count}/foreign.gz`),
    plain: await shelf.open(`s3://logs/${count}/plain.txt`),
  }
  return forms as Record<string, LogSource>
}

const linesOf = (text: string) => {
  const lines = text.split('\n').map(line => line.replace(/\r$/, ''))
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

/** Four mebibytes of numbered lines, with the odd very long one. */
const long = Array.from(
  { length: 40_000 },
  (_, n) => `${n} epoch ${n % 97} loss ${(n * 7919) % 1000}${n % 9_000 === 5 ? 'x'.repeat(30_000) : ''}`,
)
const longText = `${long.join('\n')}\n`
const forms = await everyForm(longText)

describe.each(Object.keys(forms))('a %s log', name => {
  const source = forms[name] as LogSource

  it('knows how long it is', () => {
    expect(source.index).toMatchObject({ size: Buffer.byteLength(longText), lines: long.length })
    expect(source.index.blocks.length).toBeGreaterThan(1)
  })

  it.each([0, 100, 13_000, 39_990])('gives the page that begins at line %i', async from => {
    expect(await readLines(source, from, 5)).toEqual({ from, lines: long.slice(from, from + 5) })
  })

  it('gives its end when asked from behind', async () => {
    expect(await readLines(source, -3, 100)).toEqual({ from: 39_997, lines: long.slice(-3) })
  })

  it('gives nothing beyond its end', async () => {
    expect((await readLines(source, 50_000, 10)).lines).toEqual([])
  })

  it('shows the beginning of a very long line and says so', async () => {
    const { lines } = await readLines(source, 5, 1)
    expect(lines[0]).toMatch(/^5 epoch .*the rest is in the file\]$/)
  })

  it('finds text with and without regard to case, and patterns, in whole lines', async () => {
    const wanted = long.flatMap((line, n) => (line.includes('epoch 42 loss 7') ? [n] : []))
    expect(await searchLines(source, { text: 'epoch 42 loss 7', caseSensitive: true })).toEqual({
      lines: wanted,
      total: wanted.length,
    })
    expect(await searchLines(source, { text: 'EPOCH 42 loss 7' })).toEqual({ lines: wanted, total: wanted.length })
    expect(await searchLines(source, { text: '^\\d+ epoch 42 loss 7\\d*$', regex: true })).toEqual({
      lines: wanted,
      total: wanted.length,
    })
    expect(await searchLines(source, { text: 'EPOCH', caseSensitive: true })).toEqual({ lines: [], total: 0 })
  })

  it('stops listing hits at a limit, says so, and still counts them', async () => {
    const hits = await searchLines(source, { text: 'epoch' })
    expect(hits).toMatchObject({ total: 40_000, limit: 'the first 10000 lines' })
    expect(hits.lines).toHaveLength(10_000)
  })
})

it('packs into one ordinary gzip file', async () => {
  const file = rawFile('')
  const body = await machine.storage.get('s3://logs/1/StdOutput.gz')
  writeFileSync(`${file}.gz`, Buffer.from(await new Response(body).arrayBuffer()))
  expect(execFileSync('gunzip', ['-c', `${file}.gz`], { maxBuffer: 2 ** 26 }).toString()).toBe(longText)
})

it('gives every page of any text in any form', async () => {
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.string({ maxLength: 40 }) },
    { weight: 4, arbitrary: fc.constantFrom('\n', '\n\n', '\r\n', 'é', '\u{1f600}') },
    { weight: 1, arbitrary: fc.nat(2 ** 21).map(size => 'y'.repeat(size)) },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 30, size: 'max' }),
      fc.nat(40),
      fc.nat(10),
      async (pieces, from, wanted) => {
        const text = pieces.join('')
        const lines = linesOf(text)
        for (const source of Object.values(await everyForm(text))) {
          expect(source.index.lines).toBe(lines.length)
          const page = await readLines(source, from, wanted)
          const shortened = page.lines.map((line, n) => (line.endsWith('is in the file]') ? lines[from + n] : line))
          expect(shortened).toEqual(lines.slice(from, from + wanted))
          const ys = lines.flatMap((line, n) => (line.includes('yy') ? [n] : []))
          expect((await searchLines(source, { text: 'yy' })).lines).toEqual(ys)
        }
      },
    ),
    { numRuns: 25 },
  )
}, 60_000)

it('refuses a pattern that is none, and gives up one that never ends', async () => {
  const source = (await everyForm(`${'a'.repeat(5_000)}!\n`)).live as LogSource
  await expect(searchLines(source, { text: '(', regex: true })).rejects.toThrow('not a pattern')
  await expect(searchLines(source, { text: '(a+)+$', regex: true })).rejects.toThrow('takes too long')
})

it('follows a log while it grows', async () => {
  const file = rawFile('one\ntw')
  expect(await readLines((await live.open(file, 20_000)) as LogSource, 0, 10)).toEqual({
    from: 0,
    lines: ['one', 'tw'],
  })
  appendFileSync(file, `o\n${'x'.repeat(99)}\n`.repeat(30_000))
  const source = (await live.open(file, 20_000)) as LogSource
  expect(source.index.lines).toBe(60_001)
  expect((await readLines(source, 1, 2)).lines).toEqual(['two', 'x'.repeat(99)])
})

it('answers a look that begins just as another one ends', async () => {
  const file = rawFile('')
  for (let line = 0; line < 300; line++) {
    appendFileSync(file, `${line}\n`)
    const looks = await Promise.all(Array.from({ length: 6 }, () => live.open(file, 20_000)))
    expect(looks.map(one => one?.index.lines)).toEqual(looks.map(() => line + 1))
  }
})

it('gives the very end of a long log that nobody has looked at, to all who look at once', async () => {
  const megabytes = 64
  const block = `${Array.from({ length: 8_192 }, (_, n) => `${`${n}`.padEnd(127, '.')}`).join('\n')}\n`
  const file = rawFile('')
  for (let count = 0; count < megabytes; count += 1) appendFileSync(file, block)
  appendFileSync(file, 'the end')
  const looks = await Promise.all(Array.from({ length: 5 }, () => live.open(file, 20_000)))
  for (const source of looks as LogSource[]) {
    expect(source.index.lines).toBe(megabytes * 8_192 + 1)
    expect(await readLines(source, -2, 2)).toMatchObject({ lines: ['8191'.padEnd(127, '.'), 'the end'] })
    expect((await readLines(source, 100_000, 1)).lines).toEqual([`${100_000 % 8_192}`.padEnd(127, '.')])
  }
  const uri = 's3://logs/long/StdOutput.gz'
  await shelf.put(file, uri)
  const packed = (await shelf.open(uri)) as LogSource
  expect(packed.index).toMatchObject({ lines: megabytes * 8_192 + 1, size: megabytes * 2 ** 20 + 7 })
  expect((await readLines(packed, -1, 1)).lines).toEqual(['the end'])
})

it('reads what it can of a torn gzip and says where it ends', async () => {
  await machine.storage.put('s3://logs/torn.gz', gzipSync('whole line\n'.repeat(100_000)).subarray(0, 800))
  const source = (await shelf.open('s3://logs/torn.gz')) as LogSource
  const { lines } = await readLines(source, -1, 1)
  expect(lines[0]).toContain('ends early or is damaged')
})

it('reads an object anew when another took its place', async () => {
  await machine.storage.put('s3://logs/changing.txt', 'before\n')
  expect(await machine.logs.read(pipelineId, '@A_1_Attempt=1', 's3://logs/changing.txt', 0, 9)).toMatchObject({
    lines: ['before'],
  })
  await machine.storage.put('s3://logs/changing.txt', 'after and longer\n')
  expect(await machine.logs.read(pipelineId, '@A_1_Attempt=1', 's3://logs/changing.txt', 0, 9)).toMatchObject({
    lines: ['after and longer'],
  })
})

it('says why there are no logs', async () => {
  expect(await machine.logs.list(pipelineId, '@Never_1')).toMatchObject({
    logs: [],
    reason: expect.stringContaining('never started'),
  })
  expect(await machine.logs.list(pipelineId, '@Never_1', 's3://gone/x/')).toMatchObject({
    logs: [],
    reason: expect.stringContaining('s3://gone/x/'),
  })
  await expect(machine.logs.read(pipelineId, '@Never_1', 's3://gone/x/StdOutput.gz', 0, 1)).rejects.toThrow(
    'There is no log at',
  )
})

it('keeps folders of attempts apart whatever their ids hold', () => {
  const ids = ['@A_2026-01-01T00:00:00_Attempt=1', '@A_2026-01-01T00:00:00_Attempt=11', '../../etc', '@A/B', '@A:B', '']
  const folders = ids.map(id => attemptFolder('/data', 'df-1', id))
  expect(new Set(folders).size).toBe(ids.length)
  for (const folder of folders) expect(folder).toMatch(/^\/data\/attempts\/[A-Za-z0-9-]+$/)
})

it('lists logs of the layouts that are about, by what they are', async () => {
  const at = 's3://aws-logs/df-1/Train/@Train_1/@Train_1_Attempt=1/'
  for (const name of ['stdout.log', 'StdError.gz', 'Activity.log.gz', 'steps/s-1/controller.gz'])
    await machine.storage.put(at + name, name.endsWith('.gz') ? gzipSync('hello\n') : 'hello\n')
  const { logs } = await machine.logs.list(pipelineId, '@Train_1_Attempt=1', at)
  expect(logs.map(log => [log.kind, log.name])).toEqual([
    ['stdout', 'stdout.log'],
    ['stderr', 'StdError.gz'],
    ['activity', 'Activity.log.gz'],
    ['other', 'steps/s-1/controller.gz'],
  ])
})

it('reads a short log without an index, and a long one that was packed to little', async () => {
  await shelf.put(rawFile('one\ntwo\n'), 's3://logs/little/StdOutput.gz')
  await machine.storage.put('s3://logs/little/repeated.gz', gzipSync('same\n'.repeat(1 << 20)))
  const before = readdirSync(join(machine.dataDir, 'log-index')).length
  const another = createLogs({ storage: machine.storage, dataDir: machine.dataDir })
  const { logs } = await another.list(pipelineId, 'none', 's3://logs/little/')
  expect(logs.map(({ name, size, lines }) => [name, size, lines])).toContainEqual(['StdOutput.gz', 8, 2])
  expect(readdirSync(join(machine.dataDir, 'log-index')).length).toBe(before)
  expect(await another.read(pipelineId, 'none', 's3://logs/little/repeated.gz', -1, 9)).toMatchObject({
    lines: ['same'],
    totalLines: 1 << 20,
  })
})
