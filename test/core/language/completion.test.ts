import { describe, expect, it } from 'vitest'
import { proposalsAt } from '../../../src/core/language/completion.ts'
import { fitting } from '../../../src/core/language/proposal.ts'
import { accepted, marked, pipeline } from './marks.ts'

/** What is offered at the caret for the word before it, best first. */
const offered = (text: string) => {
  const { document, offset } = marked(text)
  return { document, proposals: fitting(document.text, offset, proposalsAt(document, offset)) }
}
const labels = (text: string, most = 5) =>
  offered(text)
    .proposals.slice(0, most)
    .map(one => one.label)
/** The text once the first proposal, or the one of that name, was taken. */
const taken = (text: string, label?: string) => {
  const { document, proposals } = offered(text)
  const proposal = label === undefined ? proposals[0] : proposals.find(one => one.label === label)
  return proposal ? accepted(document.text, proposal) : 'nothing is offered'
}

describe('inside an expression', () => {
  it.each([
    // Names
    ['"command": "echo #{@sch|"', '@scheduledStartTime', '"command": "echo #{@scheduledStartTime|"'],
    ['"command": "echo #{@scheduledE|}"', '@scheduledEndTime', '"command": "echo #{@scheduledEndTime|}"'],
    ['"command": "#{myB|}"', 'myBucket', '"command": "#{myBucket|}"'],
    ['"command": "#{*|}"', '*mySecret', '"command": "#{*mySecret|}"'],
    ['"command": "#{myReg|}"', 'myRegion', '"command": "#{myRegion|}"'],
    ['"command": "#{pipelineL|}"', 'pipelineLogUri', '"command": "#{pipelineLogUri|}"'],
    ['"command": "a \\"b\\" #{myB|}"', 'myBucket', '"command": "a \\"b\\" #{myBucket|}"'],
    ['"command": "\\u0041\\n#{myB|} c"', 'myBucket', '"command": "\\u0041\\n#{myBucket|} c"'],
    // Functions
    ['"command": "echo #{form|}"', 'format', `"command": "echo #{format(|, 'YYYY-MM-dd')}"`],
    ['"command": "#{makeDat|}"', 'makeDate', '"command": "#{makeDate(|year|, month, day)}"'],
    ['"command": "#{fo|(@scheduledStartTime)}"', 'format', '"command": "#{format|(@scheduledStartTime)}"'],
    // Arguments: what has the type comes first
    ['"command": "echo #{format(@sch|"', '@scheduledStartTime', '"command": "echo #{format(@scheduledStartTime|"'],
    ['"command": "#{format(|"', '@scheduledStartTime', '"command": "#{format(@scheduledStartTime|"'],
    [
      '"command": "#{minusDays(@scheduledStartTime, |)}"',
      'myDays',
      '"command": "#{minusDays(@scheduledStartTime, myDays|)}"',
    ],
    [
      '"command": "#{plusPeriod(@scheduledStartTime, att|)}"',
      'attemptTimeout',
      '"command": "#{plusPeriod(@scheduledStartTime, attemptTimeout|)}"',
    ],
    [
      '"command": "#{format(@scheduledStartTime, |)}"',
      "'YYYY-MM-dd'",
      `"command": "#{format(@scheduledStartTime, 'YYYY-MM-dd'|)}"`,
    ],
    [
      `"command": "#{format(@scheduledStartTime, 'YYYY/|')}"`,
      'YYYY/MM/dd',
      `"command": "#{format(@scheduledStartTime, 'YYYY/MM/dd|')}"`,
    ],
    [
      `"command": "#{inTimeZone(@scheduledStartTime, 'Europe/Mad|')}"`,
      'Europe/Madrid',
      `"command": "#{inTimeZone(@scheduledStartTime, 'Europe/Madrid|')}"`,
    ],
    [
      '"command": "#{day(minusDays(|, 1))}"',
      '@scheduledStartTime',
      '"command": "#{day(minusDays(@scheduledStartTime|, 1))}"',
    ],
    // Behind a dot
    ['"command": "cat #{input.dir|}"', 'directoryPath', '"command": "cat #{input.directoryPath|}"'],
    ['"command": "#{input.schedule.per|}"', 'period', '"command": "#{input.schedule.period|}"'],
    ['"command": "#{@scheduledStartTime.fo|}"', 'format', `"command": "#{@scheduledStartTime.format(|'YYYY-MM-dd'|)}"`],
    [
      '"command": "#{minusDays(@scheduledStartTime, 1).fo|}"',
      'format',
      `"command": "#{minusDays(@scheduledStartTime, 1).format(|'YYYY-MM-dd'|)}"`,
    ],
  ])('%s offers %s first', (field, label, text) => {
    expect(labels(pipeline(field))[0]).toBe(label)
    expect(taken(pipeline(field))).toBe(pipeline(text))
  })

  it('offers the fields of what an action serves', () => {
    const text = pipeline('"command": "true"').replace('#{node.name}', '#{node.|}')
    const found = labels(text, 99)
    expect(found).toEqual(expect.arrayContaining(['command', 'errorMessage', '@status', 'myRegion', 'pipelineLogUri']))
    expect(found).not.toContain('format')
  })

  it('offers node only where there is one, and no runtime field over two references', () => {
    expect(labels(pipeline('"command": "#{no|}"'), 99)).not.toContain('node')
    expect(labels(pipeline('"command": "true"').replace('#{node.name}', '#{|}'), 99)).toContain('node')
    expect(labels(pipeline('"command": "#{input.schedule.@|}"'), 99)).toEqual([])
  })

  it('offers names of the author, of the service and functions, in this order, with their types', () => {
    const { proposals } = offered(pipeline('"command": "#{|}"'))
    const kinds = proposals.map(one => one.kind)
    expect(kinds.slice(0, 2)).toEqual(['runtime', 'runtime'])
    expect(kinds.lastIndexOf('parameter')).toBeLessThan(kinds.indexOf('function'))
    expect(proposals.find(one => one.label === '@scheduledStartTime')?.detail).toBe('a time, at run time')
    expect(proposals.find(one => one.label === 'pipelineLogUri')?.detail).toBe('an S3 address, set by Default')
    expect(proposals.find(one => one.label === 'format')?.detail).toBe('(dateTime: DateTime, pattern: String) → String')
    expect(proposals.map(one => one.label)).not.toContain('command')
  })

  it('offers nothing of it outside', () => {
    expect(labels(pipeline('"command": "format(|"'), 99)).not.toContain('@scheduledStartTime')
    expect(labels(pipeline('"command": "#{myDays} my|"'))).toEqual(['#{myBucket}', '#{myDays}', '#{*mySecret}'].sort())
  })
})

describe('outside of expressions', () => {
  it.each([
    ['"comm|"', 'command', '"command": "|"'],
    ['"comm|": "echo"', 'command', '"command"|: "echo"'],
    ['comm|', 'command', '"command": "|"'],
    ['"depends|"', 'dependsOn', '"dependsOn": { "ref": "|" }'],
    ['"maximumR|"', 'maximumRetries', '"maximumRetries": "|2|"'],
    ['"stage": "|"', 'true', '"stage": "true|"'],
    ['"stage": |', 'true', '"stage": "true"|'],
    ['"scheduleType": "ti|"', 'timeseries', '"scheduleType": "timeseries|"'],
    ['"retryDelay": "|"', '10 minutes', '"retryDelay": "10 minutes|"'],
    ['"dependsOn": { "ref": "Or|" }', 'Orders', '"dependsOn": { "ref": "Orders|" }'],
    ['"dependsOn": |', 'Orders', '"dependsOn": { "ref": "Orders" }|'],
    ['"dependsOn": [{ "ref": "Orders" }, { "|" }]', 'ref', '"dependsOn": [{ "ref": "Orders" }, { "ref": "|" }]'],
    ['"command": "|"', '#{*mySecret}', '"command": "#{*mySecret}|"'],
  ])('%s offers %s first', (field, label, text) => {
    expect(labels(pipeline(field))[0]).toBe(label)
    expect(taken(pipeline(field))).toBe(pipeline(text))
  })

  it('offers what an object must have before all else', () => {
    const text = '{ "objects": [{ "id": "S", "type": "Schedule", "|" }] }'
    expect(labels(text, 3)).toEqual(['period', 'startAt', 'startDateTime'])
    expect(offered(text).proposals[0]?.detail).toBe('needed, period')
    expect(labels('{ "objects": [{ "|" }] }', 2)).toEqual(['id', 'type'])
  })

  it('offers types, and objects with all that they must have', () => {
    expect(labels('{ "objects": [{ "id": "A", "type": "ShellC|" }] }', 2)).toEqual([
      'ShellCommandActivity',
      'ShellCommandPrecondition',
    ])
    expect(taken('{\n  "objects": [\n    Sched|\n  ]\n}', 'Schedule')).toBe(
      '{\n  "objects": [\n    {\n      "id": "|Schedule|",\n      "type": "Schedule",\n      "period": "",\n      "startDateTime": ""\n    }\n  ]\n}',
    )
  })

  it('sets a comma before what follows', () => {
    expect(taken('{ "objects": [{ "id": "A", "ty|" "command": "b" }] }', 'type')).toBe(
      '{ "objects": [{ "id": "A", "type": "|", "command": "b" }] }',
    )
  })

  it('knows what other objects say in the same field, but no secret', () => {
    const other = '{ "id": "Other", "type": "ShellCommandActivity", "stdout": "s3://logs/out", "*myKey": "hunter2" },'
    const text = (field: string) => pipeline(field).replace('{ "id": "Machine"', `${other} { "id": "Machine"`)
    expect(taken(text('"stdout": "s3|"'))).toBe(text('"stdout": "s3://logs/out|"'))
    expect(labels(text('"*myKey": "h|"'), 99)).not.toContain('hunter2')
  })

  it('knows machines by their types', () => {
    const text = pipeline('"command": "true"').replace('"terminateAfter": "2 hours"', '"instanceType": "m5.xl|"')
    expect(labels(text)[0]).toBe('m5.xlarge')
  })

  it('knows parameters and their values', () => {
    const text = pipeline('"command": "true"')
    expect(labels(text.replace('"type": "Integer"', '"type": "Int|"'))).toEqual(['Integer'])
    expect(labels(text.replace('"type": "Integer"', '"|"'))).toEqual([
      'type',
      'description',
      'optional',
      'allowedValues',
      'isArray',
    ])
    expect(labels(text.replace('{ "myBucket": "s3://data" }', '{ "|" }'))).toEqual(['*mySecret', 'myBucket', 'myDays'])
    expect(labels('{ "|" }')).toEqual(['objects', 'parameters', 'values'])
  })

  it('knows the shape of the API', () => {
    const wire = (field: string) =>
      `{ "pipelineObjects": [{ "id": "A", "name": "A", "fields": [{ "key": "type", "stringValue": "ShellCommandActivity" }, ${field}] }, { "id": "M", "name": "M", "fields": [{ "key": "type", "stringValue": "Ec2Resource" }] }] }`
    expect(taken(wire('{ "key": "comm|" }'))).toBe(wire('{ "key": "command|" }'))
    expect(taken(wire('{ "key": "runsOn", "refValue": "|" }'))).toBe(wire('{ "key": "runsOn", "refValue": "M|" }'))
    expect(taken(wire('{ "key": "stage", "stringValue": "t|" }'))).toBe(
      wire('{ "key": "stage", "stringValue": "true|" }'),
    )
    expect(taken(wire('{ "key": "command", "stringValue": "#{@scheduledS|}" }'))).toBe(
      wire('{ "key": "command", "stringValue": "#{@scheduledStartTime|}" }'),
    )
    expect(taken(wire('|'), 'runsOn')).toBe(wire('{ "key": "runsOn", "refValue": "|" }'))
  })

  it('offers nothing in comments', () => {
    expect(labels('{ "objects": [ // |\n] }')).toEqual([])
    expect(labels('{ "objects": [ /* | */ ] }')).toEqual([])
  })
})
