import { expect, it } from 'vitest'
import { grouped, sizeOf, tell } from './dice.ts'
import { type Held, memoryOfLogs } from './log-memory.ts'

/** PIPEWRIGHT_SLOW_LOG_MB: size of the largest log, MiB. */
const largest = sizeOf('LOG_MB', 1_024)

it('a log sixteen times as long takes no more memory to print, read, pack and search', async () => {
  const sizes = [largest / 16, largest / 4, largest]
  const held = await memoryOfLogs(sizes)
  for (const { megabytes, buffers, heap, rss, left } of held)
    tell(
      'logs',
      `${grouped(megabytes)} MiB: at most ${mb(buffers)} of buffers, ${mb(heap)} of heap, ${mb(rss)} resident, ${mb(left)} left behind`,
    )
  expect(held.map(one => one.megabytes)).toEqual(sizes)
  const [small, middle, large] = held as readonly [Held, Held, Held]
  for (const one of [middle, large]) {
    expect(one.buffers, 'MB of buffers').toBeLessThan(small.buffers + 8)
    expect(one.left, 'MB left behind').toBeLessThan(small.left + 4)
  }
  // What is not given back at once gathers up to a hundred megabytes.
  expect(large.buffers, 'MB of buffers').toBeLessThan(40)
})

const mb = (value: number) => `${value.toFixed(1)} MB`
