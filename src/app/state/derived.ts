import type { Definition } from '../../core/definition/model.ts'
import type { Document, TextProblem } from '../../core/definition/text.ts'
import { type Graph, projectGraph } from '../../core/graph/project.ts'
import type { Finding, Severity } from '../../core/validation/rule.ts'
import { isBroken } from './editor.ts'

/** What follows from a document. Worked out once per document and shared by all rooms. */
export interface Derived {
  /** What the screens show: all that could be read and, while the text is broken, what was there before. */
  readonly definition: Definition
  /** Objects shown from before, since the broken text hides them. */
  readonly hidden: ReadonlySet<string>
  readonly broken: boolean
  readonly problems: readonly TextProblem[]
}

const remembered = new WeakMap<Document, { readonly whole: Definition; readonly derived: Derived }>()

export function derive(document: Document, whole: Definition): Derived {
  const kept = remembered.get(document)
  if (kept?.whole === whole) return kept.derived
  const broken = isBroken(document)
  const { definition, hidden } = broken ? withHidden(document.definition, whole) : nothingHidden(document.definition)
  const derived = { definition, hidden, broken, problems: document.problems }
  remembered.set(document, { whole, derived })
  return derived
}

/** The document with all that is shown: while the text is broken, its definition has the objects that it hides. */
export function shownDocument(document: Document, whole: Definition): Document {
  const { definition, broken } = derive(document, whole)
  return broken ? { ...document, definition } : document
}

const nothingHidden = (definition: Definition) => ({ definition, hidden: none })

/** Objects of the last whole definition that the broken text no longer shows come back at its end. */
function withHidden(definition: Definition, whole: Definition) {
  const there = new Set(definition.objects.map(object => object.id))
  const lost = whole.objects.filter(object => !there.has(object.id))
  if (lost.length === 0) return { definition, hidden: none }
  const known = new Set(definition.parameters.map(parameter => parameter.id))
  return {
    definition: {
      objects: [...definition.objects, ...lost],
      parameters: [...definition.parameters, ...whole.parameters.filter(one => !known.has(one.id))],
      values: definition.values.length > 0 ? definition.values : whole.values,
    },
    hidden: new Set(lost.map(object => object.id)),
  }
}

const none: ReadonlySet<string> = new Set()

const graphs = new WeakMap<Definition, Graph>()
let latest: Graph | undefined

/** The graph of a definition; that of the one before, if both look alike. */
export function graphOf(definition: Definition): Graph {
  let graph = graphs.get(definition)
  if (!graph) {
    graph = projectGraph(definition)
    if (latest && sameItems(latest.cards, graph.cards) && sameItems(latest.edges, graph.edges)) graph = latest
    graphs.set(definition, graph)
  }
  latest = graph
  return graph
}

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, at) => one === b[at])

/** Whether two graphs lie alike: only a change of cards or edges makes a new picture; what they say does not. */
export const sameShape = (a: Graph, b: Graph): boolean =>
  a === b ||
  (a.cards.length === b.cards.length &&
    a.edges.length === b.edges.length &&
    a.cards.every((card, at) => card.id === b.cards[at]?.id && card.family === b.cards[at]?.family) &&
    a.edges.every((edge, at) => {
      const other = b.edges[at]
      return (
        edge === other || (edge.source === other?.source && edge.target === other.target && edge.flow === other.flow)
      )
    }))

/** The worst of some findings, and how many there are of each severity. */
export interface Tally {
  readonly worst: Severity | undefined
  readonly error: number
  readonly warning: number
  readonly info: number
}

export function tally(severities: Iterable<Severity>): Tally {
  const counts = { error: 0, warning: 0, info: 0 }
  for (const severity of severities) counts[severity] += 1
  const worst = counts.error > 0 ? 'error' : counts.warning > 0 ? 'warning' : counts.info > 0 ? 'info' : undefined
  return { worst, ...counts }
}

/** Findings by the object that they are about. */
export function findingsByObject(all: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const map = new Map<string, Finding[]>()
  for (const finding of all) {
    const id = finding.at.object
    if (id === undefined) continue
    const list = map.get(id)
    if (list) list.push(finding)
    else map.set(id, [finding])
  }
  return map
}
