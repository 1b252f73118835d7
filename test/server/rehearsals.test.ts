import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Rehearsal, RehearsalSetup } from '../../src/api/rehearsals.ts'
import type { WorkspaceCalls, WorkspaceService } from '../../src/api/workspace.ts'
import { type Local, openLocal } from '../../src/server/local.ts'
import type { Question } from '../../src/server/rehearsals/look.ts'
import { dailyLoad } from '../fixtures/daily-load.ts'
import { workspaceOf } from './studio.ts'

const day = 86_400_000
const from = Date.UTC(2026, 0, 1)
const scenario =
  '{ "rules": [ { "object": "Load", "scheduled": "2026-01-02T00:00:00", "outcome": "fail", "message": "No space left." } ] }'

let dataDir = ''
let local: Local
let workspace: WorkspaceService
let pipelineId = ''
const open = async () => {
  local = await openLocal({ dataDir, speed: 1 })
  workspace = workspaceOf(local)
}
const setup = (change: Partial<RehearsalSetup> = {}): RehearsalSetup => ({
  pipelineId,
  from,
  to: from + 4 * day,
  seed: 7,
  scenario,
  ...change,
})
const over = async (rehearsalId: string): Promise<Rehearsal> => {
  for (;;) {
    const { rehearsal } = await workspace.GetRehearsal({ rehearsalId })
    if (rehearsal.state === 'done' || rehearsal.state === 'failed') return rehearsal
    await new Promise(wake => setTimeout(wake, 50))
  }
}
const play = async (change: Partial<RehearsalSetup> = {}) =>
  over((await workspace.StartRehearsal(setup(change))).rehearsalId)
const asked = async <N extends Question & keyof WorkspaceCalls>(id: string, name: N, input: WorkspaceCalls[N]['in']) =>
  JSON.parse(await local.rehearsals.ask(id, name, input)) as WorkspaceCalls[N]['out']

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rehearsals-'))
  await open()
  pipelineId = (await workspace.ImportPipeline({ name: 'Daily load', text: dailyLoad })).pipelineId
})
afterAll(async () => {
  await local.close()
  await rm(dataDir, { recursive: true, force: true })
})

it('plays the draft in a process of its own, and answers the questions that are asked of real runs', async () => {
  const { id, state, figures, trouble } = await play({ name: 'A bad second day' })
  expect([state, trouble]).toEqual(['done', undefined])
  expect(figures).toMatchObject({ runs: 4, runCounts: { FINISHED: 3, FAILED: 1 }, failures: 1, notices: 1 })
  const idle = await play({ scenario: scenario.replace('2026-01-02', '2026-02-02') })
  expect((await workspace.GetRehearsal({ rehearsalId: idle.id })).result?.idleRules).toEqual({
    count: 1,
    first: [{ rule: 0, object: 'Load' }],
  })

  const { runs, total } = await asked(id, 'ListRuns', { pipelineId })
  expect(total).toBe(4)
  expect(runs.map(run => run.status)).toEqual(['FINISHED', 'FINISHED', 'FAILED', 'FINISHED'])
  expect(runs[0]?.pipelineName).toBe('Daily load')
  const bad = from + day
  const { instances } = await asked(id, 'ListInstances', { pipelineId, scheduledStart: bad })
  expect(instances.every(one => one.rehearsed !== undefined)).toBe(true)
  expect(instances.find(one => one.componentId === 'Train')?.status).toBe('CASCADE_FAILED')
  const { attempts } = await asked(id, 'ListAttempts', { pipelineId, instanceId: '@Load_2026-01-02T00:00:00' })
  expect(attempts.map(one => [one.number, one.status, one.errorMessage])).toEqual([
    [1, 'FAILED', 'No space left.'],
    [2, 'FAILED', 'No space left.'],
  ])
  const { notices } = await asked(id, 'ListNotices', { pipelineId })
  expect(notices.map(one => one.subject)).toEqual(['Load failed'])
  const cost = await asked(id, 'RunCost', { pipelineId, scheduledStart: from })
  expect(cost.likely).toBeGreaterThan(0)
  const why = await asked(id, 'Why', { pipelineId, instanceId: '@Train_2026-01-02T00:00:00' })
  expect(why.chain.map(one => one.instanceId)).toEqual(['@Train_2026-01-02T00:00:00', '@Load_2026-01-02T00:00:00'])
})

it('tells the fields of a rehearsed instance with their values in its run', async () => {
  const { id } = await play()
  const answer = JSON.parse(
    await local.rehearsals.ask(id, 'DescribeObjects', {
      pipelineId,
      objectIds: ['@Load_2026-01-03T00:00:00'],
      evaluateExpressions: true,
    }),
  )
  const fields = answer.pipelineObjects[0].fields as { key: string; stringValue?: string; refValue?: string }[]
  expect(fields).toContainEqual({ key: 'command', stringValue: 'echo 2026-01-03' })
  expect(fields).toContainEqual({ key: '@status', stringValue: 'FINISHED' })
  expect(fields).toContainEqual({ key: 'runsOn', refValue: '@Box_2026-01-03T00:00:00' })
})

it('leaves real runs alone', async () => {
  await play()
  expect((await workspace.ListRuns({ pipelineId })).total).toBe(0)
  expect((await workspace.ListNotices({ pipelineId })).notices).toEqual([])
})

it('gives the same for the same seed, and keeps what it gave over a restart', async () => {
  const chancy = '{ "rules": [ { "object": "Load", "chance": 0.4, "outcome": "fail" } ] }'
  const [one, two, other] = [
    await play({ scenario: chancy, to: from + 30 * day }),
    await play({ scenario: chancy, to: from + 30 * day }),
    await play({ scenario: chancy, to: from + 30 * day, seed: 8 }),
  ]
  expect(two.figures?.counts).toEqual(one.figures?.counts)
  expect(other.figures?.counts).not.toEqual(one.figures?.counts)
  await local.close()
  await open()
  const { rehearsal, result } = await workspace.GetRehearsal({ rehearsalId: one.id })
  expect(rehearsal).toEqual(one)
  expect(result?.objects.find(object => object.id === 'Load')?.counts).toBeDefined()
  expect((await asked(one.id, 'ListRuns', { pipelineId })).total).toBe(30)
})

it('says what is wrong before anything is played', async () => {
  const start = (change: Partial<RehearsalSetup>) => workspace.StartRehearsal(setup(change))
  await expect(start({ to: from })).rejects.toThrow('must be later than its beginning')
  await expect(start({ scenario: '{ "rules": [ { "object": "Laod" } ] }' })).rejects.toThrow('rules[0].object')
  await expect(start({ pipelineId: 'df-NONE' })).rejects.toThrow('df-NONE')
})

it('keeps as many as the settings say and no more, and names what it dropped', async () => {
  await workspace.SaveSettings({ ...(await workspace.GetSettings({})), mostRehearsals: 2 })
  await play({ name: 'first' })
  const second = await play({ name: 'second' })
  const third = await workspace.StartRehearsal(setup({ name: 'third' }))
  expect(third.dropped).toHaveLength(1)
  await over(third.rehearsalId)
  const { rehearsals, most } = await workspace.ListRehearsals({ pipelineId })
  expect([most, rehearsals.map(one => one.name)]).toEqual([2, ['third', 'second']])
  await workspace.DeleteRehearsal({ rehearsalId: second.id })
  expect(await readdir(join(dataDir, 'rehearsals'))).toEqual([third.rehearsalId])
})

it('ends one that is being played when it is deleted, and lets the next have its turn', async () => {
  const long = await workspace.StartRehearsal(setup({ to: from + 40_000 * day }))
  const next = await workspace.StartRehearsal(setup({ name: 'next' }))
  expect((await workspace.GetRehearsal({ rehearsalId: next.rehearsalId })).rehearsal.state).toBe('waiting')
  await workspace.DeleteRehearsal({ rehearsalId: long.rehearsalId })
  expect((await over(next.rehearsalId)).state).toBe('done')
  expect(existsSync(join(dataDir, 'rehearsals', long.rehearsalId))).toBe(false)
})

const withSecrets = JSON.stringify({
  ...JSON.parse(dailyLoad),
  parameters: [
    { id: '*myPassword', type: 'String' },
    { id: '*myPort', type: 'Integer', default: '5432' },
    { id: '*myKind', type: 'String', allowedValues: ['one', 'two'], default: 'two' },
  ],
  values: { '*myPort': '61616161' },
})

it('plays a definition whose secrets have no value with stand-ins, and writes none of them down', async () => {
  const { pipelineId: id } = await workspace.ImportPipeline({ name: 'Secretive', text: withSecrets })
  const told = { myPassword: 'tiger-secret', myKind: 'two' }
  const { id: rehearsalId, state, trouble, values } = await play({ pipelineId: id, values: told })
  expect([state, trouble, values]).toEqual(['done', undefined, undefined])
  const without = await play({ pipelineId: id })
  expect([without.state, without.trouble]).toEqual(['done', undefined])
  for (const file of await readdir(join(dataDir, 'rehearsals', rehearsalId))) {
    const bytes = await readFile(join(dataDir, 'rehearsals', rehearsalId, file), 'latin1')
    expect(bytes.match(/tiger-secret|61616161/g)).toBeNull()
  }
})

it('begins again what was under way when the server stopped, and the same comes of it', async () => {
  await workspace.SaveSettings({ ...(await workspace.GetSettings({})), mostRehearsals: 20 })
  const chancy = '{ "rules": [ { "object": "Load", "chance": 0.4, "outcome": "fail" } ] }'
  const long = { scenario: chancy, to: from + 400 * day }
  const whole = await play(long)
  const one = await workspace.StartRehearsal(setup({ ...long, name: 'cut short' }))
  const other = await workspace.StartRehearsal(setup({ ...long, name: 'waited', seed: 9 }))
  // The draft that it began with counts, whatever becomes of the draft.
  const draft = await workspace.GetDraft({ pipelineId })
  await workspace.SaveDraft({ ...draft, text: '{ "objects": [] }' })
  await local.close()
  await open()
  expect((await workspace.GetRehearsal({ rehearsalId: one.rehearsalId })).rehearsal.state).toBe('waiting')
  local.rehearsals.resume()
  const again = await over(one.rehearsalId)
  expect([again.state, again.restarts, again.name]).toEqual(['done', 1, 'cut short'])
  expect(again.figures?.counts).toEqual(whole.figures?.counts)
  expect((await over(other.rehearsalId)).state).toBe('done')
  expect(existsSync(join(dataDir, 'rehearsals', one.rehearsalId, 'job.json'))).toBe(false)
  await workspace.SaveDraft({ ...(await workspace.GetDraft({ pipelineId })), text: dailyLoad })
})

it('gives up one under which the server stops again and again, and says so', async () => {
  const { rehearsalId } = await workspace.StartRehearsal(setup({ to: from + 40_000 * day }))
  for (let stop = 0; stop < 4; stop++) {
    await local.close()
    await open()
    local.rehearsals.resume()
  }
  const { rehearsal } = await workspace.GetRehearsal({ rehearsalId })
  expect([rehearsal.state, rehearsal.trouble]).toEqual(['failed', expect.stringContaining('stopped 4 times')])
})
