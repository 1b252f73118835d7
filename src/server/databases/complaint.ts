/** What a database says is wrong with a statement, as far as it says it. */
export interface Complaint {
  readonly message: string
  readonly code?: string
  readonly detail?: string
  readonly hint?: string
  readonly position?: string
}

/** One error for people from the parts that a database gives. */
export function sqlError({ message, code, detail, hint, position }: Complaint): Error {
  const parts = [
    `${message}${code ? ` (SQLSTATE ${code}${position ? `, at character ${position}` : ''})` : ''}`,
    detail && `Detail: ${detail}`,
    hint && `Hint: ${hint}`,
  ]
  return new Error(parts.filter(Boolean).join('\n'))
}
