import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** The most that a log of some size made a process hold above what it held before, MB, and what it left behind. */
export interface Held {
  readonly megabytes: number
  readonly rss: number
  readonly heap: number
  /** Outside of the heap: blocks, members, what waits for the disk. */
  readonly buffers: number
  /** In the heap and outside, once the garbage is gone. */
  readonly left: number
}

/** Lets a process of its own print, read, pack and search logs of these sizes, MiB, the smallest first. */
export async function memoryOfLogs(sizes: readonly number[]): Promise<readonly Held[]> {
  const program = fileURLToPath(new URL('log-life.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, ...sizes.map(String)])
  return stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Held)
}
