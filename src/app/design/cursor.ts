import { useReactFlow } from '@xyflow/react'
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import { useSession, useView } from '../state/session.ts'
import { isTypedInto } from '../ui/typed-into.ts'
import { firstCard, nearestTo } from './nearest.ts'

/** Where the keyboard is in the graph. */
export interface Cursor {
  /** The one card that Tab comes to; undefined in an empty graph. */
  readonly card: string | undefined
  /**
   * Takes the focus to a card, also to one that is about to be drawn; without one to the graph itself. Whoever went on to
   * a field meanwhile keeps it.
   */
  readonly go: (id: string | undefined) => void
}

/** A card is in the page within so many frames, or will not come. */
const patience = 30

/**
 * One card of the graph is in the order of Tab: where the focus was last, else the selected one, else the first. When
 * it goes, the nearest takes its place, and the focus if it was lost with it.
 */
export function useCursor(frame: RefObject<HTMLElement | null>, places: ReadonlyMap<string, Point>): Cursor {
  const { view } = useSession()
  const flow = useReactFlow()
  const selected = useView(now => now.selected[0])
  const wish = useView(now => now.wish)
  const [last, setLast] = useState<string>()
  const known = useRef<Point>(undefined)
  const latest = useRef(places)
  latest.current = places
  const wished = [last, selected].find(id => id !== undefined && places.has(id))
  const otherwise = useMemo(
    () => (wished !== undefined ? undefined : known.current ? nearestTo(places, known.current) : firstCard(places)),
    [places, wished],
  )
  const card = wished ?? otherwise
  if (card !== undefined) known.current = places.get(card)

  const go = useCallback(
    (id: string | undefined) => {
      setLast(id)
      let tries = 0
      const before = document.activeElement
      const focus = () => {
        const now = document.activeElement
        if (now !== before && isTypedInto(now)) return
        const at = id === undefined ? undefined : latest.current.get(id)
        const element = id === undefined ? frame.current : cardElement(frame.current, id)
        if (!element) {
          tries += 1
          if (tries < patience) requestAnimationFrame(focus)
          return
        }
        element.focus({ preventScroll: true })
        if (at) bringIntoSight(frame.current, flow, at)
      }
      requestAnimationFrame(focus)
    },
    [frame, flow],
  )

  useEffect(() => {
    const box = frame.current
    const onFocus = ({ target }: FocusEvent) => {
      const id = target instanceof Element ? target.closest<HTMLElement>('.react-flow__node')?.dataset.id : undefined
      if (id === undefined) return
      setLast(id)
      const at = latest.current.get(id)
      if (at && target instanceof Element && target.matches(':focus-visible')) bringIntoSight(box, flow, at)
    }
    box?.addEventListener('focusin', onFocus)
    return () => box?.removeEventListener('focusin', onFocus)
  }, [frame, flow])

  useEffect(() => {
    if (wish?.into === 'card') go(wish.place.object)
  }, [wish, go])

  useKeptFocus(() => go(card))
  useEffect(
    () =>
      view.subscribe(({ selected }, before) => {
        const [only] = selected
        if (selected !== before.selected && only !== undefined && selected.length === 1) setLast(only)
      }),
    [view],
  )
  return { card, go }
}

export const cardElement = (frame: HTMLElement | null, id: string): HTMLElement | null =>
  frame?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`) ?? null

/** When what had the focus leaves the page and nothing took it over, it is not lost. */
function useKeptFocus(back: () => void): void {
  const latest = useRef(back)
  latest.current = back
  useEffect(() => {
    let last: Element | undefined
    const onFocus = ({ target }: FocusEvent) => {
      if (target instanceof Element) last = target
    }
    const lost = () => last !== undefined && !last.isConnected && document.activeElement === document.body
    const observer = new MutationObserver(() => {
      if (!lost()) return
      // Whoever takes things away may be about to say where the focus goes.
      setTimeout(() => {
        if (!lost()) return
        last = undefined
        latest.current()
      }, 60)
    })
    document.addEventListener('focusin', onFocus)
    observer.observe(document.body, { childList: true, subtree: true })
    return () => {
      document.removeEventListener('focusin', onFocus)
      observer.disconnect()
    }
  }, [])
}

/** Moves the view as little as is needed to see a card whole. */
function bringIntoSight(
  frame: HTMLElement | null,
  flow: Pick<ReturnType<typeof useReactFlow>, 'getViewport' | 'setViewport'>,
  at: Point,
): void {
  if (!frame) return
  const { x, y, zoom } = flow.getViewport()
  const margin = 24
  const shift = (from: number, size: number, room: number) =>
    from < margin
      ? margin - from
      : from + size > room - margin
        ? Math.max(margin - from, room - margin - from - size)
        : 0
  const dx = shift(x + at.x * zoom, cardWidth * zoom, frame.clientWidth)
  const dy = shift(y + at.y * zoom, cardHeight * zoom, frame.clientHeight)
  if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom })
}
