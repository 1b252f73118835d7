import { beforeEach, describe, expect, it } from 'vitest'
import { arrangementOf, objectsOf } from '../../src/app/design/arranger.ts'
import { addOfType } from '../../src/app/design/deeds.ts'
import { alignCards, distributeCards, moveCards } from '../../src/app/design/moving.ts'
import { writeNote } from '../../src/app/design/note.tsx'
import {
  collapseAll,
  endFocus,
  expandAll,
  focusOn,
  groupBy,
  selectAlike,
  selectShown,
  toggleCollapsed,
  uncover,
} from '../../src/app/design/sights.ts'
import { createEditor } from '../../src/app/state/editor.ts'
import type { Session } from '../../src/app/state/session.ts'
import { createView } from '../../src/app/state/view.ts'

const text = `{
  "objects": [
    { "id": "Box", "name": "Box", "type": "Ec2Resource" },
    { "id": "Raw", "name": "Raw", "type": "S3DataNode", "precondition": { "ref": "Ready" } },
    { "id": "Ready", "name": "Ready", "type": "S3KeyExists" },
    { "id": "Clean", "name": "Clean", "type": "ShellCommandActivity", "input": { "ref": "Raw" }, "runsOn": { "ref": "Box" } },
    { "id": "Load", "name": "Load", "type": "ShellCommandActivity", "dependsOn": { "ref": "Clean" } }
  ]
}
`
let session: Session
beforeEach(() => {
  // The deeds need no server: nothing of the saver is asked for.
  session = { pipelineId: 'p', editor: createEditor(text), view: createView() } as Session
})
const shown = () => [...arrangementOf(session).places.keys()].toSorted()
const at = (id: string) => arrangementOf(session).places.get(id) ?? { x: Number.NaN, y: Number.NaN }
const now = () => session.editor.getState()

describe('a focus', () => {
  it('shows a part, and all again when it ends', () => {
    focusOn(session, ['Raw'], 'down')
    expect(shown()).toEqual(['Clean', 'Load', 'Raw'])
    endFocus(session)
    expect(shown()).toHaveLength(5)
  })

  it('ends by itself when what it was about is gone, or when something else is to be seen', () => {
    focusOn(session, ['Raw'], 'up')
    expect(uncover(session, ['Ready'])).toBe(false)
    expect(uncover(session, ['Load'])).toBe(true)
    expect(session.view.getState().focus).toBeUndefined()
    focusOn(session, ['Gone'], 'up')
    expect(shown()).toHaveLength(5)
  })

  it('shows what is added meanwhile, and "all" means what is shown', () => {
    focusOn(session, ['Raw'], 'up')
    selectShown(session)
    expect(session.view.getState().selected).toEqual(['Raw', 'Ready'])
    const id = addOfType(session, 'S3DataNode', { x: 0, y: 0 })
    expect(shown()).toContain(id)
    expect(now().pins, 'a place in a focus says nothing of the whole graph').toEqual({})
  })

  it('lets nobody move cards that it lays out', () => {
    focusOn(session, ['Raw'], 'both')
    alignCards(session, ['Raw', 'Clean'], 'left')
    moveCards(session, 'Move Raw', new Map([['Raw', { x: 9, y: 9 }]]))
    expect(now().past).toEqual([])
  })
})

describe('lining up', () => {
  it('is one step of pins that leaves the text alone', () => {
    const before = [at('Raw'), at('Clean'), at('Load')]
    alignCards(session, ['Raw', 'Clean', 'Load'], 'left')
    expect(new Set([at('Raw').x, at('Clean').x, at('Load').x]).size).toBe(1)
    expect(now().past).toHaveLength(1)
    expect(now().document.text).toBe(text)
    now().undo()
    expect([at('Raw'), at('Clean'), at('Load')]).toEqual(before)
  })

  it('makes equal steps', () => {
    moveCards(session, 'Move', new Map([['Load', { x: 1400, y: 0 }]]))
    distributeCards(session, ['Raw', 'Clean', 'Load'], 'across')
    expect(at('Clean').x - at('Raw').x).toBe(at('Load').x - at('Clean').x)
  })

  it('counts within frames there, and leaves the places without frames as they were', () => {
    const before = at('Raw')
    groupBy(session, 'resource')
    const [raw, clean] = [at('Raw'), at('Clean')]
    moveCards(session, 'Move Clean', new Map([['Clean', { x: clean.x + 24, y: clean.y + 80 }]]))
    expect(at('Clean')).toEqual({ x: clean.x + 24, y: clean.y + 80 })
    expect(at('Raw')).toEqual(raw)
    groupBy(session, 'none')
    expect(at('Raw')).toEqual(before)
  })
})

describe('collapsing', () => {
  it('makes one card of a frame, which stands for its objects', () => {
    groupBy(session, 'resource')
    toggleCollapsed(session, 'Box')
    expect(shown()).toEqual(['group\nBox'])
    expect(objectsOf(session, 'group\nBox')).toEqual(['Box', 'Raw', 'Ready', 'Clean', 'Load'])
    expect(uncover(session, ['Load'])).toBe(true)
    expect(shown()).toHaveLength(5)
  })

  it('folds what hangs on single cards where there are no frames', () => {
    collapseAll(session)
    expect(shown()).toEqual(['Clean', 'Load', 'Raw'])
    expandAll(session)
    expect(shown()).toHaveLength(5)
  })
})

it('all of one type are selected together', () => {
  selectAlike(session, ['Load'])
  expect(session.view.getState().selected).toEqual(['Load', 'Clean'])
})

it('a note is written, changed and removed by one edit each, and undo brings the text back to the character', () => {
  writeNote(session, 'Load', ' Ask first. ')
  expect(now().document.text).toContain('"myComment": "Ask first."')
  writeNote(session, 'Load', '')
  expect(now().document.text).toBe(text)
  now().undo()
  now().undo()
  expect(now().document.text).toBe(text)
})
