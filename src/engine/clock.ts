import { heap } from './heap.ts'
import type { Clock } from './ports.ts'

/** A clock that stands still until it is moved. */
export interface VirtualClock extends Clock {
  /** Moves to `time`, waking those that asked on the way, in order; each has its say before the next is woken. */
  advanceTo(time: number): Promise<void>
  /** The next time somebody asked to be woken at. */
  next(): number | undefined
}

/** `breathe` lets everything that a wake-up set off come to rest before time goes on. */
export function virtualClock(start: number, breathe: () => Promise<void> = macrotask): VirtualClock {
  let now = start
  const alarms = heap<{ readonly time: number; readonly order: number; wake: (() => void) | undefined }>(
    (a, b) => a.time - b.time || a.order - b.order,
  )
  let count = 0

  const soonest = () => {
    while (alarms.size() > 0 && alarms.peek()?.wake === undefined) alarms.pop()
    return alarms.peek()
  }

  const at: Clock['at'] = (time, wake) => {
    count += 1
    const alarm: { readonly time: number; readonly order: number; wake: (() => void) | undefined } = {
      time,
      order: count,
      wake,
    }
    alarms.push(alarm)
    return () => {
      alarm.wake = undefined
    }
  }

  return {
    now: () => now,
    at,
    after: (ms, wake) => at(now + ms, wake),
    next: () => soonest()?.time,
    async advanceTo(time) {
      await breathe()
      for (let alarm = soonest(); alarm && alarm.time <= time; alarm = soonest()) {
        alarms.pop()
        now = Math.max(now, alarm.time)
        alarm.wake?.()
        await breathe()
      }
      now = Math.max(now, time)
    },
  }
}

/** The end of the present task: every promise that could go on has gone on. */
const macrotask = () => new Promise<void>(resolve => setTimeout(resolve, 0))
