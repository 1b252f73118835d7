import { addObjects, type Command, freeId } from '../../core/definition/commands.ts'
import type { Definition, PipelineObject } from '../../core/definition/model.ts'
import { objectById } from '../../core/definition/query.ts'
import { type Document, locate, read } from '../../core/definition/text.ts'

/** What goes to the clipboard: text that any editor takes, and what it needs from the same pipeline beside it. */
export interface Copied {
  /** The objects as they are written, as a CLI file. */
  readonly text: string
  /** Everything that they refer to, directly or not, in the same form. */
  readonly closure: string
}

export const closureType = 'application/x-pipewright-closure'

export function copyObjects(document: Document, ids: readonly string[]): Copied {
  const needed = new Set<string>()
  const open = [...ids]
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const field of objectById(document.definition, id)?.fields ?? [])
      if (field.refValue !== undefined && !needed.has(field.refValue) && !ids.includes(field.refValue)) {
        needed.add(field.refValue)
        open.push(field.refValue)
      }
  return {
    text: fileOf(document, ids),
    closure: fileOf(
      document,
      [...needed].filter(id => id !== 'Default'),
    ),
  }
}

function fileOf(document: Document, ids: readonly string[]): string {
  const written = ids.flatMap(id => {
    const span = locate(document, { object: id })
    return span ? [document.text.slice(span.offset, span.offset + span.length)] : []
  })
  return `{\n  "objects": [\n    ${written.join(',\n    ')}\n  ]\n}\n`
}

export interface Pasted {
  readonly command: Command
  /** Ids of the pasted objects, as they are now. */
  readonly ids: readonly string[]
  /** What came along since this pipeline lacks it. */
  readonly brought: readonly string[]
}

/**
 * Puts copied objects into a definition. Ids that are taken get a number; references among the copied follow; what
 * they refer to and this pipeline lacks comes along. Undefined if the text holds no object.
 */
export const pasteObjects = (definition: Definition, copied: Copied): Pasted | undefined =>
  pasteFrom(definition, read(copied.text).definition, read(copied.closure).definition)

/** The same of texts that were read already. */
export function pasteFrom(
  definition: Definition,
  { objects }: Definition,
  { objects: closure }: Definition,
): Pasted | undefined {
  if (objects.length === 0) return undefined
  const taken = new Set<string>()
  const names = new Map<string, string>()
  for (const { id } of objects) {
    const free = freeId(definition, id, taken)
    taken.add(free)
    names.set(id, free)
  }
  const wanted = reachable(objects, closure)
  const brought = closure.filter(one => wanted.has(one.id) && !objectById(definition, one.id) && !names.has(one.id))
  const renamed = (object: PipelineObject): PipelineObject => {
    const id = names.get(object.id) ?? object.id
    return {
      id,
      name: object.name === object.id ? id : object.name,
      fields: object.fields.map(field =>
        field.refValue === undefined ? field : { ...field, refValue: names.get(field.refValue) ?? field.refValue },
      ),
    }
  }
  const all = [...objects, ...brought].map(renamed)
  const label = objects.length === 1 ? `Paste ${names.get(objects[0]?.id ?? '')}` : `Paste ${objects.length} objects`
  return {
    command: { ...addObjects(all), label },
    ids: [...names.values()],
    brought: brought.map(object => object.id),
  }
}

function reachable(objects: readonly PipelineObject[], closure: readonly PipelineObject[]): ReadonlySet<string> {
  const byId = new Map(closure.map(object => [object.id, object]))
  const found = new Set<string>()
  const open = [...objects]
  for (let object = open.pop(); object; object = open.pop())
    for (const { refValue } of object.fields) {
      const next = refValue === undefined ? undefined : byId.get(refValue)
      if (!next || found.has(next.id)) continue
      found.add(next.id)
      open.push(next)
    }
  return found
}
