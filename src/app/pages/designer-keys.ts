import { useEffect } from 'react'
import type { Session } from '../state/session.ts'

/** Undo and redo wherever the focus is, so that one history serves canvas, forms and text alike. */
export function useDesignerKeys({ editor, view, saver }: Session): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      const key = event.key.toLowerCase()
      const deed =
        key === 'z' && !event.shiftKey
          ? editor.getState().undo
          : key === 'y' || (key === 'z' && event.shiftKey)
            ? editor.getState().redo
            : key === 's'
              ? () => void saver.flush()
              : key === 'j'
                ? () => view.setState(now => ({ source: !now.source }))
                : undefined
      if (!deed || inDialog(event.target)) return
      event.preventDefault()
      event.stopPropagation()
      deed()
    }
    document.addEventListener('keydown', onKey, true)
    return () => document.removeEventListener('keydown', onKey, true)
  }, [editor, view, saver])
}

/** Dialogs and searches keep their own undo. */
const inDialog = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="dialog"], input[type="search"]') !== null
