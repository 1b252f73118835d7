// Installs what is missing, builds what is stale, serves the studio. Options after `--` go to `pipewright serve`.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, node, root } from './setup.mjs'

await ensureInstalled()
await ensureBuilt()
const server = spawn(node(), [join(root, 'dist', 'main.js'), 'serve', ...process.argv.slice(2)], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: { ...process.env, PIPEWRIGHT_LAUNCHED: '1' },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal))
server.on('close', code => process.exit(code ?? 0))
