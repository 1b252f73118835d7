// What a change must pass besides its tests: types, style, dead code. Prints one line for each, and a total.
import { ensureInstalled, run, toolEnv } from './setup.mjs'

const checks = {
  types: ['tsc', '--noEmit', '-p', '.'],
  'style (Biome)': ['biome', 'check', '--error-on-warnings', '.'],
  'dead code (knip)': ['knip', '--no-progress'],
}

/** Runs the checks one after the other; gives the names of those that failed. */
export async function runChecks() {
  const failed = []
  for (const [name, [program, ...args]] of Object.entries(checks)) {
    const code = await run(program, args, { env: toolEnv() })
    console.log(`${code === 0 ? '✓' : '✗'} ${name}`)
    if (code !== 0) failed.push(name)
  }
  return { passed: Object.keys(checks).length - failed.length, failed }
}

if (import.meta.main ?? process.argv[1]?.endsWith('check.mjs')) {
  await ensureInstalled()
  const { passed, failed } = await runChecks()
  console.log(`${passed} passed, ${failed.length} failed`)
  process.exit(failed.length ? 1 : 0)
}
