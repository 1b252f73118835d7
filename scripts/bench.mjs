// Benchmarks: `npm run bench -- NAME` runs test/bench/NAME.ts, without a name all. One JSON line a figure.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, node, root, run, toolEnv } from './setup.mjs'

await ensureInstalled()
await ensureBuilt()
const all = readdirSync(join(root, 'test', 'bench'))
  .filter(f => f.endsWith('.ts') && f !== 'runner.ts')
  .map(f => f.slice(0, -3))
const names = process.argv.slice(2)
const unknown = names.filter(name => !all.includes(name))
if (unknown.length) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${all.join(', ')}.`)
  process.exit(2)
}
let worst = 0
for (const name of names.length ? names : all)
  worst = Math.max(worst, await run(node(), ['test/bench/runner.ts', name], { env: toolEnv() }))
process.exit(worst)
