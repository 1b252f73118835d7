import { afterAll, beforeAll, describe, it } from 'vitest'
import { sections } from './sections.ts'
import { stageOn } from './stage.ts'
import type { Way } from './ways.ts'

/** Tells all stories in one way; `bare`: also those that speak to the wire itself. */
export function conforms(name: string, open: () => Promise<Way>, bare = false): void {
  let way: Way
  beforeAll(async () => {
    way = await open()
  })
  afterAll(() => way.end())

  describe(name, () => {
    for (const { title, cases } of sections) {
      const told = cases.filter(one => bare || !one.bare)
      if (told.length === 0) continue
      describe(title, () => {
        for (const one of told)
          it(`${one.title} (${one.from})`, async () => {
            const world = await way.open(one)
            try {
              await one.tell(stageOn(world, one.clock ?? false))
            } finally {
              await world.close()
            }
          })
      })
    }
  })
}
