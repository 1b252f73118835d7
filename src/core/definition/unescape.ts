/** What the inside of a JSON string says, and where in it a backslash begins something JSON does not know. */
export function decodeString(
  inner: string,
  raw: boolean,
): { readonly value: string; readonly wrong: readonly number[] } {
  if (!raw) {
    try {
      return { value: JSON.parse(`"${inner}"`), wrong: [] }
    } catch {
      // Decoded by hand below, where the odd places are found.
    }
  }
  const wrong: number[] = []
  const value = inner.replace(escapes, (all, offset: number) => {
    const known = single[all[1] ?? '']
    if (known !== undefined) return known
    if (all.length === 6) return String.fromCharCode(Number.parseInt(all.slice(2), 16))
    wrong.push(offset)
    return all
  })
  return { value, wrong }
}

const escapes = /\\(?:u[0-9a-fA-F]{4}|[\s\S]|$)/g

const single: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
