import type { CDPSession, Page } from 'playwright-core'
import type { Box } from './pages.ts'

/** What a gesture cost. */
export interface Cost {
  /** Frames a second, told by requestAnimationFrame. */
  readonly fps: number
  /** CPU time of all of the browser's processes, in milliseconds a frame. */
  readonly cpu: number
  /** The longest time between two frames, in milliseconds. */
  readonly longest: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** One page under measurement, with the means to move the mouse in it and to ask what its browser consumes. */
export interface Bench {
  readonly page: Page
  readonly input: CDPSession
  readonly browser: CDPSession
}

const every = 8
/** Moves of the mouse that the page has not taken yet; more would only pile up. */
const mostOpen = 4

/** Moves the mouse about a point for some time, pressed or not, and counts what that costs. */
export async function move(
  { page, input, browser }: Bench,
  about: Point,
  radius: Point,
  { milliseconds = 1000, pressed = true }: { readonly milliseconds?: number; readonly pressed?: boolean } = {},
): Promise<Cost> {
  const mouse = (type: string, { x, y }: Point) =>
    input.send('Input.dispatchMouseEvent', {
      type: type as 'mouseMoved',
      x,
      y,
      button: pressed ? 'left' : 'none',
      buttons: pressed && type !== 'mouseReleased' ? 1 : 0,
      clickCount: pressed && type !== 'mouseMoved' ? 1 : 0,
    })
  const at = (turn: number): Point => ({
    x: about.x + radius.x * Math.sin(turn * 5),
    y: about.y + radius.y * Math.sin(turn * 7),
  })
  await input.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...about })
  await page.waitForTimeout(80)
  if (pressed) await mouse('mousePressed', about)
  // Past the distance at which a press becomes a drag.
  for (let step = 1; step <= 4; step += 1) await mouse('mouseMoved', at(step * 0.02))
  await page.evaluate(countFrames)
  const before = await cpuTimes(browser)
  const begun = performance.now()
  let open = 0
  for (;;) {
    const passed = performance.now() - begun
    if (passed >= milliseconds) break
    if (open < mostOpen) {
      open += 1
      void mouse('mouseMoved', at(0.08 + passed / 1000)).finally(() => {
        open -= 1
      })
    }
    await new Promise(wake => setTimeout(wake, every))
  }
  const frames = await page.evaluate(framesCounted)
  const after = await cpuTimes(browser)
  if (pressed) await mouse('mouseReleased', at(0.08 + milliseconds / 1000))
  return { fps: frames.count / frames.seconds, cpu: spent(before, after) / frames.count, longest: frames.longest }
}

function countFrames(): void {
  const times: number[] = []
  const note = (now: number) => {
    times.push(now)
    if (!Object.hasOwn(window, 'benchStop')) requestAnimationFrame(note)
  }
  delete (window as { benchStop?: true }).benchStop
  Object.assign(window, { benchTimes: times })
  requestAnimationFrame(note)
}

async function framesCounted(): Promise<{ count: number; seconds: number; longest: number }> {
  Object.assign(window, { benchStop: true })
  await new Promise(done => requestAnimationFrame(done))
  const { benchTimes: times } = window as unknown as { benchTimes: number[] }
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time))
  return {
    count: Math.max(1, gaps.length),
    seconds: gaps.reduce((sum, gap) => sum + gap, 0) / 1000,
    longest: Math.max(...gaps),
  }
}

export async function cpuTimes(browser: CDPSession): Promise<ReadonlyMap<number, number>> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  return new Map(processInfo.map(({ id, cpuTime }) => [id, cpuTime]))
}

/** Milliseconds of CPU time between. */
export function spent(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  let seconds = 0
  for (const [id, time] of after) seconds += time - (before.get(id) ?? time)
  return seconds * 1000
}

/** How places of the graph lie on the screen. */
export interface Lie {
  readonly zoom: number
  readonly x: number
  readonly y: number
}

/** Where nothing stands: a press there takes hold of the canvas. */
export function freeSpot(cards: readonly Point[], size: Point, box: Box, { zoom, x, y }: Lie): Point {
  const shown = cards.map(card => ({ x: x + card.x * zoom, y: y + card.y * zoom }))
  const clear = 9
  for (let down = 12; down < box.height - 120; down += 6)
    for (let across = box.width / 2; across < box.width - 200; across += 6) {
      const spot = { x: box.x + across, y: box.y + down }
      const taken = shown.some(
        card =>
          spot.x > card.x - clear &&
          spot.x < card.x + size.x * zoom + clear &&
          spot.y > card.y - clear &&
          spot.y < card.y + size.y * zoom + clear,
      )
      if (!taken) return spot
    }
  throw new Error('The canvas has no free spot to take hold of.')
}
