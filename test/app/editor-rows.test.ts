import { describe, expect, it } from 'vitest'
import { groupWords, rowsOf } from '../../src/app/inspector/rows.ts'
import { catalog } from '../../src/core/catalog/index.ts'
import { objectById } from '../../src/core/definition/query.ts'
import { read } from '../../src/core/definition/text.ts'

const { definition } = read(`{ "objects": [
  { "id": "Default", "scheduleType": "cron", "maximumRetries": "1", "onFail": [{ "ref": "A" }, { "ref": "B" }] },
  { "id": "Base", "workerGroup": "one" },
  { "id": "Load", "type": "ShellCommandActivity", "parent": { "ref": "Base" }, "maximumRetries": "3", "myOwner": "ada",
    "scriptArgument": ["x", "y"] },
  { "id": "Odd", "type": "NoSuchType", "something": "1" }
] }`)

function rows(id: string) {
  const object = objectById(definition, id)
  if (!object) throw new Error(`There is no ${id}.`)
  return rowsOf(definition, object)
}
const row = (id: string, key: string) => rows(id).main.find(one => one.key === key)

describe('the form of an object', () => {
  it('shows what is written, in the order of the catalogue, the own fields last', () => {
    const keys = rows('Load').main.map(one => one.key)
    const order = Object.keys(catalog.get('ShellCommandActivity')?.slots ?? {})
    const known = keys.filter(key => order.includes(key))
    expect(known).toEqual([...known].sort((a, b) => order.indexOf(a) - order.indexOf(b)))
    expect(keys.at(-1)).toBe('myOwner')
  })

  it('asks for all fields of a choice until one of them is given, or comes from a parent', () => {
    expect(row('Load', 'command')).toMatchObject({ required: true, values: [] })
    expect(row('Load', 'scriptUri')).toMatchObject({ required: true, values: [] })
    expect(row('Load', 'runsOn')).toBeUndefined()
  })

  it('tells what a value takes the place of', () => {
    expect(row('Load', 'maximumRetries')?.inherited).toMatchObject({ from: 'Default', values: [{ text: '1' }] })
  })

  it('lists what comes from parents, with all values and who set them', () => {
    const inherited = new Map(rows('Load').inherited.map(one => [one.key, one.inherited]))
    expect(inherited.get('workerGroup')).toMatchObject({ from: 'Base' })
    expect(inherited.get('onFail')?.values.map(value => value.text)).toEqual(['A', 'B'])
    expect(inherited.has('maximumRetries')).toBe(false)
  })

  it('keeps the values of a list apart', () => {
    expect(row('Load', 'scriptArgument')?.values.map(value => [value.text, value.occurrence])).toEqual([
      ['x', 0],
      ['y', 1],
    ])
  })

  it('offers every other field of the type, none that the service writes, none that is there', () => {
    const { free, main } = rows('Load')
    const offered = free.map(one => one.key)
    expect(offered).toContain('stdout')
    expect(offered.filter(key => key.startsWith('@'))).toEqual([])
    expect(offered.filter(key => main.some(one => one.key === key))).toEqual([])
  })

  it('shows the fields of a type that it does not know', () => {
    expect(rows('Odd').main.map(one => one.key)).toEqual(['something'])
  })

  it('says a choice in words', () => {
    expect(groupWords({ fields: ['command', 'scriptUri'], rule: 'exactlyOne' })).toBe(
      'Give exactly one of command and scriptUri.',
    )
  })
})
