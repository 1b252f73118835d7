import { fieldLists, type Report, shapeOf } from './fields.ts'
import { keeper, kept } from './keeping.ts'
import {
  type Definition,
  nothing,
  type ParameterObject,
  type ParameterValue,
  type PipelineObject,
  type Span,
} from './model.ts'
import { isParameter, objectIn, parameterIn, tellNotes } from './said.ts'
import { childrenOf, keyOf, memberOf, memberValue, stringOf, type TextNode, valueAt } from './tree.ts'

/**
 * `cli`: the AWS CLI's file. `api`: the wire shape, with or without what wraps it. `fragment`: part of a CLI file:
 * one object, several in a row, bare members, or parameters and values alone. `foreign`: another language whose
 * places are known but which no command edits.
 */
export type Dialect = 'cli' | 'api' | 'fragment' | 'foreign'

/** An object or parameter in the text, and the list it stands in (none for a single one). */
export interface Entry extends Span {
  readonly node: TextNode
  readonly list: TextNode | undefined
}

/** A parameter's value in the text. `whole` is the member or element that goes with it. */
export interface ValueSite {
  readonly id: string
  readonly occurrence: number
  readonly value: TextNode
  readonly whole: TextNode
  readonly keyNode: TextNode
  readonly list: TextNode
}

/** Where things stand: `objects`, `parameters` and `values` run parallel to the definition's. */
export interface Outline {
  readonly dialect: Dialect
  readonly objects: readonly Entry[]
  readonly parameters: readonly Entry[]
  readonly values: readonly ValueSite[]
  /** The object whose members the three lists are; none for fragments without it. */
  readonly home?: TextNode | undefined
  readonly objectList?: TextNode | undefined
  readonly parameterList?: TextNode | undefined
  readonly valueList?: TextNode | undefined
}

/** What the tree says as a definition, and where. Whatever says the same as before is the same value as before. */
export function readOutline(
  text: string,
  tree: TextNode | undefined,
  report: Report,
  before: Definition = nothing,
): { readonly outline: Outline; readonly definition: Definition } {
  const keep = keeper(before)
  const frame = frameOf(tree, report)
  const objects: PipelineObject[] = []
  const objectEntries: Entry[] = []
  const parameters: ParameterObject[] = []
  const parameterEntries: Entry[] = []

  const addParameter = (node: TextNode, list: TextNode | undefined) => {
    const said = parameterIn(text, node, keep.parameter, parameters.length)
    tellNotes(said, node, report)
    parameters.push(said.value)
    parameterEntries.push(entryFor(node, list))
  }
  const addEntry = (node: TextNode, list: TextNode | undefined) => {
    if (node.type !== 'object') {
      report('text/not-an-object', node, 'An object of the pipeline is written in { and }; this is something else.')
    } else if (frame.attributesOnly?.(node) || isParameter(node)) {
      if (list && list === frame.objectList && frame.home)
        report(
          'text/misplaced-parameter',
          node,
          `"${stringOf(valueAt(node, 'id'))}" is a parameter but stands among the objects; it belongs in "parameters".`,
        )
      addParameter(node, list)
    } else {
      const said = objectIn(text, node, keep.object, objects.length)
      tellNotes(said, node, report)
      objects.push(said.value)
      objectEntries.push(entryFor(node, list))
    }
  }
  if (frame.single) addEntry(frame.single, undefined)
  for (const node of childrenOf(frame.objectList)) addEntry(node, frame.objectList)
  for (const node of childrenOf(frame.parameterList)) {
    if (node.type !== 'object') {
      report('text/not-an-object', node, 'A parameter is written in { and }; this is something else.')
      continue
    }
    if (frame.dialect === 'cli' && shapeOf(node, 'parameter') === 'wire')
      report(
        'text/wire-parameter',
        node,
        'This parameter is written the way the API does; the AWS CLI refuses it here.',
      )
    addParameter(node, frame.parameterList)
  }
  const values: ParameterValue[] = []
  const sites = frame.valueList ? valueSites(text, frame.valueList, report, values) : []

  const { single, attributesOnly, ...rest } = frame
  return {
    outline: { ...rest, objects: objectEntries, parameters: parameterEntries, values: sites },
    definition: {
      objects: kept(before.objects, objects),
      parameters: kept(before.parameters, parameters),
      values: kept(before.values, values.map(keep.value)),
    },
  }
}

interface Frame {
  readonly dialect: Dialect
  readonly home?: TextNode
  readonly objectList?: TextNode
  readonly parameterList?: TextNode
  readonly valueList?: TextNode
  readonly single?: TextNode
  readonly attributesOnly?: (node: TextNode) => boolean
}

/** Finds the lists, whatever wraps them. */
function frameOf(tree: TextNode | undefined, report: Report): Frame {
  if (!tree) return { dialect: 'cli' }
  const home = findHome(tree)
  if (tree.type === 'array' && !home) return frameOfList(tree)
  if (tree.type !== 'object' && !home) {
    report('text/no-definition', tree, 'This is not a pipeline definition: it should begin with {.')
    return { dialect: 'cli' }
  }
  if (home) {
    const objectList = listAt(home, ['pipelineObjects', 'objects'], report) ?? misspeltList(home, report)
    const parameterList = listAt(home, ['parameterObjects', 'parameters'], report)
    const valueList = valueAt(home, 'parameterValues') ?? valueAt(home, 'values')
    const isApi = childrenOf(home).some(child => apiNames.has(misspelt(child) ?? keyOf(child)))
    if (!objectList && !memberOf(home, 'objects') && !memberOf(home, 'pipelineObjects'))
      report('text/no-objects', home, 'There is no list of objects here, only parameters or their values.')
    return {
      dialect: isApi ? 'api' : objectList ? 'cli' : 'fragment',
      home,
      ...(objectList && { objectList }),
      ...(parameterList && { parameterList }),
      ...(valueList && { valueList }),
    }
  }
  if (fieldLists(tree, 'object').length > 0) return { dialect: 'api', single: tree }
  if (fieldLists(tree, 'parameter').length > 0) return { dialect: 'api', single: tree, attributesOnly: () => true }
  if (looksLikeObject(tree)) return { dialect: 'fragment', single: tree }
  report(
    'text/no-definition',
    tree,
    'This is no pipeline definition: neither "objects" (AWS CLI) nor "pipelineObjects" (API) is in it.',
  )
  return { dialect: 'cli', home: tree }
}

function frameOfList(tree: TextNode): Frame {
  const nodes = childrenOf(tree).filter(node => node.type === 'object')
  if (nodes.length > 0 && nodes.every(node => memberOf(node, 'stringValue') && memberOf(node, 'id')))
    return { dialect: 'api', valueList: tree }
  if (nodes.some(node => fieldLists(node, 'parameter').length > 0))
    return { dialect: 'api', objectList: tree, attributesOnly: node => fieldLists(node, 'parameter').length > 0 }
  const isApi = nodes.some(node => fieldLists(node, 'object').length > 0)
  return { dialect: isApi ? 'api' : 'fragment', objectList: tree }
}

/** The object that has the lists as members: the root, or one that something else wraps. */
function findHome(root: TextNode): TextNode | undefined {
  if (hasLists(root)) return root
  for (const child of childrenOf(root)) {
    const value = root.type === 'array' ? child : memberValue(child)
    if (value?.type === 'object' && hasLists(value)) return value
  }
  return undefined
}

const hasLists = (node: TextNode) =>
  childrenOf(node).some(child => {
    const value = memberValue(child)
    const key = keyOf(child)
    if (misspelt(child)) return true
    if (!cliNames.has(key) && !apiNames.has(key)) return false
    return (
      !value || value.type === 'array' || (value.type === 'object' && (key === 'values' || key === 'parameterValues'))
    )
  })

function listAt(home: TextNode, names: readonly string[], report: Report): TextNode | undefined {
  for (const name of names) {
    const value = valueAt(home, name)
    if (value?.type === 'array') return value
    if (value) report('text/not-a-list', value, `"${name}" should hold a list in [ and ].`)
  }
  return undefined
}

/** The objects, where one character of the list's name is wrong: better shown and said than lost. */
function misspeltList(home: TextNode, report: Report): TextNode | undefined {
  if (memberOf(home, 'objects') || memberOf(home, 'pipelineObjects')) return undefined
  for (const child of childrenOf(home)) {
    const name = misspelt(child)
    if (!name) continue
    report('text/misspelt-list', childrenOf(child)[0] ?? child, `"${keyOf(child)}" must be called "${name}".`)
    return memberValue(child)
  }
  return undefined
}

/** What the list of objects in this member should be called; undefined if it holds none or is called so. */
function misspelt(member: TextNode): string | undefined {
  const list = memberValue(member)
  const elements = list?.type === 'array' ? childrenOf(list) : []
  if (!elements.some(node => memberOf(node, 'id'))) return undefined
  return ['objects', 'pipelineObjects'].find(name => oneAway(keyOf(member), name))
}

/** Whether one character more, less or other makes one word of the other. */
function oneAway(word: string, name: string): boolean {
  if (word === name || Math.abs(word.length - name.length) > 1) return false
  let at = 0
  while (at < word.length && word[at] === name[at]) at++
  const [rest, wanted] = [word.slice(at), name.slice(at)]
  return rest.slice(1) === wanted || rest === wanted.slice(1) || rest.slice(1) === wanted.slice(1)
}

const entryFor = (node: TextNode, list: TextNode | undefined): Entry => ({
  offset: node.offset,
  length: node.length,
  node,
  list,
})

/** A lone object of a pipeline has members that are all fields; anything else is some other JSON. */
const looksLikeObject = (node: TextNode) => {
  const values = childrenOf(node).map(memberValue)
  const filled = values.some(value => value && (value.type !== 'array' || childrenOf(value).length > 0))
  return filled && values.every(value => !value || isFieldValue(value))
}

const isFieldValue = (node: TextNode): boolean =>
  node.type === 'object'
    ? memberOf(node, 'ref') !== undefined
    : node.type === 'array'
      ? childrenOf(node).every(child => child.type !== 'array' && isFieldValue(child))
      : node.type !== 'null'

function valueSites(text: string, list: TextNode, report: Report, values: ParameterValue[]): readonly ValueSite[] {
  const sites: ValueSite[] = []
  const counts = new Map<string, number>()
  const add = (id: string, value: TextNode, whole: TextNode, keyNode: TextNode, within: TextNode) => {
    if (value.type !== 'string')
      report('text/not-text', value, `AWS expects text here: put the value of ${id} in quotation marks.`)
    const occurrence = counts.get(id) ?? 0
    counts.set(id, occurrence + 1)
    const stringValue = stringOf(value) ?? text.slice(value.offset, value.offset + value.length)
    values.push({ id, stringValue })
    sites.push({ id, occurrence, value, whole, keyNode, list: within })
  }
  for (const child of childrenOf(list)) {
    if (list.type === 'array') {
      const idNode = valueAt(child, 'id')
      const value = valueAt(child, 'stringValue')
      if (idNode && value) add(stringOf(idNode) ?? '', value, child, idNode, list)
      else report('text/missing-value', child, 'A parameter value needs an "id" and a "stringValue".')
      continue
    }
    const value = memberValue(child)
    const [keyNode] = childrenOf(child)
    if (!value || !keyNode) continue
    if (value.type === 'array') for (const one of childrenOf(value)) add(keyOf(child), one, one, keyNode, value)
    else add(keyOf(child), value, child, keyNode, list)
  }
  return sites
}

const cliNames = new Set(['objects', 'parameters', 'values'])
const apiNames = new Set(['pipelineObjects', 'parameterObjects', 'parameterValues'])
