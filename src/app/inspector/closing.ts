/** A text and where its caret is. */
export interface Typed {
  readonly text: string
  readonly caret: number
}

const pairs: Readonly<Record<string, string>> = { '{': '}', '(': ')', "'": "'" }

/**
 * What was typed with brackets closed: an opening one brings its closing one, and a closing one that stands there
 * already is typed over. `before` is the text as it was.
 */
export function withClosing(before: string, { text, caret }: Typed, inExpression: boolean): Typed {
  const sign = text[caret - 1] ?? ''
  const added = text.length === before.length + 1 && before === text.slice(0, caret - 1) + text.slice(caret)
  if (!added) return { text, caret }
  if (inExpression && Object.values(pairs).includes(sign) && text[caret] === sign)
    return { text: text.slice(0, caret) + text.slice(caret + 1), caret }
  const closing = pairs[sign]
  const opens = sign === '{' ? text[caret - 2] === '#' : inExpression
  if (!closing || !opens || /[\w@']/.test(text[caret] ?? '')) return { text, caret }
  // A quote behind a word ends a text, as an apostrophe does.
  if (sign === "'" && /[\w']/.test(text[caret - 2] ?? '')) return { text, caret }
  return { text: text.slice(0, caret) + closing + text.slice(caret), caret }
}
