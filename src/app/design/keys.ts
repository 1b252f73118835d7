import { useReactFlow } from '@xyflow/react'
import { type RefObject, useEffect, useRef } from 'react'
import type { Point } from '../../core/graph/layout.ts'
import { derive } from '../state/derived.ts'
import { useSession } from '../state/session.ts'
import { select } from '../state/view.ts'
import { closureType } from './clipboard.ts'
import { copyWithEvent, paste } from './copying.ts'
import { cut, duplicate, freeSpot, remove } from './deeds.ts'

interface CanvasState {
  readonly places: ReadonlyMap<string, Point>
  readonly fit: () => void
  readonly selectedLine: string | undefined
  readonly clearLine: () => void
}

/** Keys and clipboard while the canvas, or nothing in particular, has the focus. */
export function useCanvasKeys(frame: RefObject<HTMLElement | null>, state: CanvasState): void {
  const session = useSession()
  const flow = useReactFlow()
  const latest = useRef(state)
  latest.current = state
  useEffect(() => {
    const { view, editor } = session
    const mine = (target: EventTarget | null) =>
      target === document.body || (target instanceof Node && frame.current?.contains(target) && !isField(target))

    const onKeyDown = (event: KeyboardEvent) => {
      if (!mine(event.target) || event.defaultPrevented) return
      const { selected } = view.getState()
      const { places, selectedLine, clearLine } = latest.current
      const control = event.ctrlKey || event.metaKey
      const key = event.key.toLowerCase()
      const takeAway = () => {
        if (selectedLine === undefined) return remove(session, selected)
        cut(session, selectedLine)
        clearLine()
      }
      const deeds: Record<string, (() => void) | false> = {
        delete: takeAway,
        backspace: takeAway,
        d: control && (() => duplicate(session, selected, places)),
        a:
          control &&
          (() => {
            const { document, whole } = editor.getState()
            select(
              view,
              derive(document, whole).definition.objects.map(object => object.id),
            )
          }),
        escape: () => {
          clearLine()
          select(view, [])
        },
        '0': !control && latest.current.fit,
        '1': !control && (() => void flow.zoomTo(1)),
        '+': !control && (() => void flow.zoomIn()),
        '-': !control && (() => void flow.zoomOut()),
      }
      const deed = deeds[key]
      if (!deed) return
      event.preventDefault()
      deed()
    }

    const onCopy = (event: ClipboardEvent) => {
      const { selected } = view.getState()
      if (!mine(document.activeElement) || selected.length === 0 || String(getSelection()) !== '') return
      copyWithEvent(session, selected, event, closureType)
      if (event.type === 'cut') remove(session, selected)
    }

    const onPaste = (event: ClipboardEvent) => {
      if (!mine(document.activeElement)) return
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (text.trim() === '') return
      event.preventDefault()
      const box = frame.current?.getBoundingClientRect()
      const middle = flow.screenToFlowPosition({
        x: (box?.left ?? 0) + (box?.width ?? 0) / 2 - 100,
        y: (box?.top ?? 0) + (box?.height ?? 0) / 2 - 32,
      })
      const closure = event.clipboardData?.getData(closureType) ?? ''
      paste(session, { text, closure }, freeSpot(latest.current.places, middle))
    }

    document.addEventListener('keydown', onKeyDown)
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCopy)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      document.removeEventListener('copy', onCopy)
      document.removeEventListener('cut', onCopy)
      document.removeEventListener('paste', onPaste)
    }
  }, [session, flow, frame])
}

const isField = (target: Node): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
