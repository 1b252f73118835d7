import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resolveParameters } from '../../../src/core/definition/parameters.ts'
import { effectiveValue } from '../../../src/core/definition/query.ts'
import { evaluateFields } from '../../../src/core/definition/scope.ts'
import { read } from '../../../src/core/definition/text.ts'
import { parseTemplate } from '../../../src/core/expression/parse.ts'
import { dateTime, string } from '../../../src/core/expression/value.ts'
import { cardHeight, cardWidth, layoutGraph } from '../../../src/core/graph/layout.ts'
import { projectGraph } from '../../../src/core/graph/project.ts'

const corpus = process.env.PIPEWRIGHT_CORPUS ?? join(import.meta.dirname, '../../../../shared/corpus')
const folder = join(corpus, 'files')
const names = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.json')) : []
const definitions = names.map(name => [name, read(readFileSync(join(folder, name), 'utf8')).definition] as const)

describe('real definitions', () => {
  if (names.length === 0) it('are not here, so nothing was checked against them', () => expect(names).toEqual([]))

  it('have no two cards in one place', () => {
    for (const [name, definition] of definitions) {
      const graph = projectGraph(definition)
      const places = [...layoutGraph(graph.cards, graph.edges).values()]
      expect(places, name).toHaveLength(graph.cards.length)
      for (const [index, one] of places.entries())
        for (const other of places.slice(index + 1))
          expect(Math.abs(one.x - other.x) >= cardWidth || Math.abs(one.y - other.y) >= cardHeight, name).toBe(true)
    }
  })

  it('have expressions that can be read, but for the one of a pipeline that put one into another', () => {
    const broken = definitions.flatMap(([name, definition]) => {
      const texts = [
        ...definition.objects.flatMap(object => object.fields.map(field => field.stringValue ?? '')),
        ...definition.parameters.flatMap(one => one.attributes.map(attribute => attribute.stringValue)),
      ]
      return texts.flatMap(text => parseTemplate(text).errors.map(error => `${name.slice(4, 14)}: ${error.message}`))
    })
    expect([...new Set(broken)]).toEqual(
      names.length === 0 ? [] : ["pipewelder: There is no '#{' inside another; write the name alone."],
    )
  })

  it('can be evaluated but for names that they do not explain', () => {
    for (const [name, definition] of definitions) {
      const { values } = resolveParameters(definition)
      for (const object of definition.objects) {
        const node = definition.objects.find(one => effectiveValue(definition, one, 'type')?.endsWith('Activity'))
        const runtime = (_: string, field: string) =>
          /Time$/.test(field)
            ? dateTime(Date.UTC(2024, 0, 31))
            : field.startsWith('@') || /^error/.test(field)
              ? string('x')
              : undefined
        const { problems } = evaluateFields({ definition, object, values, runtime, ...(node && { node }) })
        for (const { error, field } of problems)
          expect(error, `${name} ${object.id} ${field}`).toMatch(
            /has no (field|reference|value yet)|is no period|inside another|leads to|'node' is known/,
          )
      }
    }
  })
})
