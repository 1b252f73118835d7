import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { WhyReport } from '../../src/api/runs.ts'
import { type Local, openLocal } from '../../src/server/local.ts'
import { workspaceOf } from './studio.ts'

const at = Date.UTC(2026, 1, 1)
let dataDir = ''
let local: Local
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'why-'))
  local = await openLocal({ dataDir, speed: 1 })
})
afterAll(async () => {
  await local.close()
  await rm(dataDir, { recursive: true, force: true, maxRetries: 3 })
})

/** Asks why, of the object `Work` of a run, until the answer says something. */
async function whyOf(objects: readonly object[], says: RegExp): Promise<WhyReport> {
  const workspace = workspaceOf(local)
  const text = JSON.stringify({ objects: [{ id: 'Default', scheduleType: 'ondemand' }, ...objects] })
  const { pipelineId } = await workspace.ImportPipeline({ name: 'Waits', text })
  await workspace.RunOnce({ pipelineId, at })
  for (;;) {
    const report = await workspace.Why({ pipelineId, instanceId: '@Work_2026-02-01T00:00:00' })
    if (says.test(report.headline)) return report
    await sleep(20)
  }
}

const work = (more: object) => ({
  id: 'Work',
  type: 'ShellCommandActivity',
  command: 'true',
  workerGroup: 'mine',
  ...more,
})

it('tells what a precondition found the last time it was asked', async () => {
  const check = { id: 'Check', type: 'S3KeyExists', s3Key: 's3://never/made', role: 'R' }
  const { headline, chain } = await whyOf([work({ precondition: { ref: 'Check' } }), check], /true yet/)
  const found = 'Not true yet: There is no object at s3://never/made.'
  expect(headline).toBe(`Work waits, in the end, for Check, which is RUNNING. ${found}`)
  expect(chain.map(({ reason }) => reason)).toEqual(['Waits for Check.', found])
})

it('names the group whose workers somebody waits for', async () => {
  expect((await whyOf([work({})], /worker/)).headline).toBe(
    'Work is WAITING_FOR_RUNNER. Waits for a worker of the group mine to ask for work.',
  )
})
