import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from './studio.ts'

interface Report {
  status: string
  activities: {
    id: string
    status: string
    startedAt?: string
    attempts: { status: string; logLocation?: string; logs: string[] }[]
    cost: number
  }[]
  cost: { likely: number }
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipewright-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const program = join(root, 'dist', 'pipewright.js')
const example = join(root, 'public', 'examples', 'daily-retraining.json')

const pipewright = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>(done =>
    execFile(process.execPath, [program, ...args], { maxBuffer: 64 * 1024 * 1024 }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    ),
  )

/** Runs the example on a smaller table than its own, so that three runs fit into a test. */
const runExample = async (name: string, ...settings: string[]) => {
  const args = ['myPaymentsPerDay=1500', ...settings].flatMap(setting => ['--set', setting])
  const { code, out, err } = await pipewright('run', example, ...args, '--data', join(folder, name), '--json')
  return { code, err, report: JSON.parse(out) as Report }
}

/** An object of the store that a run left, by a key's end, read by the product itself. */
async function stored(name: string, uri: RegExp): Promise<string> {
  const { createStorage } = await import('../src/server/storage/storage.ts')
  const { createObjectStore } = await import('../src/server/storage/object-store.ts')
  const storage = await createStorage(join(folder, name))
  const store = createObjectStore(storage)
  for await (const { uri: found } of store.list('s3://'))
    if (uri.test(found)) {
      const body = await store.get(found)
      const bytes = new Uint8Array(await new Response(body).arrayBuffer())
      await storage.close()
      return found.endsWith('.gz')
        ? (await import('node:zlib')).gunzipSync(bytes).toString()
        : new TextDecoder().decode(bytes)
    }
  await storage.close()
  throw new Error(`No object like ${uri} in the store of ${name}.`)
}

describe('pipewright run', () => {
  it('really runs the daily retraining and reports every attempt, log and cost', async () => {
    const { code, report, err } = await runExample('slow', 'myModelType=logistic', 'myLearningRate=0.1')
    expect(code, err).toBe(0)
    expect(report.status).toBe('FINISHED')
    for (const activity of report.activities) {
      expect(activity, activity.id).toMatchObject({ status: 'FINISHED', startedAt: expect.any(String) })
      expect(activity.attempts.length, activity.id).toBe(1)
      expect(activity.attempts[0]?.logLocation, activity.id).toMatch(/^s3:\/\//)
    }
    expect(report.cost.likely).toBeGreaterThan(0)
    expect(JSON.parse(await stored('slow', /model\.json$/))).toBeTypeOf('object')
    await stored('slow', /PROMOTE/)
  })

  it('gives other metrics for another learning rate', async () => {
    const { code } = await runExample('quick', 'myModelType=logistic', 'myLearningRate=0.02')
    expect([0, 1]).toContain(code)
    expect(await stored('quick', /metrics\.json$/)).not.toBe(await stored('slow', /metrics\.json$/))
  })

  it('fails in an instructive way: exit 1, the service’s own status downstream, the traceback in the log', async () => {
    const index = JSON.parse(
      await (await import('node:fs/promises')).readFile(join(root, 'public', 'examples', 'index.json'), 'utf8'),
    ) as {
      name: string
      presets: { title: string; why: string; values: Record<string, string> }[]
    }[]
    const presets = index.find(e => e.name === 'daily-retraining')?.presets ?? []
    const failing = presets.find(p => /traceback|diverge/i.test(p.title + p.why))
    const settings = Object.entries(failing?.values ?? {}).map(([id, value]) => `${id}=${value}`)
    expect(settings.length, 'a preset that fails').toBeGreaterThan(0)
    const { code, report } = await runExample('failing', ...settings)
    expect(code).toBe(1)
    expect(report.activities.find(a => a.id === 'DeployModel')?.status).toBe('CASCADE_FAILED')
    const broken = report.activities.find(a => a.status === 'FAILED')
    expect(broken?.attempts.at(-1)?.logs.some(uri => uri.endsWith('StdError.gz'))).toBe(true)
    expect(await stored('failing', new RegExp(`${broken?.id}.*StdError\\.gz$`))).toContain('Traceback')
  })

  it('says on the terminal why something failed', async () => {
    const file = join(folder, 'fails.json')
    const cluster = { id: 'Box', type: 'Ec2Resource', instanceType: 'm1.small' }
    const work = {
      id: 'Work',
      type: 'ShellCommandActivity',
      runsOn: { ref: 'Box' },
      command: 'echo no such day >&2; exit 3',
    }
    const objects = [
      { id: 'Default', scheduleType: 'ondemand', role: 'r', resourceRole: 'r', maximumRetries: '0' },
      cluster,
      work,
    ]
    await writeFile(file, JSON.stringify({ objects }))
    const { code, out, err } = await pipewright('run', file, '--data', join(folder, 'fails'))
    expect([code, out.trim()]).toEqual([1, 'FAILED                   Work'])
    expect(err).toMatch(/^Work: no such day$/m)
  })
})

describe('pipewright check', () => {
  it('finds nothing wrong with the examples', async () => {
    const { code, out } = await pipewright('check', example, '--json')
    expect(JSON.parse(out).files[0].findings.filter((f: { severity: string }) => f.severity === 'error')).toEqual([])
    expect(code).toBe(0)
  })

  it('names code, object, field, line and column of an error and exits 1', async () => {
    const file = join(folder, 'wrong.json')
    await writeFile(
      file,
      '{\n  "objects": [\n    { "id": "A", "type": "ShellCommandActivity", "command": "ls", "runsOn": { "ref": "Nowhere" } }\n  ]\n}\n',
    )
    const { code, out } = await pipewright('check', file, '--json')
    expect(code).toBe(1)
    const [{ findings }] = JSON.parse(out).files
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'reference/unknown-target',
        severity: 'error',
        object: 'A',
        field: 'runsOn',
        line: 3,
        column: expect.any(Number),
      }),
    )
  })

  it('exits 2 for what is no definition, and says so', async () => {
    const file = join(folder, 'letter.txt')
    await writeFile(file, 'Dear Sir or Madam,')
    const { code, err } = await pipewright('check', file)
    expect(code).toBe(2)
    expect(err).toContain('letter.txt')
  })
})

describe('pipewright convert and diff', () => {
  it('go to the wire and back without a difference', async () => {
    const api = join(folder, 'api.json')
    const back = join(folder, 'back.json')
    expect((await pipewright('convert', example, '--to', 'api', '--secrets', '-o', api)).code).toBe(0)
    expect((await pipewright('convert', api, '--to', 'cli', '--secrets', '-o', back)).code).toBe(0)
    const { code, out } = await pipewright('diff', example, back)
    expect(out).toBe('')
    expect(code).toBe(0)
  })

  it('tell what differs, with a rename as such and without a secret', async () => {
    const files = ['before.json', 'after.json'].map(name => join(folder, name))
    const text = (id: string, password: string) =>
      JSON.stringify({
        objects: [
          { id, type: 'JdbcDatabase', username: 'u', '*password': 'hunter22', connectionString: 'jdbc:x:y' },
          { id: 'Other', type: 'JdbcDatabase', username: 'v', '*password': password },
        ],
      })
    await Promise.all(
      [text('Db', 'swordfish'), text('Shop', 'marlin')].map((one, at) => writeFile(files[at] ?? '', one)),
    )
    const { code, out } = await pipewright('diff', ...files)
    expect(code).toBe(1)
    expect(out).toBe('~ Db is now Shop\n~ Other.*password: •••••• → ••••••\n')
    const json = JSON.parse((await pipewright('diff', ...files, '--json')).out)
    expect(json.differences[0]).toEqual({ kind: 'renamed', object: 'Shop', was: 'Db' })
    expect(JSON.stringify(json)).not.toContain('swordfish')
  })

  it('masks secrets and says so, unless they are asked for', async () => {
    const file = join(folder, 'secret.json')
    await writeFile(
      file,
      '{"objects": [{"id": "Db", "type": "JdbcDatabase", "username": "u", "*password": "hunter22", "connectionString": "jdbc:x:y"}]}',
    )
    const plain = await pipewright('convert', file, '--to', 'api')
    expect(plain.out).toContain('********')
    expect(plain.out + plain.err).not.toContain('hunter22')
    expect(plain.err).toContain('Lost: The secret *password of Db is masked; put it in before the file is used.')
    const whole = await pipewright('convert', file, '--to', 'api', '--secrets')
    expect(whole.out).toContain('hunter22')
    for (const format of ['cloudformation', 'terraform'])
      expect((await pipewright('convert', file, '--to', format, '--secrets')).out).not.toContain('hunter22')
  })
})

describe('pipewright check --data', () => {
  it('judges by the limits that the settings of a data directory say', async () => {
    const ids = Array.from({ length: 101 }, (_, n) => `Node${n}`)
    const file = join(folder, 'many.json')
    await writeFile(
      file,
      JSON.stringify({ objects: ids.map(id => ({ id, type: 'S3DataNode', directoryPath: 's3://bucket/in/' })) }),
    )
    const limitsHit = async (...more: string[]) => {
      const { out } = await pipewright('check', file, '--json', ...more)
      return JSON.parse(out).files[0].findings.filter((f: { code: string }) => f.code === 'limit/objects').length
    }
    const data = join(folder, 'roomy')
    await mkdir(data, { recursive: true })
    await writeFile(join(data, 'settings.json'), JSON.stringify({ limits: { objects: 200 } }))
    expect([await limitsHit(), await limitsHit('--data', data)]).toEqual([1, 0])
    await writeFile(join(data, 'settings.json'), '{"limits": {"nonsense": 1}}')
    const { code, err } = await pipewright('check', file, '--data', data)
    expect(code).not.toBe(0)
    expect(err).toContain('nonsense is no limit that can be set')
    expect(await readdir(data), 'nothing else is made there').toEqual(['settings.json'])
  })
})

describe('pipewright estimate', () => {
  it('gives a low, a likely and a high figure with what they rest on', async () => {
    const { code, out } = await pipewright('estimate', example, '--json')
    expect(code).toBe(0)
    const report = JSON.parse(out)
    expect(report.low).toBeLessThanOrEqual(report.likely)
    expect(report.likely).toBeLessThanOrEqual(report.high)
    expect(report.basis).toContain('us-east-1')
  })
})

describe('the command line', () => {
  it('says what it knows when it does not understand', async () => {
    const { code, err } = await pipewright('fly')
    expect(code).toBe(2)
    expect(err).toContain('There is no command fly')
    expect(err).toContain('pipewright check FILE')
  })
})

describe('an older Node', () => {
  it('hands over to the one that the clone brings', async () => {
    const older = (await findOlderNode()) ?? process.execPath
    const { code, out } = await new Promise<{ code: number; out: string }>(done =>
      execFile(older, [program, 'check', example, '--json'], (error, out) => done({ code: error ? 1 : 0, out })),
    )
    expect(code).toBe(0)
    expect(JSON.parse(out).files[0].findings).toBeInstanceOf(Array)
  })
})

/** A Node of the machine's own, where it is one that the product itself could not run on. */
async function findOlderNode(): Promise<string | undefined> {
  for (const path of ['/usr/bin/node', '/usr/local/bin/node']) {
    const version = await new Promise<string>(done => execFile(path, ['-v'], (error, out) => done(error ? '' : out)))
    const [major = 0] = version.replace('v', '').split('.').map(Number)
    if (version && major < 22) return path
  }
  return undefined
}

describe('help', () => {
  it('is printed of all commands, or of the one that is named', async () => {
    for (const word of ['help', '--help', '-h']) {
      const { code, out } = await pipewright(word)
      expect([code, out]).toEqual([0, expect.stringContaining('pipewright convert FILE --to')])
    }
    const { code, out, err } = await pipewright('check', '--help')
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^pipewright check FILE\.\.\./)
    expect(out).not.toContain('convert')
  })
})
