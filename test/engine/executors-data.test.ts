import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Cell } from '../../src/engine/executors/cells.ts'
import { nodeExists } from '../../src/engine/executors/checks.ts'
import { copyActivity } from '../../src/engine/executors/copy.ts'
import { redshiftCopyActivity } from '../../src/engine/executors/redshift-copy.ts'
import { readCopy, readUnload, withoutRedshiftWords } from '../../src/engine/executors/redshift-sql.ts'
import { sqlActivity } from '../../src/engine/executors/sql.ts'
import { countParameters, fillParameters, quoteName, splitStatements } from '../../src/engine/executors/sql-text.ts'
import type { TableFormat } from '../../src/engine/executors/table-format.ts'
import { readRows, readTable, writeTable } from '../../src/engine/executors/tables.ts'
import type { EvaluatedObject, Executor } from '../../src/engine/ports.ts'
import { tryOut } from '../contracts/executor.ts'
import { object, openMachine, textAt, workOf } from '../contracts/machine.ts'

const machine = await openMachine()
const database = object('Warehouse', 'RedshiftDatabase', { clusterId: 'demo', databaseName: 'shop' })
const owned = { database: { ref: 'Warehouse' } } as const
const csv = object('Csv', 'CSV')

let count = 0
async function run(executor: Executor, values: Parameters<typeof object>[2], others: readonly EvaluatedObject[] = []) {
  const work = workOf(object(`Data${++count}`, executor.types[0] ?? '', values), [database, csv, ...others])
  const { outcome, logLocation } = await tryOut(machine, executor, work)
  const { lines } = await machine.logs.read(work.pipelineId, work.attemptId, `${logLocation}Activity.log.gz`, 0, 999)
  return { outcome, log: lines.join('\n') }
}

const sql = (script: string, more: Parameters<typeof object>[2] = {}, others: readonly EvaluatedObject[] = []) =>
  run(sqlActivity, { script, ...owned, ...more }, others)

const file = (id: string, uri: string, more: Parameters<typeof object>[2] = {}) =>
  object(id, 'S3DataNode', { filePath: uri, ...more })
const table = (id: string, name: string, more: Parameters<typeof object>[2] = {}) =>
  object(id, 'SqlDataNode', { table: name, ...owned, ...more })

it('runs several statements with parameters and writes the rows of the last one as CSV', async () => {
  const output = object('Daily', 'S3DataNode', { directoryPath: 's3://out/daily/' })
  const { outcome, log } = await sql(
    `drop table if exists sale; create table sale (day date, shop text, amount numeric(8,2), note text);
     -- a semicolon; in a comment, and a ? too
     insert into sale values (?, 'A;B?', 12.50, null), (?, 'C "D"', 3, '');
     select day, shop, amount, note from sale where day >= ? order by amount`,
    { scriptArgument: ['2026-03-01', '2026-03-02', '2026-03-01'], output: { ref: 'Daily' } },
    [output],
  )
  expect(outcome).toEqual({ status: 'FINISHED' })
  expect(await textAt(machine, 's3://out/daily/part-00000.csv')).toBe(
    'day,shop,amount,note\n2026-03-02,"C ""D""",3.00,""\n2026-03-01,A;B?,12.50,\n',
  )
  expect(log).toContain('Wrote the 2 rows of the last statement with a header to s3://out/daily/part-00000.csv')
})

it('says on which line of a script of several statements something is wrong', async () => {
  const { outcome } = await sql("select 1;\n-- of the day\nselect 'a\nb',\n  ? as n,\n  oops;\nselect 3", {
    scriptArgument: '7',
  })
  expect(outcome).toMatchObject({
    errorMessage: expect.stringContaining('Statement 2 of 3, line 6 of the script: column "oops" does not exist'),
  })
})

it('says which arguments a script made no use of, and whose a queue is', async () => {
  const { log } = await sql('select ?', { scriptArgument: ['1', '2', '3'], queue: 'etl' })
  expect(log).toContain('The script has a ? for 1 of 3 scriptArguments; the others were not used.')
  expect(log).toContain("the queue etl is Redshift's; ")
})

it('leaves the body of a procedure in one piece', async () => {
  const atomic = 'create function f(n int) returns int begin atomic select 1; select case n when 1 then 2 end; end'
  expect(splitStatements(`begin; ${atomic}; select 1; end; select 2`, 'postgresql')).toEqual([
    'begin',
    atomic,
    'select 1',
    'end',
    'select 2',
  ])
  const procedure =
    'create definer=`a`@`b` procedure p() begin if 1 then select 1; end if; begin select 2; end; case 1 when 1 then select 3; end case; end'
  expect(splitStatements(`${procedure}; start transaction; select 4`, 'mysql')).toEqual([
    procedure,
    'start transaction',
    'select 4',
  ])
  expect(splitStatements('create table t (begin date, event int); select 1; commit', 'mysql')).toHaveLength(3)
})

it('names the statement that failed and why', async () => {
  const { outcome } = await sql('select 1; select nothing from nowhere')
  expect(outcome).toMatchObject({
    status: 'FAILED',
    errorId: 'ActivityFailed:Sql',
    errorMessage: expect.stringContaining('relation "nowhere" does not exist (SQLSTATE 42P01, at character 21)'),
    errorStackTrace: 'Statement 2:\nselect nothing from nowhere',
  })
})

it('says when parameters are missing, before it has changed anything', async () => {
  expect((await sql('select ?, ?', { scriptArgument: ['1'] })).outcome).toMatchObject({ errorId: 'InvalidDefinition' })
})

it('leaves no transaction open to the next attempt', async () => {
  await sql('drop table if exists half; create table half (n int)')
  await sql('begin; insert into half values (1)')
  await sql('select count(*) as n from half', { output: { ref: 'Count' } }, [file('Count', 's3://out/count.csv')])
  expect(await textAt(machine, 's3://out/count.csv')).toBe('n\n0\n')
})

it('copies a table to a file, to another table, and back', async () => {
  await sql(`drop table if exists person; drop table if exists person2; create table person (id int, name text, "Joined" date);
             insert into person values (1, 'Ada, "the first"', '1843-01-01'), (2, null, null), (3, '', '2020-02-29')`)
  const people = table('People', 'person', { selectQuery: 'select * from person order by id' })
  const dump = file('Dump', 's3://out/people.csv')
  await run(copyActivity, { input: { ref: 'People' }, output: { ref: 'Dump' } }, [people, dump])
  const text = 'id,name,Joined\n1,"Ada, ""the first""",1843-01-01\n2,,\n3,"",2020-02-29\n'
  expect(await textAt(machine, 's3://out/people.csv')).toBe(text)

  const copy = table('Copy', 'person2', { createTableSql: 'create table person2 (id int, name text, "Joined" date)' })
  expect((await run(copyActivity, { input: { ref: 'Dump' }, output: { ref: 'Copy' } }, [dump, copy])).outcome).toEqual({
    status: 'FINISHED',
  })
  expect(
    (await run(copyActivity, { input: { ref: 'People' }, output: { ref: 'Copy' } }, [people, copy])).outcome,
  ).toEqual({ status: 'FINISHED' })
  const again = table('Again', 'person2', { selectQuery: 'select distinct * from person2 order by id' })
  const back = file('Back', 's3://out/back.csv.gz', { compression: 'GZIP' })
  await run(copyActivity, { input: { ref: 'Again' }, output: { ref: 'Back' } }, [again, back])
  const stored = await machine.storage.get('s3://out/back.csv.gz')
  expect(gunzipSync(Buffer.from(await new Response(stored).arrayBuffer())).toString()).toBe(text)
})

it('loads all files of a folder, compressed ones too, through an insert query', async () => {
  await sql('drop table if exists hit; create table hit (page text, n int)')
  await machine.storage.put('s3://in/hits/1.tsv', 'home\t1\nabout\t2\n')
  await machine.storage.put('s3://in/hits/2.tsv.gz', gzipSync('shop\t3\n'))
  const tsv = object('Tsv', 'TSV', { column: ['page STRING', 'n INTEGER'] })
  const hits = object('Hits', 'S3DataNode', { directoryPath: 's3://in/hits/', dataFormat: { ref: 'Tsv' } })
  const target = table('Target', 'hit', { insertQuery: "insert into hit values ('/' || ?, ?)" })
  expect(
    (await run(copyActivity, { input: { ref: 'Hits' }, output: { ref: 'Target' } }, [tsv, hits, target])).outcome,
  ).toEqual({ status: 'FINISHED' })
  await sql('select * from hit order by n', { output: { ref: 'Seen' } }, [file('Seen', 's3://out/seen.csv')])
  expect(await textAt(machine, 's3://out/seen.csv')).toBe('page,n\n/home,1\n/about,2\n/shop,3\n')
})

it('loads nothing when one row is wrong', async () => {
  await sql('drop table if exists strict; create table strict (n int)')
  await machine.storage.put('s3://in/strict.csv', '1\n2\nthree\n')
  const input = file('Strict', 's3://in/strict.csv')
  const { outcome } = await run(copyActivity, { input: { ref: 'Strict' }, output: { ref: 'Numbers' } }, [
    input,
    table('Numbers', 'strict'),
  ])
  expect(outcome).toMatchObject({
    status: 'FAILED',
    errorMessage: expect.stringContaining(
      's3://in/strict.csv: One of the rows 1 to 3: invalid input syntax for type integer: "three"',
    ),
  })
  await sql('select count(*) as n from strict', { output: { ref: 'None' } }, [file('None', 's3://out/none.csv')])
  expect(await textAt(machine, 's3://out/none.csv')).toBe('n\n0\n')
})

it('copies objects as they are, and writes them anew where the formats differ', async () => {
  await machine.storage.put('s3://in/raw/a.csv', 'x,"a\tb"\n')
  await machine.storage.put('s3://in/raw/deep/b.csv', 'y,2\n')
  const from = object('Raw', 'S3DataNode', { directoryPath: 's3://in/raw' })
  const to = object('Same', 'S3DataNode', { directoryPath: 's3://out/same/' })
  await run(copyActivity, { input: { ref: 'Raw' }, output: { ref: 'Same' } }, [from, to])
  expect([await textAt(machine, 's3://out/same/a.csv'), await textAt(machine, 's3://out/same/deep/b.csv')]).toEqual([
    'x,"a\tb"\n',
    'y,2\n',
  ])
  const tsv = object('Escaped', 'TSV', { escapeChar: '\\' })
  const lines = object('Lines', 'S3DataNode', { directoryPath: 's3://out/tsv/', dataFormat: { ref: 'Escaped' } })
  await run(copyActivity, { input: { ref: 'Raw' }, output: { ref: 'Lines' } }, [from, lines, tsv])
  expect(await textAt(machine, 's3://out/tsv/a.csv')).toBe('x\ta\\\tb\n')
})

it('copies an empty object such as _SUCCESS with the others', async () => {
  await machine.storage.put('s3://in/marked/a.csv', '1\n')
  await machine.storage.put('s3://in/marked/_SUCCESS', '')
  const from = object('Marked', 'S3DataNode', { directoryPath: 's3://in/marked' })
  const to = object('Copied', 'S3DataNode', { directoryPath: 's3://out/marked' })
  await run(copyActivity, { input: { ref: 'Marked' }, output: { ref: 'Copied' } }, [from, to])
  expect(await textAt(machine, 's3://out/marked/_SUCCESS')).toBe('')
})

it('unpacks all parts of a gzip file, and says what is none', async () => {
  await sql('drop table if exists part; create table part (n int)')
  const load = (uri: string) =>
    run(copyActivity, { input: { ref: 'Parts' }, output: { ref: 'Part' } }, [
      object('Parts', 'S3DataNode', { filePath: uri, compression: 'gzip' }),
      table('Part', 'part'),
    ])
  await machine.storage.put('s3://in/parts.gz', Buffer.concat([gzipSync('1\n'), gzipSync('2\n')]))
  expect((await load('s3://in/parts.gz')).outcome).toEqual({ status: 'FINISHED' })
  await sql('select sum(n) as n from part', { output: { ref: 'Sum' } }, [file('Sum', 's3://out/sum.csv')])
  expect(await textAt(machine, 's3://out/sum.csv')).toBe('n\n3\n')
  await machine.storage.put('s3://in/plain.gz', '1\n')
  expect((await load('s3://in/plain.gz')).outcome).toMatchObject({
    errorMessage: 's3://in/plain.gz cannot be unpacked: incorrect header check. Is it really gzip, and whole?',
  })
})

it('loads nothing of a file that is not UTF-8, rather than other letters', async () => {
  await sql('drop table if exists word; create table word (w text)')
  await machine.storage.put('s3://in/latin.csv', Buffer.from('caf\xe9\n', 'latin1'))
  const { outcome } = await run(copyActivity, { input: { ref: 'Latin' }, output: { ref: 'Word' } }, [
    file('Latin', 's3://in/latin.csv'),
    table('Word', 'word'),
  ])
  expect(outcome).toMatchObject({
    errorMessage: 's3://in/latin.csv is not UTF-8 text. Convert it first, for example with iconv.',
  })
})

it('says when there is nothing to copy', async () => {
  const from = object('Empty', 'S3DataNode', { directoryPath: 's3://in/empty/' })
  const { outcome } = await run(copyActivity, { input: { ref: 'Empty' }, output: { ref: 'Out' } }, [
    from,
    file('Out', 's3://out/x'),
  ])
  expect(outcome).toMatchObject({
    status: 'FAILED',
    errorMessage: 'There is nothing at s3://in/empty/, the input Empty.',
  })
})

it.each([
  ['APPEND', '1,old,1,new,2,new'],
  ['TRUNCATE', '1,new,2,new'],
  ['KEEP_EXISTING', '1,old,2,new'],
  ['OVERWRITE_EXISTING', '1,new,2,new'],
])('loads a warehouse table by %s', async (insertMode, expected) => {
  await sql("drop table if exists fact; create table fact (id int, name text); insert into fact values (1, 'old')")
  await machine.storage.put('s3://in/facts.csv', '1,new\n2,new\n')
  const facts = file('Facts', 's3://in/facts.csv', { dataFormat: { ref: 'Csv' } })
  const target = object('Fact', 'RedshiftDataNode', { tableName: 'fact', primaryKeys: 'id', ...owned })
  const { outcome } = await run(
    redshiftCopyActivity,
    { input: { ref: 'Facts' }, output: { ref: 'Fact' }, insertMode },
    [facts, target],
  )
  expect(outcome).toEqual({ status: 'FINISHED' })
  await sql('select id, name from fact order by id, name desc', { output: { ref: 'Fa' } }, [
    file('Fa', 's3://out/fact.csv'),
  ])
  expect((await textAt(machine, 's3://out/fact.csv'))?.split('\n').slice(1, -1).join(',')).toBe(expected)
})

it('transforms what it loads, by the options of COPY, into a table it makes first', async () => {
  await sql('drop table if exists measured')
  await machine.storage.put('s3://in/measured.txt', 'skip|me\n1|10\n2|20\n')
  const input = file('Measured', 's3://in/measured.txt')
  const target = object('Table', 'RedshiftDataNode', {
    tableName: 'measured',
    createTableSql:
      'create table measured (id int encode zstd primary key, value int) diststyle key distkey(id) sortkey(id, value);',
    ...owned,
  })
  const { log, outcome } = await run(
    redshiftCopyActivity,
    {
      input: { ref: 'Measured' },
      output: { ref: 'Table' },
      insertMode: 'OVERWRITE_EXISTING',
      transformSql: 'select id, value * 2 as value from staging',
      commandOptions: ['IGNOREHEADER 1', 'MAXERROR 3'],
    },
    [input, target],
  )
  expect(outcome).toEqual({ status: 'FINISHED' })
  expect(log).toContain('left out: MAXERROR 3')
  const unloaded = file('Unloaded', 's3://out/unloaded.txt')
  await run(redshiftCopyActivity, { input: { ref: 'Table' }, output: { ref: 'Unloaded' }, insertMode: 'TRUNCATE' }, [
    target,
    unloaded,
  ])
  expect(await textAt(machine, 's3://out/unloaded.txt')).toBe('1|20\n2|40\n')
})

it("does what Redshift's UNLOAD and COPY do", async () => {
  const { outcome, log } = await sql(
    `drop table if exists moved; create table moved (d date, n int); insert into moved values ('2026-03-01', 1), ('2026-03-02', 2);
     unload ('select * from moved where d = date ''2026-03-02''') to 's3://out/unload/' iam_role 'arn:aws:iam::1:role/x' format as parquet manifest allowoverwrite;
     copy moved (d, n) from 's3://out/unload/' iam_role default csv ignoreheader 1;
     select count(*) as n from moved`,
    { output: { ref: 'Moved' } },
    [file('Moved', 's3://out/moved.csv')],
  )
  expect(outcome).toEqual({ status: 'FINISHED' })
  expect(log).toContain('left out: format as parquet')
  expect(await textAt(machine, 's3://out/unload/0000_part_00')).toBe('d,n\n2026-03-02,2\n')
  expect(JSON.parse((await textAt(machine, 's3://out/unload/manifest')) ?? '')).toEqual({
    entries: [{ url: 's3://out/unload/0000_part_00', mandatory: true }],
  })
  expect(await textAt(machine, 's3://out/moved.csv')).toBe('n\n3\n')
})

it('knows whether a table, a folder or an object exists', async () => {
  await sql('drop table if exists here; create table here (n int)')
  await machine.storage.put('s3://in/some/x', '')
  const nodes = {
    here: table('N', 'here'),
    gone: table('N', 'not_here'),
    folder: object('N', 'S3DataNode', { directoryPath: 's3://in/some/' }),
    other: object('N', 'S3DataNode', { directoryPath: 's3://in/so/' }),
    dynamo: object('N', 'DynamoDBDataNode', { tableName: 't' }),
  }
  const statuses = await Promise.all(
    Object.values(nodes).map(async node => (await run(nodeExists, { node: { ref: 'N' } }, [node])).outcome),
  )
  expect(statuses.map(({ status }) => status)).toEqual(['FINISHED', 'FALSE', 'FINISHED', 'FALSE', 'FINISHED'])
  expect(statuses[4]).toHaveProperty('rehearsed')
})

it('cuts SQL at its semicolons only', () => {
  const body = 'create function f() returns int language sql as $x$ select 1; select 2; $x$'
  expect(splitStatements(`select ';' ; ;; -- ; \n /* ; */ select E'\\';' ;${body}; -- last`, 'postgresql')).toEqual([
    "select ';'",
    "-- ; \n /* ; */ select E'\\';'",
    body,
  ])
  // A backslash escapes in MySQL, and in PostgreSQL after an E alone; MySQL has its own comments and quotes.
  expect(splitStatements("select '50\\% off' like 'x\\%' escape '\\'; select 2", 'postgresql')).toHaveLength(2)
  expect(splitStatements("select 'it\\'s; one'; # two; \nselect `a;b`, 1--1", 'mysql')).toEqual([
    "select 'it\\'s; one'",
    '# two; \nselect `a;b`, 1--1',
  ])
  expect(countParameters('select ?, \'?\', "?" -- ?\n, ?', 'postgresql')).toBe(2)
  expect(fillParameters("select ?, '?', ?", 'postgresql', index => `$${index + 1}`)).toBe("select $1, '?', $2")
  const names = ['a.b', '"A".b', 'x"y', '`c`']
  expect(names.map(name => quoteName(name, 'postgresql'))).toEqual(['"a"."b"', '"A"."b"', '"x""y"', '"c"'])
  expect(names.map(name => quoteName(name, 'mysql'))).toEqual(['`a`.`b`', '`A`.`b`', '`x"y`', '`c`'])
})

it('reads the statements of Redshift that it stands in for', () => {
  expect(readUnload("UNLOAD ($$select 'a'$$) TO 's3://b/p' DELIMITER '\\t' GZIP")).toMatchObject({
    query: "select 'a'",
    prefix: 's3://b/p',
    format: { separator: '\t', gzip: true },
    ignored: '',
  })
  expect(readCopy("copy s.t from 's3://b/p' credentials 'x=y' delimiter as ';' acceptinvchars")).toMatchObject({
    table: 's.t',
    into: [],
    format: { separator: ';' },
    ignored: 'acceptinvchars',
  })
  expect(readCopy('copy t from stdin')).toBeUndefined()
  expect(
    withoutRedshiftWords('create table t (a int encode lzo distkey sortkey) compound sortkey (a)')
      .replace(/\s+/g, ' ')
      .trim(),
  ).toBe('create table t (a int )')
})

const formats: Readonly<Record<string, TableFormat>> = {
  csv: { separator: ',', record: '\n', quotes: true, extension: 'csv', gzip: false, columns: [] },
  'csv with an escape': {
    separator: ',',
    record: '\n',
    quotes: true,
    escapeWith: '\\',
    extension: 'csv',
    gzip: true,
    columns: [],
  },
  'tsv with an escape': {
    separator: '\t',
    record: '\n',
    quotes: false,
    escapeWith: '\\',
    extension: 'tsv',
    gzip: false,
    columns: [],
  },
}

it.each(Object.entries(formats))('reads back what it wrote as %s', async (name, format) => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(',', '"', '\n', '\r', '\t', '\\', ' ', 'é', 'x') }),
  )
  const cell = format.quotes ? fc.option(text) : fc.option(text.filter(value => value !== ''))
  const rows = fc
    .integer({ min: 1, max: 4 })
    .chain(width =>
      fc.array(fc.array<Cell>(cell, { minLength: width, maxLength: width }), { maxLength: 8, size: 'max' }),
    )
  await fc.assert(
    fc.asyncProperty(rows, async rows => {
      const uri = `s3://law/${name}`
      await writeTable(machine.storage, uri, format, [], rows, 'plain')
      const read: (readonly Cell[])[] = []
      for await (const row of readTable(machine.storage, uri, format)) read.push(row)
      // The first line tells how many columns there are; a lone null there is an empty line, which is no row.
      const first = rows.findIndex(row => row.length > 1 || row[0] !== null)
      expect(read).toEqual(first === -1 ? [] : rows.slice(first))
    }),
    { numRuns: 60 },
  )
})

it('cuts rows wherever the text is cut', async () => {
  const text = 'a,"b\r\n""c"""\r\n,"",\n\nlast,2'
  const collect = async (pieces: string[]) => {
    const rows: (readonly Cell[])[] = []
    for await (const row of readRows(pieces, formats.csv as TableFormat)) rows.push(row)
    return rows
  }
  const whole = await collect([text])
  expect(whole).toEqual([
    ['a', 'b\r\n"c"'],
    [null, '', null],
    ['last', '2'],
  ])
  for (let at = 0; at < text.length; at++) expect(await collect([text.slice(0, at), text.slice(at)])).toEqual(whole)
})
