import { describe, expect, it } from 'vitest'
import { blanks, blankText } from '../../src/app/create/blank.ts'
import { templates } from '../../src/app/create/templates/list.ts'
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

  it.each(blanks.map(one => [one.label, one.value] as const))(
    'an empty pipeline, %s, has nothing wrong',
    (_, value) => {
      expect(wrongIn(blankText(value))).toEqual([])
    },
  )

  it('has names of its own for all templates', () => {
    expect(new Set(templates.map(one => one.name)).size).toBe(templates.length)
  })
})
