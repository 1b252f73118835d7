/** By the code of the system, or the number of SQLite (without more after it). */
const sentences: Readonly<Record<string, string>> = {
  full: 'The disk of the data directory is full, so nothing was saved. Make room on it, then try again.',
  readOnly: 'The data directory can only be read, so nothing was saved. Make it writable, then try again.',
  broken: 'The disk of the data directory did not take what was written. See whether it is full, broken or gone.',
}

const causes: Readonly<Record<string | number, keyof typeof sentences>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  13: 'full',
  EROFS: 'readOnly',
  EACCES: 'readOnly',
  8: 'readOnly',
  EIO: 'broken',
  ESTALE: 'broken',
  10: 'broken',
}

/** What to tell people when something failed because it could not be written; undefined where it failed otherwise. */
export function unwrittenBecause(error: unknown): string | undefined {
  const { code, errcode } = (error ?? {}) as { readonly code?: string; readonly errcode?: number }
  const cause = causes[errcode === undefined ? (code ?? '') : errcode & 0xff]
  return cause && sentences[cause]
}
