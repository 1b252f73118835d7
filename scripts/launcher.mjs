#!/usr/bin/env node
// dist/pipewright.js: goes on at once where Node is new enough, else with the Node that the clone brings along.
// Plain JavaScript that Node 14 and later can read.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major > 22 || (major === 22 && minor >= 13)) {
  await import('./main.js')
} else {
  const bundled = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url))
  if (!existsSync(bundled)) {
    console.error(
      `Pipewright needs Node 22.13 or later; this is ${process.version}. In a clone, npm install brings Node 24.`,
    )
    process.exit(2)
  }
  const main = fileURLToPath(new URL('./main.js', import.meta.url))
  const child = spawn(bundled, [main, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PIPEWRIGHT_LAUNCHED: '1' },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('close', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}
