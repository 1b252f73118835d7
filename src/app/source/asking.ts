import type { Document } from '../../core/definition/text.ts'
import type { Run } from '../../core/language/hover.ts'
import { shownDocument } from '../state/derived.ts'
import type { Session } from '../state/session.ts'
import { type Lines, linesOf, offsetAt, type Position, rangeOf } from './lines.ts'
import type { monaco } from './monaco.ts'

/** What a provider needs to put a question of the pane to the language, and the answer back to the pane. */
export interface Asking {
  readonly session: Session
  readonly model: monaco.editor.ITextModel
  readonly document: () => Document
  readonly lines: () => Lines
  readonly offset: (position: Position) => number
  readonly range: (span: { readonly offset: number; readonly length: number }) => monaco.IRange
  /** The run for which values are told. */
  readonly run: () => Run
}

export function asking(session: Session, model: monaco.editor.ITextModel, now: () => number): Asking {
  const { editor, view, pipelineId } = session
  const lines = () => linesOf(editor.getState().document.text)
  return {
    session,
    model,
    document() {
      const { document, whole } = editor.getState()
      return shownDocument(document, whole)
    },
    lines,
    offset: position => offsetAt(lines(), position),
    range: span => rangeOf(lines(), span),
    run: () => ({ moment: view.getState().moment, now: now(), pipelineId }),
  }
}
