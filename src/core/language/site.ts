import { catalog, objectTypes, slotOf } from '../catalog/index.ts'
import type { Slot } from '../catalog/schema.ts'
import type { PipelineObject, Span } from '../definition/model.ts'
import { typeOf } from '../definition/query.ts'
import { type Document, indexAt } from '../definition/text.ts'
import { type Caret, caretAt, type Frame, type Start } from './caret.ts'

/** What a caret stands in, in words of the domain. */
export type Site = { readonly caret: Caret } & (
  | { readonly in: 'file'; readonly home: Frame | undefined }
  | { readonly in: 'objects'; readonly wire: boolean }
  | { readonly in: 'parameters'; readonly wire: boolean }
  | { readonly in: 'values' }
  | {
      readonly in: 'object'
      readonly object: PipelineObject
      readonly type: string | undefined
      /** Keys that stand in it already. */
      readonly used: ReadonlySet<string>
      /** The field whose value the caret stands in, and its slot. */
      readonly field: string | undefined
      readonly slot: Slot | undefined
      /** The shape of the API: what the caret stands in of a field object. */
      readonly wire: 'key' | 'text' | 'reference' | 'member' | undefined
      /** Inside of `{"ref": …}`. */
      readonly inReference: boolean
    }
  | { readonly in: 'parameter'; readonly used: ReadonlySet<string>; readonly attribute: string | undefined }
)

const objectLists: ReadonlySet<string> = new Set(['objects', 'pipelineObjects'])
const parameterLists: ReadonlySet<string> = new Set(['parameters', 'parameterObjects'])
const fieldLists: ReadonlySet<string> = new Set(['fields', 'slots'])

/** What stands at an offset; undefined in a comment and where nothing of a definition can stand. */
export function siteAt(document: Document, offset: number): Site | undefined {
  const caret = caretAt(document.text, offset, startOf(document, offset))
  if (!caret) return undefined
  const { frames } = caret
  const list = frames.findIndex(frame => frame.bracket === '[' && frame.key !== undefined && isList(frame.key))
  const listKey = frames[list]?.key ?? ''
  if (list < 0) {
    const values = frames.find(frame => frame.key === 'values' || frame.key === 'parameterValues')
    if (values) return { caret, in: 'values' }
    const bare = document.dialect === 'fragment' || document.dialect === 'api'
    const alone = frames.findIndex(frame => frame.bracket === '{')
    if (bare && alone >= 0) return inObject(document, caret, frames.slice(alone))
    return { caret, in: 'file', home: frames[0] }
  }
  const inner = frames.slice(list + 1)
  const wire = listKey.startsWith('p') && listKey !== 'parameters'
  if (inner.length === 0)
    return parameterLists.has(listKey) ? { caret, in: 'parameters', wire } : { caret, in: 'objects', wire }
  if (!parameterLists.has(listKey)) return inObject(document, caret, inner)
  const [frame] = inner
  if (!frame) return undefined
  const known = document.definition.parameters[indexOf(document.outline.parameters, frame)]
  const used = new Set([...frame.members.keys(), ...(known?.attributes.map(one => one.key) ?? [])])
  return { caret, in: 'parameter', used, attribute: caret.where === 'value' ? caret.key : undefined }
}

/** The object around an offset, where its list is known by its name: what stands before it does not matter. */
function startOf({ outline, dialect }: Document, offset: number): Start | undefined {
  const entry = outline.objects[indexAt(outline.objects, offset)]
  if (!entry || offset <= entry.offset || (dialect !== 'cli' && dialect !== 'api')) return undefined
  const members: ReadonlyMap<string, string> = new Map()
  const list = dialect === 'api' ? 'pipelineObjects' : 'objects'
  return {
    offset: entry.offset,
    frames: [
      { bracket: '{', offset: 0, key: undefined, members },
      { bracket: '[', offset: 0, key: list, members },
    ],
  }
}

const isList = (key: string): boolean => objectLists.has(key) || parameterLists.has(key)

function inObject(document: Document, caret: Caret, frames: readonly Frame[]): Site | undefined {
  const [top, ...inner] = frames
  if (!top) return undefined
  const object = objectIn(document, top)
  const type = typeOf(document.definition, object)
  const last = inner.at(-1)
  const wire = inner[0]?.bracket === '[' && fieldLists.has(inner[0].key ?? '')
  const inReference = !wire && last?.bracket === '{'
  const base = { caret, in: 'object' as const, object, type, used: new Set(object.fields.map(field => field.key)) }
  if (wire) {
    const key = last?.bracket === '{' ? last.members.get('key') : undefined
    const part =
      last?.bracket !== '{' || caret.where === 'key'
        ? 'member'
        : caret.key === 'key'
          ? 'key'
          : caret.key === 'refValue'
            ? 'reference'
            : 'text'
    return { ...base, field: key, slot: slotFor(object, type, key), wire: part, inReference: false }
  }
  const field = inReference ? last?.key : caret.where === 'value' ? caret.key : undefined
  return { ...base, field, slot: slotFor(object, type, field), wire: undefined, inReference }
}

const indexOf = (entries: readonly Span[], frame: Frame): number =>
  entries.findIndex(entry => entry.offset === frame.offset)

/** The object as far as it could be read, else what its members before the caret say. */
function objectIn(document: Document, frame: Frame): PipelineObject {
  const known = document.definition.objects[indexOf(document.outline.objects, frame)]
  if (known) return known
  const id = frame.members.get('id') ?? ''
  const fields = [...frame.members]
    .filter(([key]) => key !== 'id' && key !== 'name')
    .map(([key, stringValue]) => ({ key, stringValue }))
  return { id, name: frame.members.get('name') ?? id, fields }
}

/** The slot of a field; of an object without a type, that of any type that has such a field. */
function slotFor(object: PipelineObject, type: string | undefined, key: string | undefined): Slot | undefined {
  if (key === undefined) return undefined
  const slot = slotOf(type, key)
  if (slot || (catalog.has(type ?? '') && object.id !== 'Default')) return slot
  for (const { slots } of objectTypes) if (Object.hasOwn(slots, key) && !slots[key]?.runtime) return slots[key]
  return undefined
}
