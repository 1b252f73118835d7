import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settled } from '../../src/core/runs/instance.ts'
import { backup } from '../../src/server/backup/backup.ts'
import { restore } from '../../src/server/backup/restore.ts'
import { readTar, textEntry, writeTar } from '../../src/server/backup/tar.ts'
import { type Local, openLocal } from '../../src/server/local.ts'
import { workspaceOf } from './studio.ts'

const folder = await mkdtemp(join(tmpdir(), 'backup-'))
const at = (name: string) => join(folder, name)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A first step that is over, a second that waits for a file to be there, a third after it. */
const text = JSON.stringify({
  objects: [
    {
      id: 'Default',
      scheduleType: 'ondemand',
      role: 'R',
      resourceRole: 'R',
      failureAndRerunMode: 'CASCADE',
      pipelineLogUri: 's3://logs/',
    },
    { id: 'Box', type: 'Ec2Resource' },
    { id: 'First', type: 'ShellCommandActivity', runsOn: { ref: 'Box' }, command: 'echo first' },
    {
      id: 'Second',
      type: 'ShellCommandActivity',
      runsOn: { ref: 'Box' },
      dependsOn: { ref: 'First' },
      command: `while [ ! -e ${at('go')} ]; do sleep 0.1; done; echo second`,
    },
    {
      id: 'Third',
      type: 'ShellCommandActivity',
      runsOn: { ref: 'Box' },
      dependsOn: { ref: 'Second' },
      command: 'echo third',
    },
  ],
})

async function statusesOf(local: Local, pipelineId: string) {
  const { instances } = await local.history.ListInstances({ pipelineId })
  return Object.fromEntries(instances.map(one => [one.componentId, one.status]))
}
async function until(ask: () => Promise<boolean>) {
  while (!(await ask())) await new Promise(wake => setTimeout(wake, 50))
}

describe('A backup', () => {
  let local: Local
  let pipelineId = ''
  let scheduledStart = 0
  beforeAll(async () => {
    local = await openLocal({ dataDir: at('home'), speed: 1 })
    const workspace = workspaceOf(local)
    await workspace.SaveSettings({ ...(await workspace.GetSettings({})), confirmUsd: 77 })
    pipelineId = (await workspace.ImportPipeline({ name: 'Long', text })).pipelineId
    await local.storage.put('s3://data/one', 'the bytes of one')
    scheduledStart = (await workspace.RunOnce({ pipelineId })).scheduledStart
    await until(async () => (await statusesOf(local, pipelineId)).Second === 'RUNNING')
  })
  afterAll(() => local?.close())

  it('is taken while a run is under way, and a server on the copy finishes it', async () => {
    const report = await backup(at('home'), at('a.backup'), { withKeys: false })
    expect(report.files).toBeGreaterThan(3)
    expect(report.leftOut).toEqual([expect.stringContaining('keys of clients')])
    expect((await readdir(at('home'))).filter(name => name.startsWith('.backup'))).toEqual([])

    // What happens after the moment of the backup is not in it.
    await local.storage.put('s3://data/two', 'too late')
    await restore(at('a.backup'), at('copy'))
    await writeFile(at('go'), '')
    await until(async () =>
      (await local.history.ListInstances({ pipelineId })).instances.every(one => settled(one.status)),
    )
    const keys = await readFile(at('home/gateway-keys.json'), 'utf8')

    const copy = await openLocal({ dataDir: at('copy'), speed: 1 })
    try {
      await until(async () =>
        (await copy.history.ListInstances({ pipelineId })).instances.every(one => settled(one.status)),
      )
      expect(await statusesOf(copy, pipelineId)).toEqual({
        Box: 'FINISHED',
        First: 'FINISHED',
        Second: 'FINISHED',
        Third: 'FINISHED',
      })
      const { attempts } = await copy.history.ListAttempts({ pipelineId, scheduledStart })
      expect(attempts.filter(one => one.instanceId.startsWith('@First')).map(one => one.number)).toEqual([1])
      expect(copy.settings.now().confirmUsd).toBe(77)
      expect(await new Response(await copy.storage.get('s3://data/one')).text()).toBe('the bytes of one')
      expect(await copy.storage.head('s3://data/two')).toBeUndefined()
      const first = attempts.find(one => one.instanceId.startsWith('@First'))
      const { logs } = await workspaceOf(copy).ListLogs({ pipelineId, attemptId: first?.id ?? '' })
      expect(logs.map(log => log.kind)).toContain('stdout')
      expect(await workspaceOf(copy).GetDraft({ pipelineId })).toMatchObject({ text })
      expect(await readFile(at('copy/gateway-keys.json'), 'utf8')).not.toBe(keys)
    } finally {
      await copy.close()
    }
  })

  it('takes the keys along where that is asked for, and is a tar that others read', async () => {
    await backup(at('home'), at('keys.backup'), { withKeys: true })
    await restore(at('keys.backup'), at('same'))
    expect(await readFile(at('same/gateway-keys.json'), 'utf8')).toBe(
      await readFile(at('home/gateway-keys.json'), 'utf8'),
    )
    const { stdout } = await promisify(execFile)('tar', ['-tzf', at('keys.backup')])
    expect(stdout.split('\n').slice(0, 1)).toEqual(['pipewright-backup.json'])
    expect(stdout).toContain('pipewright.db')
  })

  it('holds whole objects only, whatever is written and deleted while it is taken', async () => {
    let on = true
    const busy = (async () => {
      for (let n = 0; on; n++) {
        await local.storage.put(`s3://busy/${n % 20}`, `${n % 20} `.repeat(5_000))
        if (n % 3 === 0) await local.storage.remove(`s3://busy/${(n * 7) % 20}`)
      }
    })()
    for (const name of ['b1', 'b2', 'b3']) {
      await backup(at('home'), at(name), { withKeys: false })
      await restore(at(name), at(`${name}-copy`))
    }
    on = false
    await busy
    for (const name of ['b1', 'b2', 'b3']) {
      const copy = await openLocal({ dataDir: at(`${name}-copy`), speed: 1 })
      for await (const { uri } of copy.storage.list('s3://busy/')) {
        const key = uri.slice('s3://busy/'.length)
        expect(await new Response(await copy.storage.get(uri)).text()).toBe(`${key} `.repeat(5_000))
      }
      await copy.close()
    }
  })
})

it('two backups at once are both whole', async () => {
  const local = await openLocal({ dataDir: at('both'), speed: 1 })
  // Many, so that the second begins amid the first.
  const names = Array.from({ length: 300 }, (_, n) => `s3://data/${n}`)
  await Promise.all(names.map(name => local.storage.put(name, name)))
  let second: Promise<unknown> | undefined
  await backup(at('both'), at('one.backup'), {
    withKeys: false,
    onProgress: () => {
      second ??= backup(at('both'), at('other.backup'), { withKeys: false })
    },
  })
  await second
  await local.close()
  for (const name of ['one', 'other']) {
    await restore(at(`${name}.backup`), at(`${name}-back`))
    const copy = await openLocal({ dataDir: at(`${name}-back`), speed: 1 })
    for (const one of names) expect(await new Response(await copy.storage.get(one)).text()).toBe(one)
    await copy.close()
  }
})

describe('A restore', () => {
  it('never touches a directory that holds something, and says so', async () => {
    await mkdir(at('full'))
    await writeFile(at('full/mine'), 'mine')
    await expect(restore(at('a.backup'), at('full'))).rejects.toThrow('is not empty')
    expect(await readFile(at('full/mine'), 'utf8')).toBe('mine')
  })

  it('says what is no backup, and leaves nothing of one that is damaged', async () => {
    await writeFile(at('text'), 'no archive at all')
    await expect(restore(at('text'), at('x1'))).rejects.toThrow('is no backup of Pipewright, or is damaged')
    const whole = await readFile(at('a.backup'))
    await writeFile(at('cut'), whole.subarray(0, whole.length / 2))
    await expect(restore(at('cut'), at('x2'))).rejects.toThrow()
    await expect(restore(at('none'), at('x3'))).rejects.toThrow('There is no file')
    await expect(backup(at('full'), at('y'), { withKeys: false })).rejects.toThrow('is no data directory')
    expect((await readdir(folder)).filter(name => /^x\d/.test(name))).toEqual([])
  })

  it('takes no backup that lacks what the engine remembers', async () => {
    const lacking = async function* () {
      yield textEntry('pipewright-backup.json', JSON.stringify({ pipewright: 'backup', format: 1 }))
      yield textEntry('settings.json', '{}')
    }
    const { createWriteStream } = await import('node:fs')
    await writeTar(lacking(), createWriteStream(at('lacking.backup')))
    await expect(restore(at('lacking.backup'), at('x4'))).rejects.toThrow('holds no pipewright.db')
    expect(existsSync(at('x4'))).toBe(false)
    await expect(backup(at('home'), at('none/y'), { withKeys: false })).rejects.toThrow('Name another file')
  })

  it('lets no name lead out of the directory', async () => {
    const evil = async function* () {
      yield textEntry('pipewright-backup.json', JSON.stringify({ pipewright: 'backup', format: 1 }))
      yield textEntry('../evil', 'out')
    }
    const { createWriteStream } = await import('node:fs')
    await writeTar(evil(), createWriteStream(at('evil.backup')))
    await expect(restore(at('evil.backup'), at('victim'))).rejects.toThrow('names a file outside of it: ../evil')
    expect(existsSync(at('evil'))).toBe(false)
  })
})

it('an archive gives back what was put into it, whatever the names and sizes', async () => {
  const file = fc.record({ name: fc.stringMatching(/^[\w.ä-]{1,150}$/), text: fc.string({ maxLength: 2000 }) })
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(file, { selector: one => one.name, maxLength: 6 }), async files => {
      const pieces: Buffer[] = []
      const sink = new Writable({
        write(piece: Buffer, _, done) {
          pieces.push(piece)
          done()
        },
      })
      await writeTar(
        (async function* () {
          for (const { name, text } of files) yield textEntry(name, text)
        })(),
        sink,
      )
      const found: { name: string; text: string }[] = []
      for await (const { name, bytes } of readTar(Readable.from([Buffer.concat(pieces)]))) {
        const parts: Uint8Array[] = []
        for await (const part of bytes) parts.push(part)
        found.push({ name, text: Buffer.concat(parts).toString() })
      }
      expect(found).toEqual(files)
    }),
    { numRuns: 40 },
  )
})
