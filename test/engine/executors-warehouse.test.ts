import { expect, it } from 'vitest'
import { readCopyOptions } from '../../src/engine/executors/copy-options.ts'
import { redshiftCopyActivity } from '../../src/engine/executors/redshift-copy.ts'
import { readUnload } from '../../src/engine/executors/redshift-sql.ts'
import { sqlActivity } from '../../src/engine/executors/sql.ts'
import type { EvaluatedObject, Executor } from '../../src/engine/ports.ts'
import { tryOut } from '../contracts/executor.ts'
import { object, openMachine, textAt, workOf } from '../contracts/machine.ts'

const machine = await openMachine()
const warehouse = object('Warehouse', 'RedshiftDatabase', { clusterId: 'demo', databaseName: 'shop' })
const owned = { database: { ref: 'Warehouse' } } as const
const csv = object('Csv', 'CSV')

let count = 0
async function run(executor: Executor, values: Parameters<typeof object>[2], others: readonly EvaluatedObject[] = []) {
  const work = workOf(object(`Load${++count}`, executor.types[0] ?? '', values), [warehouse, csv, ...others])
  const { outcome, logLocation } = await tryOut(machine, executor, work)
  const { lines } = await machine.logs.read(work.pipelineId, work.attemptId, `${logLocation}Activity.log.gz`, 0, 999)
  return { outcome, log: lines.join('\n') }
}
const sql = (script: string) => run(sqlActivity, { script, ...owned })
async function rowsOf(query: string) {
  const out = object('Out', 'S3DataNode', { filePath: 's3://out/rows.csv' })
  const { outcome } = await run(sqlActivity, { script: query, output: { ref: 'Out' }, ...owned }, [out])
  expect(outcome).toEqual({ status: 'FINISHED' })
  return (await textAt(machine, 's3://out/rows.csv'))?.split('\n').slice(1, -1)
}
const load = (input: EvaluatedObject, values: Parameters<typeof object>[2] = {}) =>
  run(redshiftCopyActivity, { input: { ref: input.id }, output: { ref: 'Fact' }, insertMode: 'TRUNCATE', ...values }, [
    input,
    object('Fact', 'RedshiftDataNode', {
      tableName: 'fact',
      createTableSql: 'create table fact (id int, name varchar(20), at date)',
      ...owned,
    }),
  ])

it('loads the files that a manifest lists, and no others', async () => {
  await machine.storage.put('s3://in/a.csv', '1,one,2026-03-01\n')
  await machine.storage.put('s3://in/b.csv', '2,two,\n')
  await machine.storage.put('s3://in/c.csv', 'not to be read')
  const entries = [
    { url: 's3://in/a.csv', mandatory: true },
    { url: 's3://in/gone.csv' },
    { url: 's3://in/b.csv', mandatory: false },
  ]
  await machine.storage.put('s3://in/list', JSON.stringify({ entries }))
  const folder = (manifestFilePath: string) =>
    object('Files', 'S3DataNode', { directoryPath: 's3://in/', dataFormat: { ref: 'Csv' }, manifestFilePath })
  const { outcome, log } = await load(folder('s3://in/list'))
  expect(outcome).toEqual({ status: 'FINISHED' })
  expect(log).toContain('There is no object at s3://in/gone.csv; the manifest s3://in/list does not call it mandatory.')
  expect(await rowsOf('select * from fact order by id')).toEqual(['1,one,2026-03-01', '2,two,'])

  await machine.storage.put(
    's3://in/strict',
    JSON.stringify({ entries: [{ url: 's3://in/gone.csv', mandatory: true }] }),
  )
  await machine.storage.put('s3://in/odd', '[]')
  for (const [uri, words] of [
    ['s3://in/strict', 'There is no object at s3://in/gone.csv, which the manifest s3://in/strict calls mandatory.'],
    ['s3://in/odd', 'The manifest s3://in/odd cannot be read. Write it as {"entries"'],
    ['s3://in/none', 'There is no object at s3://in/none, where manifestFilePath of Files points to.'],
  ] as const)
    expect((await load(folder(uri))).outcome).toMatchObject({ errorMessage: expect.stringContaining(words) })
  expect(await rowsOf('select count(*) from fact')).toEqual(['2'])
})

it('heeds the options of COPY in commandOptions', async () => {
  await machine.storage.put('s3://in/raw.txt', 'id;name;at\n1;\\N;2026-03-01\n2;two\n')
  const raw = object('Raw', 'S3DataNode', { filePath: 's3://in/raw.txt' })
  const { outcome, log } = await load(raw, {
    commandOptions: ["DELIMITER ';'", 'IGNOREHEADER 1', 'FILLRECORD', "TIMEFORMAT 'auto'", 'COMPUPDATE OFF'],
  })
  expect(outcome).toEqual({ status: 'FINISHED' })
  expect(log).toContain("left out: TIMEFORMAT 'auto'")
  expect(await rowsOf('select * from fact order by id')).toEqual(['1,,2026-03-01', '2,two,'])
})

it('lets a data format take the place of commandOptions, and says so', async () => {
  await machine.storage.put('s3://in/plain.csv', '7,seven,2026-03-01\n')
  const plain = object('Plain', 'S3DataNode', { filePath: 's3://in/plain.csv', dataFormat: { ref: 'Csv' } })
  const { outcome, log } = await load(plain, { commandOptions: "DELIMITER ';'" })
  expect(outcome).toEqual({ status: 'FINISHED' })
  expect(log).toContain("commandOptions do not count, since Plain has a data format: DELIMITER ';'")
  expect(await rowsOf('select id from fact')).toEqual(['7'])
})

it('refuses a format that it would only misread', async () => {
  await machine.storage.put('s3://in/x.json', '{"id": 1}')
  const json = object('Json', 'S3DataNode', { filePath: 's3://in/x.json' })
  expect((await load(json, { commandOptions: "FORMAT AS JSON 'auto'" })).outcome).toMatchObject({
    status: 'FAILED',
    errorMessage: 'JSON is not understood on this machine; use CSV, DELIMITER and GZIP.',
  })
  expect(() => readCopyOptions("delimiter '||'")).toThrow("DELIMITER '||' is not one character.")
  // What stands in quotes is no word of COPY.
  expect(readCopyOptions("csv null as 'json'")).toMatchObject({ nullAs: 'json', ignored: '' })
})

it('unloads with a manifest and copies by it', async () => {
  const { outcome } = await sql(
    `drop table if exists fact; create table fact (id int, name varchar(20), at date); insert into fact values (1, 'a|b', null);
     unload ('select * from fact where name like \\'a%\\'') to 's3://out/by/' iam_role default manifest escape gzip;
     copy fact from 's3://out/by/manifest' iam_role default manifest escape gzip`,
  )
  expect(outcome).toEqual({ status: 'FINISHED' })
  expect(await rowsOf('select * from fact')).toEqual(['1,a|b,', '1,a|b,'])
  expect(readUnload("unload ('select \\'x\\', ''y''') to 's3://b/'")?.query).toBe("select 'x', 'y'")
})

it('takes s3EncryptionType, and says what it is worth here', async () => {
  await sql('drop table if exists fact; create table fact (id int)')
  const fact = object('Fact', 'RedshiftDataNode', { tableName: 'fact', ...owned })
  const unload = async (s3EncryptionType: string) => {
    const to = object('Safe', 'S3DataNode', { directoryPath: 's3://out/safe/', s3EncryptionType })
    const values = { input: { ref: 'Fact' }, output: { ref: 'Safe' }, insertMode: 'APPEND' }
    const { outcome, log } = await run(redshiftCopyActivity, values, [fact, to])
    return [outcome.status, log.includes('Safe: S3 would encrypt what is written (SERVER_SIDE_ENCRYPTION)')]
  }
  expect(await unload('SERVER_SIDE_ENCRYPTION')).toEqual(['FINISHED', true])
  expect(await unload('NONE')).toEqual(['FINISHED', false])
})

it('copies and unloads through Parquet as through a CSV with a header, and says so', async () => {
  const { outcome, log } = await sql(
    `drop table if exists fact; create table fact (id int, name varchar(20), at date); insert into fact values (5, 'five', null);
     unload ('select * from fact') to 's3://out/columns/' iam_role default format as parquet;
     copy fact from 's3://out/columns/' iam_role default format as parquet`,
  )
  expect(outcome).toEqual({ status: 'FINISHED' })
  expect(log).toContain('left out: format as parquet')
  expect(await rowsOf('select * from fact')).toEqual(['5,five,', '5,five,'])
})

it('leaves the table as it was when a load fails, whatever the mode', async () => {
  await sql(
    "drop table if exists fact; create table fact (id int, name varchar(20), at date); insert into fact values (1, 'old', null)",
  )
  await machine.storage.put('s3://in/bad.csv', '2,new,2026-03-01\n3,new,no date\n')
  const bad = object('Bad', 'S3DataNode', { filePath: 's3://in/bad.csv', dataFormat: { ref: 'Csv' } })
  for (const insertMode of ['TRUNCATE', 'APPEND', 'KEEP_EXISTING', 'OVERWRITE_EXISTING']) {
    expect((await load(bad, { insertMode })).outcome).toMatchObject({
      errorMessage: expect.stringContaining('invalid input syntax for type date: "no date"'),
    })
    expect(await rowsOf('select id, name from fact')).toEqual(['1,old'])
  }
})

it('says where PostgreSQL is stricter than the Redshift that it stands in for', async () => {
  await sql('drop table if exists fact; create table fact (id int primary key, name varchar(20), at date)')
  await machine.storage.put('s3://in/twice.csv', '1,a,\n1,b,\n')
  const twice = object('Twice', 'S3DataNode', { filePath: 's3://in/twice.csv', dataFormat: { ref: 'Csv' } })
  expect((await load(twice, { insertMode: 'APPEND' })).outcome).toMatchObject({
    errorMessage: expect.stringMatching(/duplicate key[\s\S]*Redshift itself would keep both rows/),
  })
  await sql('drop table fact')
})
