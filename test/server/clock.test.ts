import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { scaledClock } from '../../src/server/clock.ts'

const day = 86_400_000
const start = Date.UTC(2026, 2, 1)

beforeEach(() => {
  vi.useFakeTimers({ now: start })
})
afterEach(() => {
  vi.useRealTimers()
})

it('is the wall clock at speed 1, and runs faster at any other', () => {
  const [wall, fast] = [scaledClock(1), scaledClock(60)]
  vi.advanceTimersByTime(1_000)
  expect(wall.now()).toBe(start + 1_000)
  expect(fast.now()).toBe(start + 60_000)
  expect(() => scaledClock(0)).toThrow(/above 0/)
})

it('wakes in the order of times, and nobody who took it back', () => {
  const clock = scaledClock(10)
  const woken: string[] = []
  clock.at(start + 20_000, () => woken.push('second'))
  clock.at(start + 10_000, () => woken.push('first'))
  const cancel = clock.at(start + 15_000, () => woken.push('never'))
  cancel()
  vi.advanceTimersByTime(999)
  expect(woken).toEqual([])
  vi.advanceTimersByTime(1_002)
  expect(woken).toEqual(['first', 'second'])
})

it('sleeps for weeks, which a plain timer cannot', () => {
  const clock = scaledClock(1)
  let woken = 0
  clock.at(start + 26 * day, () => {
    woken += 1
  })
  vi.advanceTimersByTime(25 * day)
  expect(woken).toBe(0)
  vi.advanceTimersByTime(day)
  expect(woken).toBe(1)
})

it('goes on, where it runs faster, from the time that had come, and keeps to the wall where it does not', () => {
  expect(scaledClock(60, start + day).now()).toBe(start + day)
  expect(scaledClock(60, start - day).now()).toBe(start)
  expect(scaledClock(1, start + day).now()).toBe(start)
})

it('notices within a minute that the wall clock was set forward, and never wakes early when it was set back', () => {
  const clock = scaledClock(1)
  const woken: string[] = []
  clock.at(start + 10 * day, () => woken.push('far'))
  vi.setSystemTime(start + 11 * day)
  vi.advanceTimersByTime(60_000)
  expect(woken).toEqual(['far'])
  clock.at(clock.now() + 60_000, () => woken.push('near'))
  vi.setSystemTime(clock.now() - 2 * 3_600_000)
  vi.advanceTimersByTime(60_000)
  expect(woken).toEqual(['far'])
  vi.advanceTimersByTime(2 * 3_600_000)
  expect(woken).toEqual(['far', 'near'])
})
