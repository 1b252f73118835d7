import { describe, expect, it } from 'vitest'
import { blankText } from '../../src/app/create/blank.ts'
import { templates } from '../../src/app/create/templates/list.ts'
import { attribute } from '../../src/core/definition/query.ts'
import { read } from '../../src/core/definition/text.ts'
import { validate } from '../../src/core/validation/index.ts'

const wrongIn = (text: string) => {
  const document = read(text)
  const valueless = /^parameter\/(missing|no)-value/
  return [
    ...document.problems.map(problem => problem.message),
    ...validate(document.definition)
      .filter(finding => finding.severity === 'error' && !valueless.test(finding.code))
      .map(finding => `${finding.code}: ${finding.message}`),
  ]
}

describe('what a new pipeline begins with', () => {
  it.each(templates.map(one => [one.title, one.text] as const))(
    '%s has nothing wrong but values to fill in',
    (_, text) => {
      expect(wrongIn(text)).toEqual([])
    },
  )

  it('an empty canvas has nothing wrong', () => {
    expect(wrongIn(blankText)).toEqual([])
  })

  it.each(templates)(
    '$title tells what it does, in a sentence, in steps, and for each parameter',
    ({ about, steps, text }) => {
      for (const sentence of [about, ...steps]) expect(sentence).toMatch(/^[A-Z].{12,}\.$/)
      const { parameters } = read(text).definition
      expect(parameters.length).toBeGreaterThan(1)
      for (const parameter of parameters) {
        expect(attribute(parameter, 'description')).toMatch(/^[A-Z].{5,60}$/)
        const told = ['default', 'watermark', 'helpText'].some(key => attribute(parameter, key) !== undefined)
        expect(told, parameter.id).toBe(true)
      }
    },
  )

  it('offers the eleven jobs of the console, and some of machine learning', () => {
    expect(templates.filter(one => one.console && !/of early consoles/.test(one.console))).toHaveLength(11)
    expect(templates.filter(one => one.group === 'Machine learning').length).toBeGreaterThanOrEqual(3)
  })

  it('has names of its own for all templates', () => {
    expect(new Set(templates.map(one => one.name)).size).toBe(templates.length)
  })
})
