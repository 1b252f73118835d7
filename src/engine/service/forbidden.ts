import type { Definition } from '../../core/definition/model.ts'
import { refusals } from '../../core/versions/rules.ts'

/** What must not change once a pipeline has been activated, in the wire's words. The rules are those of `core/versions`. */
export const forbiddenEdits = (
  before: Definition,
  after: Definition,
): readonly { readonly id: string; readonly error: string }[] =>
  refusals(before, after).map(({ object, message }) => ({ id: object, error: `INVALID_EDIT: ${message}` }))
