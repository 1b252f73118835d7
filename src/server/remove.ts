import { rmdirSync, unlinkSync } from 'node:fs'
import { rm } from 'node:fs/promises'

/** Removes a file or a folder with all in it. A command may have taken the right to do so from us: then it is left. */
export async function remove(path: string): Promise<void> {
  for (const atOnce of [unlinkSync, rmdirSync])
    try {
      return atOnce(path)
    } catch {
      // It is of the other kind, or a folder that is not empty.
    }
  await rm(path, { recursive: true, force: true, maxRetries: 2 }).catch(() => undefined)
}
