import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { endMarked, runProcess } from '../../src/server/processes.ts'

const folder = mkdtempSync(join(tmpdir(), 'pipewright-processes-'))
let count = 0

/** Runs a bash script; gives its result and where it wrote. */
function bash(
  script: string,
  signal = new AbortController().signal,
  more: { graceMs?: number; maxOutputBytes?: number } = {},
) {
  const name = join(folder, String(++count))
  const marker = `test-${process.pid}-${count}`
  const result = runProcess(
    {
      program: 'bash',
      args: ['-c', script],
      env: { PATH: process.env.PATH ?? '' },
      cwd: folder,
      stdout: `${name}.out`,
      stderr: `${name}.err`,
      marker,
      graceMs: 1_000,
      maxOutputBytes: 2 ** 30,
      ...more,
    },
    signal,
  )
  return {
    result,
    marker,
    out: () => readFileSync(`${name}.out`, 'utf8'),
    err: () => readFileSync(`${name}.err`, 'utf8'),
  }
}

const isAlive = (id: number) => {
  try {
    // A zombie that nobody reaps answers to a signal, yet is gone.
    return !/\) [ZX] /.test(readFileSync(`/proc/${id}/stat`, 'utf8'))
  } catch {
    return false
  }
}

async function until(what: () => boolean) {
  for (let wait = 0; wait < 200 && !what(); wait++) await new Promise(done => setTimeout(done, 25))
  expect(what()).toBe(true)
}

it('writes output to files and gives the exit code', async () => {
  const run = bash('echo out; echo err >&2; exit 3')
  expect(await run.result).toEqual({ exitCode: 3, leftBehind: 0 })
  expect([run.out(), run.err()]).toEqual(['out\n', 'err\n'])
})

it('names the signal that ended a command', async () => {
  expect(await bash('kill -KILL $$').result).toMatchObject({ exitCode: 137, signal: 'SIGKILL' })
})

it('fails when the program cannot be started', async () => {
  const start = runProcess(
    {
      program: join(folder, 'nothing'),
      args: [],
      env: {},
      cwd: folder,
      stdout: join(folder, 'o'),
      stderr: join(folder, 'e'),
      marker: 'm',
      graceMs: 0,
      maxOutputBytes: 1,
    },
    new AbortController().signal,
  )
  await expect(start).rejects.toThrow('could not be started')
})

it('starts nothing once it is aborted', async () => {
  expect(await bash('echo never', AbortSignal.abort()).result).toMatchObject({ signal: 'SIGTERM' })
})

it('ends the whole tree of a command that ignores SIGTERM, and what left its group', async () => {
  const abort = new AbortController()
  const run = bash(
    `trap '' TERM
     bash -c "trap '' TERM; echo child $$ > /dev/null; sleep 300" &
     setsid bash -c "trap '' TERM; sleep 300" &
     echo ready; wait; wait; sleep 300`,
    abort.signal,
    { graceMs: 300 },
  )
  await until(() => run.out().includes('ready'))
  abort.abort()
  expect(await run.result).toMatchObject({ signal: 'SIGKILL' })
  expect(await endMarked(marker => marker === run.marker, 0)).toBe(0)
})

it('stops a command that is asked to stop while it starts', async () => {
  const abort = new AbortController()
  const run = bash('sleep 300', abort.signal)
  abort.abort()
  expect(await run.result).toMatchObject({ signal: 'SIGTERM' })
})

it('ends what a command that ended well had left running', async () => {
  const run = bash('sleep 300 & echo $!')
  expect(await run.result).toMatchObject({ exitCode: 0, leftBehind: 1 })
  expect(isAlive(Number(run.out()))).toBe(false)
})

it('lets a command clean up within the grace', async () => {
  const abort = new AbortController()
  const run = bash(`trap 'echo clean; exit 0' TERM; echo ready; while :; do sleep 0.05; done`, abort.signal)
  await until(() => run.out().includes('ready'))
  abort.abort()
  expect((await run.result).exitCode).toBe(0)
  expect(run.out()).toContain('clean')
})

it('asks every process to stop once, for many give up their cleaning when they are asked again', async () => {
  const abort = new AbortController()
  const run = bash(`trap 'echo asked; sleep 0.3; exit 0' TERM; echo ready; while :; do sleep 0.05; done`, abort.signal)
  await until(() => run.out().includes('ready'))
  abort.abort()
  await run.result
  expect(run.out().match(/asked/g)).toHaveLength(1)
})

it('ends a command that floods the disk', async () => {
  // As fast as it must, so that the disk of whoever tries this is not flooded.
  const pour = 'while :; do head -c 1000000 /dev/zero; sleep 0.05; done'
  const flooded = await bash(pour, undefined, { maxOutputBytes: 1_000_000 }).result
  expect(flooded).toMatchObject({ outputLimit: 1_000_000 })
}, 30_000)

it('finds by its marker what an earlier server left behind', async () => {
  const abort = new AbortController()
  const run = bash('echo $$; sleep 300', abort.signal)
  await until(() => run.out() !== '')
  const id = Number(run.out())
  expect(await endMarked(marker => marker === run.marker, 500)).toBeGreaterThan(0)
  expect(isAlive(id)).toBe(false)
  expect(await run.result).toMatchObject({ signal: 'SIGTERM' })
})

it('counts processes that were left running, not their threads', async () => {
  const sleeper = `const { Worker } = require('node:worker_threads'); new Worker('setInterval(() => {}, 1000)', { eval: true }).once('online', () => console.log('ready'))`
  const run = bash(
    `'${process.execPath}' -e "${sleeper}" & until [ -n "$(cat '${join(folder, `${count + 1}.out`)}')" ]; do sleep 0.05; done`,
  )
  expect(await run.result).toMatchObject({ exitCode: 0, leftBehind: 1 })
}, 30_000)
