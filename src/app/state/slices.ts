/**
 * Work that takes long is done in slices, between which keys, pointers and frames have their turn.
 */

/** How long a slice may last, in milliseconds. Most work needs but one. */
const slice = 24

/** A change of more characters than this is read in slices. */
export const largeChange = 100_000

/** Does steps until a slice is over; what they came to, once they are through. */
function workOn<T>(steps: Iterator<undefined, T>): IteratorResult<undefined, T> {
  const end = performance.now() + slice
  for (;;) {
    const result = steps.next()
    if (result.done || performance.now() >= end) return result
  }
}

/**
 * Does all steps, slice by slice, and hands on what they came to, unless it shall not go on. The first slice may come
 * before other tasks that wait, where it mostly is the only one and somebody waits for it.
 */
export function inSlices<T>(
  steps: Iterator<undefined, T>,
  arrive: (value: T) => void,
  goesOn: () => boolean = () => true,
  first: Priority = 'user-visible',
): void {
  later(first, () => {
    if (!goesOn()) return
    const { done, value } = workOn(steps)
    if (done) arrive(value)
    else inSlices(steps, arrive, goesOn)
  })
}

/** What steps come to that are all done now. */
export function lastOf<T>(steps: Iterator<undefined, T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** What steps come to that are done slice by slice. */
export const resultOf = <T>(steps: Iterator<undefined, T>): Promise<T> => new Promise(done => inSlices(steps, done))

type Priority = 'user-blocking' | 'user-visible'

/** In a task of its own. */
function later(priority: Priority, task: () => void): void {
  if ('scheduler' in globalThis) {
    void scheduler.postTask(task, { priority })
    return
  }
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    task()
  }
  port2.postMessage(undefined)
}

/** What browsers have that can put tasks in an order. */
declare const scheduler: {
  postTask(task: () => void, options: { readonly priority: Priority }): Promise<void>
}
