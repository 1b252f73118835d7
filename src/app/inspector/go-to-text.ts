import type { Place } from '../../core/definition/model.ts'
import { locate } from '../../core/definition/text.ts'
import type { Session } from '../state/session.ts'

/** Opens the source where a place stands in it, and puts the caret there. */
export function goToText({ view, editor }: Session, place: Place): void {
  const span = locate(editor.getState().document, place)
  view.setState({ source: true, wish: { place, from: 'inspector', to: 'source', ...(span && { span }) } })
}
