import type { Limits } from '../catalog/limits.ts'
import type { Definition } from '../definition/model.ts'
import { type Facts, partOf, type Subject } from './facts.ts'
import type { Finding, Rule } from './rule.ts'

/** What a rule found; `rule` is its number in the list. */
export interface Found {
  readonly finding: Finding
  readonly rule: number
}

/** A rule with its number in the list. */
export interface Numbered {
  readonly rule: Rule
  readonly number: number
}

/** Some neighbouring objects and what was found at them. They are asked about together, which costs less than one by one. */
export interface Sheet {
  readonly subjects: readonly Subject[]
  /** By rules that look at one object. */
  readonly ofObjects: readonly Found[]
  /** By rules that look along references. */
  readonly ofReferences: readonly Found[]
}

/** Rules that can be asked about a part of a definition. */
export interface PartRules {
  readonly object: readonly Numbered[]
  readonly references: readonly Numbered[]
}

export const ask = (rules: readonly Numbered[], definition: Definition, limits: Limits): readonly Found[] =>
  rules.flatMap(({ rule: { code, severity, check }, number }) =>
    Array.from(check(definition, limits), ({ fixes = [], ...remark }) => ({
      finding: { code, severity, fixes, ...remark },
      rule: number,
    })),
  )

/**
 * All objects on sheets; rules are asked only about those where something changed since the sheets of before. Yields
 * after each sheet that was filled anew.
 */
export function* fillSheets(
  facts: Facts,
  rules: PartRules,
  limits: Limits,
  before?: { readonly facts: Facts; readonly sheets: readonly Sheet[] },
): Generator<undefined, readonly Sheet[], undefined> {
  const earlier = before?.sheets ?? []
  const homes = new Map<string, number>()
  for (const [i, { subjects }] of earlier.entries()) for (const { id } of subjects) homes.set(id, i)
  const known = new Map(earlier.map(sheet => [sheet.subjects[0], sheet]))
  const touched = before ? withinReach(facts, changedIds(before.facts, facts)) : undefined
  const sheets: Sheet[] = []
  for (const subjects of spread(facts.subjects, homes)) {
    const [first] = subjects
    const old = first && known.get(first)
    const same = old?.subjects.length === subjects.length && subjects.every((one, i) => one === old.subjects[i])
    if (old && same && touched && !subjects.some(one => touched.has(one))) {
      sheets.push(old)
      continue
    }
    const part = partOf(facts, subjects)
    sheets.push({
      subjects,
      ofObjects: old && same ? old.ofObjects : ask(rules.object, part, limits),
      ofReferences: ask(rules.references, part, limits),
    })
    yield
  }
  return sheets
}

const usual = 24

/** Subjects on the sheets they had; new ones go to that of the one before them, and a sheet grown too large is cut. */
function spread(all: readonly Subject[], homes: ReadonlyMap<string, number>): readonly (readonly Subject[])[] {
  const groups = new Map<number, Subject[]>()
  let home = 0
  for (const subject of all) {
    home = homes.get(subject.id) ?? home
    const group = groups.get(home)
    if (group) group.push(subject)
    else groups.set(home, [subject])
  }
  return [...groups.values()].flatMap(group =>
    group.length <= 2 * usual
      ? [group]
      : Array.from({ length: Math.ceil(group.length / usual) }, (_, i) => group.slice(i * usual, (i + 1) * usual)),
  )
}

/** Ids of objects that came, went, or stand on something else than before. */
function changedIds(before: Facts, now: Facts): ReadonlySet<string> {
  const [from, to] = [before.subjects, now.subjects]
  const most = Math.min(from.length, to.length)
  let start = 0
  while (start < most && from[start] === to[start]) start++
  let tail = 0
  while (tail < most - start && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail++
  const earlier = new Set(from.slice(start, from.length - tail))
  const ids = new Set<string>()
  for (const subject of to.slice(start, to.length - tail)) if (!earlier.delete(subject)) ids.add(subject.id)
  for (const { id } of earlier) ids.add(id)
  return ids
}

/** Those from whom two references or fewer lead to one of the ids, inherited references included. */
function withinReach(facts: Facts, ids: ReadonlySet<string>): ReadonlySet<Subject> {
  const reached = new Set<Subject>()
  if (ids.size === 0) return reached
  const near = new Set(ids)
  for (let steps = 0; steps < 2; steps++) {
    const pointing = new Set<Subject>()
    for (const { ref, subject } of facts.written) if (ref !== undefined && near.has(ref)) pointing.add(subject)
    for (const subject of facts.subjects)
      if (subject.lineage.some(one => pointing.has(one))) {
        reached.add(subject)
        near.add(subject.id)
      }
  }
  return reached
}
