import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { until } from '../../e2e/studio.ts'
import type { Environment } from '../../src/api/workspace.ts'
import type { AttemptRow, InstanceRow } from '../../src/core/runs/instance.ts'
import { define, to, wire } from '../engine/toy.ts'
import { tell } from './dice.ts'
import { ask, launch, pause } from './server.ts'

const folder = mkdtempSync(join(tmpdir(), 'pipewright-disk-'))
const small = join(folder, 'small')
mkdirSync(small)
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', small]).status === 0
afterAll(() => {
  if (mounted) spawnSync('umount', ['-l', small])
  rmSync(folder, { recursive: true, force: true })
})

const steps = 40
/** A chain of short commands that write down, outside of the data directory, that they ran. */
const chain = (marks: string) =>
  define({
    Default: { scheduleType: 'ondemand', role: 'r', resourceRole: 'rr', pipelineLogUri: 's3://disk/logs/' },
    Machine: { type: 'Ec2Resource', instanceType: 'm5.large', terminateAfter: '1 day' },
    ...Object.fromEntries(
      Array.from({ length: steps }, (_, number) => [
        `A${number}`,
        {
          type: 'ShellCommandActivity',
          runsOn: to('Machine'),
          command: `echo A${number} >> '${marks}'; sleep 0.1`,
          ...(number > 0 && { dependsOn: to(`A${number - 1}`) }),
        },
      ]),
    ),
  })

/** Writes until nothing fits any more. */
function fill(file: string) {
  spawnSync('sh', ['-c', `cat /dev/zero > '${file}' 2> /dev/null`])
  expect(statfsSync(small).bavail).toBe(0)
}

it.skipIf(!mounted)('a full disk stops new work with a clear state, and all goes on when there is room', async () => {
  const marks = join(folder, 'marks')
  const ballast = join(small, 'ballast')
  const ran = () => (existsSync(marks) ? readFileSync(marks, 'utf8').split('\n').length - 1 : 0)
  const life = launch(join(small, 'data'))
  const up = await life.ready
  if (!up) throw new Error(await life.end('SIGKILL'))
  const { ready } = up
  const { pipelineId } = await ask<{ pipelineId: string }>(ready, 'CreatePipeline', { name: 'disk', uniqueId: 'disk' })
  await ask(ready, 'PutPipelineDefinition', wire(pipelineId, chain(marks)))
  await ask(ready, 'ActivatePipeline', { pipelineId })
  await until('some steps', async () => ran() > 3)

  fill(ballast)
  const trouble = async () => (await ask<Environment>(ready, 'GetEnvironment')).trouble
  const said = await until('the engine to say what is wrong', trouble, 30)
  expect(said.why).toMatch(/full|no space|disk I\/O/i)
  const then = ran()
  await pause(3_000)
  expect(ran() - then, 'steps started while the disk was full').toBeLessThanOrEqual(1)
  await expect(ask(ready, 'CreatePipeline', { name: 'other', uniqueId: 'other' })).rejects.toThrow(/\w/)

  rmSync(ballast)
  const freed = performance.now()
  await until('the engine to go on', async () => ran() > then + 1, 30)
  const resumed = performance.now() - freed
  expect(resumed, 'ms until it went on').toBeLessThan(5_000)
  const instances = async () =>
    (await ask<{ instances: InstanceRow[] }>(ready, 'ListInstances', { pipelineId })).instances
  await until('the end', async () => (await instances()).every(one => one.status === 'FINISHED'), 120)
  const { attempts } = await ask<{ attempts: AttemptRow[] }>(ready, 'ListAttempts', { pipelineId })
  expect(attempts.map(one => one.number)).toEqual(attempts.map(() => 1))
  expect(readFileSync(marks, 'utf8')).toBe(Array.from({ length: steps }, (_, number) => `A${number}\n`).join(''))
  expect(await trouble()).toBeUndefined()
  const log = await life.end('SIGTERM')
  expect(log).toMatch(/Nothing new is started/)
  expect(log).toMatch(/can be written again, and all goes on/)
  tell(
    'disk',
    `stood still at step ${then} of ${steps} while the disk was full, went on ${Math.round(resumed)} ms after there was room`,
  )

  fill(ballast)
  const cramped = launch(join(small, 'data'))
  const outcome = await Promise.race([cramped.ready, pause(20_000)])
  const words = await cramped.end('SIGTERM')
  if (!outcome) expect(words, 'what a start on a full disk says').toMatch(/\w+ .*(full|space)/i)
  tell('disk', `a start on a full disk ${outcome ? 'serves what is there' : `says: ${words.trim().split('\n')[0]}`}`)
  rmSync(ballast)
})

it('attempts whose folder cannot be made fail in words, other pages are there, and a rerun works once it can', async () => {
  const dataDir = join(folder, 'unwritable')
  const life = launch(dataDir)
  const up = await life.ready
  if (!up) throw new Error(await life.end('SIGKILL'))
  const { ready } = up
  // A file in the place of the folder keeps even root out.
  const place = join(dataDir, 'attempts')
  if (existsSync(place)) renameSync(place, `${place}-before`)
  writeFileSync(place, '')
  const { pipelineId } = await ask<{ pipelineId: string }>(ready, 'CreatePipeline', { name: 'log', uniqueId: 'log' })
  const definition = define({
    Default: { scheduleType: 'ondemand', role: 'r', resourceRole: 'rr', maximumRetries: '0' },
    Machine: { type: 'Ec2Resource', instanceType: 'm5.large', terminateAfter: '1 day' },
    Step: { type: 'ShellCommandActivity', runsOn: to('Machine'), command: 'echo step' },
  })
  await ask(ready, 'PutPipelineDefinition', wire(pipelineId, definition))
  await ask(ready, 'ActivatePipeline', { pipelineId })
  const one = async () =>
    (await ask<{ instances: InstanceRow[] }>(ready, 'ListInstances', { pipelineId })).instances.find(
      found => found.status !== 'FINISHED' && found.errorMessage !== undefined,
    )
  const failed = await until('a failure', one, 30)
  expect(failed.errorMessage).toMatch(/attempts.*cannot be written|ENOTDIR|EEXIST/)
  rmSync(place)
  await ask(ready, 'ActivatePipeline', { pipelineId })
  await until('a run that works', async () => {
    const { instances } = await ask<{ instances: InstanceRow[] }>(ready, 'ListInstances', { pipelineId })
    return instances.some(found => found.componentId === 'Step' && found.status === 'FINISHED')
  })
  expect(await life.end('SIGTERM')).toMatch(/An attempt broke on our side/)
})
