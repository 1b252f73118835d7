// Server from source, restarted on change, behind Vite's own server with fast refresh.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ensureInstalled, node, root, toolEnv } from './setup.mjs'

await ensureInstalled()
const env = toolEnv()
const data = join(root, '.cache', 'dev-data')
const args = [
  '--watch-path=src',
  '--watch-preserve-output',
  'src/cli.ts',
  'serve',
  '--json',
  '--port',
  '4411',
  '--data',
  data,
]
const server = spawn(node(), [...args, ...process.argv.slice(2)], { stdio: ['inherit', 'pipe', 'inherit'], env })
const children = [server]

createInterface({ input: server.stdout }).on('line', line => {
  if (!line.startsWith('{') || children.length > 1) return
  const url = new URL(JSON.parse(line).url)
  const proxy = { PIPEWRIGHT_API: url.origin, PIPEWRIGHT_TOKEN: url.searchParams.get('token') }
  const pages = spawn('vite', ['--host', '127.0.0.1', '--port', '5173'], {
    stdio: 'inherit',
    env: { ...env, ...proxy },
  })
  children.push(pages)
  pages.on('close', stop)
})
server.on('close', stop)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)

function stop() {
  for (const child of children) child.kill()
}
