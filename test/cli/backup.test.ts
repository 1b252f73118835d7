import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))
const pipewright = (...args: string[]) =>
  promisify(execFile)(process.execPath, [cli, ...args]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  )

it('pipewright backup reads a directory that a server holds, and restore makes another of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'backup-cli-'))
  const [home, copy, file] = ['home', 'copy', 'all.backup'].map(name => join(folder, name)) as [string, string, string]
  const server = spawn(process.execPath, [cli, 'serve', '--json', '--port', '0', '--data', home], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    await once(createInterface({ input: server.stdout }), 'line')
    const made = await pipewright('backup', file, '--data', home, '--keys', '--json')
    expect([made.code, made.stderr]).toEqual([0, ''])
    expect(JSON.parse(made.stdout)).toMatchObject({ pipewright: 'backup', withKeys: true, leftOut: [] })
    const refused = await pipewright('restore', file, '--data', home)
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('is not empty')])
    expect((await pipewright('restore', file, '--data', copy)).stdout).toContain(`${copy}: `)
    expect((await pipewright('backup', join(folder, 'again.backup'), '--data', copy)).code).toBe(0)
  } finally {
    server.kill()
    await once(server, 'exit')
    await rm(folder, { recursive: true, force: true })
  }
})
