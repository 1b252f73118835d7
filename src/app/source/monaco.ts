import * as monaco from 'monaco-editor/editor/editor.api'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
// The list to choose from; features/suggest brings only the completions that are written in grey.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController'
import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/caretOperations/register'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/codeAction/register'
import 'monaco-editor/features/codicon/register'
import 'monaco-editor/features/comment/register'
import 'monaco-editor/features/contextmenu/register'
import 'monaco-editor/features/documentSymbols/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/folding/register'
import 'monaco-editor/features/gotoError/register'
import 'monaco-editor/features/gotoSymbol/register'
import 'monaco-editor/features/hover/register'
import 'monaco-editor/features/indentation/register'
import 'monaco-editor/features/lineSelection/register'
import 'monaco-editor/features/linesOperations/register'
import 'monaco-editor/features/links/register'
import 'monaco-editor/features/multicursor/register'
import 'monaco-editor/features/parameterHints/register'
import 'monaco-editor/features/quickOutline/register'
import 'monaco-editor/features/referenceSearch/register'
import 'monaco-editor/features/rename/register'
import 'monaco-editor/features/smartSelect/register'
import 'monaco-editor/features/snippet/register'
import 'monaco-editor/features/toggleTabFocusMode/register'
import 'monaco-editor/features/wordHighlighter/register'
import 'monaco-editor/features/wordOperations/register'

/** The text editor, with what a definition needs and no more. Loaded when the pane is first opened. */

export const language = 'pipeline-definition'

self.MonacoEnvironment = { getWorker: () => new EditorWorker() }

monaco.languages.register({ id: language })

monaco.languages.setLanguageConfiguration(language, {
  comments: { lineComment: '//', blockComment: ['/*', '*/'] },
  brackets: [
    ['{', '}'],
    ['[', ']'],
  ],
  autoClosingPairs: [
    { open: '{', close: '}', notIn: ['string'] },
    { open: '[', close: ']', notIn: ['string'] },
    { open: '"', close: '"', notIn: ['string', 'comment'] },
    { open: '#{', close: '}' },
  ],
  wordPattern: /[@*]?[A-Za-z_][\w-]*|-?\d+(\.\d+)?/,
})

/** JSON with comments, in which `#{…}` inside of text stands out. */
monaco.languages.setMonarchTokensProvider(language, {
  tokenizer: {
    root: [
      [/"(?=(?:[^"\\]|\\.)*"\s*:)/, { token: 'key', next: '@key' }],
      [/"/, { token: 'string', next: '@text' }],
      [/[{}[\]]/, '@brackets'],
      [/[,:]/, 'delimiter'],
      [/-?\d+(\.\d+)?([eE][+-]?\d+)?/, 'number'],
      [/\b(true|false|null)\b/, 'keyword'],
      [/\/\/.*$/, 'comment'],
      [/\/\*/, { token: 'comment', next: '@comment' }],
    ],
    key: [
      [/[^"\\]+/, 'key'],
      [/\\./, 'key'],
      [/"/, { token: 'key', next: '@pop' }],
    ],
    text: [
      [/#\{/, { token: 'expression', next: '@expression' }],
      [/[^"\\#]+/, 'string'],
      [/\\./, 'string.escape'],
      [/#/, 'string'],
      [/"/, { token: 'string', next: '@pop' }],
      [/$/, { token: 'string', next: '@pop' }],
    ],
    expression: [
      [/\}/, { token: 'expression', next: '@pop' }],
      [/(?=")/, { token: '', next: '@pop' }],
      [/'[^'"]*'/, 'expression.text'],
      [/[^}'"\\]+/, 'expression'],
      [/\\./, 'expression'],
      [/'/, 'expression'],
      [/$/, { token: 'expression', next: '@pop' }],
    ],
    comment: [
      [/[^*]+/, 'comment'],
      [/\*\//, { token: 'comment', next: '@pop' }],
      [/\*/, 'comment'],
    ],
  },
})

export { monaco }
