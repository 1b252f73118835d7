import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { greetings } from '../fixtures/greetings.ts'

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))
let folder = ''

/** Its second step fails on the greeting of any other run. */
const definition = greetings.replace('cat ', "grep 'of 2026-02-01' ")

async function run(...args: string[]) {
  const words = [cli, 'run', join(folder, 'greet.json'), '--data', join(folder, 'data'), ...args]
  const done = await promisify(execFile)(process.execPath, words).catch(
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
  return { code: 'code' in done ? done.code : 0, out: done.stdout, err: done.stderr }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipewright-part-'))
  await writeFile(join(folder, 'greet.json'), definition)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('pipewright run --only runs one step on what an earlier run wrote, and says what is missing', async () => {
  const whole = await run('--at', '2026-02-01T00:00:00', '--json')
  expect(whole.code).toBe(0)
  const { pipelineId } = JSON.parse(whole.out)

  const part = await run('--only', 'Read', '--outputs-of', `${pipelineId}/2026-02-01T00:00:00`, '--json')
  expect([part.code, part.err]).toEqual([0, expect.stringContaining('Taken as done: Write, Greeting.')])
  const report = JSON.parse(part.out)
  expect(report.pipelineId).toBe(pipelineId)
  expect(report.activities.map((one: { id: string; takenFrom?: string }) => [one.id, one.takenFrom])).toEqual(
    expect.arrayContaining([
      ['Read', undefined],
      ['Write', '2026-02-01T00:00:00.000Z'],
    ]),
  )

  const alone = await run('--only', 'Read', '--at', '2026-03-01T00:00:00')
  expect([alone.code, alone.err]).toEqual([
    1,
    expect.stringContaining('Missing: Greeting at s3://parts/20260301000000/'),
  ])
})

it('says what does not go together', async () => {
  expect((await run('--only', 'Read', '--until', 'Read')).err).toContain('Give one of --only, --until and --from')
  expect((await run('--outputs-of', 'df-A/2026-02-01T00:00:00')).err).toContain('goes with --only')
  expect((await run('--only', 'Read', '--outputs-of', 'yesterday')).err).toContain('--outputs-of wants')
  expect((await run('--only', 'Nobody')).err).toContain('Nobody is no activity or data node')
})
