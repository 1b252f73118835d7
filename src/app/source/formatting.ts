import { formatText } from '../../core/definition/commands.ts'
import { breaksFormatting } from '../../core/definition/format.ts'
import { lineColumn } from '../../core/definition/text.ts'
import type { Session } from '../state/session.ts'
import { tell } from '../ui/toasts.tsx'

/** Lays the text out anew, as one step; says why where it cannot. Only ever on request. */
export function formatNow({ editor }: Session): void {
  const { document, run } = editor.getState()
  const problem = breaksFormatting(document)
  if (problem) {
    const { line } = lineColumn(document.text, problem.offset)
    tell(`The text is broken at line ${line}, so it was left as it is. Mend it first.`, 'info')
    return
  }
  const before = document.text
  run(formatText())
  if (editor.getState().document.text === before) tell('The text is laid out already.', 'info')
}
