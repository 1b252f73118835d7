import type { Definition, PipelineObject } from '../definition/model.ts'

/** Where the text of a field stands: questions about what is in it need no document. */
export interface Standing {
  readonly definition: Definition
  readonly object: PipelineObject
  readonly field: string | undefined
}
