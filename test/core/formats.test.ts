import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Definition } from '../../src/core/definition/model.ts'
import { locate } from '../../src/core/definition/text.ts'
import { asUploaded } from '../../src/core/formats/cli.ts'
import { describeReading } from '../../src/core/formats/describe.ts'
import { convert, detectFormat, editableText, formats, readDefinition } from '../../src/core/formats/index.ts'
import { svgDefinition } from '../../src/core/formats/svg-definition.ts'
import { fromWire, toWire } from '../../src/core/formats/wire.ts'
import { differencesBetween } from '../../src/core/versions/differences.ts'

const textOf = (definition: Definition, format: string) => convert(definition, format).files[0]?.text ?? ''

const through = (definition: Definition, format: string) => readDefinition(textOf(definition, format)).definition

const key = fc.constantFrom('type', 'command', 'step', 'dependsOn', 'myField', '@runtime')
const text = fc.oneof(
  fc.constantFrom(
    'echo ${INPUT1_STAGING_DIR} %{x} $${y}',
    "#{format(@scheduledStartTime, 'YYYY')}",
    'two\nlines\n',
    '  x ',
    'yes',
    '012',
    '1:30',
    '~',
    'a\r\nb\tc',
    '- x',
    '"q" \\n',
    '\u0085\u2028',
    '#no',
    'x: y',
    '%%{',
  ),
  fc.string({ unit: 'binary' }).filter(one => one.isWellFormed()),
)
const word = fc.stringMatching(/^[A-Za-z]\w{0,8}$/)
const field = fc.oneof(fc.record({ key, stringValue: text }), fc.record({ key, refValue: word }))
const definitions: fc.Arbitrary<Definition> = fc.record({
  objects: fc.uniqueArray(
    fc.record({ id: word, name: text.filter(name => name !== ''), fields: fc.array(field, { maxLength: 6 }) }),
    {
      selector: object => object.id,
      maxLength: 6,
    },
  ),
  parameters: fc.uniqueArray(
    fc.record({
      id: word.map(id => `my${id}`),
      attributes: fc.array(fc.record({ key: fc.constantFrom('type', 'default', 'allowedValues'), stringValue: text }), {
        maxLength: 4,
      }),
    }),
    { selector: parameter => parameter.id, maxLength: 3 },
  ),
  values: fc.array(fc.record({ id: word.map(id => `my${id}`), stringValue: text }), { maxLength: 4 }),
})

describe('formats', () => {
  it.each(
    formats.map(format => format.name).filter(name => ['cli', 'api', 'cloudformation', 'terraform'].includes(name)),
  )('keep the meaning of any definition: %s', name => {
    fc.assert(
      fc.property(definitions, definition => {
        expect(differencesBetween(definition, through(definition, name))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  it('carry a definition over the wire and back unchanged', () => {
    fc.assert(
      fc.property(definitions, definition => {
        expect(fromWire(toWire(definition))).toEqual(definition)
      }),
    )
  })

  it('sort fields by code points on the way up, as the AWS CLI does', () => {
    const fields = ['alpha', 'Beta', '@x', '*password', 'ß', '😀', '\uffee'].map(key => ({ key, stringValue: '' }))
    const [object] = asUploaded({ objects: [{ id: 'A', name: 'A', fields }], parameters: [], values: [] }).objects
    expect(object?.fields.map(one => one.key)).toEqual(['*password', '@x', 'Beta', 'alpha', 'ß', '\uffee', '😀'])
  })

  it('say what a CLI file cannot hold', () => {
    const fields = [{ key: 'name', stringValue: 'x' }]
    const { losses } = convert({ objects: [{ id: 'A', name: 'A', fields }], parameters: [], values: [] }, 'cli')
    expect(losses).toMatchObject([{ at: { object: 'A', field: 'name' } }])
  })

  it('are known by the looks of a text', () => {
    const definition = { objects: [{ id: 'A', name: 'A', fields: [] }], parameters: [], values: [] }
    for (const { name } of formats.slice(0, 4)) expect(detectFormat(textOf(definition, name))).toBe(name)
    expect(readDefinition('objects:\n  - id: A\n').definition).toEqual(definition)
  })

  it('know no format that is not in the list', () => {
    expect(() => convert({ objects: [], parameters: [], values: [] }, 'cobol')).toThrow(RangeError)
  })
})

describe('texts that are no file of their own', () => {
  const piece = (id: string) => `{\n  "id": "${id}",\n  "type": "S3DataNode"\n}`

  it('are put together from the pieces between the sentences of an article', () => {
    const article = `First the data:\n\n\`\`\`json\n${piece('Raw')}\n\`\`\`\n\nThen {this}:\n    ${piece('Clean').replaceAll('\n', '\n    ')}\nand ${piece('Raw')} again.\n${piece('Raw')}\n{ "not": 1 }`
    const { definition, notes, format, document } = readDefinition(article)
    expect(format).toBe('cli')
    expect(definition.objects.map(object => object.id)).toEqual(['Raw', 'Clean'])
    expect(document.problems).toEqual([])
    expect(notes.join(' ')).toMatch(/3 pieces .* Of Raw, which stand there several times, the first was taken/)
    expect(describeReading(readDefinition(article))).toBe('Article with pieces of a definition')
  })

  it('are no article when they begin with a comment', () => {
    const text = `// mine\n{ "objects": [${piece('A')}] }`
    expect(readDefinition(text)).toMatchObject({ notes: [], document: { text } })
  })

  it('are taken out of one JSON string', () => {
    const { definition, notes } = readDefinition(JSON.stringify(`{"objects": [${piece('A')}]}`))
    expect(definition.objects[0]?.id).toBe('A')
    expect(notes).toHaveLength(1)
  })

  it.each([
    [piece('A'), 'One object of a definition'],
    [`"id": "A",\n"type": "S3DataNode"`, 'Fields of one object, without its brackets'],
    [`${piece('A')}, ${piece('B')}`, '2 objects in a row'],
    [`[${piece('A')}, ${piece('B')}]`, 'A list of 2 objects'],
    [`{"values": {"myA": "1"}}`, 'Parameters or values alone'],
    [`{"objects": [${piece('A')}]}`, 'Definition file of the AWS CLI'],
    [
      `{"pipelineObjects": [{"id": "A", "name": "A", "slots": [{"key": "type", "stringValue": "S3DataNode"}]}]}`,
      'Definition in the shape of the API, with slots as its first version had them',
    ],
    [`[{"id": "A", "name": "A", "fields": [{"key": "type", "stringValue": "x"}]}]`, 'Objects in the shape of the API'],
    [`[{"id": "myA", "stringValue": "x"}]`, 'Parameters or values in the shape of the API'],
    ['objects:\n  - id: A\n', 'Definition written as YAML'],
  ])('are told by what they are: %s', (text, words) => {
    expect(describeReading(readDefinition(text))).toBe(words)
  })

  it('are taken out of a picture that carries them, and a picture without says so', () => {
    const text = `{\r\n  // mine\n  "objects": [${piece('A')}]\n}`
    const picture = `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><metadata>${svgDefinition(text)}</metadata></svg>`
    expect(readDefinition(picture)).toMatchObject({
      format: 'cli',
      document: { text },
      notes: [expect.stringMatching(/picture/)],
    })
    expect(describeReading(readDefinition(picture))).toBe('Picture with its definition')
    const { definition, document } = readDefinition('<svg xmlns="http://www.w3.org/2000/svg"/>')
    expect(definition.objects).toEqual([])
    expect(document.problems.map(problem => problem.message)).toEqual([
      'This picture carries no definition; one that Pipewright exported as SVG does.',
    ])
  })

  it('keep slots as fields', () => {
    const text = `{"pipelineObjects": [{"id": "A", "name": "A", "slots": [{"key": "type", "stringValue": "S3DataNode"}]}]}`
    expect(readDefinition(text).definition.objects[0]?.fields).toEqual([{ key: 'type', stringValue: 'S3DataNode' }])
  })
})

describe('secrets', () => {
  const database = {
    objects: [
      {
        id: 'Db',
        name: 'Db',
        fields: [
          { key: '*password', stringValue: 'hunter2' },
          { key: 'username', stringValue: 'me' },
        ],
      },
      { id: 'Other', name: 'Other', fields: [{ key: '*password', stringValue: '#{*myPassword}' }] },
    ],
    parameters: [{ id: '*myPassword', attributes: [{ key: 'default', stringValue: 'hunter3' }] }],
    values: [{ id: '*myPassword', stringValue: 'hunter4' }],
  }

  it.each(['cloudformation', 'terraform'])('stay out of templates and are asked for instead: %s', name => {
    const { files, losses } = convert(database, name)
    const text = files.map(file => file.text).join()
    expect(text).not.toMatch(/hunter/)
    expect(text).toContain('#{*myPassword}')
    expect(losses.filter(loss => loss.at)).toHaveLength(3)
  })

  it('have names that the template has not yet, and that begin with a letter', () => {
    const secret = (id: string) => ({ id, name: id, fields: [{ key: '*x', stringValue: 'hunter' }] })
    const values = [{ id: '*pipelineName', stringValue: 'hunter' }]
    const definition = { objects: [secret('0'), secret('鍵')], parameters: [], values }
    expect(textOf(definition, 'terraform').match(/variable "\w+"/g)).toEqual(
      ['pipeline_name', 'secret0_x', 'x', 'secret_pipeline_name'].map(name => `variable "${name}"`),
    )
    expect(textOf(definition, 'cloudformation').match(/^ {2}\w+(?=:$)/gm)).toEqual(
      ['PipelineName', 'Secret0X', 'X', 'SecretPipelineName', 'Pipeline'].map(name => `  ${name}`),
    )
  })

  it.each(['cli', 'api'])('stay in what is sent to the service: %s', name => {
    expect(differencesBetween(database, through(database, name))).toEqual([])
  })
})

describe('CloudFormation', () => {
  const template = `
Resources:
  Logs:
    Type: AWS::S3::Bucket
  Nightly:
    Type: AWS::DataPipeline::Pipeline
    Properties:
      Name: nightly
      PipelineObjects:
        - Id: Default
          Name: Default
          Fields:
            - { Key: pipelineLogUri, StringValue: !Sub 's3://\${Logs}/' }
            - { Key: maximumRetries, StringValue: 3 }
            - { Key: role, StringValue: !GetAtt Role.Arn }
            - Key: schedule
              RefValue: Daily
`

  it('keeps what it computes as text, says so, and gives it back', () => {
    const { definition, notes, format } = readDefinition(template)
    expect(format).toBe('cloudformation')
    expect(definition.objects[0]?.fields).toEqual([
      { key: 'pipelineLogUri', stringValue: '{"Fn::Sub":"s3://${Logs}/"}' },
      { key: 'maximumRetries', stringValue: '3' },
      { key: 'role', stringValue: '{"Fn::GetAtt":["Role","Arn"]}' },
      { key: 'schedule', refValue: 'Daily' },
    ])
    expect(notes.join(' ')).toContain('Fn::Sub')
    const { files, losses } = convert(definition, 'cloudformation')
    expect(readDefinition(files[0]?.text ?? '').definition).toEqual(definition)
    expect(losses[0]?.message).toContain('Logs')
    expect(convert(definition, 'cli').losses).toHaveLength(2)
  })

  it('takes the first choice where Fn::If decides whether a part is there, and asks for conditions of values', () => {
    const chosen = template.replace(
      '            - Key: schedule',
      `            - !If [IsProd, {Key: onFail, RefValue: Alarm}, !Ref AWS::NoValue]
            - !If [IsTest, !Ref AWS::NoValue, {Key: myMark, StringValue: !If [IsProd, a, b]}]
            - !Ref AWS::NoValue
            - Key: schedule`,
    )
    const { definition, notes, document } = readDefinition(chosen)
    expect(document.problems).toEqual([])
    expect(definition.objects[0]?.fields.slice(3)).toEqual([
      { key: 'onFail', refValue: 'Alarm' },
      { key: 'myMark', stringValue: '{"Fn::If":["IsProd","a","b"]}' },
      { key: 'schedule', refValue: 'Daily' },
    ])
    expect(notes.join(' ')).toMatch(
      /first choice was taken \(2 times\).*Left behind in the template: the resource Logs/,
    )
    const { files, losses } = convert(definition, 'cloudformation')
    expect(files[0]?.text).toMatch(/IsProdHolds:[\s\S]*^Conditions:\n {2}IsProd:\n {4}Fn::Equals:/m)
    expect(losses.map(loss => loss.message).join(' ')).toMatch(/Role\.Arn.*condition IsProd/)
    expect(readDefinition(files[0]?.text ?? '').definition).toEqual(definition)
  })

  it('knows where things stand in the template', () => {
    const { document } = readDefinition(template)
    const span = locate(document, { object: 'Default', field: 'schedule' }, 'value')
    expect(span && template.slice(span.offset, span.offset + span.length)).toBe('Daily')
  })

  it('asks for what parameters and their values name in another template too', () => {
    const definition = {
      objects: [],
      parameters: [{ id: 'myA', attributes: [{ key: 'default', stringValue: '{"Ref":"TableName"}' }] }],
      values: [{ id: 'myA', stringValue: '{"Fn::Sub":"s3://${Bucket}/"}' }],
    }
    const { files } = convert(definition, 'cloudformation')
    expect(files[0]?.text).toMatch(/^ {2}TableName:\n[\s\S]*^ {2}Bucket:\n[\s\S]*^Resources:/m)
  })

  it('has no character that YAML forbids', () => {
    const stringValue = 'a\u007f\u0085\u2028\ufeff\u0001\nb'
    const definition = {
      objects: [{ id: 'A', name: 'A', fields: [{ key: 'x', stringValue }] }],
      parameters: [],
      values: [],
    }
    expect(textOf(definition, 'cloudformation')).not.toMatch(/[^\n\x20-\x7e]/)
    expect(through(definition, 'cloudformation')).toEqual(definition)
  })

  it('becomes a CLI file to be edited', () => {
    const reading = readDefinition(template)
    expect(readDefinition(editableText(reading)).definition).toEqual(reading.definition)
    expect(readDefinition(editableText(reading)).format).toBe('cli')
  })
})

describe('Terraform', () => {
  const configuration = `
variable "bucket" {
  default = "s3://logs"
}
resource "aws_datapipeline_pipeline_definition" "x" {
  pipeline_id = aws_datapipeline_pipeline.x.id # not ours
  pipeline_object {
    id = "Default"
    name = "Default"
    field {
      key = "pipelineLogUri"
      string_value = var.bucket
    }
    field {
      key = "command"
      string_value = <<-EOT
        cat $\${INPUT1_STAGING_DIR}/*
          | sort
      EOT
    }
    field {
      key = "role"
      string_value = aws_iam_role.pipeline["a"].name
    }
    dynamic "field" {
      for_each = var.more
      content { key = field.key }
    }
  }
}
`

  it('reads literals, heredocs and defaults, keeps the rest as text, and says so', () => {
    const { definition, notes, document } = readDefinition(configuration)
    expect(definition.objects[0]?.fields).toEqual([
      { key: 'pipelineLogUri', stringValue: 's3://logs' },
      { key: 'command', stringValue: 'cat ${INPUT1_STAGING_DIR}/*\n  | sort\n' },
      { key: 'role', stringValue: '${aws_iam_role.pipeline["a"].name}' },
    ])
    expect(notes.join(' ')).toContain('One value')
    expect(document.problems.map(problem => problem.code)).toEqual(['text/computed-block'])
  })

  it('says what else the configuration has', () => {
    const more = `${configuration}
resource "aws_s3_bucket" "logs" {}
resource "aws_datapipeline_pipeline" "x" { name = "x" }
module "network" { source = "./network" }
`
    expect(readDefinition(more).notes).toContain(
      'Left behind in the configuration: aws_s3_bucket.logs, module.network.',
    )
  })

  it('does not fall over any beginning of a configuration', () => {
    fc.assert(
      fc.property(fc.nat(configuration.length), fc.nat(configuration.length), fc.string(), (from, to, more) => {
        readDefinition(configuration.slice(0, from) + more + configuration.slice(to))
      }),
    )
  })
})
