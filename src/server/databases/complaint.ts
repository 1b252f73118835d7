/** What a database says is wrong with a statement, as far as it says it. */
export interface Complaint {
  readonly message: string
  readonly code?: string
  readonly detail?: string
  readonly hint?: string
  readonly position?: string
}

/** One error for people from the parts that a database gives; `position` as a number for who knows the script. */
export function sqlError({ message, code, detail, hint, position }: Complaint): Error & { position?: number } {
  const parts = [
    `${message}${code ? ` (SQLSTATE ${code}${position ? `, at character ${position}` : ''})` : ''}`,
    detail && `Detail: ${detail}`,
    hint && `Hint: ${hint}`,
  ]
  return Object.assign(new Error(parts.filter(Boolean).join('\n')), position && { position: Number(position) })
}
