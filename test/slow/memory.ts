import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What a process holds, in MB: all of it, and what is left of its heap and its buffers after a collection. */
export interface Sample {
  readonly minute: number
  readonly rss: number
  readonly heap: number
  readonly buffers: number
}

/** Environment in which a server tells of its memory when it is sent SIGUSR2. */
export const witnessed = (file: string): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: `--expose-gc --require=${fileURLToPath(new URL('memory-witness.cjs', import.meta.url))}`,
  PIPEWRIGHT_MEMORY_WITNESS: file,
})

/** Asks a witnessed server for its memory and waits for the answer. Fails when none comes within 30 s. */
export async function sampleOf(pid: number, file: string, minute: number): Promise<Sample> {
  const before = told(file).length
  process.kill(pid, 'SIGUSR2')
  for (let wait = 0; wait < 300; wait += 1) {
    await new Promise(done => setTimeout(done, 100))
    const line = told(file)[before]
    if (line === undefined) continue
    const { rss, heapUsed, external } = JSON.parse(line) as NodeJS.MemoryUsage
    return { minute, rss: rss / 1e6, heap: heapUsed / 1e6, buffers: external / 1e6 }
  }
  throw new Error('The server did not tell of its memory within 30 s.')
}

const told = (file: string): string[] => {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1)
  } catch {
    return []
  }
}

/** Slope of the line through some points by least squares, and half the width of its 95 % interval. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): { slope: number; within: number } {
  const count = points.length
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread
  const rest = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0)
  return { slope, within: 1.96 * Math.sqrt(rest / Math.max(1, count - 2) / spread) }
}
