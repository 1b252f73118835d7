import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../engine/ports.ts'
import type { SqliteStore } from './store.ts'
import type { Place } from './store-archive.ts'

export interface Archived {
  readonly moved: number
  /** Instances that the archive holds then. */
  readonly archived: number
  /** The time was over before all was moved. */
  readonly more: boolean
}

/** Moves what ended long ago into the archive, a little at a time. */
export interface Archiver {
  /** Whatever is older than that and over; days of the engine's clock. Asked twice at once, it goes one after the other. */
  archive(olderThanDays: number, forMs?: number): Promise<Archived>
  /** Ends after the move under way. */
  close(): Promise<void>
}

const day = 86_400_000
/** Instances that are looked at in one go: some milliseconds, of which the engine notices nothing. */
const mostLooked = 50
/** So many times as long as a move took the engine has the store to itself. */
const share = 4
/** From the start to the first look of its own, and from one to the next. */
const [firstLook, nextLook] = [60_000, 3_600_000]

/** `days` is the setting by which it looks by itself, 0 for never; what goes wrong then is told, and tried again. */
export function createArchiver(
  { archive, database }: Pick<SqliteStore, 'archive' | 'database'>,
  clock: Pick<Clock, 'now'>,
  days: () => number,
  trouble: (what: string, error: unknown) => void,
): Archiver {
  let closed = false
  let last: Promise<unknown> = Promise.resolve()
  let timer = setTimeout(look, firstLook).unref()

  async function moveAll(before: number, forMs: number): Promise<Archived> {
    const end = performance.now() + forMs
    let [moved, after] = [0, undefined as Place | undefined]
    for (;;) {
      const begun = performance.now()
      const move = archive.move(before, mostLooked, after)
      moved += move.moved
      after = move.next
      if (!after || begun > end) break
      await pause((performance.now() - begun) * share)
      if (closed) return { moved, archived: 0, more: true }
    }
    if (moved > 0) database.tidy()
    return { moved, archived: archive.count(), more: after !== undefined }
  }

  const inTurn = (olderThanDays: number, forMs = Number.POSITIVE_INFINITY) => {
    const turn = last.then(() => moveAll(clock.now() - olderThanDays * day, forMs))
    last = turn.catch(() => undefined)
    return turn
  }

  function look() {
    const looked = days() > 0 ? inTurn(days()) : Promise.resolve()
    void looked
      .catch(error => trouble('Old runs could not be archived; it is tried again in an hour.', error))
      .finally(() => {
        if (!closed) timer = setTimeout(look, nextLook).unref()
      })
  }

  return {
    archive: inTurn,
    async close() {
      closed = true
      clearTimeout(timer)
      await last
    },
  }
}
