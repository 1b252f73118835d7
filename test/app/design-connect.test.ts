import { describe, expect, it } from 'vitest'
import { canConnect, connectBy, connections, obvious } from '../../src/app/design/connect.ts'
import { objectTypes } from '../../src/core/catalog/index.ts'
import { applyEdits } from '../../src/core/definition/edit.ts'
import { read } from '../../src/core/definition/text.ts'
import { projectGraph } from '../../src/core/graph/project.ts'

const text = `{ "objects": [
  { "id": "Load", "type": "ShellCommandActivity", "command": "true", "runsOn": { "ref": "Box" } },
  { "id": "Copy", "type": "CopyActivity" },
  { "id": "Orders", "type": "S3DataNode" },
  { "id": "Box", "type": "Ec2Resource" },
  { "id": "Bigger", "type": "Ec2Resource" },
  { "id": "Late", "type": "SnsAlarm" },
  { "id": "Nightly", "type": "Schedule" }
] }`
const document = read(text)
const { definition } = document
const ways = (from: string, to: string) => connections(definition, from, to).map(one => `${one.from}.${one.slot}`)

describe('drawing a line from card to card', () => {
  it('reads when it begins at data, and writes when it ends there', () => {
    expect(ways('Orders', 'Load')[0]).toBe('Load.input')
    expect(ways('Load', 'Orders')[0]).toBe('Load.output')
  })

  it('asks when it can mean several things, and not when it can mean one', () => {
    expect(obvious(connections(definition, 'Copy', 'Box'))).toMatchObject({ from: 'Copy', slot: 'runsOn', to: 'Box' })
    expect(obvious(connections(definition, 'Copy', 'Late'))).toBeUndefined()
    expect(ways('Copy', 'Late')).toEqual(expect.arrayContaining(['Copy.onFail', 'Copy.onSuccess', 'Copy.onLateAction']))
  })

  it('says what it would replace, and does not do so unasked', () => {
    const [way] = connections(definition, 'Load', 'Bigger')
    expect(way).toMatchObject({ slot: 'runsOn', replaces: 'Box' })
    expect(obvious(connections(definition, 'Load', 'Bigger'))).toBeUndefined()
  })

  it('offers nothing twice and nothing to itself', () => {
    expect(ways('Load', 'Box')).not.toContain('Load.runsOn')
    expect(canConnect(definition, 'Load', 'Load')).toBe(false)
  })

  it('draws every connection that it offers, between any two types', () => {
    for (const from of objectTypes)
      for (const to of objectTypes) {
        const two = read(`{ "objects": [{ "id": "A", "type": "${from.name}" }, { "id": "B", "type": "${to.name}" }] }`)
        for (const way of connections(two.definition, 'A', 'B')) {
          const after = read(applyEdits(two.text, connectBy(two.definition, way).edits(two)))
          const edges = projectGraph(after.definition).edges
          expect(edges, way.words).toContainEqual(expect.objectContaining({ slot: way.slot, flow: way.flow }))
        }
      }
  })
})
