import { applyEdits, arrange } from './edit.ts'
import { insertMember, printableValue, removeSites, wireField } from './field-edits.ts'
import { sitesOf } from './fields.ts'
import { insertChildren, type Printable, removeChildren, type Style } from './layout.ts'
import { appendElements, inFile } from './lists.ts'
import { renameMentions } from './mentions.ts'
import type { Definition, Field, PipelineObject, TextEdit } from './model.ts'
import type { Entry } from './outline.ts'
import { objectsById } from './query.ts'
import { styleOf } from './style.ts'
import { type Document, entryOf } from './text.ts'
import { childrenOf, memberOf, memberValue, type TextNode, valueAt } from './tree.ts'

/** An id nobody has yet: the stem itself, or the stem with the next free number behind it. */
export function freeId(definition: Definition, stem: string, taken: ReadonlySet<string> = new Set()): string {
  const known = objectsById(definition)
  const isUsed = (id: string) => known.has(id) || taken.has(id)
  if (!isUsed(stem)) return stem
  const base = stem.replace(/\d+$/, '')
  let number = base === stem ? 2 : Number(stem.slice(base.length)) + 1
  while (isUsed(`${base}${number}`)) number++
  return `${base}${number}`
}

/** The ids that copies of these objects get. */
export function copyIds(definition: Definition, ids: readonly string[]): ReadonlyMap<string, string> {
  const copies = new Map<string, string>()
  const taken = new Set<string>()
  for (const id of ids) {
    if (copies.has(id) || !objectsById(definition).has(id)) continue
    const copy = freeId(definition, id, taken)
    copies.set(id, copy)
    taken.add(copy)
  }
  return copies
}

export function addObjectsEdits(document: Document, objects: readonly PipelineObject[]): readonly TextEdit[] {
  const style = styleOf(document)
  return appendElements(
    document,
    'objects',
    objects.map(object => printableObject(document, object, style)),
  )
}

/** An object as members, the way the document writes objects. */
function printableObject(document: Document, object: PipelineObject, style: Style): Printable {
  const head: (readonly [string, Printable])[] = [
    ['id', object.id],
    ['name', object.name],
  ]
  const values = (fields: readonly Field[]) =>
    fields.map(field => printableValue(field.stringValue ?? { ref: field.refValue ?? '' }, style))
  const members: (readonly [string, Printable])[] =
    document.dialect === 'api'
      ? [
          ...head,
          [
            'fields',
            {
              elements: object.fields.map(f => wireField(f.key, f.stringValue ?? { ref: f.refValue ?? '' }, style)),
              spread: true,
            },
          ],
        ]
      : [
          ...head,
          ...[...Map.groupBy(object.fields, field => field.key)].map(([key, fields]): readonly [string, Printable] => {
            const [only, ...more] = values(fields)
            return [key, more.length === 0 ? (only ?? '') : { elements: values(fields), spread: style.spread.list }]
          }),
        ]
  return { members, spread: style.spread.object }
}

export function removeObjectsEdits(document: Document, ids: ReadonlySet<string>): readonly TextEdit[] {
  const { definition, outline, text } = document
  const doomed: Entry[] = []
  const edits: TextEdit[] = []
  definition.objects.forEach((object, index) => {
    const entry = outline.objects[index]
    if (!entry) return
    if (ids.has(object.id)) doomed.push(entry)
    else if (object.fields.some(field => field.refValue !== undefined && ids.has(field.refValue))) {
      const sites = sitesOf(text, entry.node, 'object').filter(site => site.isRef && ids.has(site.text))
      edits.push(...removeSites(document, entry.node, 'object', sites))
    }
  })
  return [...edits, ...removeEntries(document, doomed)]
}

/** Edits that take whole objects or parameters out of the lists they stand in. */
export function removeEntries({ text }: Document, doomed: readonly Entry[]): readonly TextEdit[] {
  const nodes = new Set(doomed.map(entry => entry.node))
  const lists = new Set(doomed.map(entry => entry.list))
  return [...lists].flatMap(list =>
    list
      ? removeChildren(text, list, nodes)
      : doomed.filter(entry => !entry.list).map(({ node }) => ({ offset: node.offset, length: node.length, text: '' })),
  )
}

export function renameObjectEdits(document: Document, from: string, to: string): readonly TextEdit[] {
  const { definition, outline, text } = document
  const entry = entryOf(document, { object: from })
  if (!entry || to === '' || definition.objects.some(object => object.id === to)) return []
  const edits: TextEdit[] = [...renameNodeEdits(document, entry.node, from, to)]
  definition.objects.forEach((object, index) => {
    const node = outline.objects[index]?.node
    if (!node || !object.fields.some(field => field.refValue === from || field.stringValue?.includes(from))) return
    for (const site of sitesOf(text, node, 'object'))
      if (site.isRef && site.text === from) edits.push(quoted(site.inner, to))
      else if (!site.isRef && !object.fields.some(field => field.key === from))
        edits.push(...renameMentions(text, site.inner.offset, site.inner.length, from, to))
  })
  return edits
}

export function setNameEdits(document: Document, node: TextNode, name: string): readonly TextEdit[] {
  const member = memberOf(node, 'name')
  const value = member && memberValue(member)
  if (value) return value.value === name ? [] : [quoted(value, name)]
  if (member) return [{ offset: member.offset + member.length, length: 0, text: ` ${JSON.stringify(name)}` }]
  const after = memberOf(node, 'id')
  return insertMember(document, node, 'name', name, after)
}

export function duplicateEdits(document: Document, ids: readonly string[]): readonly TextEdit[] {
  const { text, definition, tree, outline } = document
  if (tree && !outline.objectList && !outline.home) return inFile(document, file => duplicateEdits(file, ids))
  const style = styleOf(document)
  const copies = copyIds(definition, ids)
  const edits: TextEdit[] = []
  for (const [id, copy] of copies) {
    const entry = entryOf(document, { object: id })
    if (!entry) continue
    const { node, list } = entry
    const inner = [...renameNodeEdits(document, node, id, copy)]
    for (const site of sitesOf(text, node, 'object')) {
      const target = site.isRef ? copies.get(site.text) : undefined
      if (target !== undefined) inner.push(quoted(site.inner, target))
    }
    const shifted = arrange(inner).map(edit => ({ ...edit, offset: edit.offset - node.offset }))
    const copied = applyEdits(text.slice(node.offset, node.offset + node.length), shifted)
    if (list) edits.push(...insertChildren(text, style, list, [() => copied], { after: node }))
  }
  return edits
}

/** Edits of an object's own id, and of its name where that only repeats the id. */
function renameNodeEdits(document: Document, node: TextNode, from: string, to: string): readonly TextEdit[] {
  const id = valueAt(node, 'id')
  const name = valueAt(node, 'name')
  const named = name && name.value === from ? [quoted(name, to)] : []
  if (id) return [quoted(id, to), ...named]
  const [first] = childrenOf(node)
  if (!first) return insertMember(document, node, 'id', to)
  return [...insertMember(document, node, 'id', to), ...named]
}

const quoted = ({ offset, length }: TextNode, text: string): TextEdit => ({
  offset,
  length,
  text: JSON.stringify(text),
})
