import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { PipelineService } from '../../src/api/operations.ts'
import { startGateway } from '../../src/server/gateway.ts'
import { helperFile } from '../../src/server/helpers.ts'
import { loadKeys } from '../../src/server/keys.ts'
import { openMachine, textAt } from '../contracts/machine.ts'

const machine = await openMachine()
const keys = await loadKeys(machine.dataDir)
const gateway = await startGateway({ port: 0, keys, service: {} as PipelineService, storage: machine.buckets })
for (const bucket of ['up', 'streams', 'trees', 'mirror'])
  await machine.storage.put(`s3://${bucket}/.keep`, '').then(() => machine.storage.remove(`s3://${bucket}/.keep`))
const home = mkdtempSync(join(tmpdir(), 'pipewright-aws-'))
afterAll(async () => {
  await gateway.close(0)
  rmSync(home, { recursive: true, force: true })
})

const environment = {
  PATH: process.env.PATH,
  TZ: 'UTC',
  AWS_ENDPOINT_URL: gateway.url,
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  AWS_REGION: 'us-east-1',
}

function aws(
  args: string | readonly string[],
  more: { stdin?: string | Buffer; env?: Record<string, string>; cwd?: string } = {},
) {
  return new Promise<{ code: number | null; out: string; err: string; bytes: Buffer }>(done => {
    const words = typeof args === 'string' ? args.split(' ') : args
    const child = spawn(process.execPath, [helperFile('aws'), ...words], {
      cwd: more.cwd ?? home,
      env: { ...environment, ...more.env },
    })
    const out: Buffer[] = []
    let err = ''
    child.stdout.on('data', chunk => out.push(chunk))
    child.stderr.on('data', chunk => {
      err += chunk
    })
    child.on('close', code => done({ code, out: Buffer.concat(out).toString(), err, bytes: Buffer.concat(out) }))
    // It may end before it has read its input.
    child.stdin.on('error', () => {})
    child.stdin.end(more.stdin ?? '')
  })
}

const file = (name: string, text: string | Buffer = name) => {
  mkdirSync(join(home, name, '..'), { recursive: true })
  writeFileSync(join(home, name), text)
}

describe.concurrent('the small aws', { timeout: 60_000 }, () => {
  it('copies files up and down, and says so as the AWS CLI does', async () => {
    file('one/a b+ü.txt', 'hello')
    expect(await aws(['s3', 'cp', 'one/a b+ü.txt', 's3://up/dir/'])).toMatchObject({
      code: 0,
      out: 'upload: one/a b+ü.txt to s3://up/dir/a b+ü.txt\n',
      err: '',
    })
    expect(await textAt(machine, 's3://up/dir/a b+ü.txt')).toBe('hello')
    expect(await aws(['s3', 'cp', 's3://up/dir/a b+ü.txt', 'one/back.txt', '--quiet'])).toMatchObject({
      code: 0,
      out: '',
    })
    expect(readFileSync(join(home, 'one/back.txt'), 'utf8')).toBe('hello')
    expect(await aws(['s3', 'cp', 's3://up/dir/a b+ü.txt', 's3://up/copy.txt'])).toMatchObject({
      out: 'copy: s3://up/dir/a b+ü.txt to s3://up/copy.txt\n',
    })
    expect(await textAt(machine, 's3://up/copy.txt')).toBe('hello')
    expect(await aws('s3 mv s3://up/copy.txt s3://up/moved.txt')).toMatchObject({
      out: 'move: s3://up/copy.txt to s3://up/moved.txt\n',
    })
    expect(await textAt(machine, 's3://up/copy.txt')).toBeUndefined()
  })

  it('carries streams', async () => {
    expect(await aws('s3 cp - s3://streams/x', { stdin: 'from a pipe' })).toMatchObject({ code: 0, out: '' })
    expect(await aws('s3 cp s3://streams/x -')).toMatchObject({ code: 0, out: 'from a pipe' })
  })

  it('sends large files in parts, byte for byte', async () => {
    const bytes = Buffer.alloc(35 << 20, 'pipewright ')
    expect(await aws('s3 cp - s3://streams/large', { stdin: bytes })).toMatchObject({ code: 0 })
    const { bytes: back } = await aws('s3 cp s3://streams/large -')
    const digest = (data: Buffer) => createHash('sha256').update(data).digest('hex')
    expect(digest(back)).toBe(digest(bytes))
  })

  it('copies folders through filters', async () => {
    for (const name of ['tree/a.py', 'tree/b.txt', 'tree/sub/c.py', 'tree/sub/d.txt']) file(name)
    await aws(['s3', 'cp', 'tree', 's3://trees/t', '--recursive', '--exclude', '*', '--include', '*.py'])
    expect((await aws('s3 ls s3://trees --recursive')).out.replace(/^.{31}/gm, '')).toBe('t/a.py\nt/sub/c.py\n')
    await aws('s3 cp s3://trees/t down --recursive --only-show-errors')
    expect(readdirSync(join(home, 'down'), { recursive: true }).sort()).toEqual(['a.py', 'sub', 'sub/c.py'])
  })

  it('lists buckets, prefixes and objects', async () => {
    await machine.storage.put('s3://list/a/one.txt', 'x'.repeat(2048))
    await machine.storage.put('s3://list/top.txt', 'x')
    const dates = (text: string) => text.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/gm, 'DATE')
    expect(dates((await aws('s3 ls s3://list/')).out)).toBe(
      '                           PRE a/\nDATE          1 top.txt\n',
    )
    expect(dates((await aws('s3 ls s3://list --recursive --human-readable --summarize')).out)).toBe(
      'DATE    2.0 KiB a/one.txt\nDATE     1 Byte top.txt\n\nTotal Objects: 2\n   Total Size: 2.0 KiB\n',
    )
    expect(dates((await aws('s3 ls')).out)).toContain('DATE list\n')
    expect(await aws('s3 ls s3://list/none')).toMatchObject({ code: 1, out: '' })
  })

  it('synchronizes both ways and copies only what changed', async () => {
    for (const name of ['sync/a.txt', 'sync/b.txt']) file(name)
    expect((await aws('s3 sync sync s3://mirror/s')).out.split('\n').sort()).toEqual([
      '',
      'upload: sync/a.txt to s3://mirror/s/a.txt',
      'upload: sync/b.txt to s3://mirror/s/b.txt',
    ])
    expect((await aws('s3 sync sync s3://mirror/s')).out).toBe('')
    file('sync/b.txt', 'changed')
    rmSync(join(home, 'sync/a.txt'))
    expect((await aws('s3 sync sync s3://mirror/s --delete --dryrun')).out).toBe(
      '(dryrun) upload: sync/b.txt to s3://mirror/s/b.txt\n(dryrun) delete: s3://mirror/s/a.txt\n',
    )
    expect((await aws('s3 sync sync s3://mirror/s --delete')).out).toBe(
      'upload: sync/b.txt to s3://mirror/s/b.txt\ndelete: s3://mirror/s/a.txt\n',
    )
    expect((await aws('s3 sync s3://mirror/s fresh')).out).toBe('download: s3://mirror/s/b.txt to fresh/b.txt\n')
    expect((await aws('s3 sync s3://mirror/s fresh')).out).toBe('')
    utimesSync(join(home, 'fresh/b.txt'), 1, 1)
    expect((await aws('s3 sync s3://mirror/s fresh --size-only')).out).toBe('')
  })

  it('makes and removes buckets and objects', async () => {
    expect(await aws('s3 mb s3://made-here')).toMatchObject({ code: 0, out: 'make_bucket: made-here\n' })
    await machine.storage.put('s3://made-here/x', 'x')
    expect(await aws('s3 rb s3://made-here')).toMatchObject({ code: 1, err: expect.stringContaining('BucketNotEmpty') })
    expect(await aws('s3 rm s3://made-here/x')).toMatchObject({ code: 0, out: 'delete: s3://made-here/x\n' })
    expect(await aws('s3 rm s3://made-here/x')).toMatchObject({ code: 0 })
    await machine.storage.put('s3://made-here/deep/y', 'y')
    expect(await aws('s3 rb s3://made-here --force')).toMatchObject({
      code: 0,
      out: 'delete: s3://made-here/deep/y\nremove_bucket: made-here\n',
    })
  })

  it('fails as the AWS CLI does', async () => {
    await machine.storage.put('s3://real/x', 'x')
    expect(await aws('s3 cp s3://real/none .')).toMatchObject({
      code: 1,
      err: expect.stringContaining('(404) when calling the HeadObject operation: Key "none" does not exist'),
    })
    expect(await aws('s3 ls s3://no-such-bucket-here')).toMatchObject({
      code: 254,
      err: expect.stringContaining('NoSuchBucket'),
    })
    expect(await aws('s3 cp nowhere.txt s3://real/')).toMatchObject({
      code: 255,
      err: expect.stringContaining('does not exist'),
    })
    expect(await aws('s3 cp a b')).toMatchObject({ code: 252 })
    expect(await aws('s3 cp --frobnicate a s3://b')).toMatchObject({
      code: 252,
      err: expect.stringContaining('--frobnicate'),
    })
    expect(await aws('s3 ls s3://real', { env: { AWS_SECRET_ACCESS_KEY: 'wrong' } })).toMatchObject({
      code: 254,
      err: expect.stringContaining('SignatureDoesNotMatch'),
    })
    expect(await aws('s3 ls', { env: { AWS_ACCESS_KEY_ID: '' } })).toMatchObject({ code: 253 })
    expect(await aws('s3 ls --endpoint-url http://127.0.0.1:9')).toMatchObject({
      code: 255,
      err: expect.stringContaining('Could not connect'),
    })
  })

  it('says what it lacks', async () => {
    for (const words of [
      'lambda invoke --function-name x',
      's3api head-object',
      's3 presign s3://a/b',
      'sns list-topics',
      '--region us-east-1 glue start-job-run',
    ])
      expect(await aws(words)).toMatchObject({ code: 252, err: expect.stringContaining('Install the AWS CLI') })
    expect(await aws('--version')).toMatchObject({ code: 0, out: expect.stringContaining('s3 and sns only') })
  })

  it('keeps keys that climb out of a folder from doing so', async () => {
    await machine.storage.put('s3://climb/../../pipewright-climbed', 'x')
    await machine.storage.put('s3://climb/good', 'x')
    expect(await aws('s3 cp s3://climb climbing --recursive')).toMatchObject({
      code: 1,
      err: expect.stringContaining('outside of climbing'),
    })
  })

  it('publishes to SNS', async () => {
    const seen: string[] = []
    const topic = createServer((request, response) => {
      let body = ''
      request.on('data', chunk => {
        body += chunk
      })
      request.on('end', () => {
        seen.push(`${request.headers.authorization?.split(' ')[1]} ${body}`)
        response.end('<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>')
      })
    }).listen(0, '127.0.0.1')
    await new Promise(done => topic.once('listening', done))
    const AWS_ENDPOINT_URL_SNS = `http://127.0.0.1:${(topic.address() as AddressInfo).port}`
    const words = [
      'sns',
      'publish',
      '--topic-arn',
      'arn:aws:sns:us-east-1:1:t',
      '--message',
      'done & dusted',
      '--subject=s',
    ]
    expect(await aws(words, { env: { AWS_ENDPOINT_URL_SNS } })).toMatchObject({
      code: 0,
      out: '{\n    "MessageId": "m-1"\n}\n',
    })
    expect(seen[0]).toMatch(
      /us-east-1\/sns\/aws4_request.* Action=Publish&Version=2010-03-31&TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A1%3At&Message=done\+%26\+dusted&Subject=s$/,
    )
    topic.close()
  })
})
