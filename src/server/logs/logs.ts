import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../api/faults.ts'
import type { LogFile, LogHits, LogPage } from '../../api/logs.ts'
import type { ObjectStore } from '../../engine/ports.ts'
import { type AttemptNote, attemptFolder, localPrefix, logNames, packedLog, plainLog } from './attempt-folder.ts'
import type { LogSource } from './blocks.ts'
import { liveLogs } from './live.ts'
import { type Question, readLines, searchLines } from './pages.ts'
import { openShelf } from './shelf.ts'

export interface Logs {
  /** The logs of an attempt, running or over; `reason` says why there are none. `logLocation` is the attempt's own. */
  list(pipelineId: string, attemptId: string, logLocation?: string): Promise<{ logs: LogFile[]; reason?: string }>
  /** A page of lines; a negative `from` counts from the end. Fails with NotFound where there is no such log. */
  read(pipelineId: string, attemptId: string, uri: string, from: number, count: number): Promise<LogPage>
  /** Fails with NotFound, or with InvalidRequestException for a pattern that is none or takes too long. */
  search(pipelineId: string, attemptId: string, uri: string, question: Question, signal?: AbortSignal): Promise<LogHits>
}

/** Reads logs wherever they are: in the attempt's folder while it runs, in the object store afterwards. */
export function createLogs({ storage, dataDir }: { storage: ObjectStore; dataDir: string }): Logs {
  const live = liveLogs()
  const shelf = openShelf(storage, dataDir)
  const folderOf = (pipelineId: string, attemptId: string) => attemptFolder(dataDir, pipelineId, attemptId)

  const find = async (
    pipelineId: string,
    attemptId: string,
    uri: string,
    wait?: number,
  ): Promise<{ source: LogSource; live: boolean }> => {
    const folder = folderOf(pipelineId, attemptId)
    const note = await noteOf(folder)
    const raw = Object.values(logNames).find(name => note && uri === `${note.prefix}${name}.gz`)
    const running = raw && (await live.open(join(folder, raw), wait))
    if (running) return { source: running, live: !note?.over }
    const over = uri.startsWith(localPrefix) ? await openKept(folder, uri) : await shelf.open(uri)
    if (!over) throw new Fault('NotFound', `There is no log at ${uri}. It may have been removed, or was never written.`)
    return { source: over, live: false }
  }

  const openKept = async (folder: string, uri: string) => {
    const name = Object.values(logNames).find(name => uri === `${localPrefix}${name}.gz`)
    return name && ((await live.open(plainLog(folder, name), keptWait)) ?? shelf.openKept(packedLog(folder, name)))
  }

  const here = async (folder: string, { prefix, over }: AttemptNote): Promise<LogFile[]> => {
    const files = Object.values(logNames).map(async name => {
      const running = await live.open(join(folder, name))
      if (running) return logFile(`${prefix}${name}.gz`, running, !over)
      const uri = `${localPrefix}${name}.gz`
      const kept = await openKept(folder, uri)
      return kept && logFile(uri, kept, false)
    })
    return (await Promise.all(files)).filter(file => file !== undefined)
  }

  const stored = async (prefix: string): Promise<LogFile[]> => {
    const files: LogFile[] = []
    for await (const { uri, size } of storage.list(prefix)) {
      const index = await shelf.peek(uri)
      const name = uri.slice(prefix.length)
      files.push({
        uri,
        name,
        kind: kindOf(name),
        size: index?.size ?? size,
        ...(index && { lines: index.lines }),
        live: false,
      })
    }
    return files
  }

  return {
    async list(pipelineId, attemptId, logLocation) {
      const folder = folderOf(pipelineId, attemptId)
      const note = await noteOf(folder)
      const found = note ? await here(folder, note) : []
      const logs = found.length === 0 && logLocation ? await stored(logLocation) : found
      logs.sort((a, b) => order[a.kind] - order[b.kind] || (a.name < b.name ? -1 : 1))
      return logs.length > 0 ? { logs } : { logs, reason: whyNone(note, logLocation) }
    },

    async read(pipelineId, attemptId, uri, from, count) {
      const { source, live } = await find(pipelineId, attemptId, uri, from < 0 ? tailWait : undefined)
      return { uri, ...(await readLines(source, from, count)), totalLines: source.index.lines, live }
    },

    async search(pipelineId, attemptId, uri, question, signal) {
      const { source } = await find(pipelineId, attemptId, uri)
      return searchLines(source, question, signal)
    },
  }
}

/** How long whoever asks for the end of a log that grows waits for it, milliseconds; some gigabytes are numbered by then. */
const tailWait = 3_000

/** The same for a log that is kept as it was written: it grows no more. */
const keptWait = 10_000

const order: Readonly<Record<LogFile['kind'], number>> = { stdout: 0, stderr: 1, activity: 2, other: 3 }

/** By the names that the service, its runner and EMR use, in any case, with .gz or without. */
function kindOf(name: string): LogFile['kind'] {
  const plain = (name.split('/').at(-1) ?? name)
    .toLowerCase()
    .replace(/\.gz$/, '')
    .replace(/\.log$/, '')
  if (/^(std)?out(put)?$/.test(plain)) return 'stdout'
  if (/^(std)?err(or)?$/.test(plain)) return 'stderr'
  return plain === 'activity' ? 'activity' : 'other'
}

function logFile(uri: string, { index }: LogSource, live: boolean): LogFile {
  const name = uri.slice(Math.max(uri.lastIndexOf('/'), uri.startsWith('s3:') ? 0 : uri.indexOf(':')) + 1)
  return { uri, name, kind: kindOf(name), size: index.size, lines: index.lines, live }
}

function whyNone(note: AttemptNote | undefined, logLocation: string | undefined): string {
  if (logLocation)
    return `There is nothing under ${logLocation}. The logs were removed, or a machine ended before it could send them.`
  if (note) return 'The attempt has written nothing yet.'
  return (
    'This attempt has no logs here. Either it never started, or it ran elsewhere (a worker keeps its own logs), ' +
    'or the definition sets no pipelineLogUri and the folder of the attempt is gone.'
  )
}

async function noteOf(folder: string): Promise<AttemptNote | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, 'attempt.json'), 'utf8')) as AttemptNote
  } catch {
    return existsSync(folder) ? { prefix: localPrefix, over: false } : undefined
  }
}
