import { heap } from './heap.ts'
import type { Clock } from './ports.ts'

/** Who wants to be told that a time has come: an instance, or without an id a pipeline. */
export interface Sleeper {
  readonly pipelineId: string
  readonly id?: string
}

export interface Wakes {
  /** Wakes whoever goes by the key at a time, and at no earlier one that was said for it; at once arms the alarm. */
  at(key: string, time: number, sleeper: Sleeper): void
  /** Sees to it that the soonest is heard. */
  arm(): void
  stop(): void
}

/** One alarm of the clock for all that wait; `rings` is told of everybody whose time has come together. */
export function createWakes(clock: Clock, rings: (due: readonly Sleeper[]) => void): Wakes {
  const waiting = heap<Sleeper & { readonly at: number; readonly key: string }>((a, b) => a.at - b.at)
  // What stands in the heap for another time than this is out of date.
  const wanted = new Map<string, number>()
  let alarm: { readonly at: number; readonly cancel: () => void } | undefined
  let stopped = false

  function arm() {
    for (let first = waiting.peek(); first && wanted.get(first.key) !== first.at; first = waiting.peek()) waiting.pop()
    const next = waiting.peek()
    if (stopped || !next || (alarm && alarm.at === next.at)) return
    alarm?.cancel()
    alarm = { at: next.at, cancel: clock.at(next.at, ring) }
  }

  function ring() {
    alarm = undefined
    const due: Sleeper[] = []
    for (let first = waiting.peek(); first && first.at <= clock.now(); first = waiting.peek()) {
      waiting.pop()
      if (wanted.get(first.key) !== first.at) continue
      wanted.delete(first.key)
      due.push(first)
    }
    rings(due)
    arm()
  }

  return {
    at(key, time, sleeper) {
      if (wanted.get(key) === time) return
      wanted.set(key, time)
      waiting.push({ ...sleeper, at: time, key })
      if (!(alarm && alarm.at <= time)) arm()
    },
    arm,
    stop() {
      stopped = true
      alarm?.cancel()
    },
  }
}
