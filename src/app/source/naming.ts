import type { Document } from '../../core/definition/text.ts'
import { renameableAt, renameTo } from '../../core/language/rename.ts'
import { definedAt, mentionsOf, type NamedThing, symbolsAt } from '../../core/language/symbols.ts'
import { tell } from '../ui/toasts.tsx'
import type { Asking } from './asking.ts'
import { language, monaco } from './monaco.ts'

/** Going to what a name means, to all that speak of it, and giving it another. */
export function provideNames({ session, model, document, offset, range }: Asking): readonly monaco.IDisposable[] {
  const places = (
    position: monaco.Position,
    find: (document: Document, symbol: NamedThing) => readonly { offset: number; length: number }[],
  ) => {
    const now = document()
    const symbols = symbolsAt(now, offset(position))?.symbols ?? []
    return symbols.flatMap(symbol => find(now, symbol)).map(span => ({ uri: model.uri, range: range(span) }))
  }
  return [
    monaco.languages.registerDefinitionProvider(language, {
      provideDefinition: (asked, position) => (asked === model ? places(position, definedAt) : []),
    }),
    monaco.languages.registerReferenceProvider(language, {
      provideReferences: (asked, position) => (asked === model ? places(position, mentionsOf) : []),
    }),
    monaco.languages.registerRenameProvider(language, {
      resolveRenameLocation(asked, position) {
        const found = asked === model ? renameableAt(document(), offset(position)) : nothing
        if ('problem' in found) return { range: at(position), text: '', rejectReason: found.problem }
        return { range: range(found.span), text: found.name }
      },
      provideRenameEdits(asked, position, name) {
        const now = document()
        const found = asked === model ? renameableAt(now, offset(position)) : nothing
        const command = 'problem' in found ? found : renameTo(now, found.symbol, name)
        if ('problem' in command) {
          tell(command.problem, 'info')
          return noEdits
        }
        // One command and one undo: the pane follows the document, so it has no edits of its own to make.
        setTimeout(() => session.editor.getState().run(command))
        return noEdits
      },
    }),
  ]
}

const noEdits = { edits: [] }

const nothing = { problem: 'There is nothing to rename here.' }

const at = ({ lineNumber, column }: monaco.Position): monaco.IRange => ({
  startLineNumber: lineNumber,
  endLineNumber: lineNumber,
  startColumn: column,
  endColumn: column,
})
