// Builds dist/: the command line and server in one file, the small `aws`, and the studio's pages.

import { chmod, copyFile, rm } from 'node:fs/promises'
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
  // ES modules can be cut down to what is used, and into chunks.
  mainFields: ['module', 'main'],
  external: ['@electric-sql/pglite', 'pg', 'pg-native', 'mysql2'],
}
const entries = {
  'dist/aws.mjs': 'src/server/aws-shim/main.ts',
  'dist/embedded-postgres.mjs': 'src/server/databases/embedded-main.ts',
  'dist/rehearsal.mjs': 'src/server/rehearsals/play-main.ts',
  'dist/rehearsal-reader.mjs': 'src/server/rehearsals/read-main.ts',
}
/** What the server imports only when somebody asks for it, such as clients of AWS, stands in chunks of its own. */
const server = {
  entryPoints: { main: 'src/cli.ts' },
  outdir: 'dist',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
}

// Vite empties dist/app itself; a server that runs from dist goes on with what it has loaded.
await Promise.all(
  [...Object.keys(entries), 'dist/main.js', 'dist/chunks'].map(file => rm(file, { recursive: true, force: true })),
)
await Promise.all([
  ...Object.entries(entries).map(([outfile, from]) => bundle({ ...shared, entryPoints: [from], outfile })),
  bundle({ ...shared, ...server }),
  pages({ logLevel: 'warn' }),
])
await copyFile('scripts/launcher.mjs', 'dist/pipewright.js')
await chmod('dist/pipewright.js', 0o755)
