import { describe, expect, it } from 'vitest'
import { remember, type Step } from '../../src/app/state/steps.ts'

const noPins = { before: {}, after: {} }
const stepOf = (text: string): Step => ({
  label: text,
  edits: [{ offset: 0, length: 0, text }],
  inverse: [{ offset: 0, length: text.length, text: '' }],
  pins: noPins,
  at: 0,
})
const between = { between: '', end: '' }
const remembered = (texts: readonly string[], most?: number) =>
  texts.reduce(
    ({ steps, dropped }, text) => {
      const next = remember(steps, stepOf(text), between, most)
      return { steps: next.steps, dropped: dropped + next.dropped }
    },
    { steps: [] as readonly Step[], dropped: 0 },
  )

describe('the steps of a sitting', () => {
  it('are all kept while they hold few characters', () => {
    const many = Array.from({ length: 3_000 }, (_, n) => `edit ${n}`)
    expect(remembered(many)).toMatchObject({ dropped: 0, steps: { length: 3_000 } })
  })

  it('lose the oldest, and say how many, when they hold too many characters', () => {
    const { steps, dropped } = remembered(['aaaa', 'bbb', 'cc', 'd'], 6)
    expect(steps.map(step => step.label)).toEqual(['bbb', 'cc', 'd'])
    expect(dropped).toBe(1)
  })

  it('keep the newest even when it alone holds too many', () => {
    expect(remembered(['a', 'much too long'], 3).steps.map(step => step.label)).toEqual(['much too long'])
  })
})
