import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'

/** Programs of an installed MariaDB, which this machine may not have. */
const programs = (() => {
  try {
    const find = 'PATH=$PATH:/usr/sbin:/usr/local/sbin; command -v mariadbd && command -v mariadb-install-db'
    const [server, install] = execFileSync('sh', ['-c', find], { encoding: 'utf8' }).trim().split('\n')
    return server && install ? { server, install } : undefined
  } catch {
    return undefined
  }
})()

/** Why the tests with a real MySQL are left out; undefined where they run. */
export const noMySql: string | undefined = programs
  ? undefined
  : 'Left out: there is no MariaDB on this machine (on Debian: apt-get install mariadb-server-core).'

/** Starts a MariaDB of a test's own with the user `shop` and the databases `shop` and `archive`. */
export async function startMySql() {
  if (!programs) throw new Error(noMySql)
  const home = mkdtempSync(join(tmpdir(), 'pipewright-mysql-'))
  const port = await freePort()
  // The server refuses to run as root; there it runs as a user that every machine has.
  const user = process.getuid?.() === 0 ? ['--user=nobody'] : []
  if (user.length > 0) execFileSync('chown', ['nobody', home])
  const data = `--datadir=${join(home, 'data')}`
  execFileSync(
    programs.install,
    ['--no-defaults', data, '--auth-root-authentication-method=normal', '--skip-test-db', ...user],
    { stdio: 'ignore' },
  )
  const child = spawn(
    programs.server,
    [
      '--no-defaults',
      data,
      ...user,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(home, 's')}`,
      // The time of the machine must not show in what is read.
      '--default-time-zone=+05:00',
      '--innodb-flush-log-at-trx-commit=0',
    ],
    { stdio: 'ignore' },
  )
  const over = new Promise<void>(done => child.once('exit', () => done()))
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await over
    rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  }
  const address = { host: '127.0.0.1', port, user: 'root', multipleStatements: true }
  for (let wait = 0; ; wait++) {
    try {
      const root = await createConnection(address)
      await root.query(
        `create database shop; create database archive; create user shop identified by 'p@ss';
         grant all on shop.* to shop; grant all on archive.* to shop; grant process on *.* to shop`,
      )
      await root.end()
      return { port, stop }
    } catch (error) {
      if (wait < 300) await sleep(100)
      else {
        await stop()
        throw error
      }
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
