// Builds dist/: the command line and server in one file, the small `aws`, and the studio's pages.

import { existsSync } from 'node:fs'
import { chmod, rm } from 'node:fs/promises'
import { build as bundle } from 'esbuild'
import { build as pages } from 'vite'

const shared = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  sourcemap: true,
  logLevel: 'warning',
  // Some packages inside still call require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  // These load files of their own beside them (WebAssembly, optional drivers), so they stay packages.
  external: ['@electric-sql/pglite', 'pg', 'pg-native', 'mysql2'],
}
const entries = {
  'dist/pipewright.js': 'src/cli.ts',
  'dist/aws.mjs': 'src/server/aws-shim/main.ts',
}

await rm('dist', { recursive: true, force: true })
await Promise.all([
  ...Object.entries(entries)
    .filter(([, from]) => existsSync(from))
    .map(([outfile, from]) => bundle({ ...shared, entryPoints: [from], outfile })),
  existsSync('index.html') ? pages({ logLevel: 'warn' }) : undefined,
])
await chmod('dist/pipewright.js', 0o755).catch(() => {})
