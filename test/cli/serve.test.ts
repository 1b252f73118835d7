import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import type { Ready } from '../../src/server/server.ts'

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'serve-cli-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A command that ends for nobody who only asks it to. */
const stubborn = JSON.stringify({
  objects: [
    { id: 'Default', scheduleType: 'ondemand', role: 'R', resourceRole: 'R' },
    { id: 'Box', type: 'Ec2Resource' },
    {
      id: 'Work',
      type: 'ShellCommandActivity',
      runsOn: { ref: 'Box' },
      command: `trap "" TERM; echo $$ > ${join(folder, 'pid')}; sleep 600; sleep 600`,
    },
  ],
})

it('a server that is interrupted twice ends at once, and so do its commands', async () => {
  const server = spawn(process.execPath, [cli, 'serve', '--json', '--port', '0', '--data', join(folder, 'home')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const told = createInterface({ input: server.stderr })
  const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string]
  const { url } = JSON.parse(line) as Ready
  const ask = async <T>(call: string, body: object): Promise<T> => {
    const answer = await fetch(new URL(`/api/call/${call}`, url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-pipewright': '1',
        authorization: `Bearer ${new URL(url).searchParams.get('token')}`,
      },
      body: JSON.stringify(body),
    })
    return (await answer.json()) as T
  }
  const { pipelineId } = await ask<{ pipelineId: string }>('ImportPipeline', { name: 'Stubborn', text: stubborn })
  await ask('RunOnce', { pipelineId })
  while (!existsSync(join(folder, 'pid')) || readFileSync(join(folder, 'pid'), 'utf8') === '') await pause(50)
  const command = Number(readFileSync(join(folder, 'pid'), 'utf8'))

  const over = once(server, 'exit')
  server.kill('SIGINT')
  expect(await once(told, 'line')).toEqual(['Stopping …'])
  const [said] = (await once(told, 'line')) as [string]
  expect(said).toContain('interrupt again')
  const begun = performance.now()
  server.kill('SIGINT')
  expect(await over).toEqual([0, null])
  expect(performance.now() - begun, 'milliseconds, of the ten seconds that commands have').toBeLessThan(8_000)
  expect(() => process.kill(command, 0)).toThrow('ESRCH')
}, 30_000)
