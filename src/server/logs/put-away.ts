import { existsSync, readdirSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { remove } from '../remove.ts'
import { type AttemptNote, localPrefix, logNames, packedLog, plainLog } from './attempt-folder.ts'
import type { Shelf } from './shelf.ts'

/** A file takes up at least a block of the disk: up to here, to pack a log would save nothing. Bytes. */
const diskBlock = 4_096

export function writeNote(folder: string, note: AttemptNote): void {
  writeFileSync(join(folder, 'attempt.json'), JSON.stringify(note))
}

/**
 * Clears the folder of an attempt that is begun once more of all but its logs, which go on where they ended. Gives
 * whether it had begun indeed.
 */
export async function takeUp(folder: string): Promise<boolean> {
  for (const name of ['desk', 'folders', 'kept']) await rm(join(folder, name), { recursive: true, force: true })
  for (const name of Object.values(logNames))
    if (existsSync(plainLog(folder, name))) renameSync(plainLog(folder, name), join(folder, name))
  return existsSync(join(folder, logNames.activity))
}

/**
 * Brings the logs of an attempt that is over to where they stay, packed where that is worth it, and removes what else is
 * in its folder. What the store refuses stays in the folder as it was written, and readable.
 */
export async function putAway(shelf: Shelf, folder: string, prefix: string): Promise<{ logLocation?: string }> {
  const here = existsSync(folder) ? readdirSync(folder) : []
  const logs = Object.values(logNames).filter(name => here.includes(name))
  if (prefix === localPrefix) {
    for (const name of logs) await keepLog(shelf, folder, name)
    for (const name of here) if (!logs.some(one => one === name) && name !== 'kept') await remove(join(folder, name))
    return {}
  }
  const puts = await Promise.allSettled(logs.map(name => shelf.put(join(folder, name), `${prefix}${name}.gz`)))
  if (puts.every(({ status }) => status === 'fulfilled')) {
    await remove(folder)
    return { logLocation: prefix }
  }
  await remove(join(folder, 'folders'))
  try {
    writeNote(folder, { prefix, over: true })
  } catch {
    // Where there is no room for it, what the folder holds is still there.
  }
  return {}
}

async function keepLog(shelf: Shelf, folder: string, name: string): Promise<void> {
  const raw = join(folder, name)
  try {
    if (statSync(raw).size > diskBlock) {
      await shelf.keep(raw, packedLog(folder, name))
      unlinkSync(raw)
      return
    }
  } catch {
    // Where there is no room to pack it, it stays as it is.
  }
  try {
    renameSync(raw, plainLog(folder, name))
  } catch {
    // It is readable under its name as well.
  }
}
