import { rmSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { nodeExists } from '../../src/engine/executors/checks.ts'
import { copyActivity } from '../../src/engine/executors/copy.ts'
import { sqlActivity } from '../../src/engine/executors/sql.ts'
import type { EvaluatedObject, Executor } from '../../src/engine/ports.ts'
import { openDatabases } from '../../src/server/databases.ts'
import { behavesLikeAnExecutor, tryOut } from '../contracts/executor.ts'
import { object, openMachine, textAt, workOf } from '../contracts/machine.ts'
import { noMySql, startMySql } from '../contracts/mysql.ts'

if (noMySql) console.warn(noMySql)

describe.skipIf(noMySql !== undefined)('a real MySQL', async () => {
  if (noMySql) return
  const server = await startMySql()
  const machine = await openMachine()
  afterAll(server.stop)

  const login = { username: 'shop', '*password': 'p@ss' }
  const connectionString = `jdbc:mysql://127.0.0.1:${server.port}/shop`
  const shop = object('Shop', 'JdbcDatabase', { connectionString, ...login })
  const archive = object('Archive', 'JdbcDatabase', { connectionString, ...login, databaseName: 'archive' })
  const warehouse = object('Warehouse', 'RdsDatabase', { rdsInstanceId: 'elsewhere' })
  const base = [shop, archive, warehouse]

  let count = 0
  async function run(executor: Executor, values: Parameters<typeof object>[2], others: readonly EvaluatedObject[]) {
    const work = workOf(object(`Step${++count}`, executor.types[0] ?? '', values), [...base, ...others])
    const { outcome, logLocation } = await tryOut(machine, executor, work)
    const { lines } = await machine.logs.read(work.pipelineId, work.attemptId, `${logLocation}Activity.log.gz`, 0, 999)
    return { outcome, log: lines.join('\n') }
  }
  const sql = (script: string, more: Parameters<typeof object>[2] = {}, others: readonly EvaluatedObject[] = []) =>
    run(sqlActivity, { script, database: { ref: 'Shop' }, ...more }, others)
  const copy = (input: EvaluatedObject, output: EvaluatedObject) =>
    run(copyActivity, { input: { ref: input.id }, output: { ref: output.id } }, [input, output])
  const file = (id: string, filePath: string, more: Parameters<typeof object>[2] = {}) =>
    object(id, 'S3DataNode', { filePath, ...more })
  const table = (id: string, name: string, more: Parameters<typeof object>[2] = {}) =>
    object(id, 'SqlDataNode', { table: name, database: { ref: 'Shop' }, ...more })
  /** The rows of a query, as the CSV that SqlActivity writes of them. */
  async function rowsOf(query: string) {
    const seen = file('Seen', 's3://out/seen.csv')
    expect((await sql(query, { output: { ref: 'Seen' } }, [seen])).outcome).toEqual({ status: 'FINISHED' })
    return textAt(machine, 's3://out/seen.csv')
  }

  it('runs several statements of its own dialect with arguments, and writes the rows of the last', async () => {
    const output = file('Daily', 's3://out/daily.csv')
    const { outcome, log } = await sql(
      `# a comment; with a ?
       drop table if exists sale;
       create table sale (day date, \`the shop\` varchar(20), amount decimal(8,2), at datetime, note text);
       insert into sale values (?, 'A;B? it\\'s', 12.50, '2026-03-01 02:03:04', null), (?, "C ""D"" ?", 3, null, '');
       select day, \`the shop\`, amount, at, note, 1--1 as two from sale where day >= ? order by amount -- the last`,
      { scriptArgument: ['2026-03-01', '2026-03-02', '2026-03-01'], output: { ref: 'Daily' } },
      [output],
    )
    expect(outcome).toEqual({ status: 'FINISHED' })
    expect(log).toMatch(/Connected Shop to MariaDB 1\d\.\d+\.\d+ at 127\.0\.0\.1/)
    expect(log).toContain('2 rows affected')
    expect(await textAt(machine, 's3://out/daily.csv')).toBe(
      'day,the shop,amount,at,note,two\n2026-03-02,"C ""D"" ?",3.00,,"",2\n2026-03-01,A;B? it\'s,12.50,2026-03-01 02:03:04,,2\n',
    )
  })

  it('takes an argument for a text, whatever it holds', async () => {
    const hostile = `x' or '1'='1\\`
    await sql('drop table if exists said; create table said (what varchar(50)); insert into said values (?)', {
      scriptArgument: hostile,
    })
    expect(await rowsOf('select what, length(what) as n from said')).toBe(`what,n\n${hostile},13\n`)
  })

  it('calls procedures', async () => {
    await sql('drop procedure if exists twice; create procedure twice(in n int) select n * 2 as doubled')
    expect(await rowsOf('call twice(21)')).toBe('doubled\n42\n')
    await sql(
      `drop procedure if exists thrice;
       create procedure thrice(in n int) begin set @n = n * 3; select @n as trebled; end; select 1`,
    )
    expect(await rowsOf('call thrice(7)')).toBe('trebled\n21\n')
  })

  it('names the statement that failed, and keeps what was committed before it', async () => {
    const { outcome } = await sql(
      'drop table if exists kept; create table kept (n int); insert into kept values (1); select oops from kept',
    )
    expect(outcome).toMatchObject({
      status: 'FAILED',
      errorId: 'ActivityFailed:Sql',
      errorMessage: "Statement 4 of 4, line 1 of the script: Unknown column 'oops' in 'SELECT' (SQLSTATE 42S22)",
      errorStackTrace: 'Statement 4:\nselect oops from kept',
    })
    expect(await rowsOf('select count(*) as n from kept')).toBe('n\n1\n')
  })

  it('says that it cannot be reached, and that a login is wrong', async () => {
    const gone = object('Gone', 'JdbcDatabase', { connectionString: 'jdbc:mysql://127.0.0.1:1/x', ...login })
    expect((await sql('select 1', { database: { ref: 'Gone' } }, [gone])).outcome).toMatchObject({
      errorMessage: expect.stringContaining('MySQL at 127.0.0.1:1 cannot be reached: '),
    })
    const stranger = object('Stranger', 'JdbcDatabase', { connectionString, username: 'nobody', '*password': 'x' })
    expect((await sql('select 1', { database: { ref: 'Stranger' } }, [stranger])).outcome).toMatchObject({
      errorMessage: expect.stringContaining("Access denied for user 'nobody'"),
    })
  })

  it('is copied to S3 and back, value by value', async () => {
    await sql(`drop table if exists person; drop table if exists person2;
      create table person (id int, name varchar(40), joined date, seen timestamp null, score double, active bit(1), data json);
      insert into person values (1, 'Ada, "the first"', '1843-01-01', '2026-03-01 00:00:00', 0.5, b'1', '{"k": [1]}'),
        (2, null, null, null, null, null, null), (3, '', '2020-02-29', null, -1e20, b'0', '[]'), (4, 'zwölf\\\\ \\n Zeilen', null, null, 1, null, null)`)
    const columns = 'id, name, joined, seen, score, data'
    const people = table('People', 'person', { selectQuery: `select ${columns} from person order by id` })
    expect((await copy(people, file('Dump', 's3://out/people.csv'))).outcome).toEqual({ status: 'FINISHED' })
    expect(await textAt(machine, 's3://out/people.csv')).toBe(
      `id,name,joined,seen,score,data\n1,"Ada, ""the first""",1843-01-01,2026-03-01 00:00:00,0.5,"{""k"": [1]}"\n2,,,,,\n3,"",2020-02-29,,-1e20,[]\n4,"zwölf\\ \n Zeilen",,,1,\n`,
    )
    const again = table('Again', 'person2', {
      createTableSql:
        'create table person2 (id int, Name varchar(40), joined date, seen timestamp null, score double, data json)',
    })
    const loaded = await copy(file('Dump', 's3://out/people.csv'), again)
    expect(loaded.outcome).toEqual({ status: 'FINISHED' })
    expect(loaded.log).toContain('Copied 4 rows from Dump to Again')
    expect(
      await rowsOf('select count(*) as same from person p join person2 q on p.id = q.id and p.name <=> q.name'),
    ).toBe('same\n4\n')
    const packed = file('Packed', 's3://out/people.csv.gz', { compression: 'gzip' })
    await copy(table('Back', 'person2', { selectQuery: `select ${columns} from person2 order by id` }), packed)
    const stored = await new Response(await machine.storage.get('s3://out/people.csv.gz')).arrayBuffer()
    expect(gunzipSync(Buffer.from(stored)).toString()).toBe(await textAt(machine, 's3://out/people.csv'))
  })

  it('is loaded through an insertQuery, which may say what happens to rows that are there', async () => {
    await sql(
      'drop table if exists stock; create table stock (`item-id` int primary key, n int); insert into stock values (1, 5), (2, 5)',
    )
    await machine.storage.put('s3://in/stock.tsv', '2\t7\n3\t9\n')
    const tsv = object('Tsv', 'TSV')
    const input = file('Counts', 's3://in/stock.tsv', { dataFormat: { ref: 'Tsv' } })
    const insertQuery = 'insert into stock values (?, ?) on duplicate key update n = values(n) /* why? */'
    const { outcome } = await run(copyActivity, { input: { ref: 'Counts' }, output: { ref: 'Stock' } }, [
      tsv,
      input,
      table('Stock', 'stock', { insertQuery }),
    ])
    expect(outcome).toEqual({ status: 'FINISHED' })
    expect(await rowsOf('select * from stock order by 1')).toBe('item-id,n\n1,5\n2,7\n3,9\n')
    await sql('truncate stock')
    await run(copyActivity, { input: { ref: 'Counts' }, output: { ref: 'Stock' } }, [
      tsv,
      input,
      table('Stock', 'stock'),
    ])
    expect(await rowsOf('select * from stock order by 1')).toBe('item-id,n\n2,7\n3,9\n')
  })

  it('loads nothing of a file with a row that does not fit', async () => {
    await sql('drop table if exists strict; create table strict (n int, m int)')
    const good = Array.from({ length: 1_200 }, (_, n) => `${n},1\n`).join('')
    await machine.storage.put('s3://in/strict.csv', `${good}7\n`)
    const { outcome } = await copy(file('Rows', 's3://in/strict.csv'), table('Strict', 'strict'))
    expect(outcome).toMatchObject({
      errorMessage: 's3://in/strict.csv: Row 1201 has 1 values, but there are 2 columns: n, m.',
    })
    expect(await rowsOf('select count(*) as n from strict')).toBe('n\n0\n')
  })

  it('is copied to another database, and to and from PostgreSQL', async () => {
    await sql(
      "drop table if exists origin; create table origin (id int, word varchar(9)); insert into origin values (1, 'a\"b'), (2, null)",
    )
    const createTableSql = 'create table origin (id int, word varchar(9))'
    const origin = table('Origin', 'origin')
    const archived = table('Archived', 'origin', {
      database: { ref: 'Archive' },
      schemaName: 'archive',
      createTableSql: 'create table archive.origin like shop.origin',
    })
    const inPostgres = table('InPostgres', 'origin', { database: { ref: 'Warehouse' }, createTableSql })
    const back = table('Back', 'returned', { createTableSql: createTableSql.replace('origin', 'returned') })
    await sql('drop table if exists returned; drop table if exists archive.origin')
    for (const [from, to] of [
      [origin, archived],
      [archived, inPostgres],
      [inPostgres, back],
    ] as const)
      expect((await copy(from, to)).outcome).toEqual({ status: 'FINISHED' })
    expect(await rowsOf('select * from returned order by id')).toBe('id,word\n1,"a""b"\n2,\n')
  }, 90_000)

  it('gives rows as they are taken, however many there are', async () => {
    const many = table('Many', 'sequence', { selectQuery: "select seq, repeat('x', 200) as x from seq_1_to_20000" })
    expect((await copy(many, file('All', 's3://out/many.csv'))).log).toContain('Copied 20000 rows')
    expect((await machine.storage.head('s3://out/many.csv'))?.size).toBeGreaterThan(200 * 20_000)

    const databases = openDatabases(machine.dataDir)
    const session = await databases.open(shop.fields, 'Shop')
    // These would be a hundred gigabytes.
    const { columns, rows } = await session.read("select seq, repeat('x', 1000) as x from seq_1_to_100000000")
    const taken: unknown[] = []
    for await (const [seq] of rows) if (taken.push(seq) === 3) break
    expect([columns, taken]).toEqual([
      ['seq', 'x'],
      ['1', '2', '3'],
    ])
    await session.close()
    await databases.close()
  })

  it('tells what is wrong with a query whose rows are read bit by bit', async () => {
    const wrong = table('Wrong', 'x', { selectQuery: 'select oops from seq_1_to_3' })
    expect((await copy(wrong, file('No', 's3://out/no.csv'))).outcome).toMatchObject({
      errorMessage: "Unknown column 'oops' in 'SELECT' (SQLSTATE 42S22)",
    })
    const late = table('Late', 'x', {
      selectQuery: 'select seq, (select 1 union select seq from dual where seq > 2500) as n from seq_1_to_3000',
    })
    expect((await copy(late, file('No', 's3://out/no.csv'))).outcome).toMatchObject({
      errorMessage: expect.stringContaining('Subquery returns more than 1 row'),
    })
    expect(await machine.storage.head('s3://out/no.csv')).toBeUndefined()
  })

  it('tells whether a table exists', async () => {
    await sql('drop table if exists here; create table here (n int)')
    const statuses = await Promise.all(
      ['here', 'not_here'].map(
        async name => (await run(nodeExists, { node: { ref: 'N' } }, [table('N', name)])).outcome.status,
      ),
    )
    expect(statuses).toEqual(['FINISHED', 'FALSE'])
  })

  it('takes its address from databases.json where an RDS instance is mapped', async () => {
    const settings = `${machine.dataDir}/databases.json`
    writeFileSync(settings, JSON.stringify({ elsewhere: `mysql://127.0.0.1:${server.port}/shop` }))
    const rds = object('Warehouse', 'RdsDatabase', { rdsInstanceId: 'elsewhere', ...login })
    const { outcome, log } = await sql('select 1', { database: { ref: 'Warehouse' } }, [rds])
    rmSync(settings)
    expect([outcome.status, log]).toEqual(['FINISHED', expect.stringContaining('to MariaDB')])
  })

  behavesLikeAnExecutor('the SQL executor on MySQL', machine, {
    executor: sqlActivity,
    good: workOf(object('Ask', 'SqlActivity', { script: 'select 1', database: { ref: 'Shop' } }), base),
    endless: workOf(object('Wait', 'SqlActivity', { script: 'select sleep(300)', database: { ref: 'Shop' } }), base),
  })

  it('leaves no query behind that was given up', async () => {
    const left = "select count(*) as n from information_schema.processlist where info like 'select sleep%'"
    await expect.poll(() => rowsOf(left), { timeout: 2_000 }).toBe('n\n0\n')
  })
})
