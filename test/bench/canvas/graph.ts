import { read } from '../../../src/core/definition/text.ts'
import { cardHeight, cardWidth, layoutGraph } from '../../../src/core/graph/layout.ts'
import { projectGraph } from '../../../src/core/graph/project.ts'

/** What every page of the benchmark draws: the same cards at the same places, the same lines between them. */
export interface PeerGraph {
  /** The definition that it is the graph of. */
  readonly text: string
  readonly cards: readonly PeerCard[]
  readonly lines: readonly { readonly id: string; readonly source: string; readonly target: string }[]
  readonly cardWidth: number
  readonly cardHeight: number
}

export interface PeerCard {
  readonly id: string
  readonly name: string
  readonly ink: string
  readonly x: number
  readonly y: number
}

const laneLength = 12
/** Lanes that share data with their neighbours; more would make one picture too wide to look at. */
const lanesOfAPart = 8

/** The text of a definition of that many objects: lanes of nodes and activities that read from each other now and then. */
export function definitionOf(count: number): string {
  const objects: Record<string, unknown>[] = [
    { id: 'Default', name: 'Default', scheduleType: 'cron', schedule: { ref: 'Daily' }, pipelineLogUri: 's3://logs/' },
    { id: 'Daily', name: 'Daily', type: 'Schedule', period: '1 day', startDateTime: '2026-01-05T02:00:00' },
    { id: 'Box', name: 'Box', type: 'Ec2Resource', instanceType: 'm5.large', terminateAfter: '2 Hours' },
  ]
  const first = objects.length
  for (let n = first; n < count; n += 1) {
    const [lane, place] = [Math.floor((n - first) / laneLength), (n - first) % laneLength]
    const next = n + 1 < count && place + 1 < laneLength
    const neighbour = lane % lanesOfAPart !== 0 && place > 0 && (lane * 7 + place) % 3 === 0 ? n - laneLength - 1 : 0
    objects.push(
      place % 2 === 0
        ? {
            id: `Data${n}`,
            name: `Table ${n}`,
            type: 'S3DataNode',
            directoryPath: `s3://bucket/#{format(@scheduledStartTime,'YYYY-MM-dd')}/${n}/`,
          }
        : {
            id: `Step${n}`,
            name: `Transform ${n}`,
            type: 'ShellCommandActivity',
            command: `python3 transform.py --number ${n}`,
            runsOn: { ref: 'Box' },
            stage: 'true',
            input: neighbour ? [{ ref: `Data${n - 1}` }, { ref: `Data${neighbour}` }] : { ref: `Data${n - 1}` },
            ...(next && { output: { ref: `Data${n + 1}` } }),
          },
    )
  }
  return JSON.stringify({ objects }, null, 2)
}

/** What the designer shows of a definition at first: its cards, and the lines of the flow. */
export function graphFor(text: string): PeerGraph {
  const graph = projectGraph(read(text).definition)
  const places = layoutGraph(graph.cards, graph.edges)
  return {
    text,
    cards: graph.cards.map(({ id, name, family }) => {
      const { x, y } = places.get(id) ?? { x: 0, y: 0 }
      return { id, name, x, y, ink: family === 'activity' ? '#2f6fde' : family === 'dataNode' ? '#3b8f3b' : '#8a5a00' }
    }),
    lines: graph.edges.filter(edge => edge.layer === 'flow').map(({ id, source, target }) => ({ id, source, target })),
    cardWidth,
    cardHeight,
  }
}
