import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startAnnouncing } from '../../src/app/state/announcer.ts'
import { changeWords } from '../../src/app/state/change-words.ts'
import { createEditor } from '../../src/app/state/editor.ts'
import type { Session } from '../../src/app/state/session.ts'
import { createView, say } from '../../src/app/state/view.ts'
import {
  addObject,
  connect,
  disconnect,
  duplicateObjects,
  removeObjects,
  renameObject,
  replaceText,
  setField,
  setName,
} from '../../src/core/definition/commands.ts'

const text = `{ "objects": [
  { "id": "Default", "name": "Default", "scheduleType": "ondemand" },
  { "id": "Load", "name": "Load", "type": "ShellCommandActivity", "command": "true", "runsOn": { "ref": "Box" } },
  { "id": "Box", "name": "Box", "type": "Ec2Resource", "terminateAfter": "1 hour" }
] }`

/** An editor whose saying is heard; what the saver would do is left out. */
function begin() {
  const editor = createEditor(text)
  const view = createView()
  const told: string[] = []
  view.subscribe((now, before) => {
    if (now.saidCount !== before.saidCount) told.push(now.said)
  })
  const stop = startAnnouncing({ editor, view } as Session)
  return { editor, view, told, stop, run: editor.getState().run }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})
const rest = () => vi.advanceTimersByTime(1000)

describe('what people hear of the graph', () => {
  it('each kind of change is one sentence', () => {
    const { run, told, editor } = begin()
    const heardOf = (change: () => void) => {
      told.length = 0
      change()
      rest()
      return told.join(' ').replace(/ ?The (pipeline has|checks find) .*/, '')
    }
    const wait = { id: 'Wait', name: 'Wait', fields: [{ key: 'type', stringValue: 'S3KeyExists' }] }
    expect(heardOf(() => run(addObject(wait)))).toBe('Wait was added.')
    expect(heardOf(() => run(connect('Load', 'precondition', 'Wait', true)))).toBe(
      'precondition of Load points to Wait now.',
    )
    expect(heardOf(() => run(renameObject('Wait', 'Orders')))).toBe('Wait has the id Orders now.')
    expect(heardOf(() => run(setName('Load', 'Load it')))).toBe('Load is now called Load it.')
    expect(heardOf(() => run(disconnect('Load', 'precondition', 'Orders')))).toBe(
      'precondition of Load no longer points to Orders.',
    )
    expect(heardOf(() => editor.getState().pin('Move Load', { Load: { x: 0, y: 0 } }))).toBe('Load was moved.')
    expect(heardOf(() => editor.getState().pin('Move Load', { Load: { x: 16, y: -8 } }))).toBe(
      'Load was moved right by 16 and up by 8.',
    )
    expect(heardOf(() => run(removeObjects(['Orders'])))).toBe('Orders was removed.')
    expect(heardOf(() => run(duplicateObjects(['Load'])))).toBe('Load2 was added.')
    expect(heardOf(() => editor.getState().undo())).toBe('“Duplicate Load” was undone.')
    expect(heardOf(() => editor.getState().redo())).toBe('“Duplicate Load” was done again.')
  })

  it('says at the end how many findings there are, if that changed', () => {
    const { run, told } = begin()
    run(setField('Load', 'command', 'false'))
    rest()
    expect(told).toEqual([])
    run(removeObjects(['Box']))
    rest()
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(/^Box was removed\. The pipeline has \d+ errors?.* now\.$/)
  })

  it('is quiet about what somebody has told already, and not about what came before', () => {
    const { run, told, view } = begin()
    run(setName('Box', 'The box'))
    run(setName('Load', 'Load it'))
    say(view, 'Load was named.')
    rest()
    expect(told).toEqual(['Load was named.', 'Box is now called The box.'])
  })

  it('says nothing after its end', () => {
    const { run, told, stop } = begin()
    stop()
    run(removeObjects(['Box']))
    rest()
    expect(told).toEqual([])
  })

  it('counts where there is too much to name', () => {
    const { run, told } = begin()
    const many = Array.from({ length: 5 }, (_, n) => ({ id: `New${n}`, type: 'Ec2Resource' }))
    run(replaceText(JSON.stringify({ objects: [...JSON.parse(text).objects, ...many] })))
    rest()
    expect(told[0]).toMatch(/^5 objects were added\./)
  })

  it('tells any set of objects that came or went', () => {
    const objects = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'), { maxLength: 6 })
    const state = (ids: readonly string[]) => ({
      definition: { objects: ids.map(id => ({ id, name: id, fields: [] })), parameters: [], values: [] },
      pins: {},
    })
    fc.assert(
      fc.property(objects, objects, (before, after) => {
        const same = before.length === after.length && before.every(id => after.includes(id))
        const words = changeWords(state(before), state(after))
        expect(words === undefined).toBe(same)
      }),
    )
  })
})
