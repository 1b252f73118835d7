import { isUserField } from '../catalog/index.ts'
import { isParameterId } from '../catalog/parameters.ts'
import { type Command, renameObject, renameParameter } from '../definition/commands.ts'
import { arrange } from '../definition/edit.ts'
import type { Span } from '../definition/model.ts'
import { bareId, parameterById } from '../definition/parameters.ts'
import { objectById } from '../definition/query.ts'
import type { Document } from '../definition/text.ts'
import { mentionsOf, type NamedThing, symbolsAt } from './symbols.ts'

/** What can be given another name at an offset, or why nothing can. */
export type Renameable =
  | { readonly symbol: NamedThing; readonly name: string; readonly span: Span }
  | { readonly problem: string }

export function renameableAt(document: Document, offset: number): Renameable {
  const named = symbolsAt(document, offset)
  const [symbol, ...more] = named?.symbols ?? []
  if (!named || !symbol)
    return { problem: 'Put the caret on the name of an object, a parameter or a field of your own.' }
  if (more.length > 0)
    return { problem: 'This name leads to fields of several objects; rename it where one of them sets it.' }
  if (symbol.is === 'field' && !isUserField(symbol.key))
    return { problem: `${symbol.key} is a field of the service; only fields of your own can be renamed.` }
  if (symbol.is === 'object' && !objectById(document.definition, symbol.id))
    return { problem: `There is no object ${symbol.id} to rename.` }
  if (symbol.is === 'object' && symbol.id === 'Default')
    return { problem: 'Default keeps its name: what all objects inherit from is known by it.' }
  return { symbol, name: symbol.is === 'field' ? symbol.key : symbol.id, span: named.span }
}

/** The command that gives a symbol another name wherever it is named, or why it cannot have that one. */
export function renameTo(document: Document, symbol: NamedThing, to: string): Command | { readonly problem: string } {
  const { definition } = document
  const name = to.trim()
  if (name === '') return { problem: 'A name cannot be empty.' }
  if (symbol.is === 'object') {
    if (name.includes('#{')) return { problem: 'An id cannot be an expression.' }
    if (name !== symbol.id && objectById(definition, name)) return { problem: `There is an object ${name} already.` }
    return renameObject(symbol.id, name)
  }
  if (symbol.is === 'parameter') {
    const full = symbol.id.startsWith('*') && !name.startsWith('*') ? `*${name}` : name
    if (!isParameterId(full))
      return { problem: 'The id of a parameter begins with my and has letters, digits and _ only.' }
    const taken = bareId(full) !== bareId(symbol.id) && parameterById(definition, full)
    return taken ? { problem: `There is a parameter ${taken.id} already.` } : renameParameter(symbol.id, full)
  }
  if (!isUserField(name) || !/^\*?\w+$/.test(name))
    return { problem: 'A field of your own begins with my and a capital letter or _.' }
  const owner = objectById(definition, symbol.object)
  if (name !== symbol.key && owner?.fields.some(field => field.key === name))
    return { problem: `${symbol.object} has a field ${name} already.` }
  return {
    label: `Rename ${symbol.key} of ${symbol.object} to ${name}`,
    edits: now => arrange(mentionsOf(now, symbol).map(span => ({ ...span, text: name }))),
  }
}
