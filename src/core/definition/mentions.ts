import type { TextEdit } from './model.ts'

/**
 * Edits that rename what expressions call `from`, within a stretch of text. A name counts where a path begins:
 * `#{from}`, `#{format(from.x)}`, but not after a point, in quotes, or as a function. A star in front is no part of it.
 */
export function renameMentions(
  text: string,
  offset: number,
  length: number,
  from: string,
  to: string,
): readonly TextEdit[] {
  const old = bare(from)
  const part = text.slice(offset, offset + length)
  if (!part.includes(old) || !part.includes('#{')) return []
  // One that becomes secret is called by its full id from then on.
  const starred = to.startsWith('*') && !from.startsWith('*')
  const edits: TextEdit[] = []
  for (const expression of part.matchAll(expressions))
    for (const token of expression[0].matchAll(tokens))
      if (token[1] === old)
        edits.push({
          offset: offset + expression.index + token.index,
          length: old.length,
          text: starred && expression[0][token.index - 1] !== '*' ? to : bare(to),
        })
  return edits
}

/** Every name that the expressions of a text call by itself, stars aside, and every name after a point. */
export function mentioned(text: string): ReadonlySet<string> {
  const names = new Set<string>()
  if (!text.includes('#{')) return names
  for (const expression of text.matchAll(expressions))
    for (const [token] of expression[0].matchAll(tokens)) {
      const name = /[A-Za-z_]\w*$/.exec(token)?.[0]
      if (name !== undefined) names.add(name)
    }
  return names
}

/** An id without the star that marks it as secret. */
export const bare = (id: string): string => id.replace(/^\*/, '')

const expressions = /#\{[^}]*\}/g
/** Quoted text, numbers, what follows a point or @, names of functions; and what is left, in a group: names of their own. */
const tokens = /'[^']*'|\\"[^"]*\\"|\d[\w.]*|[.@]\s*[@*]?\w+|[A-Za-z_]\w*(?=\s*\()|([A-Za-z_]\w*)/g
