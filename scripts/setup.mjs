// What every script needs first: the packages, a Node that is new enough, a build that is not stale, a Chromium.
// Plain JavaScript for Node 18 and later, and only Node's own modules: nothing is installed yet when this runs.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bundledNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
const say = text => process.stderr.write(`${text}\n`)
const seconds = since => ((performance.now() - since) / 1000).toFixed(1)

/** Runs a program to its end with our own output; resolves with its exit code. */
export const run = (program, args, options = {}) =>
  new Promise((done, fail) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options })
    child.on('error', fail)
    child.on('close', (code, signal) => done(code ?? (signal ? 1 : 0)))
  })

/** Installs the packages when the lock file is not the one that was installed last. */
export async function ensureInstalled() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = join(root, 'node_modules', '.pipewright-installed')
  if (existsSync(bundledNode) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  const begun = performance.now()
  say('Installing packages …')
  await must(
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: process.platform === 'win32' }),
    'npm ci',
  )
  // npm 12 runs no install scripts unless told to; the `node` package brings its binary by one.
  if (!existsSync(bundledNode))
    await must(
      run(process.execPath, ['installArchSpecificPackage.js'], { cwd: join(root, 'node_modules', 'node') }),
      'bringing Node 24',
    )
  writeFileSync(stamp, lock)
  say(`Installed packages in ${seconds(begun)} s.`)
}

/** The Node that the product runs on. */
export const node = () => (existsSync(bundledNode) ? bundledNode : process.execPath)

/** Environment in which `node` and the project's tools are the project's own. */
export const toolEnv = () => ({
  ...process.env,
  PATH: `${dirname(bundledNode)}:${join(root, 'node_modules', '.bin')}:${process.env.PATH}`,
})

/** Builds what is older than its sources. */
export async function ensureBuilt({ force = false } = {}) {
  const stamp = join(root, 'dist', '.built')
  const now = fingerprint([
    'src',
    'public',
    'index.html',
    'vite.config.ts',
    'package-lock.json',
    'scripts/bundle.mjs',
    'scripts/launcher.mjs',
  ])
  if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return
  const begun = performance.now()
  say('Building …')
  await must(run(node(), ['scripts/bundle.mjs'], { env: { ...toolEnv(), NODE_ENV: 'production' } }), 'the build')
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(stamp, now)
  say(`Built in ${seconds(begun)} s.`)
}

/** Path of a Chromium, found on the machine or installed with its package manager; says which. */
export async function ensureChromium() {
  const found = findChromium()
  if (found) {
    say(`Chromium: ${found}`)
    return found
  }
  const installer = [
    ['apt-get', [['update'], ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation']]],
    ['dnf', [['install', '-y', 'chromium']]],
    ['apk', [['add', 'chromium']]],
    ['brew', [['install', '--cask', 'chromium']]],
  ].find(([program]) => onPath(program))
  if (!installer)
    throw new Error('No Chromium found and no package manager known here. Install Chromium or set CHROMIUM_PATH.')
  const [program, steps] = installer
  say(`No Chromium found; installing it with ${program} …`)
  for (const step of steps)
    await must(run(program, step, { stdio: ['ignore', 'ignore', 'inherit'] }), `${program} ${step[0]}`)
  const now = findChromium()
  if (!now) throw new Error(`${program} ran, yet no Chromium is there. Set CHROMIUM_PATH.`)
  say(`Chromium, installed with ${program}: ${now}`)
  return now
}

function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
  const mac = [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]
  return process.env.CHROMIUM_PATH ?? names.map(onPath).find(Boolean) ?? mac.find(existsSync)
}

function onPath(program) {
  const { status, stdout } = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

async function must(code, what) {
  const result = await code
  if (result !== 0) {
    say(`${what} ended with code ${result}.`)
    process.exit(result || 1)
  }
}

function fingerprint(paths) {
  const hash = createHash('sha256')
  const visit = path => {
    const stat = statSync(path)
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name))
    else hash.update(`${path.slice(root.length)} ${stat.size} ${stat.mtimeMs}\n`)
  }
  for (const path of paths) if (existsSync(join(root, path))) visit(join(root, path))
  return hash.digest('hex')
}
