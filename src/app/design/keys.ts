import { useReactFlow } from '@xyflow/react'
import { type RefObject, useEffect, useMemo, useRef } from 'react'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import { useActions } from '../state/actions.ts'
import { useSession } from '../state/session.ts'
import { select } from '../state/view.ts'
import { lasting } from '../ui/motion.ts'
import { closureType } from './clipboard.ts'
import { copyWithEvent, paste } from './copying.ts'
import { type Cursor, cardElement } from './cursor.ts'
import { addOfType, freeSpot, remove } from './deeds.ts'
import { graphActions } from './graph-actions.ts'
import type { Hands } from './hands.ts'
import { sightActions } from './sight-actions.ts'
import { uncover } from './sights.ts'
import { objectActions, typeActions } from './things.ts'

interface CanvasState extends Pick<Hands, 'openMenu' | 'choose' | 'clearLine' | 'writeNote'> {
  readonly places: ReadonlyMap<string, Point>
  readonly cursor: Cursor
  readonly fit: () => void
  readonly selectedLine: string | undefined
}

const smooth = () => ({ duration: lasting(160) })

/** What the keyboard, the palette and the clipboard can do to the graph while the canvas is there. */
export function useCanvasKeys(frame: RefObject<HTMLElement | null>, state: CanvasState): void {
  const session = useSession()
  const flow = useReactFlow()
  const latest = useRef(state)
  latest.current = state
  const wasAtCard = useFocusBefore()
  const hands = useMemo((): Hands => {
    const now = () => latest.current
    return {
      session,
      places: () => now().places,
      cursor: () => now().cursor.card,
      isAtCard: () => {
        const at = document.activeElement
        return at?.closest('dialog') ? wasAtCard.current : isCard(at)
      },
      go: id => now().cursor.go(id),
      selectedLine: () => now().selectedLine,
      clearLine: () => now().clearLine(),
      openMenu: card => now().openMenu(card),
      choose: (what, card) => now().choose(what, card),
      writeNote: id => now().writeNote(id),
      spot: () => freeSpot(now().places, middleOf(frame.current, flow)),
      zoom: {
        fit: () => now().fit(),
        full: () => void flow.zoomTo(1, smooth()),
        in: () => void flow.zoomIn(smooth()),
        out: () => void flow.zoomOut(smooth()),
      },
    }
  }, [session, flow, frame, wasAtCard])
  const list = useMemo(
    () => ({
      actions: [...graphActions(hands), ...sightActions(hands)],
      more: () => [
        ...typeActions(type => hands.go(addOfType(session, type, hands.spot()))),
        ...objectActions(session, id => {
          select(session.view, [id])
          uncover(session, [id])
          hands.go(id)
        }),
      ],
    }),
    [hands, session],
  )
  useActions(list)
  useClipboard(frame, hands)
}

const isCard = (element: Element | null): boolean => element?.closest('.react-flow__node') != null

/** Whether a card had the focus before a dialog took it: what one chooses there is meant for the card. */
function useFocusBefore(): RefObject<boolean> {
  const was = useRef(false)
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent) => {
      if (target instanceof Element && !target.closest('dialog')) was.current = isCard(target)
    }
    document.addEventListener('focusin', onFocus)
    return () => document.removeEventListener('focusin', onFocus)
  }, [])
  return was
}

/** Where a card stands in the middle of what one sees. */
function middleOf(
  frame: HTMLElement | null,
  flow: Pick<ReturnType<typeof useReactFlow>, 'screenToFlowPosition'>,
): Point {
  const box = frame?.getBoundingClientRect()
  const { x, y } = flow.screenToFlowPosition({
    x: (box?.left ?? 0) + (box?.width ?? 0) / 2,
    y: (box?.top ?? 0) + (box?.height ?? 0) / 2,
  })
  return { x: x - cardWidth / 2, y: y - cardHeight / 2 }
}

/** The clipboard while the canvas, or nothing in particular, has the focus. */
function useClipboard(frame: RefObject<HTMLElement | null>, hands: Hands): void {
  useEffect(() => {
    const { session } = hands
    const isMine = () => {
      const at = document.activeElement
      return at === document.body || (frame.current?.contains(at) === true && !at?.matches('input, textarea, select'))
    }
    const onCopy = (event: ClipboardEvent) => {
      const { selected } = session.view.getState()
      const card = hands.isAtCard() ? hands.cursor() : undefined
      const ids = selected.length > 0 || card === undefined ? selected : [card]
      if (!isMine() || ids.length === 0 || String(getSelection()) !== '') return
      copyWithEvent(session, ids, event, closureType)
      if (event.type === 'cut') remove(session, ids)
    }
    const onPaste = (event: ClipboardEvent) => {
      if (!isMine()) return
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (text.trim() === '') return
      event.preventDefault()
      const closure = event.clipboardData?.getData(closureType) ?? ''
      void paste(session, { text, closure }, hands.spot()).then(() => hands.go(session.view.getState().selected[0]))
    }
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCopy)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('copy', onCopy)
      document.removeEventListener('cut', onCopy)
      document.removeEventListener('paste', onPaste)
    }
  }, [frame, hands])
}

/** Where a menu opened by a key stands: at its card, or in the middle. */
export function menuPlace(frame: HTMLElement | null, card: string | undefined): Point {
  const element = card === undefined ? frame : cardElement(frame, card)
  const box = element?.getBoundingClientRect()
  if (!box) return { x: 0, y: 0 }
  return card === undefined
    ? { x: box.left + box.width / 2, y: box.top + box.height / 2 }
    : { x: box.left + 12, y: box.bottom - 4 }
}
