import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { setName } from '../../src/core/definition/commands.ts'
import { applyEdits, invertEdits } from '../../src/core/definition/edit.ts'
import type { Definition } from '../../src/core/definition/model.ts'
import { locate, read } from '../../src/core/definition/text.ts'
import { asUploaded } from '../../src/core/formats/cli.ts'
import { convert, readDefinition } from '../../src/core/formats/index.ts'
import { toWire } from '../../src/core/formats/wire.ts'
import { differencesBetween } from '../../src/core/versions/differences.ts'

const corpus = process.env.PIPEWRIGHT_CORPUS ?? join(import.meta.dirname, '../../../shared/corpus')
const folder = join(corpus, 'files')
const names = existsSync(folder) ? readdirSync(folder).sort() : []
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8')

describe('real definitions', () => {
  if (names.length === 0) it('are not here, so nothing was checked against them', () => expect(names).toEqual([]))

  it.each(names)('%s opens, or says in a sentence why not', name => {
    const { definition, document } = readDefinition(textOf(name))
    const { objects, parameters, values } = definition
    if (objects.length + parameters.length + values.length === 0)
      expect(
        document.problems.some(({ severity, message }) => severity === 'error' && /^[A-Z].{20,}\.$/.test(message)),
      ).toBe(true)
    for (const { message } of document.problems) expect(message).toMatch(/[.!]$/)
  })

  it.each(names)('%s is saved as it was opened, edits and all', name => {
    const text = textOf(name)
    const document = read(text)
    expect(document.text).toBe(text)
    for (const { id } of document.definition.objects.slice(0, 5)) {
      const edits = setName(id, 'Another name').edits(document)
      expect(applyEdits(applyEdits(text, edits), invertEdits(text, edits))).toBe(text)
    }
  })

  it.each(names)('%s keeps its meaning in every format', name => {
    const { definition } = readDefinition(textOf(name))
    for (const path of [
      ['cli', 'api', 'cli'],
      ['api', 'cli', 'api'],
      ['cloudformation', 'cli'],
      ['terraform', 'api'],
    ]) {
      let now: Definition = definition
      const lost = new Set<string>()
      for (const format of path) {
        const { files, losses } = convert(now, format)
        for (const { at } of losses) if (at) lost.add(JSON.stringify([at.object ?? at.parameter ?? at.value, at.field]))
        now = readDefinition(files[0]?.text ?? '').definition
      }
      if (new Set(definition.objects.map(object => object.id)).size < definition.objects.length) {
        // Of objects that share an id, one cannot say which changed; so they are compared one by one.
        if (lost.size === 0) expect(settled(now)).toEqual(settled(definition))
        continue
      }
      const differences = differencesBetween(definition, now).filter(
        ({ object, parameter, value, field }) => !lost.has(JSON.stringify([object ?? parameter ?? value, field])),
      )
      expect(differences, path.join(' → ')).toEqual([])
    }
  })

  it.each(names)('%s can be pointed at, field by field', name => {
    const text = textOf(name)
    const { document, definition, format } = readDefinition(text)
    for (const object of definition.objects.filter(
      one => definition.objects.filter(o => o.id === one.id).length === 1,
    )) {
      const counts = new Map<string, number>()
      for (const { key, stringValue, refValue } of object.fields) {
        const occurrence = counts.get(key) ?? 0
        counts.set(key, occurrence + 1)
        const span = locate(document, { object: object.id, field: key, occurrence }, 'value')
        expect(span).toBeDefined()
        if (format === 'cli' && span && refValue !== undefined)
          expect(text.slice(span.offset, span.offset + span.length)).toContain(refValue)
        if (format === 'api' && span && stringValue !== undefined)
          expect(JSON.parse(text.slice(span.offset, span.offset + span.length))).toBe(stringValue)
      }
    }
  })
})

/** Fields in an order of their own. */
const settled = (definition: Definition) => asUploaded(definition)

/** The translator's own test pairs: what it makes of a CLI file. */
const pairs = names.flatMap(name => {
  const [, number, stem] = /^(\d+)-awscli-(.*)-1-cli\.json$/.exec(name) ?? []
  const partner = names.find(other => other.endsWith(`-awscli-${stem}-2-api.json`))
  return number && partner ? [[name, partner] as const] : []
})

describe.skipIf(names.length === 0)("the AWS CLI's own translation", () => {
  it.each(pairs)('of %s is ours', (cli, api) => {
    const { pipelineObjects, parameterObjects, parameterValues } = toWire(
      asUploaded(readDefinition(textOf(cli)).definition),
    )
    const made = [pipelineObjects, parameterObjects, parameterValues].find(list => list.length > 0)
    expect(made).toEqual(JSON.parse(textOf(api)))
  })

  const way = names.filter(name => /-awscli-api-to-df-.*-api\.json$/.test(name))
  it.each(way)('of %s keeps repeated keys as a list', name => {
    const { definition } = readDefinition(textOf(name))
    const text = convert(definition, 'cli').files[0]?.text ?? ''
    expect(Object.values(JSON.parse(text).objects[0]).some(Array.isArray)).toBe(true)
  })
})
