import type { Pins, Point } from './layout.ts'

/** Places of cards moved by hand. Each way to group the cards has its own, so that none disturbs another. */

/** How the canvas groups its cards. */
export type Grouping = 'none' | 'resource' | 'schedule'

/** No id holds a line break. */
const separator = '\n'

const keyOf = (grouping: Grouping, id: string): string => (grouping === 'none' ? id : `${grouping}${separator}${id}`)

/** The grouping and the card that a pin belongs to. */
function readKey(key: string): { readonly grouping: string; readonly id: string } {
  const at = key.indexOf(separator)
  return at < 0 ? { grouping: 'none', id: key } : { grouping: key.slice(0, at), id: key.slice(at + 1) }
}

/** The card that a pin is of. */
export const cardOfPin = (key: string): string => readKey(key).id

const remembered = new WeakMap<Pins, Map<Grouping, Pins>>()

/** The pins of one grouping, by card; the same value for the same pins. */
export function pinsOf(pins: Pins, grouping: Grouping): Pins {
  const known = remembered.get(pins) ?? new Map<Grouping, Pins>()
  remembered.set(pins, known)
  let own = known.get(grouping)
  if (!own) {
    const all = Object.entries(pins)
    const mine = all.flatMap(([key, point]) => {
      const { grouping: other, id } = readKey(key)
      return other === grouping ? [[id, point] as const] : []
    })
    own = grouping === 'none' && mine.length === all.length ? pins : Object.fromEntries(mine)
    known.set(grouping, own)
  }
  return own
}

/** The pins with these cards moved in one grouping. */
export const withMoved = (pins: Pins, grouping: Grouping, moved: Iterable<readonly [string, Point]>): Pins => ({
  ...pins,
  ...Object.fromEntries([...moved].map(([id, point]) => [keyOf(grouping, id), point])),
})

/** The pins without those of one grouping: of the cards named, or of all. The same value if nothing goes. */
export const withoutPins = (pins: Pins, grouping: Grouping, ids?: Iterable<string>): Pins => {
  const gone = ids && new Set(ids)
  return keepPins(pins, key => key.grouping !== grouping || (gone !== undefined && !gone.has(key.id)))
}

/** The pins without those of cards that are no more. The same value if nothing goes. */
export const forgetPins = (pins: Pins, ids: Iterable<string>): Pins => {
  const gone = new Set(ids)
  return keepPins(pins, key => !gone.has(key.id))
}

function keepPins(pins: Pins, keep: (key: ReturnType<typeof readKey>) => boolean): Pins {
  const all = Object.entries(pins)
  const kept = all.filter(([key]) => keep(readKey(key)))
  return kept.length === all.length ? pins : Object.fromEntries(kept)
}

/** The pins with those of cards under their new ids, given by the old ones. The same value if they have none. */
export function renamePins(pins: Pins, renamed: ReadonlyMap<string, string>): Pins {
  const all = Object.entries(pins)
  if (!all.some(([key]) => renamed.has(readKey(key).id))) return pins
  return Object.fromEntries(
    all.map(([key, point]) => {
      const { id } = readKey(key)
      const now = renamed.get(id)
      return now === undefined ? [key, point] : [`${key.slice(0, key.length - id.length)}${now}`, point]
    }),
  )
}
