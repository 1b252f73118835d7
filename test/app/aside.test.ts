import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { asideFrom, createLayouts, type Hand, type Layouts } from '../../src/app/state/aside.ts'
import { showGraph } from '../../src/core/graph/arrange.ts'
import { type LayoutAnswer, type LayoutTask, layOut } from '../../src/core/graph/layout-task.ts'
import { taskOf } from '../../src/core/graph/placing.ts'
import { graphOf, pipeline } from '../core/graph/pictures.ts'

const taskFor = (size: number, seed = 7): LayoutTask =>
  taskOf(showGraph(graphOf(pipeline(size, seed)), { grouping: 'none', collapsed: new Set() }), {})
const [first, second, third] = [taskFor(300, 1), taskFor(300, 2), taskFor(300, 3)]

/** Somebody who lays out only when the test says so. */
function slowHand() {
  const begun: LayoutTask[] = []
  let tell = { answered: (_: LayoutAnswer) => {}, gone: () => {} }
  const hand: Hand = {
    begin: task => begun.push(structuredClone(task)),
    tell: (answered, gone) => {
      tell = { answered, gone }
    },
  }
  return {
    hand,
    begun,
    answer: () => {
      const task = begun.at(-1)
      if (!task) throw new Error('Nothing was asked for.')
      tell.answered(structuredClone(layOut(task)))
    },
    leave: () => tell.gone(),
  }
}

let slow: ReturnType<typeof slowHand>
let layouts: Layouts
let heard: number
beforeEach(() => {
  slow = slowHand()
  layouts = createLayouts(() => slow.hand)
  heard = 0
  layouts.subscribe(() => {
    heard += 1
  })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('layouts done aside', () => {
  it('are those of large graphs: a small one is laid out at once', () => {
    const small = taskFor(asideFrom - 1)
    expect(layouts.answerTo(small)).toEqual(layOut(small))
    expect(slow.begun).toEqual([])
    expect(layouts.answerTo(taskFor(asideFrom))).toBeUndefined()
    expect(slow.begun).toHaveLength(1)
  })

  it('are told of when they come, and found again as long as they are among the newest', () => {
    expect(layouts.answerTo(first)).toBeUndefined()
    slow.answer()
    expect(heard).toBe(1)
    expect(layouts.answerTo(structuredClone(first))).toEqual(layOut(first))
    expect(slow.begun).toHaveLength(1)
  })

  it('never answer for what is no longer asked, and of those that wait only the newest is done', () => {
    layouts.answerTo(first)
    layouts.answerTo(second)
    layouts.answerTo(third)
    slow.answer()
    expect(layouts.answerTo(third)).toBeUndefined()
    expect(slow.begun).toEqual([first, third])
    slow.answer()
    expect(layouts.answerTo(third)).toEqual(layOut(third))
  })

  it('are not begun twice, however often they are asked for', () => {
    layouts.answerTo(first)
    layouts.answerTo(first)
    slow.answer()
    layouts.answerTo(first)
    expect(slow.begun).toHaveLength(1)
  })

  it('can be had at once where somebody cannot wait', () => {
    layouts.answerTo(first)
    const now = layouts.answerNow(first)
    expect(now).toEqual(layOut(first))
    slow.answer()
    expect(heard, 'nothing new came').toBe(0)
  })

  it('are done here when whoever did them is gone, or never was', () => {
    layouts.answerTo(first)
    slow.leave()
    expect(heard).toBe(1)
    expect(layouts.answerTo(first)).toEqual(layOut(first))
    expect(layouts.answerTo(second)).toEqual(layOut(second))
    expect(createLayouts(() => undefined).answerTo(first)).toEqual(layOut(first))
  })
})

describe('a layout of an earlier day', () => {
  it('is believed at once, and worked out again later', () => {
    vi.useFakeTimers()
    layouts.believe(first, layOut(first))
    expect(layouts.answerTo(first)).toEqual(layOut(first))
    expect(slow.begun).toEqual([])
    vi.runAllTimers()
    expect(slow.begun).toEqual([first])
    slow.answer()
    expect(heard, 'it was right').toBe(0)
  })

  it('gives way where it was wrong, as after a change of how graphs are laid out', () => {
    vi.useFakeTimers()
    const wrong = { ...layOut(first), places: layOut(first).places.map(one => one + 1) }
    layouts.believe(first, wrong)
    vi.runAllTimers()
    slow.answer()
    expect(heard).toBe(1)
    expect(layouts.answerTo(first)).toEqual(layOut(first))
  })

  it('is worked out again here where there is nobody else, and never before what somebody waits for', () => {
    vi.useFakeTimers()
    const alone = createLayouts(() => undefined)
    alone.believe(first, { ...layOut(first), places: new Float64Array(600) })
    vi.runAllTimers()
    expect(alone.answerTo(first)).toEqual(layOut(first))

    layouts.answerTo(second)
    layouts.believe(first, layOut(first))
    layouts.answerTo(third)
    vi.advanceTimersByTime(5000)
    slow.answer()
    expect(slow.begun).toEqual([second, third])
  })
})
