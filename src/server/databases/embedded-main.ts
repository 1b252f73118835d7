/**
 * An embedded PostgreSQL in a process of its own: its queries never hold up the server, one that runs too long can be
 * ended, and its memory goes back when it is idle. Speaks with the server by messages; started with the data folder.
 */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { fillParameters } from '../../engine/executors/sql-text.ts'
import type { Answer, Question } from './embedded.ts'

const folder = process.argv[2] ?? ''
const database = openDatabase(folder)
let last: Promise<unknown> = database

process.on('message', (question: Question) => {
  last = last.then(
    () => answer(question),
    () => answer(question),
  )
})
process.on('disconnect', () => {
  last.finally(async () => (await database).close()).finally(() => process.exit(0))
})

async function answer({ id, sql, args }: Question) {
  try {
    send({ id, ...(await ask(await database, sql, args)) })
  } catch (error) {
    send({ id, error: describe(error) })
  }
}

const send = (message: Answer) => process.send?.(message)

/** Every value as the text that PostgreSQL itself writes for it. */
const asText = Object.fromEntries(Array.from({ length: 6000 }, (_, type) => [type, (value: string) => value]))
const asGiven = Object.fromEntries(Array.from({ length: 6000 }, (_, type) => [type, (value: unknown) => String(value)]))
const raw = { rowMode: 'array', parsers: asText, serializers: asGiven } as const

async function ask(db: PGlite, sql: string, args: readonly unknown[]) {
  const results =
    args.length > 0
      ? [
          await db.query(
            fillParameters(sql, 'postgresql', index => `$${index + 1}`),
            [...args],
            raw,
          ),
        ]
      : await db.exec(sql, raw)
  const result = results.at(-1)
  const columns = result?.fields.map(f => f.name) ?? []
  return { columns, rows: (result?.rows ?? []) as unknown[][], affected: result?.affectedRows ?? 0 }
}

/** Makes the database beside its place first, so that a crash amid the making leaves nothing half-made. */
async function openDatabase(path: string): Promise<PGlite> {
  if (!existsSync(path)) {
    const half = `${path}.new`
    await rm(half, { recursive: true, force: true })
    await mkdir(dirname(path), { recursive: true })
    const made = await PGlite.create({ dataDir: half })
    await made.close()
    await rename(half, path)
  }
  return PGlite.create({ dataDir: path })
}

function describe(error: unknown) {
  const { message, code, detail, hint, position } = error as Record<string, string | undefined>
  return {
    message: message ?? String(error),
    ...(code && { code }),
    ...(detail && { detail }),
    ...(hint && { hint }),
    ...(position && { position }),
  }
}
