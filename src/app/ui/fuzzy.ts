/** How well a text answers what somebody types, and which of its characters do. */
export interface Fit {
  readonly score: number
  /** Places of the characters that were asked for, rising. */
  readonly at: readonly number[]
}

/**
 * Looks for each word: as it stands, at best where a word begins (`node` in `S3DataNode`), else letter by letter
 * (`s3dn`). Undefined if one of them is not there.
 */
export function fitOf(words: string, text: string): Fit | undefined {
  let score = 0
  const at = new Set<number>()
  for (const word of words.toLowerCase().split(/\s+/)) {
    if (word === '') continue
    const found = whole(word, text) ?? scattered(word, text)
    if (!found) return undefined
    score += found.score
    for (const place of found.at) at.add(place)
  }
  return { score: score - text.length / 100, at: [...at].sort((a, b) => a - b) }
}

function whole(word: string, text: string): Fit | undefined {
  const low = text.toLowerCase()
  let best: number | undefined
  for (let start = low.indexOf(word); start >= 0; start = low.indexOf(word, start + 1)) {
    best ??= start
    if (!beginsWord(text, start)) continue
    best = start
    break
  }
  if (best === undefined) return undefined
  const rank = best === 0 ? 3 : beginsWord(text, best) ? 2 : 1
  return { score: rank * 20 + word.length, at: Array.from(word, (_, n) => (best ?? 0) + n) }
}

/** Letters in order with others between, placed where they count most: at the beginnings of words, else side by side. */
function scattered(word: string, text: string): Fit | undefined {
  const low = text.toLowerCase()
  const known = new Map<number, Fit | undefined>()
  const place = (letter: number, from: number): Fit | undefined => {
    if (letter === word.length) return { score: 0, at: [] }
    const key = letter * (text.length + 1) + from
    if (known.has(key)) return known.get(key)
    let best: Fit | undefined
    for (
      let next = low.indexOf(word[letter] ?? '', from);
      next >= 0;
      next = low.indexOf(word[letter] ?? '', next + 1)
    ) {
      const rest = place(letter + 1, next + 1)
      if (!rest) break
      const worth = beginsWord(text, next) ? 3 : next === from && letter > 0 ? 2 : -1
      if (!best || rest.score + worth > best.score) best = { score: rest.score + worth, at: [next, ...rest.at] }
    }
    known.set(key, best)
    return best
  }
  const found = place(0, 0)
  return found && found.score > 0 ? found : undefined
}

/** After a space or a sign, at a capital after a small letter, at the first character. */
const beginsWord = (text: string, at: number): boolean =>
  at === 0 ||
  /[^A-Za-z0-9]/.test(text[at - 1] ?? '') ||
  (/[A-Z]/.test(text[at] ?? '') && /[a-z0-9]/.test(text[at - 1] ?? ''))
