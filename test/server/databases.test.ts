import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Field } from '../../src/core/definition/model.ts'
import { placeDatabase, readAddress } from '../../src/server/databases/address.ts'
import { openDatabases } from '../../src/server/databases.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'pipewright-databases-'))
const databases = openDatabases(dataDir)
afterAll(async () => {
  await databases.close()
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 })
})

const fields = (values: Readonly<Record<string, string>>): Field[] =>
  Object.entries(values).map(([key, stringValue]) => ({ key, stringValue }))

describe('where a database is', () => {
  const jdbc = (connectionString: string) =>
    fields({ connectionString, username: 'me', '*password': 'pw', databaseName: 'shop' })

  it.each([
    [
      'jdbc:postgresql://localhost/',
      { engine: 'postgres', host: 'localhost', port: 5432, user: 'me', password: 'pw', database: 'shop' },
    ],
    ['jdbc:postgresql://db:6000/other?ssl=true', { host: 'db', port: 6000, database: 'other', tls: true }],
    [
      'jdbc:mysql://10.0.0.5/x?user=a&password=b%26',
      { engine: 'mysql', port: 3306, user: 'a', password: 'b&', database: 'x' },
    ],
    ['jdbc:redshift://[::1]:5439/dev', { engine: 'postgres', host: '::1', port: 5439 }],
  ])('%s is taken by its word', (text, address) => {
    expect(placeDatabase(jdbc(text), 'Db', {})).toMatchObject({ address })
  })

  it('is reached with TLS where an address or jdbcProperties ask for it', () => {
    const tlsOf = (connectionString: string, ...jdbcProperties: string[]) => {
      const more = jdbcProperties.map(stringValue => ({ key: 'jdbcProperties', stringValue }))
      const placed = placeDatabase([...jdbc(connectionString), ...more], 'Db', {})
      return 'address' in placed && placed.address.tls
    }
    expect(tlsOf('jdbc:mysql://db/x?useSSL=true')).toBe(true)
    expect(tlsOf('jdbc:postgresql://db/x?sslmode=verify-full')).toBe(true)
    expect(tlsOf('jdbc:postgresql://db/x', 'allowMultiQueries=true', 'ssl=true')).toBe(true)
    expect(tlsOf('jdbc:mysql://db/x?useSSL=false', 'characterEncoding=UTF-8')).toBe(false)
  })

  it.each([
    'jdbc:postgresql://cluster.abc.us-east-1.redshift.amazonaws.com:5439/prod',
    'jdbc:postgresql://payments.example.com/x',
    'jdbc:oracle:thin:@host:1521:orcl',
    'nonsense',
  ])('%s is rehearsed in the embedded one', text => {
    expect(placeDatabase(jdbc(text), 'Db', {})).toHaveProperty('embedded')
  })

  it('is where databases.json maps its id, host, cluster or instance to', () => {
    const settings = {
      Warehouse: 'postgres://u:p%40@here:1/w',
      'my-cluster': 'mysql://there/c',
      'prod.amazonaws.com': 'postgres://copy/p',
    }
    expect(placeDatabase(fields({ username: 'x' }), 'Warehouse', settings)).toMatchObject({
      address: { host: 'here', port: 1, user: 'u', password: 'p@', database: 'w' },
    })
    expect(placeDatabase(fields({ clusterId: 'my-cluster', username: 'x' }), 'Other', settings)).toMatchObject({
      address: { engine: 'mysql', host: 'there', user: 'x' },
    })
    expect(placeDatabase(fields({ rdsInstanceId: 'my-cluster' }), 'Other', settings)).toHaveProperty('address')
    expect(placeDatabase(jdbc('jdbc:postgresql://prod.amazonaws.com/x'), 'Other', settings)).toMatchObject({
      address: { host: 'copy', database: 'p' },
    })
    expect(() => placeDatabase([], 'Bad', { Bad: 'localhost' })).toThrow('Write it as postgres://')
  })

  it('cannot be read from what is no address', () => {
    expect(readAddress('postgres://bad host/x')).toBeUndefined()
  })
})

describe('the embedded PostgreSQL', () => {
  it('keeps what was committed, gives every value as text, and keeps databases apart', async () => {
    const first = await databases.open(fields({ rdsInstanceId: 'shop' }), 'Shop')
    expect(first.kind).toContain('PGlite')
    const { columns, rows } = await first.query(
      `create table if not exists t (a int, b numeric(6,2), c bool, d timestamp, e json, f int[], g text);
       insert into t values (1, 2.50, true, '2026-03-01 02:00', '{"k": [1]}', '{1,2}', null);
       select * from t`,
    )
    expect(columns).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
    expect(rows).toEqual([['1', '2.50', 't', '2026-03-01 02:00:00', '{"k": [1]}', '{1,2}', null]])
    expect(await first.query('select ?::date + ?::int as d', ['2026-02-27', '2'])).toMatchObject({
      rows: [['2026-03-01']],
    })
    await first.close()
    const other = await databases.open([], 'Other')
    await expect(other.query('select * from t')).rejects.toThrow('does not exist')
    await other.close()
  }, 60_000)

  it('gives the rows of a query as they are taken, and what no cursor can be made of at once', async () => {
    const session = await databases.open([], 'Shop')
    const read = async (sql: string) => {
      const { columns, rows } = await session.read(sql)
      const taken = []
      for await (const row of rows) taken.push(row)
      return { columns, first: taken[0], count: taken.length }
    }
    const series = 'from generate_series(1, 2500) g -- many;'
    expect(await read(`select g as n ${series}`)).toEqual({ columns: ['n'], first: ['1'], count: 2_500 })
    expect(await read('select 1 as none where false')).toEqual({ columns: ['none'], first: undefined, count: 0 })
    await session.query('create table if not exists moved (n int)')
    expect(await read('with x as (insert into moved values (5) returning n) select n from x')).toMatchObject({
      count: 1,
    })
    expect(await read('select 1 as a; select 2 as b')).toEqual({ columns: ['b'], first: ['2'], count: 1 })
    await expect(session.read('select oops')).rejects.toThrow(
      'column "oops" does not exist (SQLSTATE 42703, at character 8)',
    )
    // Half read, it leaves no transaction and no cursor behind.
    for await (const row of (await session.read(`select g ${series}`)).rows) if (row[0] === '7') break
    expect(await read(`select g as n ${series}`)).toMatchObject({ count: 2_500 })
    await session.close()
  }, 60_000)

  it('serves one session at a time', async () => {
    const first = await databases.open([], 'Shop')
    const order: string[] = []
    const second = databases.open([], 'Shop').then(session => {
      order.push('second opened')
      return session.close()
    })
    await first.query('select pg_sleep(0.2)')
    order.push('first closes')
    await first.close()
    await second
    expect(order).toEqual(['first closes', 'second opened'])
    await expect(first.query('select 1')).rejects.toThrow('closed')
  }, 60_000)

  it('ends a query that was given up, and goes on from what was committed', async () => {
    const endless = await databases.open([], 'Shop')
    await endless.query('create table if not exists kept (n int); insert into kept values (7)')
    const lost = endless.query('insert into kept select g from generate_series(1, 100000000000) g')
    await Promise.all([
      expect(lost).rejects.toThrow('ended amid a query'),
      new Promise(done => setTimeout(done, 300)).then(() => endless.close()),
    ])
    const next = await databases.open([], 'Shop')
    expect((await next.query('select * from kept')).rows).toEqual([['7']])
    await next.close()
  }, 60_000)

  it('never runs twice on one folder: it ends what an earlier, killed server left', async () => {
    const idOf = () => {
      const note = readdirSync(join(dataDir, 'databases')).find(name => /^Shop-.*\.pid$/.test(name))
      return Number(readFileSync(join(dataDir, 'databases', note ?? ''), 'utf8'))
    }
    const before = openDatabases(dataDir)
    await (await before.open([], 'Shop')).query('select 1')
    const first = idOf()
    const now = openDatabases(dataDir)
    const taken = await now.open([], 'Shop')
    expect((await taken.query('select 1 as one')).rows).toEqual([['1']])
    expect(idOf()).not.toBe(first)
    expect(() => process.kill(first, 0)).toThrow()
    await taken.close()
    await Promise.all([before.close(), now.close()])
  }, 60_000)

  it('says which settings file it cannot read', async () => {
    writeFileSync(join(dataDir, 'databases.json'), '{')
    await expect(databases.open([], 'Shop')).rejects.toThrow('databases.json is not JSON')
    rmSync(join(dataDir, 'databases.json'))
  })
})

const server = findServer()
describe.skipIf(!server)('a real PostgreSQL', () => {
  const home = mkdtempSync(join(tmpdir(), 'pipewright-postgres-'))
  let stop = () => {}
  afterAll(() => {
    stop()
    rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  })

  it('is reached where the connection string or databases.json says', async () => {
    const port = await freePort()
    stop = await startPostgres(home, port)
    const connectionString = `jdbc:postgresql://127.0.0.1:${port}/postgres`
    const session = await databases.open(
      fields({ connectionString, username: 'pipewright', '*password': 'any' }),
      'Real',
    )
    expect(session.kind).toMatch(/^PostgreSQL \d+\.\d+ at 127\.0\.0\.1$/)
    const { rows, affected } = await session.query(
      'create table r (a int, b date, c text); insert into r values (1, now(), null), (2, null, 3); select a, c from r order by a',
    )
    expect([rows, affected]).toEqual([
      [
        ['1', null],
        ['2', '3'],
      ],
      2,
    ])
    expect((await session.query('select ?::date as d, ? as t', ['2026-02-28', 'x'])).rows).toEqual([
      ['2026-02-28', 'x'],
    ])
    await expect(session.query('select oops')).rejects.toThrow(
      'column "oops" does not exist (SQLSTATE 42703, at character 8)',
    )
    const lost = session.query('select pg_sleep(60)')
    setTimeout(() => session.close(), 100)
    await expect(lost).rejects.toThrow()
    const watcher = await databases.open(fields({ connectionString, username: 'pipewright', '*password': 'x' }), 'Real')
    const left = () => watcher.query("select count(*) from pg_stat_activity where query = 'select pg_sleep(60)'")
    await expect.poll(async () => (await left()).rows).toEqual([['0']])
    await watcher.close()

    writeFileSync(
      join(dataDir, 'databases.json'),
      JSON.stringify({ Mapped: `postgres://pipewright@127.0.0.1:${port}/postgres` }),
    )
    const mapped = await databases.open(fields({ clusterId: 'production' }), 'Mapped')
    expect((await mapped.query('select count(*) from r')).rows).toEqual([['2']])
    await mapped.close()
    rmSync(join(dataDir, 'databases.json'))
    stop()
    await expect(databases.open(fields({ connectionString, username: 'x', '*password': 'y' }), 'Real')).rejects.toThrow(
      'cannot be reached',
    )
  }, 60_000)
})

/** Programs of an installed PostgreSQL, which this machine may not have. */
function findServer(): string | undefined {
  try {
    const found = execFileSync(
      'sh',
      ['-c', 'ls -d /usr/lib/postgresql/*/bin /usr/local/opt/postgresql*/bin 2>/dev/null | tail -1'],
      { encoding: 'utf8' },
    ).trim()
    return existsSync(join(found, 'initdb')) ? found : undefined
  } catch {
    return undefined
  }
}

async function startPostgres(home: string, port: number): Promise<() => void> {
  const data = join(home, 'data')
  // The server refuses to run as root; there it runs as the user its package made.
  const asRoot = process.getuid?.() === 0
  if (asRoot) execFileSync('chown', ['postgres', home])
  const run = (command: string) =>
    (asRoot ? ['su', ['postgres', '-s', '/bin/sh', '-c', command]] : ['sh', ['-c', command]]) as [string, string[]]
  execFileSync(...run(`cd ${home} && ${server}/initdb -D ${data} -U pipewright -A trust -N`), { stdio: 'ignore' })
  const child = spawn(
    ...run(
      `cd ${home} && exec ${server}/postgres -D ${data} -p ${port} -k ${home} -c listen_addresses=127.0.0.1 -c fsync=off`,
    ),
    { stdio: 'ignore' },
  )
  for (let wait = 0; wait < 300 && !existsSync(join(data, 'postmaster.pid')); wait++)
    await new Promise(done => setTimeout(done, 50))
  for (let wait = 0; wait < 300 && !readFileSync(join(data, 'postmaster.pid'), 'utf8').includes('ready'); wait++)
    await new Promise(done => setTimeout(done, 50))
  const id = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
  return () => {
    try {
      if (child.exitCode === null) process.kill(id, 'SIGQUIT')
    } catch (error) {
      // The server may have ended before its launcher tells: gone is what was wanted.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

const freePort = () =>
  new Promise<number>(done => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })
