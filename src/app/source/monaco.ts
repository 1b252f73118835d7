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

interface Inks {
  readonly key: string
  readonly string: string
  readonly expression: string
  readonly number: string
  readonly comment: string
  readonly background: string
  readonly line: string
  readonly number2: string
}

const light: Inks = {
  key: '7d2105',
  string: '0f5132',
  expression: '6237a7',
  number: '0b5cad',
  comment: '656871',
  background: '#ffffff',
  line: '#f3f3f7',
  number2: '#656871',
}
const dark: Inks = {
  key: 'f8b48a',
  string: '9fdcb4',
  expression: 'd6baff',
  number: '8ec9ff',
  comment: 'a4a4ad',
  background: '#161d26',
  line: '#1f2833',
  number2: '#a4a4ad',
}

for (const [name, base, ink] of [
  ['pipewright-light', 'vs', light],
  ['pipewright-dark', 'vs-dark', dark],
] as const)
  monaco.editor.defineTheme(name, {
    base,
    inherit: true,
    rules: [
      { token: 'key', foreground: ink.key },
      { token: 'string', foreground: ink.string },
      { token: 'string.escape', foreground: ink.number },
      { token: 'expression', foreground: ink.expression, fontStyle: 'bold' },
      { token: 'expression.text', foreground: ink.string },
      { token: 'number', foreground: ink.number },
      { token: 'keyword', foreground: ink.number },
      { token: 'comment', foreground: ink.comment, fontStyle: 'italic' },
    ],
    colors: {
      'editor.background': ink.background,
      'editor.lineHighlightBackground': ink.line,
      'editorLineNumber.foreground': ink.number2,
    },
  })

export { monaco }
