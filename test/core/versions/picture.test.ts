import { describe, expect, it } from 'vitest'
import { read } from '../../../src/core/definition/text.ts'
import { graphDifference } from '../../../src/core/graph/difference.ts'
import { layoutGraph } from '../../../src/core/graph/layout.ts'
import { changesBetween } from '../../../src/core/versions/changes.ts'
import { judgedChanges } from '../../../src/core/versions/effect.ts'
import { maskedText } from '../../../src/core/versions/masked.ts'
import { definitionOf } from '../definition/write.ts'

const shell = (more: Record<string, string | string[]> = {}) => ({
  type: 'ShellCommandActivity',
  command: 'a',
  ...more,
})

describe('two definitions as one graph', () => {
  it('has what came, what stayed, and, as they were, what went', () => {
    const first = definitionOf({
      A: shell(),
      B: shell({ dependsOn: '@A' }),
      C: shell({ dependsOn: '@B', command: 'c' }),
    })
    const then = definitionOf({ A: shell({ command: 'x' }), D: shell({ dependsOn: '@A', command: 'd' }) })
    const { cards, edges } = graphDifference(first, then, changesBetween(first, then))
    expect(cards.map(({ card, mark }) => `${card.id} ${mark}`)).toEqual([
      'A changed',
      'D added',
      'B removed',
      'C removed',
    ])
    expect(edges.map(({ edge, mark }) => `${edge.source} > ${edge.target} ${mark}`)).toEqual([
      'A > D added',
      'A > B removed',
      'B > C removed',
    ])
  })

  it('draws no line anew that only follows a rename', () => {
    const first = definitionOf({ A: shell({ command: 'only' }), B: shell({ dependsOn: '@A' }) })
    const then = definitionOf({ Z: shell({ command: 'only' }), B: shell({ dependsOn: '@Z' }) })
    const { cards, edges } = graphDifference(first, then, changesBetween(first, then))
    expect(cards.map(({ card, mark }) => `${card.id} ${mark}`)).toEqual(['Z renamed', 'B same'])
    expect(edges.map(({ edge, mark }) => `${edge.source} > ${edge.target} ${mark}`)).toEqual(['Z > B same'])
  })

  it('is compared, judged and laid out within a second of work at 1,000 objects', () => {
    const large = (mark: string) =>
      definitionOf(
        Object.fromEntries(
          Array.from({ length: 1000 }, (_, k) => [
            `T${k}`,
            shell({ command: k % 3 === 0 ? mark : 'same', ...(k > 9 && { dependsOn: `@T${k - 10}` }) }),
          ]),
        ),
      )
    const [first, then] = [large('a'), large('b')]
    // Time of this thread alone: the machine may be busy with other tests.
    const start = process.threadCpuUsage()
    const changes = judgedChanges(first, then)
    const { cards, edges } = graphDifference(first, then, changes)
    const places = layoutGraph(
      cards.map(one => one.card),
      edges.map(one => one.edge),
    )
    const { user, system } = process.threadCpuUsage(start)
    expect((user + system) / 1000).toBeLessThan(1000)
    expect([changes.length, places.size]).toEqual([334, 1000])
  })
})

describe('a text that is only shown', () => {
  it('has its secrets masked, expressions and all else as they are', () => {
    const text = `{
  "objects": [
    { "id": "Db", "type": "JdbcDatabase", "*password": "hush", "username": "me" }, // ours
    { "id": "Other", "type": "JdbcDatabase", "*password": "#{*myWord}" }
  ],
  "parameters": [{ "id": "*myWord", "type": "String", "default": "secret" }],
  "values": { "*myWord": "very secret", "myOther": "open" }
}`
    expect(maskedText(read(text))).toBe(
      text.replace('"hush"', '"••••••"').replace('"secret"', '"••••••"').replace('"very secret"', '"••••••"'),
    )
  })

  it('is masked in the shape of the API as well', () => {
    const text = `{ "pipelineObjects": [{ "id": "Db", "name": "Db", "fields": [
      { "key": "*password", "stringValue": "hush" }, { "key": "username", "stringValue": "me" }] }] }`
    expect(maskedText(read(text))).toBe(text.replace('"hush"', '"••••••"'))
  })
})
