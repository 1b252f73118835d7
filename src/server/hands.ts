import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { textOf } from '../engine/executors/fields.ts'
import type { Clock, Hands, HandsFactory, ObjectStore, OpenHands, Outcome, Work } from '../engine/ports.ts'
import { openCommandEnvironment } from './command-environment.ts'
import { type Databases, openDatabases } from './databases.ts'
import { type Desks, deskOf, openDesks } from './desks.ts'
import { downloadPrefix, uploadFolder } from './folders.ts'
import { type ActivityLog, minutesAndSeconds, openActivityLog } from './logs/activity-log.ts'
import { attemptFolder, localPrefix, logNames, logPrefix } from './logs/attempt-folder.ts'
import { putAway, takeUp, writeNote } from './logs/put-away.ts'
import { openShelf, type Shelf } from './logs/shelf.ts'
import { endMarked, runProcess } from './processes.ts'

export interface HandsSettings {
  /** How long a command may take to end after SIGTERM, milliseconds of the wall clock. */
  readonly graceMs: number
  /** Output beyond which a command is ended, bytes. */
  readonly maxOutputBytes: number
}

/** An alarm on its way to the notification centre and, where one is set, to an SNS endpoint. */
export type RaisedNotice = Parameters<Hands['notify']>[0] & { readonly pipelineId: string; readonly instanceId: string }

export interface HandsParts {
  readonly dataDir: string
  readonly storage: ObjectStore
  readonly clock: Clock
  /** Variables that point AWS clients of commands at the local gateway: endpoint addresses, region, key pair. */
  readonly awsEnvironment: () => Readonly<Record<string, string>>
  readonly notify: (notice: RaisedNotice) => Promise<void>
  readonly settings?: Partial<HandsSettings>
}

const usual: HandsSettings = { graceMs: 10_000, maxOutputBytes: 20 * 2 ** 30 }

interface Shared extends HandsParts {
  readonly limits: HandsSettings
  readonly databases: Databases
  readonly shelf: Shelf
  readonly desks: Desks
  readonly environment: ReturnType<typeof openCommandEnvironment>
  /** Tells the processes of this data directory from those of another. */
  readonly home: string
}

/** Hands that really do things on this machine. */
export interface MachineHands extends HandsFactory {
  /** Ends every command without waiting for it to end by itself. */
  endAtOnce(): Promise<void>
  /** Ends the embedded databases. */
  close(): Promise<void>
}

export function createHands(parts: HandsParts): MachineHands {
  const { dataDir, storage, awsEnvironment } = parts
  const shared: Shared = {
    ...parts,
    limits: { ...usual, ...parts.settings },
    databases: openDatabases(dataDir),
    shelf: openShelf(storage, dataDir),
    desks: openDesks(join(dataDir, 'desks')),
    environment: openCommandEnvironment(dataDir, awsEnvironment),
    home: createHash('sha256').update(dataDir).digest('hex').slice(0, 16),
  }
  return {
    open: (work, logUri) => openHands(shared, work, logUri),
    async sweep(attemptIds) {
      if (attemptIds.length === 0) return
      const ours = new Set(attemptIds)
      await endMarked(marker => {
        const [home, , ...attempt] = marker.split('|')
        return home === shared.home && ours.has(attempt.join('|'))
      }, shared.limits.graceMs)
    },
    async endAtOnce() {
      await endMarked(marker => marker.startsWith(`${shared.home}|`), 0)
    },
    close: () => shared.databases.close(),
  }
}

async function openHands(shared: Shared, work: Work, logUri: string | undefined): Promise<OpenHands> {
  const { clock, storage, shelf, desks, limits, environment } = shared
  const { pipelineId, instanceId, attemptId } = work
  const folder = attemptFolder(shared.dataDir, pipelineId, attemptId)
  const path = (name: string) => join(folder, name)
  // At once, not by threads: a busy machine makes one wait longer for a thread than for any of this.
  const fresh = mkdirSync(folder, { recursive: true }) !== undefined
  const again = !fresh && (await takeUp(folder))
  desks.place(folder)
  const desk = deskOf(folder)

  const prefix = logPrefix(logUri, { pipelineId, componentId: work.object.id, instanceId, attemptId })
  if (prefix !== localPrefix) writeNote(folder, { prefix, over: false })
  const begun = clock.now()
  const activity = openActivityLog(path(logNames.activity), work, clock)
  if (again) activity.write('poller', 'WARN', 'The engine stopped during this attempt; the attempt is started again.')
  activity.write('poller', 'INFO', `Executing: ${work.object.type} ${attemptId}`)

  let closing: Promise<{ logLocation?: string }> | undefined
  return {
    clock,
    storage,
    workDir: desk.work,
    log: (level, message) => activity.write('activity', level, message),

    async folder(name) {
      const made = join(path('folders'), name.replace(/[^\w.-]/g, '_'))
      await mkdir(made, { recursive: true })
      return made
    },

    async command({ script, args, env }, signal) {
      writeFileSync(desk.script, script, { mode: 0o700 })
      activity.write('command', 'INFO', `Executing command with bash in ${desk.work}`)
      const result = await runProcess(
        {
          program: 'bash',
          // Bytes are a file of their own: its first line names its program, else it is one of the shell.
          args: [...(typeof script === 'string' ? [] : ['-c', 'exec "$0" "$@"']), desk.script, ...args],
          env: { ...(await environment.variables()), ...env, TMPDIR: desk.tmp },
          cwd: desk.work,
          stdout: path(logNames.stdout),
          stderr: path(logNames.stderr),
          marker: [shared.home, pipelineId, attemptId].join('|'),
          ...limits,
        },
        signal,
      )
      tellEnd(activity, result)
      return result
    },

    stderrTail: bytes => readTail(path(logNames.stderr), bytes),
    database: (fields, databaseId) => shared.databases.open(fields, databaseId),

    async download(uri, into, signal) {
      activity.write('staging', 'INFO', `Begin Downloading ${uri} to ${into}`)
      const count = await downloadPrefix(storage, uri, into, signal)
      activity.write(
        'staging',
        'INFO',
        `Completed Downloading ${count} ${count === 1 ? 'object' : 'objects'} from ${uri}`,
      )
      return count
    },

    async upload(from, uri, signal) {
      activity.write('staging', 'INFO', `Begin Uploading ${from} to ${uri}`)
      const count = await uploadFolder(storage, from, uri, signal, name =>
        activity.write(
          'staging',
          'WARN',
          `${name} was not uploaded: it is no file, or a link that leads nowhere or round in a circle.`,
        ),
      )
      activity.write('staging', 'INFO', `Completed Uploading ${count} ${count === 1 ? 'object' : 'objects'} to ${uri}`)
      return count
    },

    readText: file => readFile(file, 'utf8'),
    notify: notice => shared.notify({ ...notice, pipelineId, instanceId }),
    has: program => environment.has(program),

    close(outcome) {
      closing ??= (async () => {
        tellOutcome(activity, work, outcome, clock.now() - begun)
        await redirect(storage, work, path).catch((error: Error) =>
          activity.write(
            'messages',
            'WARN',
            `Output was not copied to where stdout or stderr want it: ${error.message}`,
          ),
        )
        await desks.clear(folder)
        return putAway(shelf, folder, prefix)
      })()
      return closing
    },
  }
}

function tellEnd(activity: ActivityLog, result: Awaited<ReturnType<typeof runProcess>>) {
  activity.write('command', 'INFO', `Command ended with exit code ${result.exitCode}`)
  if (result.outputLimit !== undefined)
    activity.write(
      'command',
      'ERROR',
      `The command wrote more than ${result.outputLimit} bytes of output and was ended.`,
    )
  if (result.leftBehind > 0)
    activity.write('command', 'WARN', `Ended ${result.leftBehind} processes that the command had left running.`)
}

function tellOutcome(activity: ActivityLog, work: Work, outcome: Parameters<OpenHands['close']>[0], took: number) {
  if (outcome.status === 'FAILED') {
    activity.write('messages', 'ERROR', `Returning tail errorMsg: ${outcome.errorMessage}`)
    if (outcome.errorStackTrace) activity.write('messages', 'ERROR', outcome.errorStackTrace)
  }
  if (outcome.status === 'CANCELED' && outcome.reason)
    activity.write('messages', 'WARN', `The attempt is canceled: ${outcome.reason}`)
  const rehearsed = (outcome as Outcome).rehearsed
  if (rehearsed) activity.write('activity', 'WARN', `Rehearsed: ${rehearsed}`)
  activity.write('heartbeat', 'INFO', 'Finished')
  const time = minutesAndSeconds(took)
  activity.write('poller', 'INFO', `Work ${work.object.type} took ${time} to complete, status ${outcome.status}`)
}

/** Copies output to where the `stdout` and `stderr` fields want it, as plain text. */
async function redirect(storage: ObjectStore, work: Work, path: (name: string) => string) {
  for (const key of ['stdout', 'stderr'] as const) {
    const wanted = textOf(work.object, key)
    if (!wanted?.startsWith('s3://')) continue
    const file = await open(path(logNames[key])).catch(() => undefined)
    if (!file) continue
    const to = wanted.endsWith('/') ? wanted + logNames[key] : wanted
    await storage
      .put(to, file.readableWebStream() as ReadableStream<Uint8Array>, 'text/plain')
      .finally(() => file.close())
  }
}

async function readTail(path: string, bytes: number): Promise<string> {
  const file = await open(path).catch(() => undefined)
  if (!file) return ''
  try {
    const { size } = await file.stat()
    const length = Math.min(size, bytes)
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length)
    // A cut may fall amid a character.
    const start =
      size > length
        ? Math.max(
            0,
            buffer.subarray(0, 4).findIndex(byte => (byte & 0xc0) !== 0x80),
          )
        : 0
    return buffer.subarray(start).toString('utf8')
  } finally {
    await file.close()
  }
}
