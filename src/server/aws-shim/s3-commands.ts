import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { type Options, passes } from './options.ts'
import { exitCodes, lacks, Refusal } from './refusal.ts'
import { readS3Path, type S3Client, s3Client } from './s3-client.ts'
import { targetOf } from './sign.ts'
import { type Item, itemsBelow, removeItem, type Side, show, sideBelow, sideForOne, transfer } from './transfers.ts'

type Command = (client: S3Client, options: Options, operands: readonly string[]) => Promise<number>

/** The verbs of `aws s3`; each gives the exit code. */
const commands: Readonly<Record<string, Command>> = {
  ls: (client, options, operands) =>
    list(client, options, operands).catch(error => {
      throw error instanceof Refusal && error.exitCode === exitCodes.failed
        ? new Refusal(error.message, exitCodes.service)
        : error
    }),
  cp: (client, options, operands) => move(client, options, operands, false),
  mv: (client, options, operands) => move(client, options, operands, true),
  sync: synchronize,
  rm: remove,
  mb: bucketCommand(async (client, bucket) => {
    await client.makeBucket(bucket)
    console.log(`make_bucket: ${bucket}`)
  }),
  rb: bucketCommand(async (client, bucket, options) => {
    if (options.has('force')) await remove(client, options, [`s3://${bucket}`], true)
    await client.removeBucket(bucket)
    console.log(`remove_bucket: ${bucket}`)
  }),
}

export async function runS3(options: Options): Promise<number> {
  const [, verb = '', ...operands] = options.words
  const command = Object.hasOwn(commands, verb) ? commands[verb] : undefined
  if (!command) throw lacks(`\`aws s3 ${verb}\``.trim())
  const target = targetOf('s3', { region: options.value('region'), endpoint: options.value('endpoint-url') })
  return command(s3Client(target), options, operands)
}

const sideOf = (text: string): Side => {
  const path = readS3Path(text)
  return path ? { kind: 's3', path } : { kind: 'local', path: text }
}

function two(operands: readonly string[]): [string, string] {
  const [from, to, ...more] = operands
  if (from === undefined || to === undefined || more.length > 0)
    throw new Refusal('the following arguments are required: a source and a target, and no more', exitCodes.usage)
  return [from, to]
}

async function list(client: S3Client, options: Options, [where = 's3://']: readonly string[]): Promise<number> {
  const path = readS3Path(where.startsWith('s3://') ? where : `s3://${where}`)
  if (!path || path.bucket === '') {
    for (const { name, created } of await client.buckets()) console.log(`${localTime(created)} ${name}`)
    return 0
  }
  let count = 0
  let total = 0
  const recursive = options.has('recursive')
  // A key is shown whole when all of them are, else by what follows the last slash asked for.
  const shown = (key: string) => (recursive ? key : key.slice(path.key.lastIndexOf('/') + 1))
  let prefixes = 0
  for await (const page of client.list(path, recursive ? '' : '/')) {
    for (const prefix of page.prefixes) {
      prefixes++
      console.log(`${'PRE'.padStart(30)} ${shown(prefix)}`)
    }
    for (const { key, size, modified } of page.objects) {
      count++
      total += size
      console.log(`${localTime(modified)} ${sizeOf(size, options).padStart(10)} ${shown(key)}`)
    }
  }
  if (options.has('summarize')) console.log(`\nTotal Objects: ${count}\n   Total Size: ${sizeOf(total, options)}`)
  return count + prefixes === 0 && path.key !== '' ? exitCodes.failed : 0
}

async function move(
  client: S3Client,
  options: Options,
  operands: readonly string[],
  thenRemove: boolean,
): Promise<number> {
  const [source, destination] = two(operands)
  if (source === '-' || destination === '-') return stream(client, options, source, destination)
  const from = sideOf(source)
  const to = sideOf(destination)
  if (from.kind === 'local' && to.kind === 'local')
    throw new Refusal('Invalid argument type: one of the two paths must begin with s3://', exitCodes.usage)
  if (options.has('recursive'))
    return each(client, options, itemsBelow(client, from), item => sideBelow(to, item.name), thenRemove)

  const name = from.kind === 's3' ? (from.path.key.split('/').at(-1) ?? '') : basename(from.path)
  if (
    from.kind === 'local' &&
    !(await stat(from.path).then(
      s => s.isFile(),
      () => false,
    ))
  )
    throw new Refusal(`The user-provided path ${source} does not exist.`, exitCodes.general)
  if (from.kind === 's3' && !(await client.head(from.path)))
    throw new Refusal(
      'fatal error: An error occurred (404) when calling the HeadObject operation: ' +
        `Key "${from.path.key}" does not exist`,
      exitCodes.failed,
    )
  const target = await sideForOne(to, name)
  const one: Item = { side: from, name, size: 0, modified: new Date(0) }
  return each(client, { ...options, filters: [] }, [one], () => target, thenRemove)
}

/** `-` stands for standard input or output. */
async function stream(client: S3Client, options: Options, source: string, destination: string): Promise<number> {
  const path = readS3Path(source === '-' ? destination : source)
  if (!path || path.key === '')
    throw new Refusal('A stream goes to or comes from one object: s3://bucket/key', exitCodes.usage)
  if (source === '-') await client.put(path, process.stdin, options.value('content-type'))
  else {
    const { body } = await client.get(path)
    if (body) await pipeline(Readable.fromWeb(body as WebStream<Uint8Array>), process.stdout, { end: false })
  }
  return 0
}

async function synchronize(client: S3Client, options: Options, operands: readonly string[]): Promise<number> {
  const [from, to] = two(operands).map(sideOf) as [Side, Side]
  if (from.kind === 'local' && to.kind === 'local')
    throw new Refusal('Invalid argument type: one of the two paths must begin with s3://', exitCodes.usage)
  const there = new Map<string, Item>()
  const missing =
    to.kind === 'local' &&
    !(await stat(to.path).then(
      () => true,
      () => false,
    ))
  if (!missing) for await (const item of itemsBelow(client, to)) there.set(item.name, item)
  const kept = new Set<string>()
  async function* changed() {
    for await (const item of itemsBelow(client, from)) {
      kept.add(item.name)
      if (differs(item, there.get(item.name), to.kind, options)) yield item
    }
  }
  const code = await each(client, options, changed(), item => sideBelow(to, item.name), false)
  if (!options.has('delete')) return code
  for (const item of there.values()) {
    if (kept.has(item.name) || !passes(item.name, options.filters)) continue
    if (!options.has('dryrun')) await removeItem(client, item.side)
    tell(options, `delete: ${show(item.side)}`)
  }
  return code
}

/** What the AWS CLI copies: new ones, ones of another size, and ones that are newer at the source. */
function differs(item: Item, there: Item | undefined, to: Side['kind'], options: Options): boolean {
  if (!there || there.size !== item.size) return true
  if (options.has('size-only')) return false
  const seconds = (date: Date) => Math.floor(date.getTime() / 1000)
  if (to === 'local' && options.has('exact-timestamps')) return seconds(item.modified) !== seconds(there.modified)
  return seconds(item.modified) > seconds(there.modified)
}

async function remove(
  client: S3Client,
  options: Options,
  [where = '']: readonly string[],
  whole = options.has('recursive'),
): Promise<number> {
  const path = readS3Path(where)
  if (!path) throw new Refusal('Invalid argument type: the path must begin with s3://', exitCodes.usage)
  const items: AsyncIterable<Item> | Item[] = whole
    ? itemsBelow(client, { kind: 's3', path })
    : [{ side: { kind: 's3', path }, name: path.key, size: 0, modified: new Date(0) }]
  for await (const item of items) {
    if (whole && !passes(item.name, options.filters)) continue
    if (!options.has('dryrun')) await removeItem(client, item.side)
    tell(options, `delete: ${show(item.side)}`)
  }
  return 0
}

/** Moves items; goes on after one that failed, and then ends with 1. */
async function each(
  client: S3Client,
  options: Options,
  items: AsyncIterable<Item> | Iterable<Item>,
  target: (item: Item) => Side,
  thenRemove: boolean,
): Promise<number> {
  let code = 0
  for await (const item of items) {
    if (!passes(item.name, options.filters)) continue
    const to = target(item)
    const line = `${show(item.side)} to ${show(to)}`
    const word = item.side.kind === 'local' ? 'upload' : to.kind === 'local' ? 'download' : 'copy'
    try {
      if (!options.has('dryrun')) {
        await transfer(client, item.side, to, options.value('content-type'))
        if (thenRemove) await removeItem(client, item.side)
      }
      tell(options, `${thenRemove ? 'move' : word}: ${line}`)
    } catch (error) {
      code = exitCodes.failed
      console.error(`${thenRemove ? 'move' : word} failed: ${line} ${(error as Error).message}`)
    }
  }
  return code
}

function bucketCommand(act: (client: S3Client, bucket: string, options: Options) => Promise<void>): Command {
  return async (client, options, [where = '']) => {
    const path = readS3Path(where)
    if (!path || path.bucket === '' || path.key !== '')
      throw new Refusal(`${where} is not a bucket of the form s3://name`, exitCodes.usage)
    await act(client, path.bucket, options)
    return 0
  }
}

function tell(options: Options, line: string) {
  if (!options.has('quiet') && !options.has('only-show-errors'))
    console.log(options.has('dryrun') ? `(dryrun) ${line}` : line)
}

function localTime(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`
}

function sizeOf(bytes: number, options: Options): string {
  if (!options.has('human-readable')) return String(bytes)
  const units = ['Bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  const step = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  if (bytes === 1) return '1 Byte'
  return `${step === 0 ? bytes : (bytes / 1024 ** step).toFixed(1)} ${units[step]}`
}
