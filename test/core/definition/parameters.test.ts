import { describe, expect, it } from 'vitest'
import { resolveParameters } from '../../../src/core/definition/parameters.ts'
import { definitionOf } from './write.ts'

const definition = definitionOf(
  {},
  {
    myTable: { default: 'orders' },
    '*myPassword': { default: 'hush' },
    myCount: { type: 'Integer', default: '1' },
    myRatio: { type: 'Double', default: '0.5' },
    myBucket: { type: 'AWS::S3::ObjectKey', default: 's3://data/in' },
    myMode: { allowedValues: ['full', 'delta'], default: 'full' },
    myRegion: { optional: 'TRUE', default: '' },
    mySteps: { isArray: 'true', default: ['one', 'two'] },
    myNeeded: {},
  },
  { myTable: 'stored', mySteps: ['a', 'b', 'c'], myUndeclared: 'yes' },
)
const problems = (given: Record<string, string | string[]>) =>
  resolveParameters(definition, { myNeeded: 'x', ...given }).problems.map(one => one.message)

describe('the value of a parameter', () => {
  it('is what is given, else what is stored, else the default', () => {
    const { values } = resolveParameters(definition, { myTable: 'given', myMode: 'delta', myPassword: 'secret' })
    expect(values.get('myTable')).toEqual(['given'])
    expect(values.get('mySteps')).toEqual(['a', 'b', 'c'])
    expect(values.get('myCount')).toEqual(['1'])
    expect(values.get('myPassword')).toEqual(['secret'])
    expect(resolveParameters(definition).values.get('myTable')).toEqual(['stored'])
  })

  it('counts without a parameter object, and is none where an optional one has nothing', () => {
    const { values } = resolveParameters(definition)
    expect(values.get('myUndeclared')).toEqual(['yes'])
    expect(values.get('myRegion')).toEqual([])
  })

  it('is missed where it is needed', () => {
    expect(resolveParameters(definition).problems).toEqual([
      { parameter: 'myNeeded', message: 'myNeeded has no value; give one, or a default in its parameter.' },
    ])
    expect(problems({})).toEqual([])
  })

  it.each([
    [{ myCount: '1.5' }, "'1.5' does not suit myCount, which takes a whole number."],
    [{ myRatio: 'half' }, "'half' does not suit myRatio, which takes a number."],
    [{ myBucket: '/tmp' }, "'/tmp' does not suit myBucket, which takes an S3 address that begins with s3://."],
    [{ myMode: 'all' }, "'all' is not allowed for myMode; choose one of full, delta."],
    [{ myTable: ['a', 'b'] }, 'myTable has 2 values and is no list; give one, or set isArray to true.'],
  ])('%o is refused', (given, message) => {
    expect(problems(given)).toEqual([message])
  })

  it('is judged only when it runs where it holds an expression', () => {
    expect(problems({ myBucket: '#{myOther}/in', myCount: '#{1 + 1}' })).toEqual([])
  })
})
