import { placeAt } from '../../core/definition/text.ts'
import type { Session } from '../state/session.ts'
import { point } from '../state/view.ts'
import { linesOf, offsetAt } from './lines.ts'
import type { monaco } from './monaco.ts'

/** Selects the card of what the caret stands in, and points at the value in which it does. */
export function followCaret({ editor, view }: Session, pane: monaco.editor.IStandaloneCodeEditor) {
  let leading = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const follow = () => {
    const position = pane.getPosition()
    const { document } = editor.getState()
    const place = position && placeAt(document, offsetAt(linesOf(document.text), position))
    leading = true
    if (place?.object !== undefined && place.object !== view.getState().selected[0])
      view.setState({ selected: [place.object], wish: { place: { object: place.object }, from: 'source' } })
    point(view, place?.object === undefined ? undefined : place, 'source')
    leading = false
  }
  const listener = pane.onDidChangeCursorPosition(event => {
    if (event.source !== 'mouse' && event.source !== 'keyboard') return
    clearTimeout(timer)
    timer = setTimeout(follow, 120)
  })
  return {
    /** Whether what is being selected just now was the caret's doing. */
    leads: () => leading,
    stop() {
      clearTimeout(timer)
      listener.dispose()
    },
  }
}
