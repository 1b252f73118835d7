import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openStore } from '../../src/server/store.ts'
import { shellAttempts } from './engine/attempts.ts'
import { handOver } from './engine/hand-over.ts'
import { idle, startEngine } from './engine/lives.ts'
import { groupsOfTen } from './engine/pipelines.ts'
import type { Figure } from './runner.ts'

/** Pinned, with the packages it needs beside its core; installed by this benchmark alone, into `.cache`. */
const packages = ['apache-airflow==3.3.2', 'apache-airflow-providers-standard', 'apache-airflow-providers-postgres']
const tasks = 100
/** Tasks that Airflow may run at a time; ours runs four. */
const parallelism = 16

const root = fileURLToPath(new URL('../..', import.meta.url))
const venv = join(root, '.cache', 'airflow', 'venv')
const wanted = 'wanted: 20 times'

/**
 * Apache Airflow's scheduler with its LocalExecutor and PostgreSQL on the same machine: a DAG of `true` commands in
 * groups of ten, against the same groups here, with real commands and with activities that do nothing. Fails with a
 * sentence where Python or PostgreSQL is missing.
 */
export async function* figures(): AsyncGenerator<Figure> {
  install()
  const airflow = await inFolder(measureAirflow)
  const real = await inFolder(folder => shellAttempts(folder, tasks))
  const lives = await inFolder(noOpLives)
  const [median] = await inFolder(handOver)
  const figure = (name: string, value: number, unit: string, against: number, ratio: number, note: string): Figure => ({
    name,
    value: Number(value.toFixed(1)),
    unit,
    against: `Airflow 3.3.2, ${against.toFixed(1)} ${unit}${note}`,
    ratio: Number(ratio.toFixed(1)),
  })
  const { perSecond, medianMs } = airflow
  yield figure('real commands', real, 'tasks/s', perSecond, real / perSecond, '')
  yield figure('activities that do nothing, durable', lives, 'tasks/s', perSecond, lives / perSecond, `; ${wanted}`)
  yield figure(
    "FINISHED to the dependent's start",
    median?.value ?? 0,
    'ms',
    medianMs,
    medianMs / (median?.value ?? 1),
    '',
  )
}

async function noOpLives(folder: string): Promise<number> {
  const store = openStore(join(folder, 'engine.db'))
  const { engine, activate, finished } = await startEngine({ store, executors: [idle()], concurrency: parallelism })
  const begun = performance.now()
  await finished(await activate(groupsOfTen(tasks, 10)))
  const seconds = (performance.now() - begun) / 1000
  await engine.stop()
  store.close()
  return (tasks * 10) / seconds
}

function install() {
  const stamp = join(venv, 'installed')
  if (existsSync(stamp)) return
  console.error('Installing Apache Airflow …')
  rmSync(venv, { recursive: true, force: true })
  execFileSync('python3', ['-m', 'venv', venv], { stdio: ['ignore', 'ignore', 'inherit'] })
  const pip = ['-m', 'pip', '--quiet', '--disable-pip-version-check', 'install', ...packages]
  execFileSync(join(venv, 'bin', 'python'), pip, { stdio: ['ignore', 'ignore', 'inherit'] })
  writeFileSync(stamp, '')
}

interface Measured {
  readonly perSecond: number
  readonly medianMs: number
}

/** Starts PostgreSQL and the three servers of Airflow on 127.0.0.1, lets the DAG run, and ends them by their ids. */
async function measureAirflow(folder: string): Promise<Measured> {
  const [databasePort, port] = [await freePort(), await freePort()]
  const dags = join(folder, 'dags')
  mkdirSync(dags)
  copyFileSync(join(root, 'test', 'bench', 'airflow.py'), join(dags, 'noop.py'))
  const env = {
    ...process.env,
    PATH: `${join(venv, 'bin')}:${process.env.PATH}`,
    BENCH_TASKS: String(tasks),
    AIRFLOW_HOME: folder,
    AIRFLOW__CORE__EXECUTOR: 'LocalExecutor',
    AIRFLOW__CORE__PARALLELISM: String(parallelism),
    AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
    AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `http://127.0.0.1:${port}/execution/`,
    AIRFLOW__API__BASE_URL: `http://127.0.0.1:${port}`,
    AIRFLOW__API__SECRET_KEY: 'bench',
    AIRFLOW__API_AUTH__JWT_SECRET: 'a key of this benchmark, on 127.0.0.1 only',
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: `postgresql+psycopg2://airflow@127.0.0.1:${databasePort}/airflow`,
  }
  const program = join(venv, 'bin', 'airflow')
  const log = openSync(join(folder, 'servers.log'), 'a')
  const servers: ChildProcess[] = []
  const serve = (file: string, args: readonly string[], as: { uid?: number; gid?: number } = {}) =>
    servers.push(spawn(file, [...args], { env, stdio: ['ignore', log, log], ...as }))
  const postgres = postgresFolder()
  const data = join(folder, 'postgres')
  const as = unprivileged()
  try {
    mkdirSync(data)
    chmodSync(folder, 0o755)
    if (as.uid !== undefined && as.gid !== undefined) chownSync(data, as.uid, as.gid)
    const made = ['-D', data, '-U', 'airflow', '-A', 'trust']
    execFileSync(join(postgres, 'initdb'), made, { ...as, stdio: 'ignore' })
    const here = ['-D', data, '-p', String(databasePort), '-k', data, '-c', 'listen_addresses=127.0.0.1']
    serve(join(postgres, 'postgres'), here, as)
    const create = ['-h', '127.0.0.1', '-p', String(databasePort), '-U', 'airflow', 'airflow']
    for (let tries = 0; spawnSync(join(postgres, 'createdb'), create).status !== 0; tries += 1) {
      if (tries > 60) throw new Error('PostgreSQL did not start within a minute.')
      await sleep(1_000)
    }
    const migrated = spawnSync(program, ['db', 'migrate'], { env, encoding: 'utf8' })
    if (migrated.status !== 0) throw new Error(`Airflow could not make its tables. ${migrated.stderr}`)
    serve(program, ['api-server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1'])
    serve(program, ['scheduler'])
    serve(program, ['dag-processor'])
    const measuring = spawn(join(venv, 'bin', 'python'), [join(dags, 'noop.py')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    for await (const chunk of measuring.stdout) said += chunk
    return JSON.parse(said.trim().split('\n').at(-1) ?? '')
  } finally {
    for (const server of servers.toReversed()) await ended(server)
  }
}

/** SIGTERM, and SIGKILL to one that does not end within ten seconds. */
async function ended(server: ChildProcess) {
  if (server.exitCode !== null || server.signalCode !== null) return
  const over = new Promise(done => server.once('exit', done))
  server.kill('SIGTERM')
  if ((await Promise.race([over.then(() => true), sleep(10_000)])) !== true) server.kill('SIGKILL')
  await over
}

/** PostgreSQL refuses to run as root; the user that Debian's package makes runs it then. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (which: string) => Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

function postgresFolder(): string {
  const debian = Array.from({ length: 8 }, (_, n) => `/usr/lib/postgresql/${21 - n}/bin`)
  const folders = [...debian, ...(process.env.PATH ?? '').split(':')]
  const found = folders.find(folder =>
    ['initdb', 'postgres', 'createdb'].every(program => existsSync(join(folder, program))),
  )
  if (!found) throw new Error('Airflow needs PostgreSQL here: install the package `postgresql`, then run this again.')
  return found
}

const freePort = () =>
  new Promise<number>((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'pipewright-airflow-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
