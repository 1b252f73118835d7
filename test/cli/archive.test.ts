import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { openLocal } from '../../src/server/local.ts'
import { over, workspaceOf } from '../server/studio.ts'

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))
const pipewright = (...args: string[]) =>
  promisify(execFile)(process.execPath, [cli, ...args]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
const folder = await mkdtemp(join(tmpdir(), 'archive-cli-'))
const [home, copy, file] = ['home', 'copy', 'all.backup'].map(name => join(folder, name)) as [string, string, string]
afterAll(() => rm(folder, { recursive: true, force: true }))

const text = JSON.stringify({
  objects: [
    { id: 'Default', scheduleType: 'ondemand', role: 'R', resourceRole: 'R', pipelineLogUri: 's3://logs/' },
    { id: 'Box', type: 'Ec2Resource' },
    { id: 'Work', type: 'ShellCommandActivity', runsOn: { ref: 'Box' }, command: 'echo done' },
  ],
})
const day = 86_400_000
const at = Math.floor((Date.now() - 200 * day) / 1_000) * 1_000

it('pipewright archive has a server move what is old, and a backup takes the archive along', async () => {
  const local = await openLocal({ dataDir: home, speed: 1 })
  const { pipelineId } = await workspaceOf(local).ImportPipeline({ name: 'Old', text })
  await workspaceOf(local).RunOnce({ pipelineId, at })
  await over(local.history, pipelineId, at)
  await local.close()
  // As if the run had been over for as long as that.
  const db = new DatabaseSync(join(home, 'pipewright.db'))
  db.prepare('UPDATE instance SET updated = updated - ?').run(200 * day)
  db.close()

  const server = spawn(process.execPath, [cli, 'serve', '--json', '--port', '0', '--data', home], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    await once(createInterface({ input: server.stdout }), 'line')
    const wrong = await pipewright('archive', '--older-than', 'long', '--data', home)
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('such as 90d, 12w or 2y')])
    expect((await pipewright('archive', '--older-than', '1y', '--data', home)).stdout).toBe(
      '0 instances were archived; the archive holds 0.\n',
    )
    const done = await pipewright('archive', '--data', home, '--json')
    expect(JSON.parse(done.stdout)).toEqual({ moved: 2, archived: 2, olderThanDays: 90 })
    expect((await pipewright('backup', file, '--data', home)).code).toBe(0)
  } finally {
    server.kill()
    await once(server, 'exit')
  }
  expect((await pipewright('restore', file, '--data', copy)).code).toBe(0)
  expect((await pipewright('archive', '--older-than', '12w', '--data', copy)).stdout).toBe(
    '0 instances were archived; the archive holds 2.\n',
  )

  const again = await openLocal({ dataDir: copy, speed: 1 })
  try {
    const { runs } = await again.history.ListRuns({ pipelineId })
    expect(runs).toMatchObject([{ scheduledStart: at, status: 'FINISHED' }])
    const rows = await over(again.history, pipelineId, at)
    const work = rows.find(one => one.componentId === 'Work')
    const logs = await workspaceOf(again).ListLogs({ pipelineId, attemptId: work?.headAttempt ?? '' })
    expect(logs.logs.map(log => log.kind)).toContain('stdout')
  } finally {
    await again.close()
  }
})

it('pipewright archive asks no stranger who listens where its server was', async () => {
  const asked: string[] = []
  const stranger = createServer((request, response) => {
    asked.push(`${request.url}`)
    response.end('not yours')
  }).listen(0, '127.0.0.1')
  await once(stranger, 'listening')
  const url = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`
  await writeFile(join(copy, 'holder.json'), JSON.stringify({ pid: 1, since: '2026-11-26T10:00:00Z', url }))
  const done = await pipewright('archive', '--older-than', '12w', '--data', copy)
  expect([done.stdout, asked]).toEqual([expect.stringMatching(/^0 instances were archived/), []])
  stranger.close()
})
