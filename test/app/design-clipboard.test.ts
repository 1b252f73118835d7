import { describe, expect, it } from 'vitest'
import { copyObjects, pasteObjects } from '../../src/app/design/clipboard.ts'
import { applyEdits } from '../../src/core/definition/edit.ts'
import { type Document, read } from '../../src/core/definition/text.ts'

const source = read(`{
  "objects": [
    { "id": "Default", "scheduleType": "ondemand" },
    // the job
    { "id": "Load", "type": "ShellCommandActivity", "scriptArgument": ["a", "b"], "runsOn": { "ref": "Box" }, "input": { "ref": "Orders" } },
    { "id": "Box", "type": "Ec2Resource", "onFail": { "ref": "Told" } },
    { "id": "Told", "type": "SnsAlarm" },
    { "id": "Orders", "type": "S3DataNode" }
  ]
}`)

function pasteInto(target: Document, ids: readonly string[]) {
  const pasted = pasteObjects(target.definition, copyObjects(source, ids))
  if (!pasted) throw new Error('Nothing was pasted.')
  return { ...pasted, after: read(applyEdits(target.text, pasted.command.edits(target))) }
}

describe('copy and paste of objects', () => {
  it('gives copies new ids in their own pipeline, and keeps what they point to', () => {
    const { ids, brought, after } = pasteInto(source, ['Load', 'Orders'])
    expect(ids).toEqual(['Load2', 'Orders2'])
    expect(brought).toEqual([])
    const load = after.definition.objects.find(object => object.id === 'Load2')
    expect(load?.fields).toContainEqual({ key: 'input', refValue: 'Orders2' })
    expect(load?.fields).toContainEqual({ key: 'runsOn', refValue: 'Box' })
    expect(load?.fields.filter(field => field.key === 'scriptArgument')).toHaveLength(2)
    expect(after.text).toContain('// the job')
  })

  it('brings along what another pipeline lacks, through several steps', () => {
    const { ids, brought, after } = pasteInto(read('{ "objects": [{ "id": "Orders", "type": "S3DataNode" }] }'), [
      'Load',
    ])
    expect(ids).toEqual(['Load'])
    expect([...brought].sort()).toEqual(['Box', 'Told'])
    expect(after.definition.objects.map(object => object.id)).toEqual(
      expect.arrayContaining(['Orders', 'Load', 'Box', 'Told']),
    )
  })

  it('never brings the defaults of another pipeline', () => {
    const withParent = read(
      '{ "objects": [{ "id": "A", "type": "Ec2Resource", "parent": { "ref": "Default" } }, { "id": "Default" }] }',
    )
    const { closure } = copyObjects(withParent, ['A'])
    expect(read(closure).definition.objects).toEqual([])
  })

  it('takes text from anywhere that holds objects, and nothing else', () => {
    const empty = read('{ "objects": [] }').definition
    expect(pasteObjects(empty, { text: '{ "id": "A", "type": "S3DataNode" }', closure: '' })?.ids).toEqual(['A'])
    expect(pasteObjects(empty, { text: 'a shopping list', closure: '' })).toBeUndefined()
  })
})
