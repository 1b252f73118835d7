import { expect, it } from 'vitest'
import { agreementOf } from '../../src/core/validation/agreement.ts'
import { validate } from '../../src/core/validation/index.ts'

const definition = {
  objects: [
    { id: 'Default', name: 'Default', fields: [{ key: 'scheduleType', stringValue: 'ondemand' }] },
    {
      id: 'Say',
      name: 'Say',
      fields: [
        { key: 'type', stringValue: 'ShellCommandActivity' },
        { key: 'workerGroup', stringValue: 'w' },
        { key: 'attemptTimeout', stringValue: 'soon' },
      ],
    },
  ],
  parameters: [],
  values: [],
}
const findings = validate(definition)
const timeout = findings.find(one => one.at.field === 'attemptTimeout')

it('takes both to say the same where they name one field of one object', () => {
  const said = agreementOf(
    { validationErrors: [{ id: 'Say', errors: ["INVALID_FIELD_VALUE: 'attemptTimeout' value must be a period."] }] },
    findings,
  )
  expect(timeout?.severity).toBe('error')
  expect(said.filter(one => one.by === 'both')).toMatchObject([{ object: 'Say', severity: 'error', finding: timeout }])
})

it('keeps apart what only one of them says, errors first', () => {
  const said = agreementOf(
    { validationWarnings: [{ id: 'Default', warnings: ['BACKFILL: it began in the past.'] }] },
    timeout ? [timeout] : [],
  )
  expect(said.map(({ by, severity, object }) => [by, severity, object])).toEqual([
    ['ours', 'error', 'Say'],
    ['service', 'warning', 'Default'],
  ])
})

it('takes one of our findings for one remark of the service only', () => {
  const twice = ["X: 'attemptTimeout' is wrong.", "Y: 'attemptTimeout' is wrong in another way."]
  const said = agreementOf({ validationErrors: [{ id: 'Say', errors: twice }] }, timeout ? [timeout] : [])
  expect(said.map(one => one.by).sort()).toEqual(['both', 'service'])
})
