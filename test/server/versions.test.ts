import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Draft, SavedVersion } from '../../src/api/versions.ts'
import { read } from '../../src/core/definition/text.ts'
import { fromWire, toWire } from '../../src/core/formats/wire.ts'
import { createHistory, type History } from '../../src/server/history.ts'
import { schema } from '../../src/server/schema.sql.ts'
import { openStore, type SqliteStore } from '../../src/server/store.ts'
import { createVersions, thisStudio, usualHistory, type Versions } from '../../src/server/versions/versions.ts'
import { type Toy, toy } from '../engine/toy.ts'

let store: SqliteStore
let one: Toy
let versions: Versions
let history: History
let id: string
let wall = 0

const second = 1000
const minute = 60 * second
const text = (command: string, comment = 'mine') => `{
  // ${comment}
  "objects": [
    { "id": "Default", "scheduleType": "ondemand", "pipelineLogUri": "s3://logs/", "role": "r", "resourceRole": "rr" },
    { "id": "Machine", "type": "Ec2Resource", "terminateAfter": "1 hour" },
    { "id": "Load", "type": "ShellCommandActivity", "command": "${command}", "runsOn": { "ref": "Machine" } }
  ]
}
`
const wired = (said: string) => toWire(read(said).definition)

async function open(settings = usualHistory) {
  store = openStore(':memory:')
  one = await toy({ store })
  versions = createVersions(
    store,
    () => {},
    () => settings,
    () => wall,
  )
  history = createHistory(store, () => {}, versions)
  id = (await one.engine.service.CreatePipeline({ name: 'demo', uniqueId: 'demo' })).pipelineId
}
beforeEach(() => {
  wall = Date.UTC(2026, 10, 25)
  return open()
})
afterEach(async () => {
  await one.engine.stop()
  store.close()
})

let revision = 0
const save = async (said: string, more: { cause?: 'restore' | 'import'; of?: number; pins?: Draft['pins'] } = {}) => {
  revision = store.draft(id)?.revision ?? 0
  return history.SaveDraft({ pipelineId: id, text: said, pins: {}, revision, ...more })
}
const list = async () => (await history.ListVersions({ pipelineId: id })).versions
const brief = (all: readonly SavedVersion[]) =>
  all.map(({ number, cause, saves, says }) => [number, cause, saves, says])
const textOf = async (version: string) => (await history.GetVersionText({ pipelineId: id, version })).text
const client = (name: string) => ({
  put: async (said: string) => {
    const input = { pipelineId: id, ...wired(said) }
    await one.engine.service.PutPipelineDefinition(input)
    versions.heard('PutPipelineDefinition', input, name)
  },
  activate: async () => {
    await one.engine.service.ActivatePipeline({ pipelineId: id })
    versions.heard('ActivatePipeline', { pipelineId: id }, name)
  },
})

describe('the local history', () => {
  it('makes one version of the autosaves of one sitting', async () => {
    for (const command of ['a', 'ab', 'abc']) {
      await save(text(command))
      wall += 20 * second
    }
    expect(brief(await list())).toEqual([[1, 'save', 3, 'the first version, 3 objects']])
    wall += 6 * minute
    await save(text('x'))
    expect(brief(await list())).toEqual([
      [2, 'save', 1, 'command of Load changed'],
      [1, 'save', 3, 'the first version, 3 objects'],
    ])
    expect(await textOf('1')).toBe(text('abc'))
    expect(await textOf('2')).toBe(text('x'))
  })

  it('begins a new version in a sitting that lasts', async () => {
    for (let k = 0; k < 40; k++) {
      await save(text(`${k}`))
      wall += minute
    }
    expect((await list()).map(one => one.saves)).toEqual([9, 31])
  })

  it('keeps apart what has a name, was imported, restored, or activated', async () => {
    await save(text('a'), { cause: 'import' })
    await save(text('b'))
    await history.NameVersion({ pipelineId: id, number: 2, name: ' Before the move ' })
    await save(text('c'))
    await save(text('a'), { cause: 'restore', of: 1 })
    await save(text('d'))
    await client(thisStudio).put(text('d'))
    await save(text('e'))
    await client(thisStudio).put(text('e'))
    await client(thisStudio).activate()
    await save(text('f'))
    const all = await list()
    expect(brief(all)).toEqual([
      [8, 'save', 1, 'command of Load changed'],
      [7, 'activation', 1, ''],
      [6, 'save', 1, 'command of Load changed'],
      [5, 'save', 1, 'command of Load changed'],
      [4, 'restore', 1, 'version 1 restored: command of Load changed'],
      [3, 'save', 1, 'command of Load changed'],
      [2, 'save', 1, 'command of Load changed'],
      [1, 'import', 1, 'the first version, 3 objects'],
    ])
    expect(all.map(one => one.name).filter(Boolean)).toEqual(['Before the move'])
    await history.NameVersion({ pipelineId: id, number: 2, name: '' })
    expect((await list()).map(one => one.name).filter(Boolean)).toEqual([])
  })

  it('says what changed where no service sees it', async () => {
    await save(text('a'))
    wall += 10 * minute
    await save(text('a', 'for all of us'))
    wall += 10 * minute
    await save(text('a', 'for all of us'), { pins: { Load: { x: 1, y: 2 } } })
    expect((await list()).map(one => one.says)).toEqual([
      'cards moved',
      'comments or spacing only',
      'the first version, 3 objects',
    ])
  })

  it('keeps what an AWS client puts, written the way the draft is, and leaves the draft alone', async () => {
    await save(text('a'))
    await client(thisStudio).put(text('a'))
    const base = store.draft(id)?.base
    await client('aws-cli/2.15.1').put(text('theirs', 'no comment goes over the wire'))
    const [newest] = await list()
    expect(newest).toMatchObject({ cause: 'put', by: 'aws-cli/2.15.1', says: 'command of Load changed' })
    expect(await textOf(`${newest?.number}`)).toBe(text('theirs'))
    expect(store.draft(id)).toMatchObject({ text: text('a'), base })
    expect(store.pipeline(id)?.latest).toBeGreaterThan(base ?? 0)
    expect(await textOf('latest')).toBe(text('theirs'))
    expect(await textOf('draft')).toBe(text('a'))
  })

  it('writes what a client puts to a pipeline without a draft', async () => {
    await client('Boto3/1.34').put(text('a'))
    expect(brief(await list())).toEqual([[1, 'put', 1, 'the first version, 3 objects']])
    expect(toWire(read(await textOf('1')).definition)).toEqual(wired(text('a')))
  })

  it('remembers which draft took in which version of the service', async () => {
    await save(text('a'))
    await client(thisStudio).put(text('a'))
    await client('aws-cli/2').put(text('b'))
    const latest = store.pipeline(id)?.latest ?? 0
    await history.SaveDraft({ pipelineId: id, text: text('b'), pins: {}, revision: 1, base: latest, cause: 'merge' })
    expect(store.draft(id)?.base).toBe(latest)
    // An older page that saves does not undo that.
    await history.SaveDraft({ pipelineId: id, text: text('c'), pins: {}, revision: 2, base: 1 })
    expect(store.draft(id)?.base).toBe(latest)
  })

  it('links each run to the version that it used, with the values it ran with', async () => {
    const said = text('echo #{myWord}').replace('  ]\n', '  ],\n  "values": { "myWord": "a" } // for now\n')
    await save(said)
    for (const myWord of ['b', 'c']) {
      await one.engine.runOnce(id, { definition: read(said).definition, values: { myWord } })
      versions.froze(id, 'run once', thisStudio)
    }
    const [only, ...more] = await list()
    expect(more).toEqual([])
    expect(only).toMatchObject({ number: 1, runs: 2, service: [{ source: 'run once' }, { source: 'run once' }] })
    const [newest] = (await history.ListRuns({ pipelineId: id })).runs
    expect(await textOf(`s${newest?.version}`)).toBe(said.replace('"a" }', '"c" }'))
    expect(only?.newestRuns[0]).toBe(newest?.scheduledStart)
  })

  it('gives the active version even where the text moved on', async () => {
    await save(text('a'))
    await client(thisStudio).put(text('a'))
    await client(thisStudio).activate()
    await save(text('b'))
    expect(await textOf('active')).toBe(text('a'))
    const { active, latest } = await history.ListVersions({ pipelineId: id })
    expect([active, latest]).toEqual([2, 1])
    const wire = await one.engine.service.GetPipelineDefinition({ pipelineId: id, version: 'active' })
    expect(fromWire(wire)).toEqual(read(text('a')).definition)
  })

  it('drops the oldest autosaves beyond its limit, never what has a name or was run', async () => {
    await one.engine.stop()
    store.close()
    await open({ ...usualHistory, mostVersions: 4, restInSitting: 0 })
    for (let k = 1; k <= 8; k++) {
      wall += minute
      await save(text(`${k}`))
      if (k === 1) await history.NameVersion({ pipelineId: id, number: 1, name: 'The first' })
      if (k === 2) await client(thisStudio).put(text('2'))
    }
    expect((await list()).map(one => one.number)).toEqual([8, 7, 2, 1])
    const { n } = store.database.row<{ n: number }>('SELECT count(*) AS n FROM saved_text') ?? { n: 0 }
    expect(n, 'texts that no version has are gone').toBe(4)
    expect(await textOf('2')).toBe(text('2'))
    await expect(textOf('3')).rejects.toMatchObject({ name: 'NotFound' })
  })

  it('keeps the draft of a database that had no history yet', async () => {
    await save(text('a'))
    store.database.run('DELETE FROM saved_version')
    store.database.run('DELETE FROM saved_text')
    await save(text('b'))
    expect(brief(await list())).toEqual([[1, 'save', 2, 'the first version, 3 objects']])
    wall += 10 * minute
    await save(text('c'))
    expect((await list()).length).toBe(2)
  })

  it('comes to a database that was made before there was one, whose drafts stay', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pipewright-history-'))
    const path = join(folder, 'old.db')
    const old = new DatabaseSync(path)
    old.exec(`BEGIN; ${schema[0]} PRAGMA user_version=1; COMMIT`)
    old.prepare('INSERT INTO draft VALUES (?, ?, ?, ?, ?)').run('df-old', text('a'), '{}', 3, 1)
    old.close()
    const opened = openStore(path)
    expect(opened.draft('df-old')).toEqual({
      pipelineId: 'df-old',
      text: text('a'),
      pins: {},
      revision: 3,
      updatedAt: 1,
    })
    expect(
      opened.keepDraft({ pipelineId: 'df-old', text: text('b'), pins: {}, revision: 3, updatedAt: 2 }),
    ).toBeDefined()
    opened.close()
    rmSync(folder, { recursive: true })
  })

  it('goes with its pipeline', async () => {
    await save(text('a'))
    await one.engine.service.DeletePipeline({ pipelineId: id })
    for (const table of ['saved_version', 'saved_text', 'frozen_as'])
      expect(store.database.row<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n).toBe(0)
  })
})
