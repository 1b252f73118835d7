import { heap } from '../engine/heap.ts'
import type { Clock } from '../engine/ports.ts'

/** A timer must not sleep longer than this: clocks are set and machines sleep, and timers overflow at 25 days. */
const longestSleep = 60_000

interface Alarm {
  readonly time: number
  readonly order: number
  wake: (() => void) | undefined
}

/**
 * The wall's clock, running `speed` times as fast from now on. One timer serves all who wait. One that runs faster goes
 * on from `reached`, the time that had come when it last stopped, where that is later: it must not go back.
 */
export function scaledClock(speed: number, reached = 0): Clock {
  if (!(speed > 0 && Number.isFinite(speed))) throw new Error(`A speed must be a number above 0, not ${speed}.`)
  const begun = Date.now()
  const from = Math.max(begun, reached)
  const now = () => (speed === 1 ? Date.now() : from + (Date.now() - begun) * speed)
  const alarms = heap<Alarm>((a, b) => a.time - b.time || a.order - b.order)
  let count = 0
  let timer: { readonly time: number; readonly handle: NodeJS.Timeout } | undefined

  function ring() {
    timer = undefined
    for (let next = alarms.peek(); next && (next.wake === undefined || next.time <= now()); next = alarms.peek()) {
      alarms.pop()
      next.wake?.()
    }
    arm()
  }

  function arm() {
    while (alarms.size() > 0 && alarms.peek()?.wake === undefined) alarms.pop()
    const next = alarms.peek()
    if (timer && (!next || timer.time !== next.time)) {
      clearTimeout(timer.handle)
      timer = undefined
    }
    if (!next || timer) return
    const wait = Math.min(longestSleep, Math.max(0, Math.ceil((next.time - now()) / speed)))
    timer = { time: next.time, handle: setTimeout(ring, wait) }
  }

  return {
    now: () => Math.floor(now()),
    at(time, wake) {
      count += 1
      const alarm: Alarm = { time, order: count, wake }
      alarms.push(alarm)
      arm()
      return () => {
        alarm.wake = undefined
        arm()
      }
    },
  }
}
