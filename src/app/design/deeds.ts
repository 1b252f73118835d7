import { catalog } from '../../core/catalog/index.ts'
import {
  addObject,
  connect,
  copyIds,
  disconnect,
  duplicateObjects,
  freeId,
  removeObjects,
} from '../../core/definition/commands.ts'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import { downstream, upstream } from '../../core/graph/lineage.ts'
import { forgetPins, withMoved, withoutPins } from '../../core/graph/pins.ts'
import { derive, graphOf } from '../state/derived.ts'
import { sequence } from '../state/sequence.ts'
import type { Session } from '../state/session.ts'
import { say, select } from '../state/view.ts'
import { type Connection, type Creation, connectBy, slotOfObject } from './connect.ts'
import { standsFree, uncover } from './sights.ts'

/** What one does on the canvas: each is one step of the history, and is said to people who hear it. */

type Places = ReadonlyMap<string, Point>

const definitionOf = ({ editor }: Session) => editor.getState().document.definition

/** Adds an object of a type; `at` is where its card goes. Returns its id. */
export function addOfType(session: Session, type: string, at: Point | undefined): string {
  const id = freeId(definitionOf(session), type)
  const { run, pins } = session.editor.getState()
  const isRoot = catalog.get(type)?.family === 'default'
  const object = { id, name: id, fields: isRoot ? [] : [{ key: 'type', stringValue: type }] }
  run(addObject(object), at && standsFree(session) ? { pins: withMoved(pins, 'none', [[id, at]]) } : {})
  select(session.view, [id])
  uncover(session, [id])
  say(session.view, `${id} was added.`)
  return id
}

export function remove(session: Session, ids: readonly string[]): void {
  if (ids.length === 0) return
  const { run, pins } = session.editor.getState()
  run(removeObjects(ids), { pins: forgetPins(pins, ids) })
  select(session.view, [])
  say(session.view, ids.length === 1 ? `${ids[0]} was removed.` : `${ids.length} objects were removed.`)
}

/** Copies objects beside their originals. */
export function duplicate(session: Session, ids: readonly string[], places: Places): void {
  if (ids.length === 0) return
  const { run, pins } = session.editor.getState()
  const copies = copyIds(definitionOf(session), ids)
  const moved = [...copies].flatMap(([id, copy]) => {
    const place = places.get(id)
    return place ? [[copy, { x: place.x + 24, y: place.y + cardHeight + 16 }] as const] : []
  })
  run(duplicateObjects(ids), standsFree(session) ? { pins: withMoved(pins, 'none', moved) } : {})
  select(session.view, [...copies.values()])
  uncover(session, [...copies.values()])
  say(session.view, ids.length === 1 ? `${ids[0]} was duplicated.` : `${ids.length} objects were duplicated.`)
}

export function join(session: Session, connection: Connection): void {
  session.editor.getState().run(connectBy(definitionOf(session), connection))
  say(session.view, `${connection.words}: ${connection.slot} of ${connection.from} was set.`)
}

/** Adds an object and points a field to it, as one step. Returns its id. */
export function joinNew(session: Session, from: string, { slot, type }: Creation): string {
  const definition = definitionOf(session)
  const id = freeId(definition, type)
  const object = { id, name: id, fields: [{ key: 'type', stringValue: type }] }
  const isMany = slotOfObject(definition, from, slot)?.many === true
  session.editor
    .getState()
    .run(sequence(`Create ${id} for ${from}`, [addObject(object), connect(from, slot, id, isMany)]))
  select(session.view, [id])
  uncover(session, [id])
  say(session.view, `${id} was added, and ${slot} of ${from} points to it.`)
  return id
}

/** Takes a line away: the reference that it stands for. */
export function cut(session: Session, lineId: string): void {
  const { document, whole, run } = session.editor.getState()
  const edge = graphOf(derive(document, whole).definition).edges.find(one => one.id === lineId)
  if (!edge) return
  const against = edge.flow === 'in' || edge.flow === 'after'
  const [from, to] = against ? [edge.target, edge.source] : [edge.source, edge.target]
  run(disconnect(from, edge.slot, to))
  say(session.view, `${edge.slot} of ${from} no longer points to ${to}.`)
}

/** Lets the layout place these cards again, as they are grouped now; all, when none are named. */
export function unpin(session: Session, ids?: readonly string[]): void {
  const { pin, pins } = session.editor.getState()
  const left = withoutPins(pins, session.view.getState().grouping, ids)
  if (left === pins) return
  pin(ids ? 'Let the layout place cards' : 'Tidy the layout', left)
  say(session.view, 'The layout was tidied.')
}

export function selectAround(session: Session, ids: readonly string[], way: 'up' | 'down'): void {
  const { document, whole } = session.editor.getState()
  const graph = graphOf(derive(document, whole).definition)
  const found = (way === 'up' ? upstream : downstream)(graph, ids)
  select(session.view, [...new Set([...ids, ...found])])
  say(session.view, `${found.size} objects ${way === 'up' ? 'before' : 'after'} it are selected.`)
}

/** The free spot for a card nearest to a point, looking down and to the right. */
export function freeSpot(places: Places, near: Point): Point {
  const taken = [...places.values()]
  const step = { x: cardWidth + 32, y: cardHeight + 24 }
  for (let ring = 0; ring < 12; ring += 1)
    for (let down = 0; down <= ring; down += 1)
      for (const [dx, dy] of [
        [ring, down],
        [down, ring],
        [-ring, down],
        [down, -ring],
      ] as const) {
        const spot = { x: snap(near.x + dx * step.x), y: snap(near.y + dy * step.y) }
        const clear = taken.every(
          other => Math.abs(other.x - spot.x) >= cardWidth + 8 || Math.abs(other.y - spot.y) >= cardHeight + 8,
        )
        if (clear) return spot
      }
  return { x: snap(near.x), y: snap(near.y) }
}

export const grid = 8
export const snap = (value: number): number => Math.round(value / grid) * grid
