import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Ready } from '../../e2e/studio.ts'
import { wire } from '../engine/toy.ts'
import { diceOf, seed, sizeOf, tell } from './dice.ts'
import { resultOf, settled } from './runs.ts'
import { ask, launch, pause } from './server.ts'
import { type Shells, shellPipeline } from './shells.ts'

const outages = sizeOf('OUTAGES', 6)
const speed = 600
const at = Date.UTC(2026, 0, 1)

/** What the power leaves of a data directory: a copy of it while it is written, the ends of its logs torn off. */
function outage(dataDir: string, copy: string, dice: ReturnType<typeof diceOf>): number {
  // What vanishes while it is copied is not there after an outage either.
  spawnSync('cp', ['-r', dataDir, copy], { stdio: 'ignore' })
  let torn = 0
  for (const file of spawnSync('find', [copy, '-name', '*-wal'], { encoding: 'utf8' }).stdout.split('\n')) {
    if (file === '' || !existsSync(file)) continue
    const { size } = statSync(file)
    const lost = dice.below(Math.min(size, 60_000) + 1)
    truncateSync(file, size - lost)
    torn += lost
  }
  // An index of memory is made anew.
  spawnSync('find', [copy, '-name', '*-shm', '-delete'])
  return torn
}

it('a data directory as the power left it is taken up, and its run ends as ever', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pipewright-power-'))
  try {
    const shells: Shells = { marks: join(folder, 'marks'), locks: join(folder, 'locks'), longest: 0.4 }
    mkdirSync(shells.locks)
    writeFileSync(shells.marks, '')
    const definition = shellPipeline(diceOf(seed + 2), 20, shells)
    const dice = diceOf(seed + 3)
    const dataDir = join(folder, 'data')
    const life = launch(dataDir, { speed })
    const up = await life.ready
    if (!up) throw new Error(await life.end('SIGKILL'))
    const put = async (ready: Ready) => {
      const { pipelineId } = await ask<{ pipelineId: string }>(ready, 'CreatePipeline', { name: 'p', uniqueId: 'p' })
      await ask(ready, 'PutPipelineDefinition', wire(pipelineId, definition))
      return pipelineId
    }
    const id = await put(up.ready)
    await ask(up.ready, 'RunOnce', { pipelineId: id, at })
    const copies: string[] = []
    let torn = 0
    for (let count = 0; count < outages; count += 1) {
      await pause(dice.below(700))
      copies.push(join(folder, `copy-${count}`))
      torn += outage(dataDir, copies.at(-1) ?? '', dice)
    }
    const calm = resultOf([id], await settled(up.ready, [id], 1))
    await life.end('SIGTERM')

    const took: number[] = []
    for (const copy of copies) {
      const again = launch(copy, { speed })
      const ready = await again.ready
      if (!ready) throw new Error(`${copy} was not taken up: ${await again.end('SIGKILL')}`)
      took.push(ready.ms)
      // What was asked for last may be lost with the end of the log, and is then asked for again.
      const pipelineId = await put(ready.ready).catch(() => id)
      const { total } = await ask<{ total: number }>(ready.ready, 'ListInstances', { pipelineId, limit: 1 })
      if (total === 0) await ask(ready.ready, 'RunOnce', { pipelineId, at })
      expect(resultOf([pipelineId], await settled(ready.ready, [pipelineId], 1)), copy).toEqual(calm)
      const said = await again.end('SIGTERM')
      expect(said.replace('Stopping …', '').trim()).toBe('')
    }
    tell(
      'power',
      `${outages} outages that lost ${torn} bytes of write-ahead logs: each was taken up (longest ${Math.round(Math.max(...took))} ms) and ended as without one`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
