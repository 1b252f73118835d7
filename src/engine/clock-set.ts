import type { Clock } from './ports.ts'
import type { Runtime } from './runtime.ts'

/**
 * Sees to it that what has to last a while still does when the clock was set, or the machine slept: time-outs and waits
 * of all that is under way move along. What the schedule says goes by the new time.
 */
export function heedSets(clock: Clock, runtime: Runtime): void {
  clock.onSet?.(by => {
    const { ledger } = runtime
    for (const { id } of ledger.pipelines())
      for (const { plan } of ledger.live(id)) runtime.tell(id, plan.id, { type: 'clockSet', by })
    // Not amid a turn, which may be on its way to the disk.
    queueMicrotask(() => {
      ledger.notice({
        at: runtime.now(),
        kind: 'engine',
        subject: `The clock was set ${by > 0 ? 'forward' : 'back'} by ${inWords(Math.abs(by))}`,
        message:
          'Somebody set the clock of this machine, or the machine slept. Time-outs and waits of what is under way last as long as they would have; schedules go by the new time.',
      })
      // What hinders it is told where it is found.
      runtime.saved().catch(() => {})
    })
  })
}

function inWords(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)]
  const parts = [`${hours} h`, `${minutes} min`, `${seconds % 60} s`]
  return parts.filter(part => !part.startsWith('0 ')).join(' ')
}
