import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ensureChromium, node, root, run, toolEnv } from './setup.mjs'

/**
 * The lists of what an account has, in the server and in the browser, against moto's server with real resources in
 * place of the answers that were kept of it. `bin` is the folder that moto_server is in.
 */
export async function listAgainstMoto(bin, cache) {
  const results = join(cache, 'account.json')
  rmSync(results, { force: true })
  const chromium = await ensureChromium()
  const moto = await startMoto(bin)
  let code
  try {
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
    const files = ['test/server/account-names.test.ts', 'e2e/account.test.ts']
    code = await run(node(), [vitest, 'run', '--no-file-parallelism', ...reporters, ...files], {
      env: { ...toolEnv(), CHROMIUM_PATH: chromium, NODE_ENV: 'test', PIPEWRIGHT_MOTO: moto.url },
    })
  } finally {
    await moto.stop()
  }
  const tests = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : undefined
  return { passed: tests?.numPassedTests ?? 0, failed: (tests?.numFailedTests ?? 0) || (code === 0 ? 0 : 1) }
}

async function startMoto(bin) {
  const child = spawn(join(bin, 'moto_server'), ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise(resolve => child.on('close', resolve))
  const lines = createInterface({ input: child.stderr })
  const address = new Promise(resolve =>
    lines.on('line', line => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line)
      if (found) resolve(found[0])
    }),
  )
  const url = await Promise.race([
    address,
    ended.then(code => Promise.reject(new Error(`moto_server ended with code ${code} before it was ready.`))),
  ])
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
