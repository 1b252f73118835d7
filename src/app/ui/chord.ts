/**
 * Keys pressed together, in words: `Ctrl Shift P`, `F2`, `?`; one after the other: `G then P`. Ctrl also stands for the
 * command key of a Mac.
 */

interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

const isModifier = (key: string) => /^(Control|Meta|Alt|AltGraph|Shift)$/.test(key)

/** The chord of a key event; undefined for a modifier alone. Signs are named as they are printed, so without Shift. */
export function chordOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string | undefined {
  if (isModifier(key)) return undefined
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase() && key !== ' '
  return [
    (ctrlKey || metaKey) && 'Ctrl',
    altKey && 'Alt',
    shiftKey && !isSign && 'Shift',
    key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key,
  ]
    .filter(Boolean)
    .join(' ')
}

const isMac = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? '')

const faces: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  ContextMenu: 'Menu',
  ...(isMac && { Ctrl: '⌘', Alt: '⌥', Shift: '⇧' }),
}

/** The keys of a chord as they are printed on the keyboard. */
export const keysOf = (chord: string): readonly string[] => chord.split(' ').map(key => faces[key] ?? key)

/** `Undo (Ctrl Z)`, or the text alone where there is no shortcut. */
export const withShortcut = (text: string, chord: string | undefined): string =>
  chord === undefined ? text : `${text} (${keysOf(chord).join(' ')})`
