import { describe, expect, it } from 'vitest'
import type { Definition } from '../../../src/core/definition/model.ts'
import { resolveParameters } from '../../../src/core/definition/parameters.ts'
import { objectById } from '../../../src/core/definition/query.ts'
import {
  evaluateField,
  evaluateFields,
  type Runtime,
  type Surroundings,
  scopeOf,
} from '../../../src/core/definition/scope.ts'
import { evaluateTemplate } from '../../../src/core/expression/evaluate.ts'
import { dateTime, string } from '../../../src/core/expression/value.ts'
import { definitionOf } from './write.ts'

const start = Date.UTC(2013, 7, 18)
const definition = definitionOf(
  {
    Default: { scheduleType: 'cron', pipelineLogUri: 's3://logs/#{myName}', maximumRetries: '3' },
    orders: { type: 'S3DataNode', directoryPath: "s3://in/#{format(@scheduledStartTime, 'YYYY')}", myTag: '#{myList}' },
    report: { type: 'S3DataNode', directoryPath: 's3://out/#{myTwice}', myLoop: '#{myPool}', myPool: 'x#{myLoop}' },
    copy: {
      type: 'ShellCommandActivity',
      input: ['@orders', '@report'],
      output: '@report',
      onFail: '@alarm',
      command: 'load #{output.directoryPath} #{*mySecret}',
      scriptArgument: ['a-#{myList}', '--region #{myRegion}', '#{name}'],
      myLevel: '#{maximumRetries + 1}',
      myOwn: '#{myOwn}',
    },
    alarm: { type: 'SnsAlarm', message: '#{node.name} at #{node.@scheduledStartTime}: #{node.errorMessage}' },
  },
  {
    myName: { default: 'one' },
    myTwice: { default: '#{myName}-#{@scheduledStartTime.format("MM")}' },
    '*mySecret': { default: 'hush' },
    myList: { isArray: 'true', default: ['x', 'y'] },
    myRegion: { optional: 'true' },
    myCount: { type: 'Integer', default: '7' },
    myOwn: { default: 'parameter' },
  },
)
const { values } = resolveParameters(definition)

const runtime: Runtime = (id, field) => {
  if (field === '@scheduledStartTime') return dateTime(start)
  if (field === '@activeInstances') return [string(`@${id}_1`), string(`@${id}_2`)]
  return field === 'errorMessage' ? string('no such file') : undefined
}

const at = (id: string, more: Partial<Surroundings> = {}): Surroundings => {
  const object = objectById(definition, id)
  if (!object) throw new Error(id)
  return { definition, object, values, runtime, ...more }
}
const say = (id: string, text: string, more: Partial<Surroundings> = {}) => {
  const result = evaluateTemplate(text, scopeOf(at(id, more)))
  return 'error' in result ? result.error : result.values
}

describe('a name in an expression', () => {
  it('is a field of the object, inherited ones included', () => {
    expect(say('copy', '#{maximumRetries} #{pipelineLogUri} #{id} #{@id} #{name} #{type} #{parent}')).toEqual([
      '3 s3://logs/one copy copy copy ShellCommandActivity Default',
    ])
  })

  it('is a parameter first, so that a field may pass one on under its own name', () => {
    expect(say('copy', '#{myOwn}')).toEqual(['parameter'])
    expect(say('copy', '#{*mySecret}#{mySecret}')).toEqual(['hushhush'])
  })

  it('has the type that its slot or parameter says', () => {
    expect(say('copy', '#{maximumRetries + 1} #{myCount + 1}')).toEqual(['4 8'])
  })

  it('follows references through the fields of a definition', () => {
    expect(say('copy', '#{output.directoryPath}')).toEqual(['s3://out/one-08'])
    expect(say('copy', '#{input.directoryPath}')).toEqual(['s3://in/2013', 's3://out/one-08'])
    expect(say('copy', '#{input}')).toEqual(['orders', 'report'])
    expect(say('copy', '#{parent.scheduleType}')).toEqual(['cron'])
    expect(say('alarm', '#{node.output.directoryPath}', { node: at('copy').object })).toEqual(['s3://out/one-08'])
  })

  it('follows one reference to a runtime field and no more', () => {
    const node = at('copy').object
    expect(say('alarm', '#{node.@activeInstances}', { node })).toEqual(['@copy_1', '@copy_2'])
    expect(say('alarm', '#{node}', { node })).toEqual(['copy'])
    expect(say('alarm', '#{node.input.@scheduledStartTime}', { node })).toMatch(/over one reference only/)
  })

  it.each([
    ['copy', '#{nope}', "copy has no field 'nope', and there is no parameter of that name."],
    ['copy', '#{output.nope}', "report has no field 'nope'."],
    ['copy', '#{command.nope}', /leads to 'load #/],
    ['copy', '#{node.name}', "'node' is known in actions and preconditions only, not in copy."],
    ['copy', '#{@actualEndTime}', 'copy has no @actualEndTime here.'],
    ['report', '#{myLoop}', /needs its own value/],
  ])('in %s, %s is refused', (id, text, message) => {
    expect(say(id, text)).toMatch(message)
  })

  it('reaches the parent of all, written or not', () => {
    const lone = definitionOf({ copy: { type: 'CopyActivity' } })
    const [object] = lone.objects
    const scope = object && scopeOf({ definition: lone, object, values: new Map() })
    expect(scope && evaluateTemplate('#{parent.@id}', scope)).toEqual({ values: ['Default'] })
  })

  it('knows no runtime field in a definition that does not run', () => {
    const { runtime: _, ...still } = at('copy')
    const result = evaluateTemplate('#{@scheduledStartTime}', scopeOf(still))
    expect(result).toMatchObject({ error: '@scheduledStartTime of copy is known only while the pipeline runs.' })
  })
})

describe('a field', () => {
  it('is evaluated to as many values as its lists have', () => {
    expect(evaluateField(at('copy'), 'scriptArgument')).toEqual({
      fields: ['a-x', 'a-y', 'copy'].map(stringValue => ({ key: 'scriptArgument', stringValue })),
    })
  })

  it('keeps references, and what cannot be evaluated is reported', () => {
    const { fields, problems } = evaluateFields(at('report'))
    expect(problems.map(one => one.field)).toEqual(['myLoop', 'myPool'])
    expect(fields).toContainEqual({ key: 'pipelineLogUri', stringValue: 's3://logs/one' })
    expect(evaluateFields(at('copy')).fields).toContainEqual({ key: 'input', refValue: 'orders' })
  })

  it('cannot keep the engine busy for ever', () => {
    const levels = Array.from({ length: 40 }, (_, n) => [`myF${n}`, `#{myF${n + 1}}#{myF${n + 1}}`] as const)
    const deep: Definition = definitionOf({ bomb: { type: 'S3DataNode', ...Object.fromEntries(levels), myF40: 'x' } })
    const [object] = deep.objects
    if (!object) throw new Error('no object')
    expect(evaluateField({ definition: deep, object, values: new Map() }, 'myF0')).toMatchObject({
      error: expect.stringMatching(/too many evaluations/),
    })
  })
})
