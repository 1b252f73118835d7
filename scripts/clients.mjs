// The slower suite: real AWS clients and moto's own tests against the built server, and the built server against moto's.
// Everything it installs lies in .cache/clients. A client that this machine cannot have is named with the reason, and
// counts as nothing. Ends with a total.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { guests } from './guests.mjs'
import { listAgainstMoto } from './moto.mjs'
import { ensureBuilt, ensureInstalled, node, root, run } from './setup.mjs'

const tests = join(root, 'test', 'clients')
const cache = join(root, '.cache', 'clients')
const venv = join(cache, 'venv')
const python = join(venv, 'bin', 'python')
const quiet = ['-q', '-p', 'no:cacheprovider']
const python3Tests = [
  'test_operations_cli.py',
  'test_operations_boto3.py',
  'test_boto3.py',
  'test_cli.py',
  'test_s3.py',
  'test_s3_modes.py',
].map(name => join(tests, name))

await ensureInstalled()
await ensureBuilt()
const total = { passed: 0, failed: 0 }
try {
  await ensureClients()
  const server = await startServer()
  try {
    const env = clientEnv(server.ready)
    await suite('AWS CLI, version 1, and boto3', [...quiet, ...python3Tests], { env })
    for (const { title, files, find } of guests({ cache, python, tests })) {
      const found = await find()
      if ('leftOut' in found) console.log(`-- ${title}\nleft out: ${found.leftOut}`)
      else await suite(title, [...quiet, ...files.map(file => join(tests, file))], { env: { ...env, ...found.env } })
    }
    const guest = { ...env, PYTHONPATH: tests, MOTO_CALL_RESET_API: 'false', TEST_SERVER_MODE: 'true' }
    const moto = { ...guest, TEST_SERVER_MODE_ENDPOINT: server.ready.dataPipelineEndpoint }
    await suite("moto's tests of Data Pipeline", [...quiet, '-s', '-p', 'moto_guest', 'tests/test_datapipeline'], {
      env: moto,
      cwd: motoTests(),
    })
  } finally {
    await server.stop()
  }
  console.log("-- What an account has, from moto's server")
  const { passed, failed } = await listAgainstMoto(join(venv, 'bin'), cache)
  total.passed += passed
  total.failed += failed
} catch (error) {
  console.error(error.message)
  total.failed++
}
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed ? 1 : 0)

/** Makes the virtual environment when the list of clients is not the one installed last. */
async function ensureClients() {
  const list = join(tests, 'requirements.txt')
  const wanted = createHash('sha256').update(readFileSync(list)).digest('hex')
  const stamp = join(cache, 'installed')
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('Installing the AWS clients for Python …')
  rmSync(cache, { recursive: true, force: true })
  mkdirSync(cache, { recursive: true })
  await must('python3 -m venv (on Debian it needs the package python3-venv)', 'python3', ['-m', 'venv', venv])
  const pip = ['-m', 'pip', '--quiet', '--disable-pip-version-check']
  await must('pip install', python, [...pip, 'install', '-r', list])
  // moto's tests are only in its source archive, never in what is installed; they must be of the same version.
  const moto = spawnSync(python, ['-c', 'import moto; print(moto.__version__)'], { encoding: 'utf8' }).stdout.trim()
  const archive = join(cache, 'moto')
  await must('pip download of moto', python, [
    ...pip,
    'download',
    '--no-binary',
    ':all:',
    '--no-deps',
    `moto==${moto}`,
    '-d',
    archive,
  ])
  const [file = ''] = readdirSync(archive)
  await must('unpacking moto', 'tar', ['-xzf', join(archive, file), '-C', archive])
  rmSync(join(archive, file))
  writeFileSync(stamp, wanted)
}

/** Only the tests, so that they import the moto that is installed. */
function motoTests() {
  const [unpacked = ''] = readdirSync(join(cache, 'moto'))
  const home = join(cache, 'moto', unpacked)
  for (const name of readdirSync(home)) if (name !== 'tests') rmSync(join(home, name), { recursive: true })
  return home
}

/** The built server in a data directory of its own. */
async function startServer() {
  const dataDir = mkdtempSync(join(tmpdir(), 'pipewright-clients-'))
  const child = spawn(
    node(),
    [join(root, 'dist', 'pipewright.js'), 'serve', '--json', '--port', '0', '--data', dataDir],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const ended = new Promise(resolve => child.on('close', resolve))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(dataDir, { recursive: true, force: true })
  }
  const lines = createInterface({ input: child.stdout })
  const ready = await Promise.race([
    new Promise(resolve => lines.once('line', line => resolve(JSON.parse(line)))),
    ended.then(code => Promise.reject(new Error(`The server ended with code ${code} before it was ready.`))),
    new Promise((_, reject) =>
      setTimeout(reject, 60_000, new Error('The server was not ready within a minute.')).unref(),
    ),
  ]).catch(async error => {
    await stop()
    throw error
  })
  return { ready, stop }
}

/** Nothing of the user's own AWS settings reaches the clients. */
function clientEnv({ dataPipelineEndpoint, region, accessKeyId, secretAccessKey }) {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: dataPipelineEndpoint,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_CONFIG_FILE: join(cache, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(cache, 'no-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    NO_PROXY: '127.0.0.1,localhost',
    PYTHONDONTWRITEBYTECODE: '1',
  }
}

async function suite(title, args, options) {
  console.log(`-- ${title}`)
  const report = join(cache, 'report.xml')
  rmSync(report, { force: true })
  const code = await run(python, ['-m', 'pytest', `--junitxml=${report}`, ...args], options)
  const text = existsSync(report) ? readFileSync(report, 'utf8') : ''
  const count = name => Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(text)?.[1] ?? 0)
  const broken = count('failures') + count('errors')
  total.passed += count('tests') - broken - count('skipped')
  // A run that broke without a test to blame counts as one failure, never as none.
  total.failed += broken || (code === 0 ? 0 : 1)
}

async function must(what, program, args) {
  const code = await run(program, args).catch(error => error.message)
  if (code !== 0) throw new Error(`${what} did not work: ${code}.`)
}
