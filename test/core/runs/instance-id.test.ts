import fc from 'fast-check'
import { expect, it } from 'vitest'
import { componentOf, partsOfAttempt, partsOfInstance, startOfInstance } from '../../../src/core/runs/instance-id.ts'

const time = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) / 1000 }).map(seconds => seconds * 1000)

it('ids of instances and attempts are read as they are made, whatever their component is called', () => {
  fc.assert(
    fc.property(fc.string(), time, fc.nat(), (componentId, start, number) => {
      const id = `@${componentId}_${new Date(start).toISOString().slice(0, 19)}`
      expect(partsOfInstance(id)).toEqual({ componentId, start })
      expect(startOfInstance(id)).toBe(start)
      expect(componentOf(id)).toBe(componentId)
      expect(partsOfAttempt(`${id}_Attempt=${number}`)).toEqual({ instanceId: id, number })
    }),
  )
})

it('other ids say nothing', () => {
  for (const id of ['Load', '@Load', 'Load_2026-01-01T00:00:00', '@Load_2026-02-30T00:00:00', ''])
    expect([partsOfInstance(id), partsOfAttempt(id), componentOf(id)]).toEqual([undefined, undefined, id])
})
