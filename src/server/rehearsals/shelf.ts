import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rehearsal, RehearsalResult } from '../../api/rehearsals.ts'

/**
 * Where rehearsals are kept: of each a folder with what was asked and what came of it as JSON, and the rows as a
 * database.
 */
export function createShelf(dataDir: string) {
  const home = join(dataDir, 'rehearsals')
  const folderOf = (id: string) => join(home, id)
  return {
    /** All that are done or failed; what an earlier process left unfinished is cleared away. */
    load(): readonly Rehearsal[] {
      if (!existsSync(home)) return []
      return readdirSync(home).flatMap(id => {
        const kept = readJson<Rehearsal>(join(folderOf(id), 'rehearsal.json'))
        if (kept) return [kept]
        rmSync(folderOf(id), { recursive: true, force: true })
        return []
      })
    },
    /** Makes the folder and gives the path of the database that belongs there. */
    place(id: string): string {
      mkdirSync(folderOf(id), { recursive: true, mode: 0o700 })
      return join(folderOf(id), 'runs.db')
    },
    file: (id: string): string => join(folderOf(id), 'runs.db'),
    keep(rehearsal: Rehearsal, result?: RehearsalResult) {
      mkdirSync(folderOf(rehearsal.id), { recursive: true, mode: 0o700 })
      if (result) writeJson(join(folderOf(rehearsal.id), 'result.json'), result)
      writeJson(join(folderOf(rehearsal.id), 'rehearsal.json'), rehearsal)
    },
    result: (id: string): RehearsalResult | undefined => readJson(join(folderOf(id), 'result.json')),
    remove: (id: string) => rmSync(folderOf(id), { recursive: true, force: true }),
  }
}

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
