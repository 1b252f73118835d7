// The soak: twenty pipelines at sixty times the speed of the wall, for an hour, or for MINUTES. Prints what the server
// held in memory each minute, and in the end whether an interval was missed or doubled.
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, node, root, run, toolEnv } from './setup.mjs'

await ensureInstalled()
await ensureBuilt()
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const env = { ...toolEnv(), NODE_ENV: 'test', PIPEWRIGHT_SLOW_MINUTES: process.env.MINUTES ?? '60' }
process.exit(await run(node(), [vitest, 'run', '--project', 'slow', 'test/slow/soak.test.ts'], { env }))
