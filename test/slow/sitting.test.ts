import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { grouped, seed, sizeOf, tell } from './dice.ts'
import type { Sitting } from './long-sitting.ts'

/** One sitting, as long as all of the law of edits together, over a pipeline of a thousand objects. */
const count = sizeOf('SITTING', 10_000)

/** What an undo is to take at most, in milliseconds. Told and not judged: the machine may be busy with other things. */
const goal = 50

const percentile = (sorted: readonly number[], share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0

const spread = (times: readonly number[]): string => {
  const sorted = times.toSorted((a, b) => a - b)
  return `${[0.5, 0.99, 1].map(share => percentile(sorted, share).toFixed(1)).join(', ')} (median, 99th, longest)`
}

describe(`one sitting of ${grouped(count)} edits over 1,000 objects`, () => {
  it('is undone to the first character and redone to the last', async () => {
    const program = fileURLToPath(new URL('long-sitting.ts', import.meta.url))
    const env = { ...process.env, PIPEWRIGHT_SLOW_SEED: String(seed) }
    const { stdout } = await promisify(execFile)(process.execPath, [program, String(count)], {
      env,
      maxBuffer: 64 << 20,
    })
    const { times, work } = JSON.parse(stdout) as Sitting
    expect(times.length).toBeGreaterThan(count / 2)
    tell('sitting', `${grouped(times.length)} steps undone and redone; an undo took ${spread(times)} ms`)
    tell('sitting', `${grouped(times.filter(took => took > goal).length)} undos took more than ${goal} ms`)
    tell('sitting', `of all processors, the collection of garbage included, an undo took ${spread(work)} ms`)
  })
})
