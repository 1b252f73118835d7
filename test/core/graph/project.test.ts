import { describe, expect, it } from 'vitest'
import { criticalPath, downstream, upstream } from '../../../src/core/graph/lineage.ts'
import { gist, projectGraph } from '../../../src/core/graph/project.ts'
import { definitionOf } from '../definition/write.ts'

const definition = definitionOf({
  Default: { schedule: '@daily', pipelineLogUri: 's3://logs/' },
  daily: { type: 'Schedule', period: '1 day', startDateTime: '2024-01-01T00:00:00' },
  raw: { type: 'S3DataNode', directoryPath: 's3://in/#{myDay}', precondition: '@ready', myComment: 'From the shop.' },
  ready: { type: 'S3KeyExists', s3Key: 's3://in/_DONE' },
  base: { type: 'ShellCommandActivity', runsOn: '@box', onFail: '@tell' },
  clean: { parent: '@base', input: '@raw', output: '@table', command: '#!/bin/bash\n\n  python clean.py\nexit 0' },
  table: { type: 'SqlDataNode', table: 'orders', database: '@db' },
  db: { type: 'JdbcDatabase', connectionString: 'jdbc:postgresql://h/d', username: 'me', '*password': 'hush' },
  report: {
    type: 'SqlActivity',
    script: 'select 1',
    input: '@table',
    dependsOn: ['@clean', '@audit'],
    myFriend: '@box',
  },
  audit: { type: 'NewActivity', input: '@table', output: '@nowhere' },
  box: { type: 'Ec2Resource', instanceType: 'm5.large' },
  tell: { type: 'SnsAlarm', message: 'It failed.', topicArn: 'arn:aws:sns:x' },
})
const graph = projectGraph(definition)
const card = (id: string) => graph.cards.find(one => one.id === id)

describe('the picture of a definition', () => {
  it('has an edge for each reference that is written, running as the catalogue says', () => {
    expect(graph.edges.map(one => `${one.source} > ${one.target} ${one.flow} ${one.layer}`)).toEqual([
      'Default > daily schedule schedules',
      'raw > ready when checks',
      'base > box on machines',
      'base > tell then actions',
      'clean > base inherits inheritance',
      'raw > clean in flow',
      'clean > table out flow',
      'table > db uses parts',
      'table > report in flow',
      'clean > report after flow',
      'audit > report after flow',
      'report > box uses parts',
      'table > audit in flow',
    ])
    expect(graph.edges.find(one => one.id === 'report/dependsOn/1')).toMatchObject({ source: 'audit', occurrence: 1 })
  })

  it('keeps what a card inherits beside it', () => {
    expect(card('clean')).toMatchObject({ type: 'ShellCommandActivity', family: 'activity' })
    expect(card('clean')?.inheritedRefs).toEqual([
      { slot: 'runsOn', to: 'box', from: 'base', flow: 'on' },
      { slot: 'onFail', to: 'tell', from: 'base', flow: 'then' },
      { slot: 'schedule', to: 'daily', from: 'Default', flow: 'schedule' },
    ])
  })

  it('says of each card what tells most, and never a secret', () => {
    expect(Object.fromEntries(graph.cards.map(one => [one.id, one.lines]))).toMatchObject({
      daily: ['1 day', '2024-01-01T00:00:00'],
      raw: ['s3://in/#{myDay}'],
      ready: ['s3://in/_DONE'],
      clean: ['python clean.py'],
      table: ['orders'],
      box: ['m5.large'],
      report: ['select 1'],
      db: ['jdbc:postgresql://h/d', 'me'],
      Default: ['s3://logs/'],
      audit: [],
    })
    expect(card('raw')?.note).toBe('From the shop.')
    expect(JSON.stringify(graph)).not.toContain('hush')
  })

  it('shows the first of two objects with one id, and survives an unknown type', () => {
    const [first] = definition.objects
    const twice = projectGraph({ ...definition, objects: [...definition.objects, ...(first ? [first] : [])] })
    expect(twice.cards).toHaveLength(graph.cards.length)
    expect(card('audit')).toMatchObject({ type: 'NewActivity', family: undefined })
  })

  it('cuts long lines', () => {
    expect(gist('x'.repeat(500))).toHaveLength(120)
    expect(gist('\n \n')).toBe('')
  })
})

describe('the lineage of a card', () => {
  it('is all before it and all behind it, however far', () => {
    expect([...upstream(graph, ['report'])].toSorted()).toEqual(['audit', 'clean', 'raw', 'table'])
    expect([...downstream(graph, ['raw'])].toSorted()).toEqual(['audit', 'clean', 'report', 'table'])
    expect(upstream(graph, ['box']).size).toBe(0)
  })

  it('has a longest chain, by weights where they are given', () => {
    expect(criticalPath(graph)).toEqual(['raw', 'clean', 'table', 'audit', 'report'])
    expect(
      criticalPath(
        graph,
        new Map([
          ['clean', 5],
          ['tell', 99],
        ]),
      ).at(-1),
    ).toBe('tell')
    expect(criticalPath({ cards: [], edges: [] })).toEqual([])
  })

  it('ends on a cycle', () => {
    const ring = projectGraph(definitionOf({ a: { dependsOn: '@b' }, b: { dependsOn: '@a' } }))
    expect([...upstream(ring, ['a'])].toSorted()).toEqual(['a', 'b'])
    expect(criticalPath(ring)).toHaveLength(2)
  })
})
