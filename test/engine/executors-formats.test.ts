import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { copyActivity } from '../../src/engine/executors/copy.ts'
import { formatOf } from '../../src/engine/executors/table-format.ts'
import { readRows, writeTable } from '../../src/engine/executors/tables.ts'
import type { EvaluatedObject } from '../../src/engine/ports.ts'
import { tryOut } from '../contracts/executor.ts'
import { object, openMachine, textAt, workOf } from '../contracts/machine.ts'

const machine = await openMachine()

let count = 0
/** Copies a text from S3 to S3, from one format to another; gives what came of it. */
async function rewrite(text: string, from: EvaluatedObject, to: EvaluatedObject, more: Record<string, string> = {}) {
  const uri = `s3://formats/${++count}`
  await machine.storage.put(`${uri}/in`, text)
  const input = object('In', 'S3DataNode', { filePath: `${uri}/in`, dataFormat: { ref: from.id } })
  const output = object('Out', 'S3DataNode', { filePath: `${uri}/out`, dataFormat: { ref: to.id }, ...more })
  const work = workOf(object(`Copy${count}`, 'CopyActivity', { input: { ref: 'In' }, output: { ref: 'Out' } }), [
    from,
    to,
    input,
    output,
  ])
  const { outcome } = await tryOut(machine, copyActivity, work)
  return outcome.status === 'FINISHED' ? textAt(machine, `${uri}/out`) : outcome
}

const csv = object('Csv', 'CSV')
const tsv = object('Tsv', 'TSV')
const custom = (columnSeparator: string, more: Record<string, string> = {}) =>
  object('Own', 'Custom', { columnSeparator, ...more })
const regex = (inputRegEx: string, outputFormat = '') => object('Lines', 'RegEx', { inputRegEx, outputFormat })

it.each([
  ['|', 'a|b,c|\n'],
  ['\t', 'a\tb,c\t\n'],
  ['\\t', 'a\tb,c\t\n'],
  ['\u0001', 'a\u0001b,c\u0001\n'],
  ['\\001', 'a\u0001b,c\u0001\n'],
  ['\\u00e9', 'aéb,cé\n'],
])('writes columns parted by %j, and reads them back', async (separator, text) => {
  expect(await rewrite('a,"b,c",\n', csv, custom(separator))).toBe(text)
  expect(await rewrite(text, custom(separator), csv)).toBe('a,"b,c",\n')
})

it('ends rows as the format says', async () => {
  expect(await rewrite('a,1\nb,2\n', csv, custom('*', { recordSeparator: ';' }))).toBe('a*1;b*2;')
  expect(await rewrite('a*1;b*2', custom('*', { recordSeparator: ';' }), tsv)).toBe('a\t1\nb\t2\n')
  const windows = object('Windows', 'TSV', { columnSeparator: ',', recordSeparator: '\\r\\n' })
  expect(await rewrite('a\t1\nb\t2\n', tsv, windows)).toBe('a,1\r\nb,2\r\n')
  expect(await rewrite('a,1\r\nb,2\r\n', windows, tsv)).toBe('a\t1\nb\t2\n')
})

it('says which separator is none, and which value cannot be written', async () => {
  expect(await rewrite('a,1\n', csv, custom('||'))).toMatchObject({
    errorMessage: 'columnSeparator of Own is "||", but has to be one character, such as "|" or "\\t".',
  })
  expect(await rewrite('a|b,1\n', csv, custom('|'))).toMatchObject({
    errorMessage: 'A value holds a column or line separator: a|b. Use CSV, or a TSV with an escapeChar.',
  })
})

// The expression of the guide's own example, and what the service's sample for Pig makes of its backslashes.
const log =
  '([^ ]*) ([^ ]*) ([^ ]*) (-|\\[[^\\]]*\\]) ([^ "]*|"[^"]*") (-|[0-9]*) (-|[0-9]*)(?: ([^ "]*|"[^"]*") ([^ "]*|"[^"]*"))?'
const access = '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326\n'

it('takes lines apart by an expression, a group a column', async () => {
  expect(await rewrite(access, regex(log), csv)).toBe(
    '127.0.0.1,-,frank,[10/Oct/2000:13:55:36 -0700],"""GET /apache_pb.gif HTTP/1.0""",200,2326,,\n',
  )
  expect(await rewrite('a  1\r\n\r\nB 2', regex('(?i)([ab])\\\\s+(\\\\d)'), csv)).toBe('a,1\nB,2\n')
  expect(await rewrite('a 1\nnonsense\n', regex('(\\S+) (\\S+)'), csv)).toMatchObject({
    status: 'FAILED',
    errorMessage: 'Line 2 does not match inputRegEx of Lines: nonsense',
  })
  expect(await rewrite('a\n', regex('(a'), csv)).toMatchObject({
    errorMessage: expect.stringMatching(/^inputRegEx of Lines cannot be read: .*Unterminated group/),
  })
})

it('puts rows together by an output format', async () => {
  expect(await rewrite('a,1,\nb,,x\n', csv, regex('', '%2$s <%1$s> 100%% %3$s'))).toBe('1 <a> 100% \n <b> 100% x\n')
  expect(await rewrite('a,1\n', csv, regex('', '%s-%s'))).toBe('a-1\n')
  expect(await rewrite('a,1\n', csv, regex('', '%3$s'))).toMatchObject({
    errorMessage: 'outputFormat of Lines wants column 3 of 2.',
  })
  expect(await rewrite('a,1\n', csv, regex('(.*)'))).toMatchObject({
    errorMessage: 'Lines has no outputFormat, so no row can be written in it.',
  })
})

it('copies byte for byte between nodes of one format, and packs where only one is gzipped', async () => {
  const odd = 'not,"quite\ncsv'
  expect(await rewrite(odd, csv, csv)).toBe(odd)
  expect(await rewrite(access, regex(log), regex(log))).toBe(access)
  await rewrite('a,1\n', csv, csv, { compression: 'GZIP' })
  const packed = await new Response(await machine.storage.get(`s3://formats/${count}/out`)).arrayBuffer()
  expect(gunzipSync(Buffer.from(packed)).toString()).toBe('a,1\n')
})

it('reads back whatever it wrote with separators of one’s own', async () => {
  const separators = fc.uniqueArray(fc.constantFrom('|', '*', ';', '\t', '\u0001', '~', 'é'), {
    minLength: 2,
    maxLength: 2,
  })
  await fc.assert(
    fc.asyncProperty(separators, fc.string({ unit: 'grapheme' }), async ([column = '', record = ''], text) => {
      const clean = [...text].filter(c => c !== column && c !== record && c !== '\r' && c !== '\n').join('')
      const own = custom(column, { recordSeparator: record })
      const node = object('Node', 'S3DataNode', { dataFormat: { ref: 'Own' } })
      const format = formatOf(workOf(node, [own]), node)
      await writeTable(machine.storage, 's3://law/own', format, [], [[clean || 'x', 'end']], 'plain')
      const rows = []
      for await (const row of readRows([(await textAt(machine, 's3://law/own')) ?? ''], format)) rows.push(row)
      expect(rows).toEqual([[clean || 'x', 'end']])
    }),
    { numRuns: 60 },
  )
})
