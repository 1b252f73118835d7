import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../src/core/definition/edit.ts'
import type { Definition } from '../../src/core/definition/model.ts'
import { effectiveFields, lineage, typeOf } from '../../src/core/definition/query.ts'
import { locate, read } from '../../src/core/definition/text.ts'
import { readDefinition } from '../../src/core/formats/index.ts'
import { factsOf, valuesOf } from '../../src/core/validation/facts.ts'
import { rules, validate } from '../../src/core/validation/index.ts'
import type { Finding } from '../../src/core/validation/rule.ts'
import { spotOf } from '../../src/core/validation/spots.ts'
import { nearest } from '../../src/core/validation/words.ts'
import { everyExample as examples } from './validation-examples/every.ts'
import { type Sample, shell, textOf } from './validation-examples/example.ts'

const findingsIn = (sample: Sample, code: string): readonly Finding[] =>
  validate(read(textOf(sample)).definition).filter(finding => finding.code === code)

const wireOf = (sample: Sample): string => {
  const { objects, parameters, values } = read(textOf(sample)).definition
  return JSON.stringify(
    { pipelineObjects: objects, parameterObjects: parameters, parameterValues: values },
    undefined,
    2,
  )
}

describe('the rules', () => {
  it('have codes of their own, and a sentence each', () => {
    const codes = rules.map(rule => rule.code)
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([])
    expect(rules.filter(rule => !/^[A-Z].*\.$/.test(rule.summary)).map(rule => rule.code)).toEqual([])
    expect(codes.filter(code => !/^[a-z0-9]+\/[a-z0-9-]+$/.test(code))).toEqual([])
  })

  it('have a bad and a good example each', () => {
    expect(Object.keys(examples).sort()).toEqual(rules.map(rule => rule.code).sort())
  })

  describe.each(Object.entries(examples))('%s', (code, [bad, good]) => {
    it('finds the bad example', () => {
      const found = findingsIn(bad, code)
      expect(found.length).toBeGreaterThan(0)
      for (const { message } of found) expect(message).toMatch(/^[^\s].*[.?]$/s)
    })

    it('leaves the good one alone', () => {
      expect(findingsIn(good, code)).toEqual([])
    })

    it('points to what is there', () => {
      const document = read(textOf(bad))
      for (const { at } of findingsIn(bad, code))
        if (at.object !== undefined && at.object.trim() !== '' && at.field !== 'name')
          expect(locate(document, at), JSON.stringify(at)).toBeDefined()
    })

    it.each([
      ['a CLI file', textOf(bad)],
      ["the API's shape", wireOf(bad)],
    ])('is mended by each of its fixes, as %s', (_, text) => {
      const document = read(text)
      const found = validate(document.definition).filter(finding => finding.code === code)
      for (const finding of found)
        for (const { label, command } of finding.fixes) {
          const mended = read(applyEdits(text, command.edits(document)))
          expect(
            mended.problems.map(problem => problem.code),
            label,
          ).toEqual(document.problems.map(problem => problem.code))
          const left = validate(mended.definition).filter(one => one.code === code)
          expect(
            left.map(one => one.message),
            label,
          ).not.toContain(finding.message)
          expect(left.length, label).toBeLessThan(found.length)
        }
    })
  })

  it('offer fixes for at least fifty things', () => {
    const mendable = Object.entries(examples).filter(([code, [bad]]) =>
      findingsIn(bad, code).some(one => one.fixes.length > 0),
    )
    expect(mendable.length).toBeGreaterThanOrEqual(50)
  })
})

const corpus = process.env.PIPEWRIGHT_CORPUS ?? '../shared/corpus'

/** Errors in definitions that are published as whole ones, and why the service would refuse them too. */
const refused: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '039-dps-kinesis-kinesis-to-s3.json': { 'value/period': 'its period has no unit: 15 Period' },
  '071-fork-switch180-ddb-export-abs-cap.json': { 'parameter/bad-id': 'the id of a parameter begins with my' },
  '110-arthur-old-concurrent-extract-load-pipeline-steps.json': {
    'reference/unknown-target': 'a part of a pipeline: a script puts parents and schedule to it before it is saved',
    'schedule/missing': 'the same',
    'shape/none-of': 'the same',
  },
  '121-arthur-old-empty-run-pipeline.json': {
    'reference/unknown-target': 'its schedule is left over from another pipeline',
  },
}

const definitions = () => {
  const [head = '', ...rows] = readFileSync(`${corpus}/index.tsv`, 'utf8').trimEnd().split('\n')
  const column = (name: string) => head.split('\t').indexOf(name)
  return rows
    .map(row => row.split('\t'))
    .filter(row => row[column('role')] === 'definition' && row[column('kind')]?.startsWith('file'))
    .map(row => row[column('file')] ?? '')
}

if (existsSync(corpus))
  describe('definitions that ran', () => {
    it.each(definitions())('%s has no error that the service would not see', file => {
      const { definition } = readDefinition(readFileSync(`${corpus}/files/${file}`, 'utf8'))
      const errors = validate(definition).filter(finding => finding.severity === 'error')
      expect([...new Set(errors.map(error => error.code))].sort()).toEqual(Object.keys(refused[file] ?? {}).sort())
    })
  })
else it(`has no definitions that ran to judge: nothing at ${corpus}`, () => {})

const types = ['ShellCommandActivity', 'CopyActivity', 'Ec2Resource', 'S3DataNode', 'Schedule', 'Default', 'Nonsense']
const keys = [
  'type',
  'parent',
  'input',
  'output',
  'dependsOn',
  'runsOn',
  'command',
  'schedule',
  'constructor',
  '__proto__',
  '@status',
  '*myPassword',
  'period',
]
const anyId = fc.constantFrom('Default', 'A', 'B', 'C', 'D', '')
const anyText = fc.oneof(
  fc.constantFrom(...types, '1 day', '#{myX}', '#{a.b', '#{node.x}', 's3://b/k', ''),
  fc.string(),
)
const anyField = fc.oneof(
  fc.record({ key: fc.constantFrom(...keys), stringValue: anyText }),
  fc.record({ key: fc.constantFrom(...keys), refValue: anyId }),
)
const anyDefinition: fc.Arbitrary<Definition> = fc.record({
  objects: fc.array(fc.record({ id: anyId, name: anyId, fields: fc.array(anyField, { maxLength: 8, size: 'max' }) }), {
    maxLength: 8,
    size: 'max',
  }),
  parameters: fc.array(
    fc.record({
      id: anyText,
      attributes: fc.array(fc.record({ key: fc.constantFrom('type', 'default', 'isArray'), stringValue: anyText })),
    }),
  ),
  values: fc.array(fc.record({ id: anyText, stringValue: anyText })),
})

describe('whatever the definition', () => {
  it('judges it without fail, and twice the same', () => {
    fc.assert(
      fc.property(anyDefinition, definition => {
        const findings = validate(definition)
        expect(validate(structuredClone(definition)).map(({ code, at, message }) => ({ code, at, message }))).toEqual(
          findings.map(({ code, at, message }) => ({ code, at, message })),
        )
        const ranks = findings.map(finding => ['error', 'warning', 'info'].indexOf(finding.severity))
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
      }),
      { numRuns: 200 },
    )
  })

  it('sees the same inheritance as everybody else', () => {
    fc.assert(
      fc.property(anyDefinition, definition => {
        const facts = factsOf(definition)
        definition.objects.forEach((object, i) => {
          const subject = facts.subjects[i]
          expect(subject?.lineage.map(one => one.object)).toEqual(lineage(definition, object))
          expect(subject?.type).toBe(typeOf(definition, object))
          for (const key of keys) {
            const values = subject ? valuesOf(subject, key) : []
            const wanted = effectiveFields(definition, object).filter(field => field.key === key)
            expect(values.map(({ text, ref, subject: { id } }) => [id, text ?? ref])).toEqual(
              wanted.map(({ from, stringValue, refValue }) => [from, stringValue ?? refValue]),
            )
          }
        })
      }),
      { numRuns: 200 },
    )
  })

  it('finds the word that was meant', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, maxLength: 12 }), fc.nat(11), (word, at) => {
        const slip = word.slice(0, at % word.length) + word.slice((at % word.length) + 1)
        expect(nearest(slip.length >= 3 ? slip : word, [word])).toBe(word)
      }),
    )
    expect(nearest('sheduleType', ['schedule', 'scheduleType', 'type'])).toBe('scheduleType')
    expect(nearest('zzz', ['schedule'])).toBeUndefined()
  })
})

const codesIn = (sample: Sample) => validate(read(textOf(sample)).definition).map(({ code }) => code)

describe('what a rule may judge', () => {
  it('is nothing that is known only later', () => {
    const later = ['#{myValue}', '${value}', '{"Ref":"Value"}', '{"Fn::Sub":"${Value}"}']
    for (const text of later) {
      const machine = {
        id: 'Machine',
        type: 'Ec2Resource',
        terminateAfter: text,
        region: text,
        spotBidPrice: text,
        imageId: text,
      }
      const codes = codesIn([machine, shell({ maximumRetries: text, stage: text, retryDelay: text, stdout: text })])
      expect(
        codes.filter(code => /^value\/(?!placeholder)|resource\/(bid|id-form)/.test(code)),
        text,
      ).toEqual([])
    }
  })

  it('is a field of an object without a type, by those that inherit it', () => {
    const findings = validate(
      read(
        textOf([
          { id: 'Base', terminateAfter: '2h' },
          { id: 'Machine', type: 'Ec2Resource', parent: { ref: 'Base' } },
        ]),
      ).definition,
    )
    expect(findings.find(({ code }) => code === 'value/period')?.at).toEqual({
      object: 'Base',
      field: 'terminateAfter',
      occurrence: 0,
    })
  })

  it('is what an object inherits as well as what it says', () => {
    const base = { id: 'Base', runsOn: { ref: 'Machine' }, command: 'true' }
    const child = { id: 'Shell', type: 'ShellCommandActivity', parent: { ref: 'Base' } }
    expect(codesIn([base, child, { id: 'Machine', type: 'Ec2Resource' }])).not.toContain('shape/none-of')
  })

  it('leaves the schedule open where a parameter decides whether there is one', () => {
    expect(codesIn([{ id: 'Default', scheduleType: '#{myType}' }, shell()])).not.toContain('schedule/missing')
  })

  it('never repeats a secret', () => {
    const secret = 'hunter2\u0007 '
    const database = { id: 'Db', type: 'JdbcDatabase', '*password': [secret, secret], '*myKey': secret }
    const findings = validate(
      read(
        textOf({
          objects: [database, shell({ '*password': secret })],
          parameters: [{ id: '*myNumber', type: 'Integer', default: secret, allowedValues: ['1'] }],
          values: { '*myNumber': secret },
        }),
      ).definition,
    )
    expect(findings.length).toBeGreaterThan(5)
    expect(JSON.stringify(findings)).not.toContain('hunter2')
  })
})

describe('the list of findings', () => {
  it('has errors first, then goes by the order of the definition', () => {
    const findings = validate(
      read(textOf([shell({ id: 'B', maximumRetries: 'x' }), shell({ id: 'A', runsOn: { ref: 'M' } })])).definition,
    )
    const errors = findings.filter(finding => finding.severity === 'error').map(({ at }) => at.object)
    expect(errors.indexOf('B')).toBeLessThan(errors.indexOf('A'))
    expect(findings.map(({ severity }) => severity)).toEqual(
      [...findings.map(({ severity }) => severity)].sort((a, b) => order.indexOf(a) - order.indexOf(b)),
    )
  })

  it('says nothing of a pipeline as it should be', () => {
    expect(validate(read(textOf(sound)).definition).map(({ code }) => code)).toEqual([])
  })
})

const order = ['error', 'warning', 'info']

const sound = [
  {
    id: 'Default',
    scheduleType: 'cron',
    schedule: { ref: 'Daily' },
    pipelineLogUri: 's3://bucket/logs/',
    role: 'DataPipelineDefaultRole',
    resourceRole: 'DataPipelineDefaultResourceRole',
    onFail: { ref: 'Alarm' },
  },
  { id: 'Daily', type: 'Schedule', period: '1 day', startDateTime: '2030-01-01T00:00:00' },
  {
    id: 'Alarm',
    type: 'SnsAlarm',
    topicArn: 'arn:aws:sns:us-east-1:123456789012:alarms',
    subject: '#{node.name} failed',
    message: '#{node.errorMessage}',
  },
  { id: 'Machine', type: 'Ec2Resource', instanceType: 'm5.large', terminateAfter: '2 hours', keyPair: 'team' },
  { id: 'In', type: 'S3DataNode', directoryPath: 's3://bucket/in/' },
  { id: 'Out', type: 'S3DataNode', directoryPath: "s3://bucket/out/#{format(@scheduledStartTime, 'yyyy-MM-dd')}" },
  {
    id: 'Shell',
    type: 'ShellCommandActivity',
    command: 'sort $INPUT1_STAGING_DIR/* > $OUTPUT1_STAGING_DIR/sorted',
    stage: 'true',
    input: { ref: 'In' },
    output: { ref: 'Out' },
    runsOn: { ref: 'Machine' },
  },
]

describe('what one mistake could hide', () => {
  it('is told beside it: an object with a slip in its type is judged as what its author meant', () => {
    const object = { id: 'Shell', type: 'ShellCommandActivty', commandd: 'true' }
    expect(findingsIn([object], 'shape/misspelt-field')).toMatchObject([{ at: { object: 'Shell', field: 'commandd' } }])
    expect(findingsIn([object], 'shape/unknown-type')[0]?.fixes).toHaveLength(1)
    expect(findingsIn([{ ...object, type: 'SomethingElse' }], 'shape/misspelt-field')).toEqual([])
  })

  it('is told beside it: a parameter that nobody declares has no value either, and that is said once', () => {
    const sample = [shell({ command: 'cp #{myFrom} #{myTo} && touch #{myTo}' })]
    const [from, to, ...more] = findingsIn(sample, 'parameter/no-value')
    expect([from?.at, to?.at, more]).toEqual([{ parameter: 'myFrom' }, { parameter: 'myTo' }, []])
    const document = read(textOf(sample))
    const { offset, length } = spotOf(document, { at: { parameter: 'myTo' } })
    expect(document.text.slice(offset - 2, offset + length + 1)).toBe('#{myTo}')
    expect(offset).toBe(document.text.indexOf('myTo'))
  })
})
