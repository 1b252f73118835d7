import type { Definition, PipelineObject } from '../../core/definition/model.ts'
import { renamedObjects } from '../../core/definition/renamed.ts'
import { cardOfPin } from '../../core/graph/pins.ts'
import type { Pins } from './steps.ts'

/** What differs between two states of a pipeline, in sentences for people who hear the page. */

interface State {
  readonly definition: Definition
  readonly pins: Pins
}

/** Undefined where objects, references, names and places are the same; other fields are not told. */
export function changeWords(before: State, after: State): string | undefined {
  const graph = before.definition === after.definition ? [] : graphWords(before.definition, after.definition)
  const sentences = graph.length > 0 ? graph : placeWords(before, after)
  return sentences.length === 0 ? undefined : sentences.join(' ')
}

const most = 3

function graphWords(before: Definition, after: Definition): readonly string[] {
  const renamed = renamedObjects(before, after)
  const now = byId(after)
  const then = new Map([...byId(before)].map(([id, object]) => [renamed.get(id) ?? id, object]))
  const added = [...now.keys()].filter(id => !then.has(id))
  const removed = [...then.keys()].filter(id => !now.has(id))
  const lasting = [...now].filter(([id]) => then.has(id))
  const named = lasting.flatMap(([id, { name }]) => {
    const old = then.get(id)?.name
    return old === undefined || old === name || (old !== id && renamed.has(old)) || isIdOf(then.get(id), name, renamed)
      ? []
      : [`${id} is now called ${name}.`]
  })
  const [links, old] = [linksOf(now), linksOf(then, renamed)]
  const joined = [...links].filter(([key, { from }]) => !old.has(key) && then.has(from))
  const parted = [...old].filter(([key, { from, to }]) => !links.has(key) && now.has(from) && now.has(to))
  return [
    ...few(
      added,
      id => `${id} was added.`,
      count => `${count} objects were added.`,
    ),
    ...few(
      removed,
      id => `${id} was removed.`,
      count => `${count} objects were removed.`,
    ),
    ...few(
      [...renamed],
      ([from, to]) => `${from} has the id ${to} now.`,
      count => `${count} objects have other ids now.`,
    ),
    ...few(
      named,
      sentence => sentence,
      count => `${count} objects have other names now.`,
    ),
    ...few(
      joined.map(([, link]) => link),
      ({ from, slot, to }) => `${slot} of ${from} points to ${to} now.`,
      count => `${count} references were set.`,
    ),
    ...few(
      parted.map(([, link]) => link),
      ({ from, slot, to }) => `${slot} of ${from} no longer points to ${to}.`,
      count => `${count} references were taken away.`,
    ),
  ]
}

function placeWords({ pins: before }: State, { definition, pins: after }: State): readonly string[] {
  if (before === after) return []
  const there = byId(definition)
  const moved = Object.keys(after).filter(id => {
    const [from, to] = [before[id], after[id]]
    return there.has(cardOfPin(id)) && (from?.x !== to?.x || from?.y !== to?.y)
  })
  const freed = Object.keys(before).filter(id => !(id in after) && there.has(cardOfPin(id)))
  return [
    ...few(
      moved,
      id => `${cardOfPin(id)} was moved${towards(before[id], after[id])}.`,
      count => `${count} cards were moved.`,
    ),
    ...few(
      freed,
      id => `The layout places ${cardOfPin(id)} again.`,
      count => `The layout places ${count} cards again.`,
    ),
  ]
}

function towards(from: Pins[string] | undefined, to: Pins[string] | undefined): string {
  if (!from || !to) return ''
  const [dx, dy] = [Math.round(to.x - from.x), Math.round(to.y - from.y)]
  const ways = [
    dx > 0 ? `right by ${dx}` : dx < 0 ? `left by ${-dx}` : '',
    dy > 0 ? `down by ${dy}` : dy < 0 ? `up by ${-dy}` : '',
  ]
  return ` ${ways.filter(Boolean).join(' and ')}`
}

const few = <T>(all: readonly T[], one: (item: T) => string, many: (count: number) => string): readonly string[] =>
  all.length > most ? [many(all.length)] : all.map(one)

const byId = ({ objects }: Definition): ReadonlyMap<string, PipelineObject> =>
  new Map(objects.map(object => [object.id, object]))

/** A name that followed its id is not told twice. */
const isIdOf = (object: PipelineObject | undefined, name: string, renamed: ReadonlyMap<string, string>): boolean =>
  object !== undefined && object.name === object.id && renamed.get(object.id) === name

interface Link {
  readonly from: string
  readonly slot: string
  readonly to: string
}

function linksOf(
  objects: ReadonlyMap<string, PipelineObject>,
  renamed: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, Link> {
  const links = new Map<string, Link>()
  for (const [from, { fields }] of objects)
    for (const { key, refValue } of fields) {
      if (refValue === undefined) continue
      const to = renamed.get(refValue) ?? refValue
      links.set(`${from}\n${key}\n${to}`, { from, slot: key, to })
    }
  return links
}
