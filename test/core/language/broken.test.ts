import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatText } from '../../../src/core/definition/commands.ts'
import { type Document, read } from '../../../src/core/definition/text.ts'
import { proposalsAt } from '../../../src/core/language/completion.ts'
import { contentsOf } from '../../../src/core/language/contents.ts'
import { foldsOf } from '../../../src/core/language/folds.ts'
import { hoverAt } from '../../../src/core/language/hover.ts'
import { storageLinks } from '../../../src/core/language/links.ts'
import { mendsAt } from '../../../src/core/language/mends.ts'
import { renameableAt, renameTo } from '../../../src/core/language/rename.ts'
import { signatureAt } from '../../../src/core/language/signature.ts'
import { definedAt, mentionsOf, symbolsAt } from '../../../src/core/language/symbols.ts'
import { validate } from '../../../src/core/validation/index.ts'
import { spotOf } from '../../../src/core/validation/spots.ts'
import { pipeline } from './marks.ts'

const folder = join(process.env.PIPEWRIGHT_CORPUS ?? join(import.meta.dirname, '../../../../shared/corpus'), 'files')
const real = existsSync(folder)
  ? readdirSync(folder)
      .filter(name => name.endsWith('.json'))
      .map(name => readFileSync(join(folder, name), 'utf8'))
      .filter(text => text.length < 20_000)
  : []
const texts = [pipeline('"command": "#{format(input.directoryPath, \'dd\')} \\"x\\""'), ...real]

const run = { moment: 'next', now: Date.UTC(2026, 0, 1) } as const

/** Puts every question there is, and looks whether the answers lie inside of the text. */
function ask(document: Document, offset: number): void {
  const inside = ({ offset, length }: { offset: number; length: number }) => {
    expect(offset).toBeGreaterThanOrEqual(0)
    expect(length).toBeGreaterThanOrEqual(0)
    expect(offset + length).toBeLessThanOrEqual(document.text.length)
  }
  for (const { span, text, stops } of proposalsAt(document, offset)) {
    inside(span)
    expect(span.offset).toBeLessThanOrEqual(offset)
    for (const stop of stops) expect(stop.offset + stop.length).toBeLessThanOrEqual(text.length)
  }
  signatureAt(document, offset)
  const hover = hoverAt(document, offset, run)
  if (hover) inside(hover.span)
  const named = symbolsAt(document, offset)
  if (named) inside(named.span)
  for (const symbol of named?.symbols ?? [])
    for (const span of [...definedAt(document, symbol), ...mentionsOf(document, symbol)]) inside(span)
  const found = renameableAt(document, offset)
  if (!('problem' in found)) {
    const command = renameTo(document, found.symbol, 'myOtherName')
    if (!('problem' in command)) for (const edit of command.edits(document)) inside(edit)
  }
}

function askOfAll(document: Document): void {
  const findings = validate(document.definition)
  for (const finding of findings) spotOf(document, finding)
  for (const { span } of storageLinks(document.text)) expect(span.length).toBeGreaterThan(0)
  contentsOf(document)
  foldsOf(document.text)
  formatText().edits(document)
  for (const { command } of mendsAt(document, findings, { offset: 0, length: document.text.length }))
    command.edits(document)
}

describe('while a text is broken', () => {
  it('every question still has an answer, wherever the caret is', () => {
    const breaks = fc.record({
      text: fc.constantFrom(...texts),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      gone: fc.nat(3),
      put: fc.constantFrom('', '"', '{', '}', '[', ',', '#{', '\\', "'", '(', '\n', ':', '/*', '“'),
      carets: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
    })
    fc.assert(
      fc.property(breaks, ({ text, at, gone, put, carets }) => {
        const place = Math.floor(at * text.length)
        const document = read(text.slice(0, place) + put + text.slice(place + gone))
        for (const caret of carets) ask(document, Math.floor(caret * document.text.length))
        for (const near of [-2, -1, 0, 1, 2]) ask(document, Math.max(0, Math.min(place + near, document.text.length)))
        askOfAll(document)
      }),
      { numRuns: 600 },
    )
  })

  it('every prefix of a text, as it is typed, has answers at its end', () => {
    const [text = ''] = texts
    for (let end = 0; end <= text.length; end += 3) {
      const document = read(text.slice(0, end))
      ask(document, document.text.length)
    }
  })
})
