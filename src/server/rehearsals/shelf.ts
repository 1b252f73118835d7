import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rehearsal, RehearsalResult } from '../../api/rehearsals.ts'
import type { Job } from './job.ts'

/**
 * Where rehearsals are kept: of each a folder with what was asked and what came of it as JSON, and the rows as a
 * database.
 */
export function createShelf(dataDir: string) {
  const home = join(dataDir, 'rehearsals')
  const folderOf = (id: string) => join(home, id)
  return {
    /** All of them, also those that an earlier process left unfinished. */
    load(): readonly Rehearsal[] {
      if (!existsSync(home)) return []
      return readdirSync(home).flatMap(id => {
        const kept = readJson<Rehearsal>(join(folderOf(id), 'rehearsal.json'))
        if (kept) return [kept]
        rmSync(folderOf(id), { recursive: true, force: true })
        return []
      })
    },
    /** Keeps what is to be played until it is, so that it can be begun again. */
    begin(rehearsal: Rehearsal, job: Omit<Job, 'file'>) {
      mkdirSync(folderOf(rehearsal.id), { recursive: true, mode: 0o700 })
      writeJson(join(folderOf(rehearsal.id), 'job.json'), job)
      writeJson(join(folderOf(rehearsal.id), 'rehearsal.json'), rehearsal)
    },
    job: (id: string): Omit<Job, 'file'> | undefined => readJson(join(folderOf(id), 'job.json')),
    /** Clears away what an earlier try wrote, and gives the path of the database. */
    place(id: string): string {
      for (const ending of ['', '-wal', '-shm', '-journal'])
        rmSync(join(folderOf(id), `runs.db${ending}`), { force: true })
      return join(folderOf(id), 'runs.db')
    },
    file: (id: string): string => join(folderOf(id), 'runs.db'),
    keep(rehearsal: Rehearsal, result?: RehearsalResult) {
      mkdirSync(folderOf(rehearsal.id), { recursive: true, mode: 0o700 })
      if (result) writeJson(join(folderOf(rehearsal.id), 'result.json'), result)
      writeJson(join(folderOf(rehearsal.id), 'rehearsal.json'), rehearsal)
      if (isOver(rehearsal)) rmSync(join(folderOf(rehearsal.id), 'job.json'), { force: true })
    },
    result: (id: string): RehearsalResult | undefined => readJson(join(folderOf(id), 'result.json')),
    remove: (id: string) => rmSync(folderOf(id), { recursive: true, force: true }),
  }
}

export const isOver = ({ state }: Rehearsal): boolean => state === 'done' || state === 'failed'

function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch {
    return undefined
  }
}

/** Whole or not at all. */
function writeJson(path: string, value: unknown) {
  writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
