import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cardsWithin } from '../../src/app/design/band.ts'
import { chosenCards, talliesOf } from '../../src/app/design/boxes.ts'
import { readSights, writeSights } from '../../src/app/pages/sights-address.ts'

describe('what the canvas looks at, in the address', () => {
  it('comes back as it was, whatever the ids hold', () => {
    const id = fc.string({ minLength: 1, unit: fc.constantFrom('a', 'B', '~', '%', '-', ' ', 'ä', '漢', '😀', '"') })
    const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 4 })
    const focus = fc.record({
      ids,
      way: fc.constantFrom('up' as const, 'down' as const, 'both' as const),
      rest: fc.constantFrom('hide' as const, 'dim' as const),
    })
    const sights = fc.record({
      focus: fc.option(focus, { nil: undefined }),
      grouping: fc.constantFrom('none' as const, 'resource' as const, 'schedule' as const),
      collapsed: fc.uniqueArray(id).map(list => new Set(list)),
      notes: fc.boolean(),
    })
    fc.assert(
      fc.property(sights, one => {
        expect(readSights(writeSights(one))).toEqual(one)
      }),
    )
  })

  it('leaves the address empty when there is nothing to say, and passes over what it does not know', () => {
    const none = { focus: undefined, grouping: 'none', collapsed: new Set<string>(), notes: false } as const
    expect(Object.values(writeSights(none)).every(word => word === undefined)).toBe(true)
    expect(readSights({ focus: 'sideways~A', group: 'colour', collapse: undefined, notes: 'shut' })).toEqual(none)
  })
})

describe('collapsed containers', () => {
  const boxes = new Map([['box', ['a', 'b']]])

  it('show the findings of all in them', () => {
    const finding = (severity: 'error' | 'warning', object: string) => ({
      code: 'x/y',
      severity,
      message: '',
      at: { object },
      fixes: [],
    })
    const tallies = talliesOf(
      new Map([
        ['a', [finding('warning', 'a')]],
        ['b', [finding('error', 'b')]],
      ]),
      boxes,
    )
    expect(tallies.get('box')).toMatchObject({ worst: 'error', error: 1, warning: 1 })
    expect(tallies.get('a')).toMatchObject({ worst: 'warning' })
  })

  it('are selected with any in them', () => {
    expect([...chosenCards(['b'], boxes)]).toEqual(['b', 'box'])
    expect([...chosenCards(['c'], boxes)]).toEqual(['c'])
  })
})

describe('the rubber band', () => {
  it('catches every card that it touches, drawn from any corner', () => {
    const places = new Map([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 300, y: 0 }],
      ['c', { x: 0, y: 200 }],
    ])
    expect(cardsWithin(places, { x: 350, y: 60 }, { x: 200, y: 20 })).toEqual(['a', 'b'])
    expect(cardsWithin(places, { x: -50, y: 70 }, { x: 900, y: 190 })).toEqual([])
  })
})
