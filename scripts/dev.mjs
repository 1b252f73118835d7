// Server from source, restarted on change, behind Vite's own server with fast refresh.
import { spawn } from 'node:child_process'
import { ensureBuilt, ensureInstalled, node, toolEnv } from './setup.mjs'

await ensureInstalled()
await ensureBuilt()
const env = toolEnv()
const port = process.env.PIPEWRIGHT_DEV_PORT ?? '4411'
const children = [
  spawn(
    node(),
    ['--watch-path=src', '--watch-preserve-output', 'src/cli.ts', 'serve', '--port', port, ...process.argv.slice(2)],
    {
      stdio: 'inherit',
      env: { ...env, PIPEWRIGHT_DEV: '1' },
    },
  ),
  spawn('vite', ['--host', '127.0.0.1', '--port', '5173'], {
    stdio: 'inherit',
    env: { ...env, PIPEWRIGHT_API: `http://127.0.0.1:${port}` },
  }),
]
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    for (const child of children) child.kill(signal)
  })
for (const child of children)
  child.on('close', () => {
    for (const other of children) other.kill()
  })
