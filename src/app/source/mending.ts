import type { Command } from '../../core/definition/commands.ts'
import { mendsAt } from '../../core/language/mends.ts'
import { findingsKnown } from '../state/checks.ts'
import type { Asking } from './asking.ts'
import { linesOf, offsetAt } from './lines.ts'
import { language, monaco } from './monaco.ts'

/** Quick fixes; each is a command of the editor, so that undo knows it by its name. */
export function provideMends(
  { session, model, document }: Asking,
  pane: monaco.editor.IStandaloneCodeEditor,
): readonly monaco.IDisposable[] {
  const id = pane.addCommand(0, (_: unknown, command: Command) => session.editor.getState().run(command)) ?? ''
  return [
    monaco.languages.registerCodeActionProvider(language, {
      provideCodeActions(asked, range, { markers }) {
        if (asked !== model) return undefined
        const now = document()
        const lines = linesOf(now.text)
        const from = offsetAt(lines, { lineNumber: range.startLineNumber, column: range.startColumn })
        const to = offsetAt(lines, { lineNumber: range.endLineNumber, column: range.endColumn })
        const mends = mendsAt(now, findingsKnown(now.definition) ?? [], { offset: from, length: to - from })
        const actions = mends.map(({ label, message, command }) => ({
          title: label,
          kind: 'quickfix',
          diagnostics: markers.filter(marker => marker.message === message),
          command: { id, title: label, arguments: [command] },
        }))
        return { actions, dispose: () => {} }
      },
    }),
  ]
}
