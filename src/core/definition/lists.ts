import { applyEdits, difference } from './edit.ts'
import { insertChild, type Printable, print } from './layout.ts'
import { insertMember } from './field-edits.ts'
import type { TextEdit } from './model.ts'
import { styleOf } from './style.ts'
import { type Document, read } from './text.ts'
import type { TextNode } from './tree.ts'

export type ListName = 'objects' | 'parameters' | 'values'

/** Puts an element at the end of one of a definition's lists, making the list, and the file around it, where needed. */
export function appendElement(document: Document, name: ListName, element: Printable): readonly TextEdit[] {
  const style = styleOf(document)
  const list = listOf(document, name)
  if (list) return insertChild(document.text, style, list, indent => print(element, style, indent))
  return inNewList(document, name, { elements: [element], spread: true })
}

/** Puts a list where the definition has none yet. */
export function inNewList(document: Document, name: ListName, list: Printable): readonly TextEdit[] {
  const { home } = document.outline
  if (home) return insertMember(document, home, keyOf(document, name), list)
  const whole = asFile(document)
  const wrapped = read(whole)
  if (!wrapped.outline.home) return []
  const edits = insertMember(wrapped, wrapped.outline.home, keyOf(document, name), list)
  return difference(document.text, applyEdits(whole, edits))
}

/**
 * The text of a fragment as a file of its own: the same characters with the missing brackets around them. A text
 * without any definition becomes a file without objects.
 */
export function asFile(document: Document): string {
  const { text, outline, tree } = document
  const { newline } = styleOf(document)
  if (outline.home) return text
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const body = text.slice(mark.length).trim()
  if (!tree || body === '') return `${mark}{${newline}  "objects": []${newline}}${newline}`
  const key = outline.dialect !== 'api' ? 'objects' : outline.valueList ? 'parameterValues' : wireKey(document)
  const inner = tree.type === 'array' && !tree.bare ? body : `[${newline}${braced(tree, body, newline)}${newline}]`
  return `${mark}{${newline}"${key}": ${inner}${newline}}${newline}`
}

export function listOf({ outline }: Document, name: ListName): TextNode | undefined {
  if (name === 'values') return outline.valueList
  if (name === 'parameters') return outline.parameterList
  return outline.objectList?.type === 'array' ? outline.objectList : undefined
}

const braced = (tree: TextNode, body: string, newline: string) =>
  tree.type === 'object' && tree.bare ? `{${newline}${body}${newline}}` : body

const wireKey = ({ definition }: Document) => (definition.objects.length > 0 ? 'pipelineObjects' : 'parameterObjects')

const keyOf = ({ dialect }: Document, name: ListName): string =>
  dialect === 'api' ? { objects: 'pipelineObjects', parameters: 'parameterObjects', values: 'parameterValues' }[name] : name
