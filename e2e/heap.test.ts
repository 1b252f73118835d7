import type { CDPSession, Page } from 'playwright-core'
import { expect } from 'vitest'
import { card } from './designer.ts'
import { small } from './small.ts'
import { story } from './story.ts'
import { call } from './studio.ts'

const step = story()

step('no kind of object becomes more however often the address of the designer changes', async ({ studio, page }) => {
  const { pipelineId } = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'Heap', text: small })
  await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${pipelineId}`)
  await card(page, 'Greet').waitFor()
  const heap = await page.context().newCDPSession(page)

  const times = 30
  const counts: Counts[] = []
  for (let period = 0; period < 4; period += 1) {
    await selectByAddress(page, times)
    counts.push(await countObjects(heap))
  }

  const [, ...later] = counts
  const kinds = Object.keys(later.at(-1) ?? {})
  expect(kinds.length).toBeGreaterThan(100)
  const more = (kind: string) => later.map((after, index) => (after[kind] ?? 0) - (counts[index]?.[kind] ?? 0))
  // What a page took away last is let go sooner or later, so some that are more for once are no sign.
  expect(kinds.filter(kind => Math.min(...more(kind)) > times / 3)).toEqual([])
})

/** Selects one object after another by the address, as the back button does, and in the end none. */
async function selectByAddress(page: Page, times: number): Promise<void> {
  await page.evaluate(async times => {
    const ids = ['Machine', 'Greet', 'Break', 'Follow']
    for (let time = 0; time < times; time += 1) {
      history.replaceState(history.state, '', `?select=${ids[time % ids.length]}`)
      await new Promise(done => requestAnimationFrame(() => setTimeout(done)))
    }
    history.replaceState(history.state, '', location.pathname)
  }, times)
  await page.locator('.react-flow__node.selected').waitFor({ state: 'detached' })
  await page.waitForTimeout(1000)
}

/** How many objects there are of each kind, which their keys tell. */
type Counts = Readonly<Record<string, number>>

/** The objects that the page's scripts can still reach; elements and functions are the browser's to count. */
async function countObjects(heap: CDPSession): Promise<Counts> {
  const { result: prototype } = await heap.send('Runtime.evaluate', { expression: 'Object.prototype' })
  const { objects } = await heap.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId ?? '' })
  const { result } = await heap.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: String(countKinds),
    returnByValue: true,
  })
  await heap.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' })
  return result.value as Counts
}

function countKinds(this: readonly object[]): Counts {
  const counts: Record<string, number> = {}
  for (const one of this) {
    if (Object.prototype.toString.call(one) !== '[object Object]') continue
    const kind = Object.keys(one).join(' ')
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}
