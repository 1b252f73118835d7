// Pictures of the studio for the documentation: `node scripts/pictures.mjs [OUT]`, docs/pictures unless told.
// Everything on them happened: the examples are created and run first, which takes some minutes.
import { ensureBuilt, ensureChromium, ensureInstalled, node, run, toolEnv } from './setup.mjs'

await ensureInstalled()
await ensureBuilt()
const chromium = await ensureChromium()
process.exit(
  await run(node(), ['e2e/pictures.ts', process.argv[2] ?? 'docs/pictures'], {
    env: { ...toolEnv(), CHROMIUM_PATH: chromium },
  }),
)
