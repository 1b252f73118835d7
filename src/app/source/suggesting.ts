import { proposalsAt } from '../../core/language/completion.ts'
import type { Proposal } from '../../core/language/proposal.ts'
import { signatureAt } from '../../core/language/signature.ts'
import type { Asking } from './asking.ts'
import { asShown } from './lines.ts'
import { language, monaco } from './monaco.ts'

const { CompletionItemKind, CompletionItemInsertTextRule } = monaco.languages

const kinds: Readonly<Record<Proposal['kind'], monaco.languages.CompletionItemKind>> = {
  field: CompletionItemKind.Field,
  runtime: CompletionItemKind.Event,
  value: CompletionItemKind.Value,
  reference: CompletionItemKind.Reference,
  parameter: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
  object: CompletionItemKind.Class,
}

/** Completion and signatures. */
export const provideSuggestions = ({ model, document, offset, range }: Asking): readonly monaco.IDisposable[] => [
  monaco.languages.registerCompletionItemProvider(language, {
    triggerCharacters: ['"', '{', '.', '(', ',', '@', '*', '#', "'"],
    provideCompletionItems(asked, position) {
      if (asked !== model) return { suggestions: [] }
      const at = offset(position)
      const proposals = proposalsAt(document(), at)
      const oneLine = (one: Proposal) => {
        const { startLineNumber, endLineNumber } = range(one.span)
        return startLineNumber === position.lineNumber && endLineNumber === position.lineNumber
      }
      return {
        suggestions: proposals.filter(oneLine).map((one, index) => ({
          label: { label: one.label, description: one.detail },
          kind: kinds[one.kind],
          documentation: one.about,
          detail: one.detail,
          insertText: asShown(snippetOf(one)),
          filterText: one.filter,
          sortText: String(index).padStart(5, '0'),
          range: range(one.span),
          insertTextRules: CompletionItemInsertTextRule.InsertAsSnippet | CompletionItemInsertTextRule.KeepWhitespace,
          ...(goesOn(one) && { command: { id: 'editor.action.triggerSuggest', title: 'Go on' } }),
        })),
      }
    },
  }),
  monaco.languages.registerSignatureHelpProvider(language, {
    signatureHelpTriggerCharacters: ['(', ',', "'"],
    signatureHelpRetriggerCharacters: [')'],
    provideSignatureHelp(asked, position) {
      const found = asked === model ? signatureAt(document(), offset(position)) : undefined
      if (!found) return undefined
      const parameters = found.parameters.map(({ label, about }) => ({ label, documentation: about }))
      const signatures = [{ label: found.label, documentation: found.about, parameters }]
      return { value: { signatures, activeSignature: 0, activeParameter: found.active }, dispose: () => {} }
    },
  }),
]

/** What is taken leaves a gap for which there may be more to choose from. */
const goesOn = ({ kind, stops }: Proposal): boolean => stops.length > 0 && kind !== 'object'

/** A proposal as a snippet: stops in order, and the end last. */
function snippetOf({ text, stops }: Proposal): string {
  const plain = (part: string) => part.replace(/[\\$}]/g, '\\$&')
  let snippet = ''
  let at = 0
  for (const [index, { offset, length }] of stops.entries()) {
    const inner = plain(text.slice(offset, offset + length))
    snippet += `${plain(text.slice(at, offset))}\${${index + 1}${inner === '' ? '' : `:${inner}`}}`
    at = offset + length
  }
  return `${snippet}${plain(text.slice(at))}$0`
}
