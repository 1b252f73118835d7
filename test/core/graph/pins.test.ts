import { describe, expect, it } from 'vitest'
import { forgetPins, pinsOf, renamePins, withMoved, withoutPins } from '../../../src/core/graph/pins.ts'

const [a, b, c] = [
  { x: 1, y: 2 },
  { x: 3, y: 4 },
  { x: 5, y: 6 },
]
const pins = withMoved(withMoved({ load: a, copy: b }, 'resource', [['load', c]]), 'schedule', [['load', b]])

describe('pins of each grouping', () => {
  it('are kept apart', () => {
    expect(pinsOf(pins, 'none')).toEqual({ load: a, copy: b })
    expect(pinsOf(pins, 'resource')).toEqual({ load: c })
    expect(pinsOf(pins, 'schedule')).toEqual({ load: b })
  })

  it('are the same value for the same pins, so that nothing is laid out anew', () => {
    expect(pinsOf(pins, 'resource')).toBe(pinsOf(pins, 'resource'))
    const plain = { load: a }
    expect(pinsOf(plain, 'none')).toBe(plain)
  })

  it('go one grouping at a time, for some cards or all', () => {
    expect(pinsOf(withoutPins(pins, 'none', ['load']), 'none')).toEqual({ copy: b })
    expect(pinsOf(withoutPins(pins, 'none'), 'resource')).toEqual({ load: c })
    expect(withoutPins(pins, 'resource', ['copy'])).toBe(pins)
  })

  it('go everywhere with their card, and follow its new id', () => {
    expect(forgetPins(pins, ['load'])).toEqual({ copy: b })
    const renamed = renamePins(pins, new Map([['load', 'fill']]))
    expect(pinsOf(renamed, 'none')).toEqual({ fill: a, copy: b })
    expect(pinsOf(renamed, 'resource')).toEqual({ fill: c })
    expect(renamePins(pins, new Map([['none', 'other']]))).toBe(pins)
  })
})
