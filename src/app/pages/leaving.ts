import { useEffect } from 'react'
import { mostOutliving, outlivingPage } from '../data/service.ts'
import type { Session } from '../state/session.ts'

/** Saves what was just edited when the tab is closed or loaded anew; where that might fail, the browser asks first. */
export function useSavedOnLeaving({ editor, saver }: Session): void {
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      const { kind } = saver.state.getState()
      if (kind === 'saved') return
      const { document, pins } = editor.getState()
      const isLight = new TextEncoder().encode(JSON.stringify({ text: document.text, pins })).length < mostOutliving
      const goesAlong = kind === 'waiting' && isLight
      if (goesAlong) outlivingPage(() => void saver.flush())
      else {
        event.preventDefault()
        void saver.flush()
      }
    }
    addEventListener('beforeunload', leave)
    return () => removeEventListener('beforeunload', leave)
  }, [editor, saver])
}
