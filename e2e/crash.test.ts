import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { RehearsalCalls } from '../src/api/rehearsals.ts'
import type { AttemptRow, InstanceRow } from '../src/core/runs/instance.ts'
import { dailyLoad } from '../test/fixtures/daily-load.ts'
import { call, startStudio, until } from './studio.ts'

/** Processes of this machine, other than the servers, whose environment names the data directory. */
const processesOf = (dataDir: string, servers: readonly number[]): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter(pid => pid > 0 && !servers.includes(pid))
    .filter(pid => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(dataDir)
      } catch {
        return false
      }
    })

it('a run goes on where it was when the server is killed in the middle, with no attempt lost or doubled', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pipewright-crash-'))
  let studio = await startStudio({ dataDir })
  const servers = [studio.pid]
  const { pipelineId } = await call<{ pipelineId: string }>(studio, 'CreateFromExample', { name: 'daily-retraining' })
  const { scheduledStart } = await call<{ scheduledStart: number }>(studio, 'RunOnce', { pipelineId })
  const instances = async () =>
    (await call<{ instances: InstanceRow[] }>(studio, 'ListInstances', { pipelineId, scheduledStart })).instances
  const attempts = async () =>
    (await call<{ attempts: AttemptRow[] }>(studio, 'ListAttempts', { pipelineId, scheduledStart })).attempts

  await until('an activity that runs a process', async () => {
    const running = (await instances()).some(i => i.family === 'activity' && i.status === 'RUNNING')
    return running && processesOf(dataDir, servers).length > 0
  })
  const before = await attempts()
  await studio.kill()

  studio = await startStudio({ dataDir })
  servers.push(studio.pid)
  await until('the end of the run', async () =>
    (await instances())
      .filter(i => i.family === 'activity')
      .every(i => ['FINISHED', 'FAILED', 'CASCADE_FAILED'].includes(i.status)),
  )
  const activities = (await instances()).filter(i => i.family === 'activity')
  expect(activities.map(i => `${i.componentId} ${i.status}`)).toEqual(activities.map(i => `${i.componentId} FINISHED`))

  const after = await attempts()
  const ids = after.map(a => a.id)
  expect(new Set(ids).size, 'no attempt stands twice').toBe(ids.length)
  for (const { id } of before) expect(ids, 'no attempt is lost').toContain(id)
  for (const { id, componentId, attemptCount } of activities) {
    expect(after.filter(a => a.instanceId === id).length, componentId).toBe(attemptCount)
    expect(attemptCount, `${componentId} needed no second try`).toBe(1)
  }
  await studio.close()
  expect(processesOf(dataDir, servers), 'no child process is left behind').toEqual([])
  await rm(dataDir, { recursive: true, force: true })
})

it('a rehearsal that was being played when the server was killed is played again by the next one', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pipewright-crash-'))
  let studio = await startStudio({ dataDir })
  const servers = [studio.pid]
  const { pipelineId } = await call<{ pipelineId: string }>(studio, 'ImportPipeline', {
    name: 'Daily',
    text: dailyLoad,
  })
  const from = Date.UTC(2026, 0, 1)
  const { rehearsalId } = await call<{ rehearsalId: string }>(studio, 'StartRehearsal', {
    pipelineId,
    from,
    to: from + 3_000 * 86_400_000,
    seed: 1,
    scenario: '',
  })
  const rehearsal = async () =>
    (await call<RehearsalCalls['GetRehearsal']['out']>(studio, 'GetRehearsal', { rehearsalId })).rehearsal
  await until('a part of it to be played', async () => (await rehearsal()).reached > from)
  expect((await rehearsal()).state).toBe('playing')
  await studio.kill()

  studio = await startStudio({ dataDir })
  servers.push(studio.pid)
  await until('its end', async () => ['done', 'failed'].includes((await rehearsal()).state))
  expect(await rehearsal()).toMatchObject({ state: 'done', restarts: 1, figures: { runs: 3_000 } })
  await studio.close()
  expect(processesOf(dataDir, servers), 'no child process is left behind').toEqual([])
  await rm(dataDir, { recursive: true, force: true })
})
