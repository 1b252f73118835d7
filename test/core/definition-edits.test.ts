import { describe, expect, it } from 'vitest'
import {
  addField,
  addObject,
  type Command,
  completeFile,
  connect,
  disconnect,
  freeId,
  joinField,
  moveParameter,
  removeField,
  removeObjects,
  renameObject,
  renameParameter,
  replaceText,
  setField,
  setName,
  setParameterValue,
  typed,
} from '../../src/core/definition/commands.ts'
import { applyEdits } from '../../src/core/definition/edit.ts'
import { read } from '../../src/core/definition/text.ts'
import { cliText } from './definition-samples.ts'

const edit = (text: string, ...commands: readonly Command[]) =>
  commands.reduce((now, command) => applyEdits(now, command.edits(read(now))), text)

/** The lines that differ, as a short patch. */
const changed = (before: string, now: string) => {
  const [old, next] = [before.split('\n'), now.split('\n')]
  return [
    ...old.filter(line => !next.includes(line)).map(line => `-${line}`),
    ...next.filter(line => !old.includes(line)).map(line => `+${line}`),
  ]
}

const edited = (...commands: readonly Command[]) => changed(cliText, edit(cliText, ...commands))

describe('an edit', () => {
  it('of a value changes only its characters', () => {
    const document = read(cliText)
    const [one, ...more] = setField('Train', 'command', 'true').edits(document)
    expect(more).toEqual([])
    expect(one && cliText.slice(one.offset, one.offset + one.length)).toBe('"python train.py --bucket #{myBucket}"')
    expect(setField('Train', 'runsOn', { ref: 'Other' }).edits(document)).toMatchObject([
      { length: '"Machine"'.length, text: '"Other"' },
    ])
  })

  it('that changes nothing is none', () => {
    const document = read(cliText)
    expect(setField('Train', 'runsOn', { ref: 'Machine' }).edits(document)).toEqual([])
    expect(setField('Nobody', 'runsOn', 'x').edits(document)).toEqual([])
    expect(connect('Train', 'input', 'Raw', true).edits(document)).toEqual([])
    expect(renameObject('Train', 'Clean').edits(document)).toEqual([])
    expect(replaceText(cliText).edits(document)).toEqual([])
  })

  it('puts a new field where fields end, in the manner of its siblings', () => {
    expect(edited(setField('Raw', 'role', 'reader'))).toEqual([
      `-      "directoryPath": "s3://#{myBucket}/raw/#{format(@scheduledStartTime, 'YYYY-MM-dd')}"`,
      `+      "directoryPath": "s3://#{myBucket}/raw/#{format(@scheduledStartTime, 'YYYY-MM-dd')}",`,
      '+      "role": "reader"',
    ])
    expect(edited(setField('Daily', 'occurrences', '3'))).toEqual([
      '-    { "id": "Daily", "name": "Every day", "type": "Schedule", "period": "1 day", "startDateTime": "2024-01-01T00:00:00" },',
      '+    { "id": "Daily", "name": "Every day", "type": "Schedule", "period": "1 day", "startDateTime": "2024-01-01T00:00:00", "occurrences": "3" },',
    ])
  })

  it('makes a list of a second value', () => {
    expect(edited(addField('Clean', 'dependsOn', { ref: 'Raw' }))).toEqual([
      '-      "dependsOn": { "ref": "Check" }',
      '+      "dependsOn": [{ "ref": "Check" }, { "ref": "Raw" }]',
    ])
  })

  it('takes a line with the field it removes, and leaves what is said about others', () => {
    expect(edited(removeField('Default', 'pipelineLogUri'))).toEqual([
      '-      "schedule": { "ref": "Daily" },',
      '-      "pipelineLogUri": "#{myLogs}"',
      '+      "schedule": { "ref": "Daily" }',
    ])
    expect(edited(removeField('Train', 'scriptArgument', 1))).toEqual([
      '-      "scriptArgument": "--deep", // twice, as the guide writes it',
      '+      // twice, as the guide writes it',
    ])
    expect(edited(disconnect('Train', 'dependsOn', 'Clean'))).toEqual([
      '-        { "ref": "Check" },',
      '-        { "ref": "Clean" }',
      '+        { "ref": "Check" }',
    ])
  })

  it('that removes objects removes what points to them, in one step', () => {
    expect(edited(removeObjects(['Machine', 'Check']))).toEqual([
      '-        { "ref": "Check" },',
      '-      "securityGroups": [],',
      '-      "runsOn": { "ref": "Machine" }',
      '-    { "id": "Machine", "name": "Machine", "type": "Ec2Resource", "terminateAfter": "2 Hours", },',
      '-    { "id": "Labels", "type": "S3DataNode", "filePath": "s3://labels" }, { "id": "Check", "type": "ShellCommandActivity", "command": "true" },',
      '-      "command": "rm -rf \\"#{myBucket}\\"",',
      '-      "dependsOn": { "ref": "Check" }',
      '+      "securityGroups": []',
      '+    { "id": "Labels", "type": "S3DataNode", "filePath": "s3://labels" },',
      '+      "command": "rm -rf \\"#{myBucket}\\""',
    ])
  })

  it('that renames an object takes its references along', () => {
    expect(edited(renameObject('Check', 'Verify')).filter(line => line.startsWith('+'))).toEqual([
      '+        { "ref": "Verify" },',
      '+    { "id": "Labels", "type": "S3DataNode", "filePath": "s3://labels" }, { "id": "Verify", "type": "ShellCommandActivity", "command": "true" },',
      '+      "dependsOn": { "ref": "Verify" }',
    ])
  })

  it('that renames a parameter takes its value and the expressions that name it along', () => {
    expect(edited(renameParameter('myBucket', 'myPlace')).filter(line => line.startsWith('+'))).toEqual([
      `+      "directoryPath": "s3://#{myPlace}/raw/#{format(@scheduledStartTime, 'YYYY-MM-dd')}"`,
      '+      "command": "python train.py --bucket #{myPlace}",',
      '+      "command": "rm -rf \\"#{myPlace}\\"",',
      '+    { "id": "myPlace", "type": "String", "description": "A bucket", "allowedValues": ["a", "b"] },',
      '+    "myPlace": "a", // for now',
    ])
  })

  it('renames in expressions only what means the parameter', () => {
    const text = JSON.stringify({
      objects: [
        { id: 'A', x: "#{myA + input.myA} myA #{format(myA, 'myA')} #{myA()} #{myAB} #{*myA}" },
        { id: 'B', myA: '1', x: '#{myA}' },
      ],
      parameters: [{ id: 'myA', type: 'String' }],
    })
    const objects = read(edit(text, renameParameter('myA', 'myZ'))).definition.objects
    expect(objects[0]?.fields[0]?.stringValue).toBe(
      "#{myZ + input.myA} myA #{format(myZ, 'myA')} #{myA()} #{myAB} #{*myZ}",
    )
    expect(objects[1]?.fields[1]?.stringValue).toBe('#{myA}')
  })

  it('that names an object puts the name behind the id', () => {
    expect(edited(setName('Labels', 'The labels'))[1]).toContain('{ "id": "Labels", "name": "The labels", "type"')
  })

  it('makes one list of a key that is repeated', () => {
    const text = edit(cliText, joinField('Train', 'scriptArgument'))
    expect(changed(cliText, text)).toEqual([
      '-      "scriptArgument": "--fast",',
      '-      "scriptArgument": "--deep", // twice, as the guide writes it',
      '+      "scriptArgument": ["--fast", "--deep"],',
      '+      // twice, as the guide writes it',
    ])
    expect(read(text).definition).toEqual(read(cliText).definition)
  })

  it('moves a parameter that stands among the objects to its list', () => {
    const text = '{\n  "objects": [\n    { "id": "A" },\n    { "id": "myRate", "type": "Double" }\n  ]\n}\n'
    expect(edit(text, moveParameter('myRate'))).toBe(
      '{\n  "objects": [\n    { "id": "A" }\n  ],\n  "parameters": [\n    { "id": "myRate", "type": "Double" }\n  ]\n}\n',
    )
  })

  it('begins a file where there is none', () => {
    const object = { id: 'A', name: 'A', fields: [{ key: 'type', stringValue: 'Ec2Resource' }] }
    expect(edit('', addObject(object), setParameterValue('myX', '1'))).toBe(
      '{\n  "objects": [\n    {\n      "id": "A",\n      "name": "A",\n      "type": "Ec2Resource"\n    }\n  ],\n  "values": {\n    "myX": "1"\n  }\n}\n',
    )
  })

  it.each(['{"id": "A"}', '{"id": "A"},\n{"id": "B"},', '[{"id": "A"}]', '"id": "A", "x": "1"', ''])(
    'makes a file of %j',
    text => {
      const file = edit(text, completeFile())
      expect(read(file).dialect).toBe('cli')
      expect(read(file).definition).toEqual(read(text).definition)
      expect(edit(file, completeFile())).toBe(file)
    },
  )

  it('may be typed in any order', () => {
    const edits = typed([
      { offset: 4, length: 1, text: 'E' },
      { offset: 0, length: 1, text: 'A' },
    ]).edits(read('abcde'))
    expect(applyEdits('abcde', edits)).toBe('AbcdE')
  })

  it('that overlaps another is refused', () => {
    expect(() => applyEdits('abc', [{ offset: 2, length: 2, text: '' }])).toThrow(RangeError)
  })
})

describe('a free id', () => {
  const definition = read('{"objects": [{"id": "Copy"}, {"id": "Copy2"}, {"id": "Node9"}]}').definition
  it('is the stem, or the stem with the next number', () => {
    expect(['New', 'Copy', 'Node9', 'Copy2'].map(stem => freeId(definition, stem))).toEqual([
      'New',
      'Copy3',
      'Node10',
      'Copy3',
    ])
  })
})
