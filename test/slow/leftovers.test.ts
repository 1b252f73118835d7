import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runProcess } from '../../src/server/processes.ts'
import { grouped, sizeOf, tell } from './dice.ts'
import { processesOf } from './server.ts'

/** PIPEWRIGHT_SLOW_LEFTOVERS: how many commands leave a process behind. */
const commands = sizeOf('LEFTOVERS', 1_000)
const atOnce = 4

it('no process that a command sent into a session of its own outlives it, whatever moment it is at', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pipewright-leftovers-'))
  try {
    let begun = 0
    const lane = async () => {
      while (begun < commands) {
        const name = join(folder, `${begun++}`)
        const result = await runProcess(
          {
            program: 'bash',
            args: ['-c', begun % 2 ? 'setsid sleep 77 & true' : `setsid sleep 77 & sleep 0.00${begun % 9}`],
            env: { PATH: process.env.PATH ?? '' },
            cwd: folder,
            stdout: name,
            stderr: name,
            marker: `${name}|`,
            graceMs: 1_000,
            maxOutputBytes: 1_000,
          },
          new AbortController().signal,
        )
        expect(result.exitCode).toBe(0)
        expect(processesOf(`${name}|`), 'processes left behind').toEqual([])
      }
    }
    await Promise.all(Array.from({ length: atOnce }, lane))
    expect(processesOf(folder), 'processes left behind').toEqual([])
    tell('leftovers', `${grouped(commands)} commands, each of which left a process behind: all ended with it`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
