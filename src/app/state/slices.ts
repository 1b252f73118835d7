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

/** Does all steps, slice by slice, and hands on what they came to, unless it shall not go on. */
export function inSlices<T>(
  steps: Iterator<undefined, T>,
  arrive: (value: T) => void,
  goesOn: () => boolean = () => true,
): void {
  later(() => {
    if (!goesOn()) return
    const { done, value } = workOn(steps)
    if (done) arrive(value)
    else inSlices(steps, arrive, goesOn)
  })
}

/** What steps come to that are done slice by slice. */
export const resultOf = <T>(steps: Iterator<undefined, T>): Promise<T> => new Promise(done => inSlices(steps, done))

/** A task of its own, before others that wait, since somebody waits for what it comes to. */
function later(task: () => void): void {
  if ('scheduler' in globalThis) {
    void scheduler.postTask(task, { priority: 'user-blocking' })
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
  postTask(task: () => void, options: { readonly priority: 'user-blocking' }): Promise<void>
}
