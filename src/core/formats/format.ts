import type { Definition, Place } from '../definition/model.ts'
import type { Document } from '../definition/text.ts'

/** Something a format cannot say, or says otherwise. */
export interface Loss {
  readonly message: string
  readonly at?: Place
}

interface ExportedFile {
  /** Where the file goes, relative to wherever all of them go. */
  readonly path: string
  readonly text: string
}

/** A definition in another format: never without its losses. */
export interface Exported {
  readonly files: readonly ExportedFile[]
  readonly losses: readonly Loss[]
}

/** A definition read from some format, with what a person should know about the reading. */
export interface Imported {
  readonly document: Document
  readonly notes: readonly string[]
  /** What the text is, in a few words, where its language alone does not say it. */
  readonly shape?: string
}

export interface Format {
  /** As on the command line. */
  readonly name: string
  readonly title: string
  /** One sentence for a menu. */
  readonly summary: string
  /** It never carries secrets, but asks for them as parameters of its own. */
  readonly asks?: boolean
  /** The name is the pipeline's, which no definition holds. */
  readonly write: (definition: Definition, name: string) => Exported
}
