import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadKeys } from '../../src/server/keys.ts'
import { checksumNames, checksums } from '../../src/server/storage/checksums.ts'
import { S3Fault } from '../../src/server/storage/faults.ts'
import { createObjectStore, placeOf } from '../../src/server/storage/object-store.ts'
import { type Incoming, plain } from '../../src/server/storage/records.ts'
import { createStorage, type Storage } from '../../src/server/storage/storage.ts'

let folder: string
let storage: Storage

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipewright-storage-'))
  storage = await createStorage(folder, { durable: false })
  await storage.buckets.create('b', 'us-east-1')
})
afterEach(async () => {
  storage.close()
  await rm(folder, { recursive: true, force: true })
})

async function* pieces(...parts: readonly (string | Buffer)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part)
}

const incoming = (...parts: readonly (string | Buffer)[]): Incoming => ({ chunks: pieces(...parts), digests: [] })
const put = (key: string, ...parts: readonly string[]) =>
  storage.objects.put({ bucket: 'b', key }, incoming(...parts), plain)

const get = (key: string) => {
  const object = storage.objects.get({ bucket: 'b', key })
  return object && text(storage.objects.read(object))
}

async function blobs(): Promise<string[]> {
  const entries = await readdir(join(folder, 'blobs'), { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
}

async function reopen(): Promise<void> {
  storage.close()
  storage = await createStorage(folder, { durable: false })
}

describe('an object', () => {
  it('outlives the process', async () => {
    await put('k', 'one ', 'two')
    await reopen()
    expect(await get('k')).toBe('one two')
  })

  it('is replaced whole, and its old bytes go', async () => {
    await put('k', 'old')
    await put('k', 'new')
    expect(await get('k')).toBe('new')
    expect(await blobs()).toHaveLength(1)
  })

  it('stays what it was for who began to read it', async () => {
    const old = await put('k', 'x'.repeat(3_000_000))
    const reading = storage.objects.read(old)
    await put('k', 'new')
    await storage.objects.remove('b', [{ key: 'k' }])
    expect((await buffer(reading)).length).toBe(3_000_000)
    await expect.poll(blobs).toEqual([])
  })

  it('that is no longer read is not kept for its reader', async () => {
    const old = await put('k', 'x'.repeat(3_000_000))
    const reading = storage.objects.read(old)
    await storage.objects.remove('b', [{ key: 'k' }])
    reading.destroy()
    await expect.poll(blobs).toEqual([])
  })

  it('of which the body breaks off does not come to be, and the old one stays', async () => {
    await put('k', 'old')
    const broken = async function* () {
      yield Buffer.from('half')
      throw new Error('the client is gone')
    }
    const call = storage.objects.put({ bucket: 'b', key: 'k' }, { chunks: broken(), digests: [] }, plain)
    await expect(call).rejects.toThrow('the client is gone')
    expect(await get('k')).toBe('old')
    expect(await blobs()).toHaveLength(1)
  })

  it('whose check fails leaves no bytes behind', async () => {
    const check = () => {
      throw new S3Fault('BadDigest')
    }
    const call = storage.objects.put({ bucket: 'b', key: 'k' }, { ...incoming('x'), check }, plain)
    await expect(call).rejects.toThrow(S3Fault)
    expect([await get('k'), await blobs()]).toEqual([undefined, []])
  })

  it('cannot be put where its bucket went meanwhile', async () => {
    const slow = async function* () {
      yield Buffer.from('x')
      await storage.buckets.remove('b')
      yield Buffer.from('y')
    }
    const call = storage.objects.put({ bucket: 'b', key: 'k' }, { chunks: slow(), digests: [] }, plain)
    await expect(call).rejects.toMatchObject({ code: 'NoSuchBucket' })
    expect(await blobs()).toEqual([])
  })

  it('is read from and to any byte, across the parts it was made of', async () => {
    const place = { bucket: 'b', key: 'parts' }
    const MiB = 2 ** 20
    const content = [Buffer.alloc(5 * MiB, 'a'), Buffer.alloc(5 * MiB, 'b'), Buffer.from('cc')]
    const { id } = await storage.uploads.create(place, plain, undefined)
    const parts = []
    for (const [index, part] of content.entries())
      parts.push(await storage.uploads.putPart(place, id, index + 1, incoming(part)))
    const named = parts.map(({ number, etag }) => ({ number, etag, checksums: new Map() }))
    const object = await storage.uploads.complete(place, id, named, {})
    const whole = Buffer.concat(content)
    const offset = fc.constantFrom(0, 1, 5 * MiB - 1, 5 * MiB, 5 * MiB + 1, 10 * MiB, 10 * MiB + 1, 10 * MiB + 2)
    await fc.assert(
      fc.asyncProperty(offset, offset, async (start, end) => {
        const read = await buffer(storage.objects.read(object, start, Math.max(start, end)))
        expect(read.equals(whole.subarray(start, Math.max(start, end)))).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})

describe('after a crash', () => {
  it('bytes that no object has are deleted, and all others stay', async () => {
    await put('k', 'kept')
    const { id } = await storage.uploads.create({ bucket: 'b', key: 'u' }, plain, undefined)
    await storage.uploads.putPart({ bucket: 'b', key: 'u' }, id, 1, incoming('part'))
    const [one = ''] = await blobs()
    await writeFile(join(one, '..', 'ffffffffffffffffffffffffffffffff'), 'half-written')
    await reopen()
    expect(await blobs()).toHaveLength(2)
    expect(await get('k')).toBe('kept')
    expect(storage.uploads.parts({ bucket: 'b', key: 'u' }, id, 0, 10)).toHaveLength(1)
  })

  it('a store of a newer format is left alone', async () => {
    const { DatabaseSync } = await import('node:sqlite')
    storage.close()
    const db = new DatabaseSync(join(folder, 'storage.db'))
    const version = Object.values(db.prepare('PRAGMA user_version').get() ?? {})[0]
    db.exec('PRAGMA user_version=99')
    db.close()
    await expect(createStorage(folder)).rejects.toThrow(/newer Pipewright/)
    const back = new DatabaseSync(join(folder, 'storage.db'))
    back.exec(`PRAGMA user_version=${version}`)
    back.close()
    storage = await createStorage(folder, { durable: false })
  })
})

describe('on the disk', () => {
  it('no key is part of a path, and no one else may read', async () => {
    const keys = ['../../up', '/etc/passwd', 'a/../b', 'CON', 'nul\u0000', '.', 'x'.repeat(1024)]
    for (const key of keys) await put(key, key)
    expect((await readdir(folder)).sort()).toEqual(expect.arrayContaining(['blobs', 'storage.db']))
    for (const blob of await blobs()) {
      expect(blob.slice(folder.length)).toMatch(/^\/blobs\/([0-9a-f]{2})\/\1[0-9a-f]{30}$/)
      expect((await stat(blob)).mode & 0o077).toBe(0)
    }
    expect((await stat(join(folder, 'storage.db'))).mode & 0o077).toBe(0)
    for (const key of keys) expect(await get(key)).toBe(key)
  })

  it('the key pair is made once, and readable by its owner only', async () => {
    const made = await Promise.all([loadKeys(folder), loadKeys(folder)])
    expect(made[0]).toEqual(made[1])
    expect(await loadKeys(folder)).toEqual(made[0])
    expect(made[0].accessKeyId).toMatch(/^[A-Z0-9]{20}$/)
    expect((await stat(join(folder, 'gateway-keys.json'))).mode & 0o777).toBe(0o600)
    await writeFile(join(folder, 'gateway-keys.json'), '{}')
    await expect(loadKeys(folder)).rejects.toThrow(/holds no key pair/)
    expect(await readFile(join(folder, 'gateway-keys.json'), 'utf8')).toBe('{}')
  })
})

describe('a list', () => {
  it('is what sorting, cutting and gathering all keys would give, page by page', async () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '🚀', '\uffff'), maxLength: 6 })
    const asked = fc.record({
      keys: fc.uniqueArray(
        name.filter(key => key !== ''),
        { maxLength: 25, size: 'max' },
      ),
      prefix: fc.oneof(fc.constant(''), name),
      delimiter: fc.constantFrom(undefined, '/', 'b', '//'),
      limit: fc.integer({ min: 1, max: 7 }),
      after: fc.option(name, { nil: undefined }),
    })
    let round = 0
    await fc.assert(
      fc.asyncProperty(asked, async ({ keys, prefix, delimiter, limit, after }) => {
        const bucket = `law-${round++}`
        await storage.buckets.create(bucket, 'us-east-1')
        await Promise.all(keys.map(key => storage.objects.put({ bucket, key }, incoming('x'), plain)))
        const seen: string[] = []
        let from: Uint8Array | undefined
        for (;;) {
          const more = { ...(delimiter && { delimiter }), ...(from ? { from } : after !== undefined && { after }) }
          const page = storage.objects.list({ bucket, prefix, limit, ...more })
          const names = [...page.objects.map(object => object.key), ...page.prefixes].sort(byBytes)
          expect(names.length).toBeLessThanOrEqual(limit)
          if (page.next) expect(names).toHaveLength(limit)
          seen.push(...names)
          if (!page.next) break
          from = page.next
        }
        expect(seen).toEqual(expected(keys, prefix, delimiter, after))
      }),
      { numRuns: 80 },
    )
  })

  const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
  function expected(keys: readonly string[], prefix: string, delimiter: string | undefined, after: string | undefined) {
    const names = keys
      .filter(key => key.startsWith(prefix) && (after === undefined || byBytes(key, after) > 0))
      .map(key => {
        const at = delimiter ? key.indexOf(delimiter, prefix.length) : -1
        return at < 0 ? key : key.slice(0, at + (delimiter?.length ?? 0))
      })
      .filter(told => after === undefined || byBytes(told, after) > 0)
    return [...new Set(names)].sort(byBytes)
  }
})

describe('a checksum', () => {
  it('of a whole follows from those of its parts where it is cyclic', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 6, size: 'max' })
    const sum = (name: (typeof checksumNames)[number], bytes: Uint8Array) => {
      const digest = checksums[name].start()
      digest.update(bytes)
      return digest.digest()
    }
    fc.assert(
      fc.property(parts, fc.constantFrom(...checksumNames), (all, name) => {
        const { join: joined } = checksums[name]
        if (!joined) return
        const [first = new Uint8Array(), ...others] = all
        const whole = others.reduce<Buffer>((so, part) => joined(so, sum(name, part), part.length), sum(name, first))
        expect(whole.equals(sum(name, Buffer.concat(all)))).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

describe('the port of the engine', () => {
  it('speaks of addresses, makes buckets, and tells what is there', async () => {
    const store = createObjectStore(storage)
    await store.put('s3://logs/run/stdout.gz', 'text', 'application/gzip')
    await store.put('s3://logs/run/stderr.gz', Buffer.from('bytes'))
    await store.put('s3://logs/other', new Blob(['stream']).stream())
    expect(await store.head('s3://logs/run/stdout.gz')).toMatchObject({ uri: 's3://logs/run/stdout.gz', size: 4 })
    expect(await new Response(await store.get('s3://logs/other')).text()).toBe('stream')
    const found = []
    for await (const { uri } of store.list('s3://logs/run/')) found.push(uri)
    expect(found).toEqual(['s3://logs/run/stderr.gz', 's3://logs/run/stdout.gz'])
    await store.remove('s3://logs/other')
    expect(await store.head('s3://logs/other')).toBeUndefined()
  })

  it('finds nothing where there is nothing', async () => {
    const store = createObjectStore(storage)
    expect(await store.head('s3://nowhere/k')).toBeUndefined()
    expect(await store.get('s3://b')).toBeUndefined()
    await store.remove('s3://nowhere/k')
    for await (const object of store.list('s3://nowhere/')) expect(object).toBe('nothing')
  })

  it('lists more than a page, in order', async () => {
    const store = createObjectStore(storage)
    const uris = Array.from({ length: 1205 }, (_, i) => `s3://b/many/${String(i).padStart(4, '0')}`)
    await Promise.all(uris.map(uri => store.put(uri, '')))
    const found = []
    for await (const { uri } of store.list('s3://b/many/')) found.push(uri)
    expect(found).toEqual(uris)
  })

  it('keeps few bytes in its database and many in files, and nothing of what was replaced or removed', async () => {
    const store = createObjectStore(storage)
    const uri = 's3://b/grows/and shrinks'
    const { length: files } = await blobs()
    for (const size of [7, 100_000, 0, 32_768, 32_769, 5]) {
      const bytes = Buffer.alloc(size, `${size} `)
      await store.put(uri, bytes)
      expect(await store.head(uri)).toMatchObject({ size })
      expect(Buffer.from(await new Response(await store.get(uri)).arrayBuffer()).equals(bytes)).toBe(true)
      const part = await new Response(await store.get(uri, { start: 2, end: 6 })).text()
      expect(part).toBe(bytes.subarray(2, 6).toString())
      expect(await get('grows/and shrinks')).toBe(bytes.toString())
      expect((await blobs()).length - files).toBe(size > 32_768 ? 1 : 0)
    }
    const before = await store.get(uri)
    await store.put(uri, 'another')
    expect(await new Response(before).text(), 'what was opened earlier').toBe('5 5 5')
    await put('grows/and shrinks', 'by another way')
    expect(await new Response(await store.get(uri)).text()).toBe('by another way')
    await store.put(uri, 'small')
    await store.remove(uri)
    expect((await blobs()).length - files).toBe(0)
    await put('grows/and shrinks', '')
    expect(await new Response(await store.get(uri)).text()).toBe('')
    await store.remove(uri)
  })

  it('takes the addresses that Hadoop writes, and no others', () => {
    expect(placeOf('s3n://b/k/é')).toEqual({ bucket: 'b', key: 'k/é' })
    expect(placeOf('s3a://b')).toEqual({ bucket: 'b', key: '' })
    expect(() => placeOf('https://b/k')).toThrow(/s3:\/\/bucket\/key/)
  })
})

describe('names that are lost', () => {
  const countBlobs = async () => {
    const homes = await readdir(join(folder, 'blobs'))
    return (await Promise.all(homes.map(home => readdir(join(folder, 'blobs', home))))).flat().length
  }

  it.each([
    ['gone', undefined],
    ['empty', ''],
    ['damaged', 'no database at all, '.repeat(400)],
  ])('are told when %s, and no byte is deleted', async (_, left) => {
    await storage.objects.put({ bucket: 'b', key: 'k' }, { chunks: pieces('bytes'), digests: [] }, plain)
    storage.close()
    for (const end of ['', '-wal', '-shm']) await rm(join(folder, `storage.db${end}`), { force: true })
    if (left !== undefined) await writeFile(join(folder, 'storage.db'), left)
    await expect(createStorage(folder, { durable: false })).rejects.toThrow('Restore it from a backup')
    expect(await countBlobs()).toBe(1)
    await rm(join(folder, 'storage.db'), { force: true })
    await rm(join(folder, 'blobs'), { recursive: true })
    storage = await createStorage(folder, { durable: false })
  })
  it('are told of a store without large objects too, once a server has served from it', async () => {
    storage.close()
    await writeFile(join(folder, 'studio-token'), 'token')
    for (const end of ['', '-wal', '-shm']) await rm(join(folder, `storage.db${end}`), { force: true })
    await writeFile(join(folder, 'storage.db'), '')
    await expect(createStorage(folder, { durable: false })).rejects.toThrow('Restore it from a backup')
    await rm(join(folder, 'storage.db'))
    storage = await createStorage(folder, { durable: false })
  })
})
