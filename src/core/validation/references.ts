/** Whether references lead somewhere, and to the right kind of thing. */

import { accepts, catalog, isUserField } from '../catalog/index.ts'
import { type Facts, factsOf, placeOf, type Subject, valuesOf, type Written } from './facts.ts'
import { pointTo, removeAll, removeLinks, removeValue, setText } from './fixes.ts'
import { meantType } from './gather.ts'
import { rule } from './rule.ts'
import { aloneWith, idleWithout, isOnlyMention, isSpare } from './spare.ts'
import { any, nearest, shown } from './words.ts'

const unknownTarget = rule(
  'reference/unknown-target',
  'error',
  'frame',
  'References name objects of this pipeline.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const written of facts.written) {
      const { ref, subject, key } = written
      if (!ref || ref.includes('#{') || written.slot?.runtime || facts.byId.has(ref)) continue
      const meant = nearest(ref, fittingIds(facts, written))
      const fitting = meant === undefined ? fittingTargets(facts, written) : [meant]
      yield {
        at: placeOf(written),
        message: `${key} of ${subject.id} points to ${ref}, which is not in this pipeline.${meant ? ` Did you mean ${meant}?` : ''}`,
        fixes: [...fitting.map(id => pointTo(written, id)), ...(isSpare(written) ? [removeValue(written)] : [])],
      }
    }
  },
)

const wrongTarget = rule(
  'reference/wrong-target',
  'error',
  'frame',
  'References lead to types that fit.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const written of facts.written) {
      const { ref, slot, subject, key } = written
      const target = ref === undefined ? undefined : facts.byId.get(ref)
      if (!target || slot?.kind !== 'ref' || slot.to?.includes('*')) continue
      if (target.type !== undefined && (accepts(slot, target.type) || !catalog.has(target.type))) continue
      yield {
        at: placeOf(written),
        message:
          target.type === undefined
            ? `${key} of ${subject.id} points to ${ref}, which has no type; it must be ${any(slot.to ?? [])}.`
            : `${key} of ${subject.id} points to ${ref}, a ${target.type}; it must be ${any(slot.to ?? [])}.`,
        fixes: isOnlyMention(facts, written)
          ? []
          : [
              ...fittingTargets(facts, written).map(id => pointTo(written, id)),
              ...(isSpare(written) ? [removeValue(written)] : []),
            ],
      }
    }
  },
)

const textExpected = rule(
  'reference/text-expected',
  'error',
  'frame',
  'Where text belongs, there is no reference.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const written of facts.written) {
      const { ref, slot, subject, key } = written
      if (ref === undefined || ref === '' || (key !== 'type' && (!slot || slot.kind === 'ref'))) continue
      yield {
        at: placeOf(written),
        message: `${key} of ${subject.id} takes text, not a reference to ${ref}.`,
        fixes: isOnlyMention(facts, written) ? [] : [setText(written, ref)],
      }
    }
  },
)

const referenceExpected = rule(
  'reference/reference-expected',
  'error',
  'whole',
  'Where a reference belongs, there is no text.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const written of facts.byKind.get('ref') ?? []) {
      const { text, slot, subject, key } = written
      if (text === undefined || text === '' || slot?.runtime) continue
      const known = facts.byId.has(text)
      const ids = known ? [text] : fittingTargets(facts, written)
      yield {
        at: placeOf(written),
        // Terraform's users write ids as texts, and the service was seen to take those that exist.
        severity: known ? 'warning' : 'error',
        message: text.includes('#{')
          ? `${key} of ${subject.id} takes a reference, and references cannot be expressions: ${shown(text)}.`
          : `${key} of ${subject.id} is the text ${shown(text)}, but takes a reference: {"ref": "…"}.`,
        fixes: ids.map(id => pointTo(written, id)),
      }
    }
  },
)

const parentCycle = rule(
  'reference/parent-cycle',
  'error',
  'frame',
  'Nothing inherits from itself.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const path of cycles(facts.subjects, subject => heads(facts, subject, 'parent')))
      yield {
        at: { object: path[0] ?? '', field: 'parent', occurrence: 0 },
        message: `${circle(path)}: each inherits from the next, and none has a beginning. Take one parent away.`,
        fixes: path.flatMap(id => facts.byId.get(id)?.own.get('parent')?.map(removeValue) ?? []),
      }
  },
)

const dependencyCycle = rule(
  'reference/dependency-cycle',
  'error',
  'frame',
  'Nothing waits for itself.',
  function* (definition) {
    const facts = factsOf(definition)
    const waits = waitsOf(facts)
    for (const path of cycles(facts.subjects, subject => waits.get(subject) ?? [])) {
      const links = path.map((id, at) => linksBetween(facts, id, path[(at + 1) % path.length] ?? id))
      const [first] = links.flat()
      yield {
        at: first ? placeOf(first) : { object: path[0] ?? '' },
        message: `${circle(path)}: each waits for the next, so none will ever start. Take one link away.`,
        fixes: links.filter(one => one.length > 0).map(removeLinks),
      }
    }
  },
)

const unused = rule('reference/unused', 'info', 'whole', 'Everything is there for something.', function* (definition) {
  const facts = factsOf(definition)
  for (const { id, type, family } of facts.subjects) {
    if (facts.mentioned.has(id) || family === 'activity' || family === 'default' || id === 'Default') continue
    if (type === undefined || !catalog.has(type)) continue
    yield {
      at: { object: id },
      message: `Nothing points to ${id}${family === 'resource' ? ', so it would be started for nothing' : ''}. Connect it or remove it.`,
      fixes: fixesOfUnused(facts, id),
    }
  }
})

const foreignParent = rule(
  'reference/foreign-parent',
  'info',
  'references',
  'Parents are of the same type, or of none.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const subject of facts.subjects) {
      const parent = heads(facts, subject, 'parent')[0]
      const own = typeOn(subject)
      const theirs = parent && typeOn(parent)
      if (!parent || parent.id === 'Default' || own === undefined || theirs === undefined || own === theirs) continue
      yield {
        at: { object: subject.id, field: 'parent', occurrence: 0 },
        message: `${subject.id} is ${own}, but inherits from ${parent.id}, ${theirs}: fields that ${own} lacks are dropped without a word.`,
      }
    }
  },
)

const sharedOutput = rule(
  'reference/shared-output',
  'warning',
  'frame',
  'One activity writes a data node.',
  function* (definition) {
    const facts = factsOf(definition)
    const writers = new Map<string, string>()
    for (const subject of facts.byFamily.get('activity') ?? [])
      for (const written of valuesOf(subject, 'output')) {
        if (written.ref === undefined || !facts.byId.has(written.ref)) continue
        const other = writers.get(written.ref)
        if (other !== undefined && other !== subject.id)
          yield {
            at: placeOf(written),
            message: `${subject.id} and ${other} both write ${written.ref}. What reads it waits for both, and the later one may undo the earlier.`,
          }
        writers.set(written.ref, subject.id)
      }
  },
)

const userReference = rule(
  'reference/text-like-id',
  'info',
  'whole',
  'Fields of your own point to objects by references.',
  function* (definition) {
    const facts = factsOf(definition)
    for (const written of facts.written) {
      const { key, text, subject } = written
      if (!isUserField(key) || written.slot || text === undefined || text === subject.id || !facts.byId.has(text))
        continue
      yield {
        at: placeOf(written),
        message: `${key} of ${subject.id} is the text ${shown(text)}, which is also the id of an object. If that is meant, make it a reference.`,
        fixes: [pointTo(written, text)],
      }
    }
  },
)

export const referenceRules = [
  unknownTarget,
  wrongTarget,
  textExpected,
  referenceExpected,
  parentCycle,
  dependencyCycle,
  unused,
  foreignParent,
  sharedOutput,
  userReference,
]

/** Takes an object away with what only it uses; not where parameters would be left over, which texts tell. */
function fixesOfUnused(facts: Facts, id: string) {
  const ids = aloneWith(facts, id)
  return ids.some(one => facts.byId.get(one)?.values.some(({ dynamic }) => dynamic))
    ? []
    : [removeAll(ids, idleWithout(facts, ids))]
}

/** Ids of objects that a slot accepts; of all where it takes anything, or is none of its type. */
const fittingIds = (facts: Facts, { slot, subject }: Written): readonly string[] =>
  slot?.to === undefined || slot.to.includes('*')
    ? [...facts.byId.keys()]
    : facts.subjects.flatMap(one => (one !== subject && accepts(slot, one.type ?? '') ? [one.id] : []))

/** Up to three objects that the slot accepts and does not have yet. */
function fittingTargets(facts: Facts, { slot, subject, key }: Written): readonly string[] {
  if (!slot?.to || slot.to.includes('*')) return []
  const taken = new Set(valuesOf(subject, key).map(written => written.ref))
  return facts.subjects
    .filter(one => one !== subject && one.type !== undefined && accepts(slot, one.type) && !taken.has(one.id))
    .slice(0, 3)
    .map(one => one.id)
}

const typeOn = (subject: Subject): string | undefined => {
  const text = subject.own.get('type')?.[0]?.text
  return text === undefined ? undefined : meantType(text)
}

const heads = (facts: Facts, subject: Subject, key: string): readonly Subject[] =>
  (subject.own.get(key) ?? []).flatMap(({ ref }) => (ref === undefined ? [] : (facts.byId.get(ref) ?? [])))

const circle = (path: readonly string[]): string =>
  [...path.slice(0, 8), ...(path.length > 8 ? ['…'] : []), path[0]].join(' → ')

/** Flows along which one object waits for another; outputs wait the other way round. */
const waitingFlows = new Set(['in', 'after', 'on', 'when'])

const flowKeys = new Map(
  [...catalog].map(([name, type]) => {
    const keys = Object.entries(type.slots).flatMap(([key, { flow }]) =>
      flow === 'out' || waitingFlows.has(flow ?? '') ? [[key, flow === 'out'] as const] : [],
    )
    return [name, keys] as const
  }),
)

/** What each object waits for: its inputs, what it depends on, its machine and checks; a data node for its writers. */
function waitsOf(facts: Facts): ReadonlyMap<Subject, readonly Subject[]> {
  const waits = new Map<Subject, Subject[]>()
  const add = (from: Subject, to: Subject) => {
    const list = waits.get(from)
    if (list) list.push(to)
    else waits.set(from, [to])
  }
  for (const subject of facts.subjects)
    for (const [key, isOutput] of flowKeys.get(subject.type ?? '') ?? [])
      for (const { ref } of valuesOf(subject, key)) {
        const target = ref === undefined ? undefined : facts.byId.get(ref)
        if (target && isOutput) add(target, subject)
        else if (target) add(subject, target)
      }
  return waits
}

/** The values by which one object waits for another: references of its own, or outputs of the other to it. */
function linksBetween(facts: Facts, from: string, to: string): readonly Written[] {
  const links = (id: string, wanted: string, isOutput: boolean) => {
    const subject = facts.byId.get(id)
    const keys = flowKeys.get(subject?.type ?? '') ?? []
    return keys.flatMap(([key, out]) =>
      subject && out === isOutput ? valuesOf(subject, key).filter(({ ref }) => ref === wanted) : [],
    )
  }
  return [...links(from, to, false), ...links(to, from, true)]
}

/** Circles in a graph: one for every link that closes one, each object in at most one of them. */
function cycles(
  nodes: readonly Subject[],
  next: (node: Subject) => readonly Subject[],
): readonly (readonly string[])[] {
  const state = new Map<Subject, 'open' | 'done'>()
  const told = new Set<Subject>()
  const found: string[][] = []
  for (const root of nodes) {
    if (state.has(root)) continue
    const path: { readonly node: Subject; readonly rest: Subject[] }[] = []
    const enter = (node: Subject) => {
      state.set(node, 'open')
      path.push({ node, rest: [...next(node)] })
    }
    enter(root)
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const to = top.rest.pop()
      if (!to) {
        state.set(top.node, 'done')
        path.pop()
      } else if (!state.has(to)) enter(to)
      else if (state.get(to) === 'open') {
        const ring = path.slice(path.findIndex(step => step.node === to)).map(step => step.node)
        if (ring.some(node => told.has(node))) continue
        for (const node of ring) told.add(node)
        found.push(ring.map(node => node.id))
      }
    }
  }
  return found
}
