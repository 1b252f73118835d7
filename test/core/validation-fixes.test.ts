import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { templates } from '../../src/app/create/templates/list.ts'
import { applyEdits } from '../../src/core/definition/edit.ts'
import { type Document, locate, read } from '../../src/core/definition/text.ts'
import { editableText, readDefinition } from '../../src/core/formats/index.ts'
import { rules, validate } from '../../src/core/validation/index.ts'
import type { Finding, Fix } from '../../src/core/validation/rule.ts'
import { everyExample } from './validation-examples/every.ts'
import { textOf } from './validation-examples/example.ts'

/** By what people tell findings apart: the code, whose it is, and the field. */
const identityOf = ({ code, at }: Finding) => JSON.stringify([code, at.object, at.parameter, at.value, at.field])

const isSame = (a: Finding, b: Finding) =>
  a.code === b.code && a.message === b.message && JSON.stringify(a.at) === JSON.stringify(b.at)

/** Whether the place of a finding, its field or its owner, is written in a text. */
const isWrittenIn = ({ at }: Finding, document: Document) =>
  locate(document, at) !== undefined || Object.keys(at).length === 0

/**
 * The findings of `now` that `before` had not. What a fix renames takes its findings along: one in a place that was not
 * there before is none too many if another of its code went with a place that is no more.
 */
function addedTo(before: readonly Finding[], now: readonly Finding[], was: Document, is: Document): readonly Finding[] {
  const old = Map.groupBy(before, identityOf)
  const left = [...Map.groupBy(now, identityOf)]
  const many = left.flatMap(([identity, found]) => found.slice(old.get(identity)?.length ?? 0))
  const gone = before.filter(one => isWrittenIn(one, was) && !isWrittenIn(one, is)).map(({ code }) => code)
  return many.filter(one => {
    const at = isWrittenIn(one, was) ? -1 : gone.indexOf(one.code)
    if (at >= 0) gone.splice(at, 1)
    return at < 0
  })
}

/** What is wrong with a fix: that its finding is still there, or that there are findings that were not there before. */
function faultsOf(document: Document, found: readonly Finding[], finding: Finding, { label, command }: Fix): string[] {
  const mended = read(applyEdits(document.text, command.edits(document)))
  const left = validate(mended.definition)
  const still = left.some(one => isSame(one, finding)) ? [`${finding.code}: ${label}: still found`] : []
  const added = addedTo(found, left, document, mended).map(
    one => `${finding.code}: ${label}: adds ${one.code} at ${JSON.stringify(one.at)}`,
  )
  return [...still, ...added]
}

/** Tries every fix of every finding in a text, each of several for one finding by itself. */
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

  it('in the examples and templates that come with the product', () => {
    const files = readdirSync('public/examples').filter(file => file.endsWith('.json') && file !== 'index.json')
    const texts = [
      ...files.map(file => readFileSync(`public/examples/${file}`, 'utf8')),
      ...templates.map(({ text }) => text),
    ]
    expect(texts.length).toBeGreaterThan(17)
    expect(texts.flatMap(text => tryFixes(text).faults)).toEqual([])
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
