// The slower laws: each tried thousands of times with a fixed seed. Templates are also read by the tools of others,
// cfn-lint and an HCL parser, which lie in .cache/slow. Ends with a total. `PIPEWRIGHT_SLOW_SEED` and
// `PIPEWRIGHT_SLOW_<SIZE>` (see test/slow) choose other throws and other numbers.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, node, root, run, toolEnv } from './setup.mjs'

const cache = join(root, '.cache', 'slow')
const venv = join(cache, 'venv')
const results = join(cache, 'results.json')

await ensureInstalled()
await ensureBuilt()
const begun = performance.now()
const readers = await ensureReaders()
rmSync(results, { force: true })
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
const code = await run(node(), [vitest, 'run', '--project', 'slow', ...reporters, ...process.argv.slice(2)], {
  env: { ...toolEnv(), NODE_ENV: 'test', ...(readers && { PIPEWRIGHT_SLOW_PYTHON: readers }) },
})
const tests = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : undefined
// A run that broke before or beside its tests counts as one failure, never as none.
const failed = (tests?.numFailedTests ?? 0) || (code === 0 ? 0 : 1)
console.log(`Took ${Math.round((performance.now() - begun) / 1000)} s.`)
console.log(`${tests?.numPassedTests ?? 0} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)

/** A Python with the tools that read our templates; made anew when their list is another. */
async function ensureReaders() {
  const list = join(root, 'test', 'slow', 'requirements.txt')
  const wanted = createHash('sha256').update(readFileSync(list)).digest('hex')
  const stamp = join(cache, 'installed')
  const python = join(venv, 'bin', 'python')
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python
  console.error('Installing cfn-lint and a parser of HCL …')
  rmSync(cache, { recursive: true, force: true })
  mkdirSync(cache, { recursive: true })
  const made = spawnSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' })
  const pip = ['-m', 'pip', '--quiet', '--disable-pip-version-check', 'install', '-r', list]
  if (made.status !== 0 || (await run(python, pip)) !== 0) {
    console.error('They could not be installed (on Debian python3 -m venv needs the package python3-venv).')
    return undefined
  }
  writeFileSync(stamp, wanted)
  return python
}
