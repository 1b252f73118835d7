import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunStore } from '../../src/engine/ports.ts'
import { openStore, type SqliteStore } from '../../src/server/store.ts'
import { behavesLikeDataPipeline } from '../contracts/service.ts'
import { testClock, toy } from './toy.ts'

behavesLikeDataPipeline('the engine in memory', async () => {
  const clock = testClock()
  const { engine, pass } = await toy({ clock })
  return { service: engine.service, now: clock.now, pass, close: () => engine.stop() }
})

const inSqlite = async (kept: (store: SqliteStore) => RunStore) => {
  const clock = testClock()
  const folder = mkdtempSync(join(tmpdir(), 'pipewright-'))
  const store = openStore(join(folder, 'engine.db'))
  const { engine, pass } = await toy({ clock, store: kept(store) })
  return {
    service: engine.service,
    now: clock.now,
    pass,
    async close() {
      await engine.stop()
      store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

behavesLikeDataPipeline('the engine in SQLite', () => inSqlite(store => store))

behavesLikeDataPipeline('the engine in SQLite, everything archived as soon as it is over', () =>
  inSqlite(store => ({
    ...store,
    save(changes) {
      store.save(changes)
      for (let move = store.archive.move(afterAllOfIt, 100); move.next; )
        move = store.archive.move(afterAllOfIt, 100, move.next)
    },
  })),
)

/** Later than all that is tested. */
const afterAllOfIt = Date.UTC(3000, 0)
