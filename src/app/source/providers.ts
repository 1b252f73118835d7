import { locate } from '../../core/definition/text.ts'
import { findingsOf } from '../state/derived.ts'
import type { Session } from '../state/session.ts'
import { explanation, proposals } from './language.ts'
import { linesOf, offsetAt, rangeOf } from './lines.ts'
import { language, monaco } from './monaco.ts'

const kinds = {
  field: monaco.languages.CompletionItemKind.Property,
  value: monaco.languages.CompletionItemKind.Value,
  reference: monaco.languages.CompletionItemKind.Reference,
  function: monaco.languages.CompletionItemKind.Function,
} as const

/** Lets the pane complete, explain, jump and mend. Returns a way to stop. */
export function provide(session: Session, model: monaco.editor.ITextModel): () => void {
  const { editor } = session
  const mine = (asked: monaco.editor.ITextModel) => asked === model
  const disposables = [
    monaco.languages.registerCompletionItemProvider(language, {
      triggerCharacters: ['"', '{', '.', '('],
      provideCompletionItems(asked, position) {
        if (!mine(asked)) return { suggestions: [] }
        const { document } = editor.getState()
        const before = asked.getLineContent(position.lineNumber).slice(0, position.column - 1)
        const start = position.column - (/[@*\w-]*$/.exec(before)?.[0].length ?? 0)
        const after = asked.getLineContent(position.lineNumber).slice(position.column - 1)
        const range = {
          startLineNumber: position.lineNumber,
          endLineNumber: position.lineNumber,
          startColumn: start,
          endColumn: position.column,
        }
        const found = proposals(document, offsetAt(linesOf(document.text), position), before)
        return {
          suggestions: found.map(one => ({
            label: one.label,
            kind: kinds[one.kind],
            documentation: one.about,
            detail: one.about.length > 60 ? `${one.about.slice(0, 59)}…` : one.about,
            insertText: one.insert,
            filterText: one.label,
            // The closing mark that was put in with the opening one goes, where the proposal brings its own.
            range:
              one.insert.includes('":') && after.startsWith('"') ? { ...range, endColumn: range.endColumn + 1 } : range,
            insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
          })),
        }
      },
    }),
    monaco.languages.registerHoverProvider(language, {
      provideHover(asked, position) {
        if (!mine(asked)) return undefined
        const { document } = editor.getState()
        const word = asked.getWordAtPosition(position)?.word ?? ''
        const said = explanation(document, offsetAt(linesOf(document.text), position), word)
        return said === undefined ? undefined : { contents: [{ value: said }] }
      },
    }),
    monaco.languages.registerDefinitionProvider(language, {
      provideDefinition(asked, position) {
        const { document } = editor.getState()
        const word = asked.getWordAtPosition(position)?.word
        if (!mine(asked) || word === undefined) return undefined
        const span = locate(document, { object: word }, 'key') ?? locate(document, { parameter: word }, 'key')
        return span && { uri: asked.uri, range: rangeOf(linesOf(document.text), span) }
      },
    }),
    monaco.languages.registerCodeActionProvider(language, {
      provideCodeActions(asked, range, { markers }) {
        if (!mine(asked)) return undefined
        const { document } = editor.getState()
        const lines = linesOf(document.text)
        const said = new Set(markers.map(marker => marker.message))
        const found = findingsOf(document.definition).filter(finding => said.has(finding.message))
        const actions = found.flatMap(finding =>
          finding.fixes.map(fix => ({
            title: fix.label,
            kind: 'quickfix',
            diagnostics: markers.filter(marker => marker.message === finding.message),
            edit: {
              edits: fix.command.edits(document).map(edit => ({
                resource: asked.uri,
                versionId: asked.getVersionId(),
                textEdit: { range: rangeOf(lines, edit), text: edit.text },
              })),
            },
          })),
        )
        return range && { actions, dispose: () => {} }
      },
    }),
  ]
  return () => {
    for (const one of disposables) one.dispose()
  }
}
