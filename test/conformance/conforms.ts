import { afterAll, beforeAll, describe, it } from 'vitest'
import { sections } from './sections.ts'
import { stageOn } from './stage.ts'
import type { Way } from './ways.ts'

/** Tells all stories in one way. */
export function conforms(name: string, open: () => Promise<Way>, bare = false): void {
  let way: Way
  beforeAll(async () => {
    way = await open()
  })
  afterAll(() => way.end())

  describe(name, () => {
    for (const { title, cases } of sections)
      describe(title, () => {
        for (const one of cases)
          if (bare || !one.bare)
            it(`${one.title} (${one.from})`, async () => {
              const world = await way.open(one)
              try {
                await one.tell(stageOn(world, one.clock ?? false))
              } finally {
                await world.close()
              }
            })
      })
  })
}
