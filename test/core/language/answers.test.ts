import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../../src/core/definition/edit.ts'
import { read } from '../../../src/core/definition/text.ts'
import { contentsOf } from '../../../src/core/language/contents.ts'
import { foldsOf } from '../../../src/core/language/folds.ts'
import { hoverAt } from '../../../src/core/language/hover.ts'
import { storageLinks } from '../../../src/core/language/links.ts'
import { mendsAt } from '../../../src/core/language/mends.ts'
import { renameableAt, renameTo } from '../../../src/core/language/rename.ts'
import { signatureAt } from '../../../src/core/language/signature.ts'
import { definedAt, mentionsOf, symbolsAt } from '../../../src/core/language/symbols.ts'
import { validate } from '../../../src/core/validation/index.ts'
import { spotOf } from '../../../src/core/validation/spots.ts'
import { marked, pipeline } from './marks.ts'

describe('the signature', () => {
  const signature = (field: string) => {
    const { document, offset } = marked(pipeline(field))
    const found = signatureAt(document, offset)
    return found && `${found.label} #${found.active}`
  }

  it.each([
    ['"command": "#{format(|"', 'format(dateTime: DateTime, pattern: String) → String #0'],
    ['"command": "#{format(@scheduledStartTime, \'|\')}"', 'format(dateTime: DateTime, pattern: String) → String #1'],
    [
      '"command": "#{format(minusDays(@scheduledStartTime, |), \'\')}"',
      'minusDays(dateTime: DateTime, days: Integer) → DateTime #1',
    ],
    [
      '"command": "#{format(minusDays(@scheduledStartTime, 1), |)}"',
      'format(dateTime: DateTime, pattern: String) → String #1',
    ],
    ['"command": "#{@scheduledStartTime.format(|)}"', 'dateTime.format(pattern: String) → String #0'],
    [
      '"command": "#{makeDate(2026, (1 + |), 1)}"',
      'makeDate(year: Integer, month: Integer, day: Integer) → DateTime #1',
    ],
  ])('at %s is %s', (field, wanted) => expect(signature(field)).toBe(wanted))

  it('is not there outside of calls', () => {
    for (const field of ['"command": "format(|)"', '"command": "#{@sch|}"', '"command": "#{day(1)|}"', '"comm|": ""'])
      expect(signature(field), field).toBeUndefined()
  })
})

describe('the explanation', () => {
  const now = Date.UTC(2026, 0, 10, 12)
  const hover = (text: string, moment: 'first' | 'next' | 'now' | number = 'next') => {
    const { document, offset } = marked(text)
    const found = hoverAt(document, offset, { moment, now })
    return (
      found && {
        on: document.text.slice(found.span.offset, found.span.offset + found.span.length),
        says: found.markdown,
      }
    )
  }

  it('tells what an expression comes to in a run, by the schedule of its own object', () => {
    const text = pipeline('"command": "cat #{@scheduledStart|Time}"')
    expect(hover(text)).toMatchObject({ on: '@scheduledStartTime' })
    expect(hover(text)?.says).toContain('`2026-01-11T06:00:00`')
    expect(hover(text, 'first')?.says).toContain('`2026-01-01T06:00:00`')
    expect(hover(text, 'now')?.says).toContain('`2026-01-10T06:00:00`')
    expect(hover(text, Date.UTC(2026, 2, 1))?.says).toContain('`2026-02-28T06:00:00`')
    expect(hover(text, Date.UTC(2020, 2, 1))?.says).toContain('The schedule Daily has no run at that time.')
  })

  it('says what can be known only after a run', () => {
    const text = pipeline('"command": "true"').replace('#{node.name}', '#{node.error|Message}')
    expect(hover(text)?.says).toContain('Not known before a run: errorMessage of Load is known only once it has run.')
    expect(hover(pipeline('"command": "true"').replace('node.name', 'node.na|me'))?.says).toContain('`Load`')
  })

  it.each([
    ['"command": "#{in|put.directoryPath}"', 'input', '**input** of Load: a reference. Now `Orders`'],
    ['"command": "#{input.dir|ectoryPath}"', 'directoryPath', '**directoryPath** of Orders: an S3 address.'],
    ['"command": "#{pipeline|LogUri}"', 'pipelineLogUri', 'set by Default'],
    ['"command": "#{my|Days}"', 'myDays', 'Parameter **myDays**, Integer. Default `3`'],
    ['"command": "#{for|mat(@scheduledStartTime, \'dd\')}"', 'format', 'format(dateTime, pattern) → String'],
    ['"command": "#{format(@scheduledStartTime, \'YYYY-|MM\')}"', 'YYYY-MM', '`MM` month; three letters or more'],
    ['"command": "#{1 + |2}"', '#{1 + 2}', '**= `3`**'],
    ['"retryDe|lay": "10 minutes"', '"retryDelay"', 'period'],
    ['"retryDelay": "15 min|utes"', '"15 minutes"', 'Every **15 minutes**: 15 minutes, 96 times a day.'],
  ])('of %s is about %s', (field, on, says) => {
    expect(hover(pipeline(field))).toEqual({ on, says: expect.stringContaining(says) })
  })

  it('is about objects, types and times as well', () => {
    const text = pipeline('"command": "true"')
    expect(hover(text.replace('"ref": "Machine"', '"ref": "Mach|ine"'))?.says).toMatch(
      /^\*\*Machine\*\*: Ec2Resource\./,
    )
    expect(hover(text.replace('"id": "Orders"', '"id": "Ord|ers"'))?.says).toMatch(/^\*\*Orders\*\*: S3DataNode\./)
    expect(hover(text.replace('"S3DataNode"', '"S3Data|Node"'))?.says).toMatch(/^\*\*S3DataNode\*\*/)
    expect(hover(text.replace('01T06:00:00', '01T06:|00:00'))?.says).toContain('Thursday, 1 January 2026')
    expect(hover(text.replace('{ "myBucket"', '{ "my|Bucket"'))?.says).toContain('Where the data lies.')
  })

  it('never tells a secret', () => {
    const text = pipeline('"*myKey": "hunter2", "command": "#{*my|Key}"')
    expect(hover(text)?.says).toContain('••••••')
    expect(hover(text)?.says).not.toContain('hunter2')
    const named = pipeline('"command": "#{\'a \' + *my|Key + *mySecret}", "*myKey": "hunter2"')
    expect(hover(named.replace('"values": { ', '"values": { "*mySecret": "hunter3", '))?.says).toContain(
      'a ••••••••••••',
    )
    expect(JSON.stringify(contentsOf(marked(text).document))).not.toContain('hunter2')
  })
})

describe('names', () => {
  const text = pipeline('"command": "#{input.directoryPath} #{myDays} #{myRegion} #{myDays.myRegion} \'myDays\'"')
  const at = (words: string, inside = 1) => text.indexOf(words) + inside
  const document = read(text)
  const named = (offset: number) =>
    (symbolsAt(document, offset)?.symbols ?? []).map(symbol => ({
      defined: definedAt(document, symbol).map(({ offset }) => offset),
      mentioned: mentionsOf(document, symbol).map(({ offset, length }) => document.text.slice(offset, offset + length)),
    }))

  it('lead from references and expressions to what they mean', () => {
    expect(named(at('Orders" },'))).toEqual([{ defined: [at('"Orders"')], mentioned: ['Orders', 'Orders'] }])
    expect(named(at('myDays}'))).toEqual([{ defined: [at('"myDays"')], mentioned: ['myDays', 'myDays', 'myDays'] }])
    expect(named(at('directoryPath}'))).toEqual([
      { defined: [at('"directoryPath"')], mentioned: ['directoryPath', 'directoryPath'] },
    ])
    expect(named(at('input.'))).toEqual([{ defined: [at('"input"')], mentioned: ['input', 'input'] }])
    expect(named(at('{ "myBucket"', 4))).toEqual([{ defined: [at('"myBucket"')], mentioned: ['myBucket', 'myBucket'] }])
  })

  it.each([
    ['Orders" },', 'Sales'],
    ['"id": "Load"', 'Loading'],
    ['myDays}', 'myLength'],
    ['*mySecret', '*myKey'],
    ['myRegion}', 'myArea'],
  ])('of %s change everywhere at once, and back', (words, to) => {
    const offset = words === '"id": "Load"' ? at(words, 8) : at(words)
    const found = renameableAt(document, offset)
    if ('problem' in found) throw new Error(found.problem)
    const command = renameTo(document, found.symbol, to)
    if ('problem' in command) throw new Error(command.problem)
    const renamed = read(applyEdits(text, command.edits(document)))
    expect(renamed.text).not.toContain(`"${found.name}"`)
    expect(validate(renamed.definition).map(one => one.code)).toEqual(
      validate(document.definition).map(one => one.code),
    )
    const again = renameableAt(renamed, renamed.text.indexOf(to.replace('*', '')))
    if ('problem' in again) throw new Error(again.problem)
    expect(mentionsOf(renamed, again.symbol)).toHaveLength(mentionsOf(document, found.symbol).length)
    const back = renameTo(renamed, again.symbol, found.name)
    if ('problem' in back) throw new Error(back.problem)
    expect(applyEdits(renamed.text, back.edits(renamed))).toBe(text)
  })

  it('that cannot change say why', () => {
    const refused = (offset: number) => {
      const found = renameableAt(document, offset)
      return 'problem' in found ? found.problem : undefined
    }
    expect(refused(at('"command"'))).toMatch(/field of the service/)
    expect(refused(at('"Default"'))).toMatch(/keeps its name/)
    expect(refused(0)).toMatch(/Put the caret/)
    for (const [name, why] of [
      ['', 'empty'],
      ['Orders', 'already'],
      ['#{x}', 'expression'],
    ] as const)
      expect(renameTo(document, { is: 'object', id: 'Load' }, name)).toEqual({ problem: expect.stringContaining(why) })
    expect(renameTo(document, { is: 'parameter', id: 'myDays' }, 'days')).toHaveProperty('problem')
    expect(renameTo(document, { is: 'parameter', id: 'myDays' }, 'myBucket')).toHaveProperty('problem')
  })
})

describe('the contents', () => {
  it('are objects with their families, parameters and values, in the order of the text', () => {
    const document = marked(pipeline('"command": "|"')).document
    expect(contentsOf(document).map(({ kind, name, detail }) => `${kind} ${name} ${detail}`.trim())).toEqual([
      'default Default Default',
      'schedule Daily Schedule',
      'resource Machine Ec2Resource',
      'dataNode Orders S3DataNode',
      'action Alarm SnsAlarm',
      'activity Load ShellCommandActivity',
      'parameter myBucket AWS::S3::ObjectKey',
      'parameter myDays Integer',
      'parameter *mySecret String',
      'value myBucket s3://data',
    ])
    for (const { name, span } of contentsOf(document))
      expect(document.text.slice(span.offset, span.offset + span.length)).toContain(`"${name}"`)
  })

  it('fold where they stand over several lines', () => {
    const text = '{\n  "objects": [\n    { "id": "A" }\n  ]\n}\n/* a\n b */\n// [\n"["\n'
    expect(foldsOf(text).map(({ offset, comment }) => [text.charAt(offset), comment])).toEqual([
      ['{', false],
      ['[', false],
      ['/', true],
    ])
  })

  it('lead to places in S3, up to the first expression', () => {
    const document = marked(pipeline('"command": "aws s3 cp s3://code/a.py - |"')).document
    expect(storageLinks(document.text).map(({ bucket, key }) => `${bucket}:${key}`)).toEqual([
      'logs:',
      'orders:',
      'code:a.py',
      'data:',
    ])
  })
})

describe('what is wrong', () => {
  const wrong = (field: string) => {
    const document = read(pipeline(field))
    return validate(document.definition)
      .filter(one => one.within)
      .map(one => {
        const { offset, length } = spotOf(document, one)
        return `${one.code}: ${document.text.slice(offset, offset + length)}`
      })
  }

  it.each([
    ['"command": "a \\"b\\" \\u0041 #{minusDays(attemptTimeout, 1)}"', 'expression/argument-type: attemptTimeout'],
    ['"command": "#{day(1)}"', 'expression/argument-type: 1'],
    ['"command": "#{minusDays(@scheduledStartTime, \'soon\')}"', "expression/argument-type: 'soon'"],
    ['"command": "#{@scheduledStartTime - 1}"', 'expression/operand-type: @scheduledStartTime'],
    ['"command": "#{makeDate(2023, 2, 30)}"', 'expression/argument-type: makeDate(2023, 2, 30)'],
    ['"command": "#{inTimeZone(@scheduledStartTime, \'Mars\')}"', "expression/argument-type: 'Mars'"],
    ['"command": "#{day(runsOn)}"', 'expression/argument-type: runsOn'],
    ['"command": "#{day(1, 2)}"', 'expression/argument-count: day(1, 2)'],
    ['"command": "#{input.nothing}"', 'expression/unknown-name: nothing'],
    ['"command": "#{nothing(1)}"', 'expression/unknown-function: nothing'],
    ['"command": "tail #{format(@scheduledStartTime,}"', 'expression/syntax: }'],
    ['"command": "#{format(@scheduledStartTime, \'YYYY-mm-dd\')}"', "expression/date-pattern: 'YYYY-mm-dd'"],
    ['"command": "\\n${myDays}"', 'expression/dollar: ${myDays}'],
  ])('in %s is %s, to the character', (field, found) => expect(wrong(field)).toContain(found))

  it('can be mended where it stands', () => {
    const text = pipeline('"command": "#{minusDay(@scheduledStartTime, 1)}",')
    const document = read(text)
    const at = (words: string) => ({ offset: text.indexOf(words), length: words.length })
    const labels = (words: string) => mendsAt(document, validate(document.definition), at(words)).map(one => one.label)
    expect(labels('minusDay')).toEqual([expect.stringMatching(/^Change command to/)])
    expect(labels('1)}",')).toContain('Remove the comma')
    const [mend] = mendsAt(document, [], at('1)}",'))
    expect(mend && read(applyEdits(text, mend.command.edits(document))).problems).toEqual([])
  })
})
