import { heap } from '../engine/heap.ts'
import type { Clock } from '../engine/ports.ts'

/** A timer must not sleep longer than this: clocks are set and machines sleep, and timers overflow at 25 days. */
const longestSleep = 60_000

interface Alarm {
  readonly time: number
  readonly order: number
  wake: (() => void) | undefined
}

/** Differences up to here are the wall's clock being kept right; beyond, somebody set it or the machine slept. */
const leastSet = 5_000

/**
 * The wall's clock, running `speed` times as fast from now on. One timer serves all who wait. One that runs faster goes
 * on from `reached`, the time that had come when it last stopped, where that is later: it must not go back. That it was
 * set shows by the machine's steady clock, which nobody sets and which stands still while the machine sleeps.
 */
export function scaledClock(speed: number, reached = 0): Clock {
  if (!(speed > 0 && Number.isFinite(speed))) throw new Error(`A speed must be a number above 0, not ${speed}.`)
  const begun = performance.now()
  const from = Math.max(Date.now(), reached)
  const listeners: ((by: number) => void)[] = []
  let [lastWall, lastSteady] = [Date.now(), begun]

  function now() {
    const steady = performance.now()
    if (speed !== 1) return from + (steady - begun) * speed
    const wall = Date.now()
    const by = wall - lastWall - (steady - lastSteady)
    lastWall = wall
    lastSteady = steady
    if (Math.abs(by) >= leastSet) for (const heard of listeners) heard(Math.round(by))
    return wall
  }

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
    after(ms, wake) {
      const end = performance.now() + ms / speed
      const sleep = (left: number) => setTimeout(again, Math.min(longestSleep, Math.max(0, Math.ceil(left))))
      const again = () => {
        const left = end - performance.now()
        if (left > 0) handle = sleep(left)
        else wake()
      }
      let handle = sleep(ms / speed)
      return () => clearTimeout(handle)
    },
    onSet: heard => listeners.push(heard),
  }
}
