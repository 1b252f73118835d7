import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { remove } from './remove.ts'

/** What lies on a desk: where a command works, where it puts what is temporary, and what it is. */
export const deskOf = (folder: string) => ({
  at: join(folder, 'desk'),
  work: join(folder, 'desk', 'work'),
  tmp: join(folder, 'desk', 'tmp'),
  script: join(folder, 'desk', 'script.sh'),
})

type Desk = ReturnType<typeof deskOf>

/**
 * Desks for the folders of attempts, each empty when it is placed. One that was left clean goes on to another attempt:
 * on some disks it takes longer to make and remove a few folders than to run a short command.
 */
export interface Desks {
  place(folder: string): void
  clear(folder: string): Promise<void>
}

/** Spare desks; more than are ever needed at a time would only lie about. */
const mostSpare = 64

/** `home`: where desks lie between two attempts. What another process left there is thrown away. */
export function openDesks(home: string): Desks {
  const spare: string[] = []
  let count = 0
  try {
    rmSync(home, { recursive: true, force: true })
  } catch {
    // What stays there is in nobody's way.
  }

  return {
    place(folder) {
      const [desk, one] = [deskOf(folder), spare.pop()]
      try {
        if (one) return renameSync(one, desk.at)
      } catch {
        // Somebody has removed it.
      }
      for (const path of [desk.at, desk.work, desk.tmp]) mkdirSync(path, { mode })
    },

    async clear(folder) {
      const desk = deskOf(folder)
      try {
        if (spare.length < mostSpare && wipe(desk)) {
          const one = join(home, String(count++))
          mkdirSync(home, { recursive: true })
          renameSync(desk.at, one)
          spare.push(one)
          return
        }
      } catch {
        // What cannot be looked at cannot be used again.
      }
      await remove(desk.at)
    },
  }
}

/** Of a desk's folders; the data directory is its owner's alone anyway. */
const mode = 0o700

/**
 * Takes the script off a desk that is otherwise as it was placed; gives false where it is not. It is not written over:
 * file systems that write anew what was cut to nothing wait for the disk then.
 */
function wipe({ at, work, tmp, script }: Desk): boolean {
  const asMade = (path: string) => {
    const { uid, mode: now } = lstatSync(path)
    return uid === process.getuid?.() && (now & 0o7777) === mode
  }
  const names = readdirSync(at)
  const clean =
    names.every(name => name === 'work' || name === 'tmp' || name === 'script.sh') &&
    [at, work, tmp].every(asMade) &&
    [work, tmp].every(path => readdirSync(path).length === 0)
  if (clean && names.includes('script.sh')) unlinkSync(script)
  return clean
}
