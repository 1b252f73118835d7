// Everything a change must pass: checks, tests by floor, journeys in Chromium. Ends with a total.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runChecks } from './check.mjs'
import { ensureBuilt, ensureChromium, ensureInstalled, node, root, run, toolEnv } from './setup.mjs'

await ensureInstalled()
await ensureBuilt()
const chromium = await ensureChromium()
const begun = performance.now()
const results = join(root, '.cache', 'test-results.json')
mkdirSync(join(root, '.cache'), { recursive: true })
rmSync(results, { force: true })

const checks = await runChecks()
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
const projects = ['--project', 'floors', '--project', 'journeys']
const code = await run(node(), [vitest, 'run', ...projects, ...reporters, ...process.argv.slice(2)], {
  env: { ...toolEnv(), CHROMIUM_PATH: chromium, NODE_ENV: 'test' },
})
const tests = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : undefined
const passed = checks.passed + (tests?.numPassedTests ?? 0)
// A run that broke before or beside its tests counts as one failure, never as none.
const broken = code !== 0 && !tests?.numFailedTests ? 1 : 0
const failed = checks.failed.length + (tests?.numFailedTests ?? 0) + broken
console.log(`Took ${Math.round((performance.now() - begun) / 1000)} s.`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
