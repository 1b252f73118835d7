import { type ChildProcess, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { SqlSession } from '../../engine/ports.ts'
import { helperFile } from '../helpers.ts'
import { type Complaint, sqlError } from './complaint.ts'
import { readByCursor } from './cursor.ts'

export interface Question {
  readonly id: number
  readonly sql: string
  readonly args: readonly unknown[]
}

export type Answer = { readonly id: number } & (Result | { readonly error: Complaint })
type Result = Awaited<ReturnType<SqlSession['query']>>

/** An idle database is closed after this, milliseconds of the wall clock. */
const idleTime = 20_000

interface Running {
  readonly process: ChildProcess
  readonly waiting: Map<number, { done(result: Result): void; fail(error: Error): void }>
}

/** Embedded PostgreSQL databases, one for each Database object, in the data directory. One session at a time has one. */
export function embeddedDatabases(dataDir: string) {
  const databases = new Map<string, ReturnType<typeof embeddedDatabase>>()
  endAllEarlier(dataDir)
  return {
    open(databaseId: string): Promise<SqlSession> {
      const known = databases.get(databaseId) ?? embeddedDatabase(folderOf(dataDir, databaseId))
      databases.set(databaseId, known)
      return known.open()
    },
    close: async () => {
      await Promise.all([...databases.values()].map(database => database.close()))
    },
  }
}

function embeddedDatabase(folder: string) {
  let running: Running | undefined
  let idle: NodeJS.Timeout | undefined
  let turn: Promise<void> = Promise.resolve()
  let count = 0

  const stop = async (how: 'close' | 'kill') => {
    clearTimeout(idle)
    const now = running
    running = undefined
    if (!now || now.process.exitCode !== null || now.process.signalCode !== null) return
    const gone = new Promise(done => now.process.once('exit', done))
    now.process.ref()
    if (how === 'kill') now.process.kill('SIGKILL')
    else now.process.disconnect()
    await gone
  }

  const query = async (sql: string, args: readonly unknown[]): Promise<Result> => {
    if (!running || running.process.exitCode !== null || running.process.signalCode !== null)
      running = await start(folder)
    const { process, waiting } = running
    const id = ++count
    return new Promise<Result>((done, fail) => {
      waiting.set(id, { done, fail })
      process.send({ id, sql, args: [...args] } satisfies Question)
    })
  }

  return {
    async open(): Promise<SqlSession> {
      let release = () => {}
      const before = turn
      turn = new Promise(done => {
        release = done
      })
      await before
      clearTimeout(idle)
      let asking = 0
      let closed = false
      const session: SqlSession = {
        kind: 'the embedded PostgreSQL (PGlite)',
        dialect: 'postgresql',
        async query(sql, args = []) {
          if (closed) throw new Error('The session with the database is closed.')
          asking++
          try {
            return await query(sql, args)
          } finally {
            asking--
          }
        },
        read: sql => readByCursor(session.query, sql),
        async close() {
          if (closed) return
          closed = true
          // What still runs was given up: its process ends, and the next one goes on from what was committed.
          if (asking > 0) await stop('kill')
          // A session must not leave a transaction to the next one.
          else if (running) await query('ROLLBACK', []).catch(() => undefined)
          idle = setTimeout(() => void stop('close'), idleTime)
          idle.unref()
          release()
        },
      }
      return session
    },
    close: () => stop('close'),
  }
}

async function start(folder: string): Promise<Running> {
  await mkdir(dirname(folder), { recursive: true })
  endEarlier(folder)
  // A process of its own for each database; it gets nothing of our environment but what Node needs.
  const child = fork(helperFile('database'), [folder], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC' },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  child.unref()
  writeFileSync(noteOf(folder), String(child.pid))
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2_000)
  })
  const waiting: Running['waiting'] = new Map()
  child.on('message', (answer: Answer) => {
    const asker = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('error' in answer) asker?.fail(sqlError(answer.error))
    else asker?.done(answer)
  })
  const lost = (why: string) => {
    for (const { fail } of waiting.values()) fail(new Error(`The embedded database ended amid a query. ${why}`.trim()))
    waiting.clear()
    if (readNote(folder) === child.pid) rmSync(noteOf(folder), { force: true })
  }
  child.once('exit', () => lost(complaint))
  child.once('error', error => lost(error.message))
  return { process: child, waiting }
}

/** Two processes on one folder would ruin it: ends the one of a server that was killed. */
function endEarlier(folder: string) {
  const id = readNote(folder)
  try {
    if (id && readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(folder)) process.kill(id, 'SIGKILL')
  } catch {
    // It is gone.
  }
}

/** One that was amid a long query when its server was killed would otherwise go on for nobody. */
function endAllEarlier(dataDir: string) {
  const home = join(dataDir, 'databases')
  if (!existsSync(home)) return
  for (const name of readdirSync(home)) if (name.endsWith('.pid')) endEarlier(join(home, name.slice(0, -'.pid'.length)))
}

function readNote(folder: string): number | undefined {
  try {
    return Number(readFileSync(noteOf(folder), 'utf8'))
  } catch {
    return undefined
  }
}

const noteOf = (folder: string) => `${folder}.pid`

function folderOf(dataDir: string, databaseId: string): string {
  const hash = createHash('sha256').update(databaseId).digest('hex').slice(0, 8)
  return join(dataDir, 'databases', `${databaseId.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60)}-${hash}`)
}
