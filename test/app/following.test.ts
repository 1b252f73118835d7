import { beforeEach, describe, expect, it } from 'vitest'
import { readSights, writeSights } from '../../src/app/pages/sights-address.ts'
import { createEditor, type EditorStore } from '../../src/app/state/editor.ts'
import { followRenames, idsIn } from '../../src/app/state/following.ts'
import { createView, type ViewStore } from '../../src/app/state/view.ts'
import { removeObjects, renameObject, replaceText, typed } from '../../src/core/definition/commands.ts'

const text = `{
  "objects": [
    { "id": "Box", "type": "Ec2Resource" },
    { "id": "Load", "type": "ShellCommandActivity", "runsOn": { "ref": "Box" } },
    { "id": "Report", "type": "ShellCommandActivity", "dependsOn": { "ref": "Load" } }
  ]
}
`
let editor: EditorStore
let view: ViewStore
beforeEach(() => {
  editor = createEditor(text)
  view = createView()
  followRenames(editor, view)
})
const now = () => view.getState()

describe('when an object gets another id', () => {
  it('a focus on it goes on, also in the address, and comes back with an undo', () => {
    view.setState({ focus: { ids: ['Report', 'Load'], way: 'up', rest: 'hide' } })
    editor.getState().run(renameObject('Load', 'LoadOrders'))
    expect(now().focus).toEqual({ ids: ['Report', 'LoadOrders'], way: 'up', rest: 'hide' })
    expect(writeSights(now()).focus).toBe('up~Report~LoadOrders')
    editor.getState().undo()
    expect(now().focus?.ids).toEqual(['Report', 'Load'])
    editor.getState().redo()
    expect(readSights(writeSights(now())).focus?.ids).toEqual(['Report', 'LoadOrders'])
  })

  it('it stays selected, and collapsed', () => {
    view.setState({ selected: ['Box', 'Load'], collapsed: new Set(['Box']) })
    editor.getState().run(renameObject('Box', 'Machine'))
    expect(now().selected).toEqual(['Machine', 'Load'])
    expect([...now().collapsed]).toEqual(['Machine'])
  })

  it('so it does while the id is typed, letter by letter', () => {
    view.setState({ selected: ['Load'], focus: { ids: ['Load'], way: 'both', rest: 'dim' } })
    const at = text.indexOf('"Load"') + '"Load'.length
    for (const [index, letter] of ['e', 'r'].entries())
      editor.getState().run(typed([{ offset: at + index, length: 0, text: letter }]), { by: 'source' })
    expect(now().selected).toEqual(['Loader'])
    expect(now().focus?.ids).toEqual(['Loader'])
  })

  it('so it does where a word is replaced everywhere, for all at once', () => {
    view.setState({ selected: ['Load'], focus: { ids: ['Report', 'Load'], way: 'up', rest: 'hide' } })
    editor.getState().run(replaceText(text.replaceAll(/Load|Report/g, 'Nightly$&')))
    expect(now().selected).toEqual(['NightlyLoad'])
    expect(now().focus?.ids).toEqual(['NightlyReport', 'NightlyLoad'])
    editor.getState().undo()
    expect(now().focus?.ids).toEqual(['Report', 'Load'])
  })

  it('but not where objects only change places, or others come instead', () => {
    view.setState({ selected: ['Load'] })
    const lines = text.split('\n')
    const [load = '', report = ''] = lines.slice(3, 5)
    editor.getState().run(replaceText(lines.toSpliced(3, 2, `${report},`, load.replace(/,$/, '')).join('\n')))
    expect(now().selected).toEqual(['Load'])
    editor.getState().run(replaceText(text.replace('"Load", "type"', '"Fill", "path"').replace('"Box"', '"Crate"')))
    expect(now().selected).toEqual(['Load'])
  })

  it('all else that is selected is left alone, and so is everything when objects come or go', () => {
    view.setState({ selected: ['Report'] })
    const { selected } = now()
    editor.getState().run(renameObject('Load', 'LoadOrders'))
    expect(now().selected).toBe(selected)
    view.setState({ selected: ['LoadOrders'] })
    editor.getState().run(removeObjects(['LoadOrders']))
    expect(now().selected).toEqual(['LoadOrders'])
  })
})

it('the picture of before a rename still knows whom a focus is about', () => {
  editor.getState().run(renameObject('Load', 'LoadOrders'))
  const before = { cards: ['Box', 'Load', 'Report'].map(id => ({ id })) }
  const after = { cards: ['Box', 'LoadOrders', 'Report'].map(id => ({ id })) }
  const { formerly } = now()
  expect(idsIn(before, ['Report', 'LoadOrders'], formerly)).toEqual(['Report', 'Load'])
  expect(idsIn(after, ['Report', 'LoadOrders'], formerly)).toEqual(['Report', 'LoadOrders'])
  expect(idsIn(after, ['Nobody'], formerly)).toEqual(['Nobody'])
})
