import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { focusOf } from '../../../src/core/graph/focus.ts'
import { projectGraph } from '../../../src/core/graph/project.ts'
import { definitionOf } from '../definition/write.ts'

const graph = projectGraph(
  definitionOf({
    Default: { schedule: '@daily' },
    daily: { type: 'Schedule', period: '1 day' },
    box: { type: 'Ec2Resource' },
    other: { type: 'Ec2Resource' },
    raw: { type: 'S3DataNode', precondition: '@ready' },
    ready: { type: 'S3KeyExists' },
    clean: { type: 'ShellCommandActivity', input: '@raw', output: '@cleaned', runsOn: '@box' },
    cleaned: { type: 'S3DataNode' },
    load: { type: 'CopyActivity', input: '@cleaned', output: '@table', runsOn: '@other' },
    table: { type: 'SqlDataNode', database: '@db' },
    db: { type: 'JdbcDatabase' },
    apart: { type: 'ShellCommandActivity', runsOn: '@box' },
  }),
)
const focus = (id: string, way: 'up' | 'down' | 'both') => [...focusOf(graph, [id], way)].toSorted()

describe('a focus', () => {
  it('goes up to all that something depends on: what comes before, and what that uses, inherited too', () => {
    expect(focus('cleaned', 'up')).toEqual(['Default', 'box', 'clean', 'cleaned', 'daily', 'raw', 'ready'])
    expect(focus('box', 'up')).toEqual(['Default', 'box', 'daily'])
  })

  it('goes down to all that depends on something', () => {
    expect(focus('cleaned', 'down')).toEqual(['cleaned', 'load', 'table'])
    expect(focus('box', 'down')).toEqual(['apart', 'box', 'clean', 'cleaned', 'load', 'table'])
    expect(focus('ready', 'down')).toEqual(['clean', 'cleaned', 'load', 'raw', 'ready', 'table'])
  })

  it('goes both ways as the two together', () => {
    for (const { id } of graph.cards)
      expect(focus(id, 'both')).toEqual([...new Set([...focus(id, 'up'), ...focus(id, 'down')])].toSorted())
  })

  it('never leaves out what it is about, nor shows what is not there', () => {
    const ids = graph.cards.map(card => card.id)
    fc.assert(
      fc.property(fc.subarray([...ids, 'gone']), fc.constantFrom('up', 'down', 'both'), (some, way) => {
        const found = focusOf(graph, some, way)
        for (const id of some) expect(found.has(id)).toBe(id !== 'gone')
        for (const id of found) expect(ids).toContain(id)
      }),
    )
  })
})
