import { useEffect } from 'react'
import { useAppearance } from '../state/appearance.ts'
import { useForcedColours } from '../ui/forced-colours.ts'
import { monaco } from './monaco.ts'

/** The colours of the text, as hex without its mark for tokens and with it for all else. */
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

const rulesOf = (ink: Inks): monaco.editor.ITokenThemeRule[] => [
  { token: 'key', foreground: ink.key },
  { token: 'string', foreground: ink.string },
  { token: 'string.escape', foreground: ink.number },
  { token: 'expression', foreground: ink.expression, fontStyle: 'bold' },
  { token: 'expression.text', foreground: ink.string },
  { token: 'number', foreground: ink.number },
  { token: 'keyword', foreground: ink.number },
  { token: 'comment', foreground: ink.comment, fontStyle: 'italic' },
]

for (const [name, base, ink] of [
  ['pipewright-light', 'vs', light],
  ['pipewright-dark', 'vs-dark', dark],
] as const)
  monaco.editor.defineTheme(name, {
    base,
    inherit: true,
    rules: rulesOf(ink),
    colors: {
      'editor.background': ink.background,
      'editor.lineHighlightBackground': ink.line,
      'editorLineNumber.foreground': ink.number2,
    },
  })

/** Gives the text the colours of the page, or those that the system forces on all pages. */
export function useTextTheme(): void {
  const theme = useAppearance(now => now.theme)
  const forced = useForcedColours()
  useEffect(() => {
    if (forced) defineForced()
    monaco.editor.setTheme(forced ? 'pipewright-forced' : `pipewright-${theme}`)
  }, [theme, forced])
}

/** The editor paints itself, so what is forced on all else has to be handed to it: colours that the user has chosen. */
function defineForced(): void {
  const ground = systemColour('Canvas')
  const ink = systemColour('CanvasText')
  const [chosen, onChosen] = [systemColour('Highlight'), systemColour('HighlightText')]
  const bare = ink.slice(1)
  monaco.editor.defineTheme('pipewright-forced', {
    base: isDark(ground) ? 'hc-black' : 'hc-light',
    inherit: true,
    // Beside the keys there is one colour: what a token is, is told by its form.
    rules: [
      ...rulesOf({
        key: systemColour('LinkText').slice(1),
        string: bare,
        expression: bare,
        number: bare,
        comment: bare,
        background: ground,
        line: ground,
        number2: ink,
      }),
      { token: 'expression', foreground: bare, fontStyle: 'bold underline' },
      { token: 'delimiter', foreground: bare },
    ],
    colors: {
      'editor.background': ground,
      'editor.foreground': ink,
      'editor.selectionBackground': chosen,
      'editor.selectionForeground': onChosen,
      'editor.lineHighlightBorder': ink,
      'editorCursor.foreground': ink,
      'editorLineNumber.foreground': ink,
      'editorLineNumber.activeForeground': ink,
      'editorLineNumber.dimmedForeground': ink,
      'editorBracketHighlight.foreground1': ink,
      'editorBracketHighlight.foreground2': ink,
      'editorBracketHighlight.foreground3': ink,
      contrastBorder: ink,
      contrastActiveBorder: chosen,
      focusBorder: chosen,
    },
  })
}

/** A colour of the system as `#rrggbb`. */
function systemColour(name: string): string {
  const probe = document.body.appendChild(document.createElement('span'))
  probe.style.color = name
  const parts = getComputedStyle(probe).color.match(/\d+/g) ?? []
  probe.remove()
  return `#${parts
    .slice(0, 3)
    .map(part => Number(part).toString(16).padStart(2, '0'))
    .join('')}`
}

const isDark = (colour: string): boolean => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16))
  return red * 0.299 + green * 0.587 + blue * 0.114 < 128
}
