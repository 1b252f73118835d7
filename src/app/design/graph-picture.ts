import { useMemo } from 'react'
import type { Point } from '../../core/graph/layout.ts'
import type { Card } from '../../core/graph/project.ts'
import type { Places } from '../../core/graph/routes.ts'
import type { Tally } from '../state/derived.ts'
import { type Picture, paintedLines } from './paint.ts'
import { type LineEdge, placesNow } from './scene.ts'

interface Shown {
  readonly cards: readonly Card[]
  readonly places: Places
  readonly lines: readonly LineEdge[]
  /** Where cards under the pointer are at this moment. */
  readonly moving: ReadonlyMap<string, Point>
  readonly tallies: ReadonlyMap<string, Tally>
  /** Cards that show themselves in the page; undefined where all do. */
  readonly present: ReadonlySet<string> | undefined
  readonly paintCards: boolean
  readonly selected: ReadonlySet<string>
  readonly focus: ReadonlySet<string> | undefined
}

/** What is painted of a large graph; undefined of one that is in the page as a whole. */
export function useGraphPicture(shown: Shown): Picture | undefined {
  const { cards, places, lines, moving, tallies, present, paintCards, selected, focus } = shown
  const large = present !== undefined
  const drawn = useMemo(() => {
    if (!large) return undefined
    const now = placesNow(places, moving)
    return { places: now, lines: paintedLines(lines, now), moving: new Set(moving.keys()) }
  }, [large, lines, places, moving])
  const marked = useMemo(
    () => new Map([...tallies].flatMap(([id, { worst }]) => (worst ? [[id, worst] as const] : []))),
    [tallies],
  )
  return useMemo(
    () => drawn && present && { ...drawn, cards, present, paintCards, marked, selected, focus },
    [drawn, cards, present, paintCards, marked, selected, focus],
  )
}
