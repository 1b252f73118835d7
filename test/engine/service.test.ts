import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src/server/store.ts'
import { behavesLikeDataPipeline } from '../contracts/service.ts'
import { testClock, toy } from './toy.ts'

behavesLikeDataPipeline('the engine in memory', async () => {
  const clock = testClock()
  const { engine, pass } = await toy({ clock })
  return { service: engine.service, now: clock.now, pass, close: () => engine.stop() }
})

behavesLikeDataPipeline('the engine in SQLite', async () => {
  const clock = testClock()
  const folder = mkdtempSync(join(tmpdir(), 'pipewright-'))
  const store = openStore(join(folder, 'engine.db'))
  const { engine, pass } = await toy({ clock, store })
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
})
