import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../src/core/definition/edit.ts'
import { type Document, read } from '../../src/core/definition/text.ts'
import { editableText, readDefinition } from '../../src/core/formats/index.ts'
import { rules, validate } from '../../src/core/validation/index.ts'
import type { Finding, Fix } from '../../src/core/validation/rule.ts'
import { everyExample } from './validation-examples/every.ts'
import { textOf } from './validation-examples/example.ts'

/** What comes to light through a fix and was true before: the only findings that a fix may add, each with its reason. */
const uncovers: Readonly<Record<string, { readonly codes: readonly string[] | 'any'; readonly why: string }>> = {
  'shape/unknown-type': { codes: 'any', why: 'an object of no known type cannot be judged before' },
  'expression/undeclared-parameter': { codes: ['parameter/no-value'], why: 'it had no value before either' },
  'reference/unused': { codes: ['shape/idle-default'], why: 'nobody else takes that from Default' },
  'retry/no-cascade': { codes: ['schedule/cascade-backfill'], why: 'the service says the same of cascade' },
  'log/no-place': { codes: ['parameter/no-value'], why: 'the place is asked for at activation' },
  'security/literal-password': { codes: ['parameter/no-value'], why: 'the secret is asked for at activation' },
}

const countsOf = (found: readonly Finding[]) => {
  const counts = new Map<string, number>()
  for (const { code } of found) counts.set(code, (counts.get(code) ?? 0) + 1)
  return counts
}

const isSame = (a: Finding, b: Finding) =>
  a.code === b.code && a.message === b.message && JSON.stringify(a.at) === JSON.stringify(b.at)

/** What is wrong with a fix: that its finding is still there, or that there are findings more than before. */
function faultsOf(document: Document, found: readonly Finding[], finding: Finding, { label, command }: Fix): string[] {
  const mended = read(applyEdits(document.text, command.edits(document)))
  const left = validate(mended.definition)
  const faults = left.some(one => isSame(one, finding)) ? [`${finding.code}: ${label}: still found`] : []
  const before = countsOf(found)
  const allowed = uncovers[finding.code]?.codes ?? []
  for (const [code, count] of countsOf(left))
    if (count > (before.get(code) ?? 0) && allowed !== 'any' && !allowed.includes(code))
      faults.push(`${finding.code}: ${label}: adds ${code}`)
  return faults
}

/** Tries every fix of every finding in a text. */
function tryFixes(text: string): { readonly fixes: number; readonly faults: readonly string[] } {
  const document = read(text)
  const found = validate(document.definition)
  const tried = found.flatMap(finding => finding.fixes.map(fix => faultsOf(document, found, finding, fix)))
  return { fixes: tried.length, faults: tried.flat() }
}

describe('every fix removes its finding and adds none', () => {
  it.each(Object.entries(everyExample))('in the examples of %s', (_, [bad, good]) => {
    expect([...tryFixes(textOf(bad)).faults, ...tryFixes(textOf(good)).faults]).toEqual([])
  })

  it('and there are fixes to try for sixty rules', () => {
    const mendable = Object.entries(everyExample).filter(([code, [bad]]) =>
      validate(read(textOf(bad)).definition).some(one => one.code === code && one.fixes.length > 0),
    )
    expect(mendable.length).toBeGreaterThanOrEqual(60)
    expect(rules.length).toBeGreaterThanOrEqual(150)
  })

  const corpus = process.env.PIPEWRIGHT_CORPUS ?? '../shared/corpus'
  if (!existsSync(corpus)) return it(`has no real definitions to try: nothing at ${corpus}`, () => {})
  it('in real definitions', () => {
    let fixes = 0
    const faults: string[] = []
    for (const file of filesOf(corpus)) {
      const text = textIn(`${corpus}/files/${file}`)
      if (text === undefined) continue
      const tried = tryFixes(text)
      fixes += tried.fixes
      faults.push(...tried.faults.map(fault => `${file}: ${fault}`))
    }
    expect(faults).toEqual([])
    expect(fixes).toBeGreaterThan(150)
  }, 120_000)
})

function filesOf(corpus: string): readonly string[] {
  const [head = '', ...rows] = readFileSync(`${corpus}/index.tsv`, 'utf8').trimEnd().split('\n')
  const at = head.split('\t').indexOf('file')
  return rows.flatMap(row => row.split('\t')[at] ?? [])
}

/**
 * A file as the designer would open it. A broken text is mended before anything else, and a file with a single object
 * has no place for the parameters that some fixes add.
 */
function textIn(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  const reading = readDefinition(readFileSync(path, 'utf8'))
  if (reading.definition.objects.length < 2) return undefined
  const text = editableText(reading)
  return read(text).problems.length === 0 ? text : undefined
}
