import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Shown, showGraph } from '../../../src/core/graph/arrange.ts'
import { otherKey } from '../../../src/core/graph/groups.ts'
import { cardHeight, cardWidth, type Pins } from '../../../src/core/graph/layout.ts'
import { placeShown } from '../../../src/core/graph/placing.ts'
import type { Card, Graph } from '../../../src/core/graph/project.ts'
import { projectGraph } from '../../../src/core/graph/project.ts'
import { definitionOf } from '../definition/write.ts'
import { anyGraph } from './pictures.ts'

const graph = projectGraph(
  definitionOf({
    Default: { schedule: '@daily' },
    daily: { type: 'Schedule', period: '1 day' },
    hourly: { type: 'Schedule', period: '1 hour' },
    cluster: { type: 'EmrCluster' },
    box: { type: 'Ec2Resource' },
    base: { type: 'EmrActivity', runsOn: '@cluster' },
    raw: { type: 'S3DataNode', precondition: '@ready' },
    ready: { type: 'S3KeyExists' },
    clean: { parent: '@base', input: '@raw', output: '@cleaned' },
    cleaned: { type: 'S3DataNode' },
    loading: { type: 'CopyActivity', runsOn: '@box' },
    load: { parent: '@loading', input: '@cleaned', output: '@table' },
    table: { type: 'SqlDataNode', database: '@db' },
    db: { type: 'JdbcDatabase' },
    report: { type: 'ShellCommandActivity', schedule: '@hourly', runsOn: '@box', dependsOn: '@load' },
  }),
)
const open = { grouping: 'resource', collapsed: new Set<string>() } as const
const idsOf = ({ cards }: Graph) => cards.map(card => card.id)
const linesOf = ({ edges }: Graph) => edges.map(edge => `${edge.source} > ${edge.target} ${edge.slot}`)

describe('frames around what runs on one resource or keeps to one schedule', () => {
  it('hold what names it, itself or through a parent, and what belongs to these alone', () => {
    const { groups } = showGraph(graph, open)
    expect(groups.map(({ key, members, count, inherited }) => ({ key, members, count, inherited }))).toEqual([
      { key: 'cluster', members: ['cluster', 'base', 'raw', 'ready', 'clean', 'cleaned'], count: 2, inherited: 1 },
      { key: 'box', members: ['hourly', 'box', 'loading', 'load', 'table', 'db', 'report'], count: 3, inherited: 1 },
      { key: otherKey, members: ['Default', 'daily'], count: 2, inherited: 0 },
    ])
  })

  it('leave a reference out that a parent gives to a type without such a field', () => {
    const { groups } = showGraph(graph, { ...open, grouping: 'schedule' })
    expect(groups.map(({ key, members }) => [key, members])).toEqual([
      [
        'daily',
        ['daily', 'cluster', 'box', 'base', 'raw', 'ready', 'clean', 'cleaned', 'loading', 'load', 'table', 'db'],
      ],
      ['hourly', ['hourly', 'report']],
      [otherKey, ['Default']],
    ])
  })

  it('hold what waits for one worker group, unless it names a resource', () => {
    const own = projectGraph(
      definitionOf({
        Default: { workerGroup: 'nights' },
        box: { type: 'Ec2Resource' },
        here: { type: 'ShellCommandActivity', workerGroup: 'days' },
        there: { type: 'ShellCommandActivity', dependsOn: '@here' },
        cloud: { type: 'ShellCommandActivity', runsOn: '@box' },
      }),
    )
    expect(showGraph(own, open).groups.map(({ name, members, inherited }) => [name, members, inherited])).toEqual([
      ['box', ['box', 'cloud'], 0],
      ['Worker group days', ['here'], 0],
      ['Worker group nights', ['there'], 1],
      ['On no resource of their own', ['Default'], 0],
    ])
  })

  it('say by being there what their lines would say', () => {
    const lines = linesOf(showGraph(graph, open).graph)
    expect(lines).not.toContain('base > cluster runsOn')
    expect(lines).not.toContain('report > box runsOn')
    expect(lines).toContain('report > hourly schedule')
    expect(lines).toContain('cleaned > load input')
  })

  it('become one card when they are collapsed, and lines into them one', () => {
    const shown = showGraph(graph, { ...open, collapsed: new Set(['box']) })
    expect(idsOf(shown.graph)).toEqual([
      'group\nbox',
      'Default',
      'daily',
      'cluster',
      'base',
      'raw',
      'ready',
      'clean',
      'cleaned',
    ])
    expect(shown.graph.cards[0]).toMatchObject({
      name: 'box',
      family: 'resource',
      members: ['hourly', 'box', 'loading', 'load', 'table', 'db', 'report'],
    })
    expect(linesOf(shown.graph).filter(line => line.includes('group'))).toEqual(['cleaned > group\nbox input'])
    const both = showGraph(graph, { ...open, collapsed: new Set(['box', 'cluster']) })
    expect(linesOf(both.graph)).toContain('group\ncluster > group\nbox input')
  })

  it('may hide what hangs on a card alone', () => {
    const shown = showGraph(graph, { grouping: 'none', collapsed: new Set(['raw']) })
    expect(idsOf(shown.graph)).not.toContain('ready')
    expect(shown.graph.cards.find(card => card.id === 'raw')?.folded).toBe(1)
  })

  it('draw inherited references on demand, told apart from written ones', () => {
    const shown = showGraph(graph, { grouping: 'none', collapsed: new Set(), inherited: true })
    const edge = shown.graph.edges.find(one => one.source === 'clean' && one.slot === 'runsOn')
    expect(edge).toMatchObject({ target: 'cluster', layer: 'inherited', from: 'base' })
    expect(shown.graph.edges.some(one => one.source === 'hourly' && one.layer === 'inherited')).toBe(false)
  })
})

const grouping = fc.constantFrom('resource', 'schedule', 'none')

describe('the places of what is shown', () => {
  it('are the same for the same, one for each card, and no two cards or frames overlap', () => {
    fc.assert(
      fc.property(anyGraph, grouping, fc.array(fc.nat(40)), (any, how, folded) => {
        const options = {
          grouping: how,
          collapsed: new Set([...folded.map(one => `c${one}`), ...(folded.length % 2 ? [otherKey] : [])]),
        }
        const shown = showGraph(any, options)
        const { places, frames } = placeShown(shown, {})
        expect(placeShown(showGraph(structuredClone(any), options), {})).toEqual({ places, frames })
        expect([...places.keys()].toSorted()).toEqual(idsOf(shown.graph).toSorted())
        expect(meeting([...places.values()].map(place => ({ ...place, width: cardWidth, height: cardHeight })))).toBe(0)
        expect(meeting(frames)).toBe(0)
        expectInside(shown, places, frames)
      }),
      { numRuns: 150 },
    )
  })

  it('respect pins within their frame', () => {
    fc.assert(
      fc.property(
        anyGraph,
        fc.array(fc.tuple(fc.nat(40), fc.integer({ min: -400, max: 2000 }), fc.integer({ min: -400, max: 2000 })), {
          maxLength: 4,
        }),
        (any, wanted) => {
          const pins: Pins = Object.fromEntries(wanted.map(([card, x, y], at) => [`c${card}`, { x: x + at * 3000, y }]))
          const shown = showGraph(any, { grouping: 'resource', collapsed: new Set() })
          const { places, frames } = placeShown(shown, pins)
          for (const { group, origin } of frames)
            for (const id of group.members) {
              const pin = pins[id]
              if (pin) expect(places.get(id)).toEqual({ x: origin.x + pin.x, y: origin.y + pin.y })
            }
          expect(meeting(frames)).toBe(0)
          expectInside(shown, places, frames)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('leave room for notes', () => {
    fc.assert(
      fc.property(anyGraph, grouping, (any, how) => {
        const room = (card: Card) => (Number(card.id.slice(1)) % 3) * 35
        const shown = showGraph(any, { grouping: how, collapsed: new Set() })
        const { places } = placeShown(shown, {}, room)
        const blocks = shown.graph.cards.map(card => ({
          ...(places.get(card.id) ?? { x: 0, y: 0 }),
          width: cardWidth,
          height: cardHeight + room(card),
        }))
        expect(meeting(blocks)).toBe(0)
      }),
      { numRuns: 100 },
    )
  })
})

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const meeting = (boxes: readonly Box[]): number => {
  let count = 0
  boxes.forEach((a, at) => {
    for (const b of boxes.slice(at + 1))
      if (a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height) count += 1
  })
  return count
}

function expectInside(
  shown: Shown,
  places: ReadonlyMap<string, { x: number; y: number }>,
  frames: ReturnType<typeof placeShown>['frames'],
) {
  const framed = new Set(frames.flatMap(frame => frame.group.members))
  for (const { group, ...frame } of frames)
    for (const id of group.members) {
      const place = places.get(id)
      if (place) expect(meeting([frame, { ...place, width: cardWidth, height: cardHeight }])).toBe(1)
    }
  const boxes = [...places]
    .filter(([id]) => !framed.has(id))
    .map(([, place]) => ({ ...place, width: cardWidth, height: cardHeight }))
  if (shown.groups.length > 0) expect(meeting([...frames, ...boxes])).toBe(0)
}
