import { createReadStream, createWriteStream, existsSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Manifest, manifestName } from './backup.ts'
import { type Entry, readTar } from './tar.ts'

export interface RestoreReport extends Manifest {
  readonly files: number
}

/**
 * Makes a data directory of a backup. It must not exist, or be empty: nothing is ever overwritten. Fails with an Error
 * that says why, and then leaves nothing behind.
 */
export async function restore(file: string, dataDir: string): Promise<RestoreReport> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`)
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0)
    throw new Error(
      `${dataDir} is not empty, and a backup is restored into an empty directory only. Name another one with --data, or move this one away.`,
    )
  const part = `${resolve(dataDir)}.restoring-${process.pid}`
  try {
    const report = await unpack(file, part)
    if (existsSync(dataDir)) await rmdir(dataDir)
    await mkdir(dirname(resolve(dataDir)), { recursive: true })
    await rename(part, dataDir)
    return report
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    throw (error as { code?: string }).code === 'Z_DATA_ERROR' || (error as { code?: string }).code === 'Z_BUF_ERROR'
      ? new Error(`${file} is no backup of Pipewright, or is damaged.`, { cause: error })
      : error
  }
}

async function unpack(file: string, folder: string): Promise<RestoreReport> {
  let manifest: Manifest | undefined
  let files = 0
  for await (const entry of readTar(createReadStream(file))) {
    if (!manifest) {
      manifest = await manifestOf(entry, file)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      continue
    }
    const path = within(folder, entry.name)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await pipeline(Readable.from(entry.bytes), createWriteStream(path, { mode: 0o600, flags: 'wx' }))
    files += 1
  }
  if (!manifest) throw new Error(`${file} is empty.`)
  if (!existsSync(join(folder, 'pipewright.db')))
    throw new Error(`${file} is not whole: it holds no pipewright.db. Take an earlier backup.`)
  return { ...manifest, files }
}

async function manifestOf(entry: Entry, file: string): Promise<Manifest> {
  const none = new Error(`${file} is no backup of Pipewright: its first entry is ${entry.name}.`)
  if (entry.name !== manifestName || entry.size > 1_000_000) throw none
  const pieces: Uint8Array[] = []
  for await (const piece of entry.bytes) pieces.push(piece)
  const manifest = JSON.parse(Buffer.concat(pieces).toString()) as Manifest
  if (manifest.pipewright !== 'backup') throw none
  if (manifest.format > 1)
    throw new Error(`${file} was written by a newer Pipewright (format ${manifest.format}). Restore it with that one.`)
  return manifest
}

/** No name in an archive leads out of the folder. */
function within(folder: string, name: string): string {
  const path = join(folder, name)
  if (!resolve(path).startsWith(resolve(folder) + sep))
    throw new Error(`The backup names a file outside of it: ${name}.`)
  return path
}
