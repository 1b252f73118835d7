/** Answers that somebody asked for of late, by what they answer. */
export interface Recent<T> {
  readonly get: (key: string) => T | undefined
  readonly set: (key: string, answer: T) => void
}

interface Bounds {
  /** Answers are remembered for so long after they were asked for last, in milliseconds; at most twice as long. */
  readonly lasting: number
  /** And twice as many of them at most. */
  readonly most: number
}

/**
 * Remembers answers for as long as they are asked for, and a while longer: a page that is open asks again and again,
 * while what was looked at once would only pile up.
 */
export function createRecent<T>({ lasting, most }: Bounds, now: () => number = () => performance.now()): Recent<T> {
  let [young, old] = [new Map<string, T>(), new Map<string, T>()]
  let since = now()
  const age = () => {
    const time = now()
    if (time - since < lasting && young.size < most) return
    // What has not been asked for since the last time is forgotten now, and all of it after a long rest.
    old = time - since < lasting * 2 ? young : new Map()
    young = new Map()
    since = time
  }
  const set = (key: string, answer: T) => {
    age()
    young.set(key, answer)
  }
  return {
    get(key) {
      age()
      const answer = young.get(key)
      if (answer !== undefined) return answer
      const before = old.get(key)
      if (before !== undefined) set(key, before)
      return before
    },
    set,
  }
}
