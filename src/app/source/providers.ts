import type { Session } from '../state/session.ts'
import { asking } from './asking.ts'
import { provideMends } from './mending.ts'
import type { monaco } from './monaco.ts'
import { provideNames } from './naming.ts'
import { provideReading } from './reading.ts'
import { provideSuggestions } from './suggesting.ts'

/** Lets the pane complete, explain, jump, rename and mend. Returns a way to stop. */
export function provide(
  session: Session,
  model: monaco.editor.ITextModel,
  pane: monaco.editor.IStandaloneCodeEditor,
  now: () => number,
): () => void {
  const ask = asking(session, model, now)
  const disposables = [
    ...provideSuggestions(ask),
    ...provideReading(ask),
    ...provideNames(ask),
    ...provideMends(ask, pane),
  ]
  return () => {
    for (const one of disposables) one.dispose()
  }
}
