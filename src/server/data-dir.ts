import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The folder that keeps everything, held by this process alone. */
export interface DataDir {
  readonly path: string
  /** Leaves word of where this process can be reached, for whoever comes second. */
  announce(what: Holder): void
  release(): void
}

export interface Holder {
  readonly pid: number
  readonly since: string
  readonly url?: string
  readonly gateway?: string
}

/** Which folder: `--data`, else `PIPEWRIGHT_HOME`, else `~/.pipewright`. */
export const dataDirPath = (given: string | undefined): string =>
  resolve(given ?? process.env.PIPEWRIGHT_HOME ?? join(homedir(), '.pipewright'))

/**
 * Takes hold of a data directory, making it (mode 700) if need be. Fails with a sentence that says who holds it when
 * another process does. The hold is a lock of the operating system, so a killed holder never blocks the next one.
 */
export function holdDataDir(given: string | undefined): DataDir {
  const path = dataDirPath(given)
  try {
    makeFolder(path)
    chmodSync(path, 0o700)
  } catch (error) {
    throw unwritable(path, error)
  }
  const lock = new DatabaseSync(join(path, 'holder.db'))
  try {
    lock.exec('PRAGMA busy_timeout=0; PRAGMA journal_mode=DELETE; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw isBusy(error) ? new HeldError(heldBy(path)) : unwritable(path, error)
  }
  const announce = (what: Holder) => {
    try {
      writeFileSync(join(path, 'holder.json'), JSON.stringify(what), { mode: 0o600 })
    } catch (error) {
      lock.close()
      throw unwritable(path, error)
    }
  }
  announce({ pid: process.pid, since: new Date().toISOString() })
  return {
    path,
    announce,
    release() {
      lock.exec('ROLLBACK')
      lock.close()
    },
  }
}

/** One after the other: where nothing can be made, as in /proc, Node tries all of them at once for ever. */
function makeFolder(path: string) {
  if (isFolder(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Another process may have been quicker.
    if (!isFolder(path)) throw error
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

/** Another process holds the data directory. */
export class HeldError extends Error {}

/** SQLITE_BUSY and SQLITE_LOCKED, with or without more after them. */
const isBusy = (error: unknown): boolean => [5, 6].includes(((error as { errcode?: number }).errcode ?? 0) & 0xff)

const unwritable = (path: string, error: unknown): Error =>
  new Error(
    `The data directory ${path} cannot be written (${error instanceof Error ? error.message : error}). Make it writable or make room, or choose another directory with --data.`,
    { cause: error },
  )

/** Who holds a data directory, as far as it left word. */
export function readHolder(path: string): Holder | undefined {
  const file = join(path, 'holder.json')
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Holder) : undefined
  } catch {
    return undefined
  }
}

/**
 * A secret of this data directory, made on first use and kept in a file of mode 600. The empty file that a full disk
 * leaves holds none: it would let in whoever gives none.
 */
export function secretOf(path: string, name: string): string {
  const file = join(path, name)
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  if (kept !== '') return kept
  const made = randomBytes(24).toString('base64url')
  try {
    writeFileSync(file, made, { mode: 0o600 })
  } catch (error) {
    throw unwritable(path, error)
  }
  return made
}

function heldBy(path: string): string {
  const holder = readHolder(path)
  const who = holder
    ? `process ${holder.pid}, since ${holder.since}${holder.url ? `, serving ${holder.url}` : ''}`
    : 'another process'
  return `The data directory ${path} is held by ${who}. Stop it, or choose another directory with --data.`
}
