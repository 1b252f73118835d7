import { applyEdits, difference } from './edit.ts'
import { insertMember } from './field-edits.ts'
import { insertChildren, type Printable, print } from './layout.ts'
import type { TextEdit } from './model.ts'
import { styleOf } from './style.ts'
import { type Document, read } from './text.ts'

export type ListName = 'objects' | 'parameters' | 'values'

/** Puts elements at the end of one of a definition's lists, making the list, and the file around it, where needed. */
export function appendElements(document: Document, name: ListName, added: readonly Printable[]): readonly TextEdit[] {
  const { outline, text } = document
  const list = { objects: outline.objectList, parameters: outline.parameterList, values: outline.valueList }[name]
  const style = styleOf(document)
  const renders = added.map(element => (indent: string) => print(element, style, indent))
  if (list) return insertChildren(text, style, list, renders)
  if (outline.home) return inNewList(document, name, { elements: added, spread: true })
  return inFile(document, file => appendElements(file, name, added))
}

/** Puts a list where the definition has none yet. */
export function inNewList(document: Document, name: ListName, list: Printable): readonly TextEdit[] {
  const { home } = document.outline
  if (!home) return inFile(document, file => inNewList(file, name, list))
  const key = document.dialect === 'api' ? apiNames[name] : name
  return insertMember(document, home, key, list)
}

/**
 * The text of a fragment as a file of its own: the same characters with the missing brackets around them. A text
 * without any definition becomes a file without objects.
 */
export function asFile(document: Document): string {
  const { text, outline, tree, definition } = document
  if (outline.home) return text
  const { newline } = styleOf(document)
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const body = text.slice(mark.length).trim()
  const head = `${mark}{${newline}`
  const foot = `${newline}}${newline}`
  if (!tree) return `${head}  "objects": []${foot}${body === '' ? '' : body + newline}`
  const isList = tree.type === 'array' && !tree.bare
  const braced = tree.type === 'object' && tree.bare ? `{${newline}${body}${newline}}` : body
  // Text that goes over several lines would change with its indentation.
  const whole = document.problems.some(problem => problem.code === 'text/control-character')
  const indented = whole ? braced : `    ${braced.replace(/(\r?\n)(?=[^\r\n])/g, '$1    ')}`
  const list = isList ? body : `[${newline}${indented}${newline}  ]`
  if (document.dialect !== 'api') return `${head}  "objects": ${list}${foot}`
  const name = outline.valueList ? 'values' : definition.objects.length === 0 ? 'parameters' : 'objects'
  return `${head}  "${apiNames[name]}": ${list}${foot}`
}

/** Edits planned on a fragment as a file; one edit makes both changes. */
export function inFile(document: Document, plan: (file: Document) => readonly TextEdit[]): readonly TextEdit[] {
  const whole = asFile(document)
  const file = read(whole)
  if (!file.outline.home) return []
  return difference(document.text, applyEdits(whole, plan(file)))
}

const apiNames = { objects: 'pipelineObjects', parameters: 'parameterObjects', values: 'parameterValues' } as const
