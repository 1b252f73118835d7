import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { build } from 'esbuild'

/** A box on the screen, in CSS pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const peers = {
  'react-flow': 'react-flow.tsx',
  cytoscape: 'cytoscape.ts',
  bare: 'bare.ts',
  canvas: 'canvas.tsx',
} as const
export type PeerName = keyof typeof peers

/** Builds the peers' pages as for production and serves them; each draws in the same box as the designer's canvas. */
export async function servePeers({ x, y, width, height }: Box) {
  const folder = await mkdtemp(join(tmpdir(), 'pipewright-peers-'))
  await build({
    entryPoints: Object.fromEntries(
      Object.entries(peers).map(([name, file]) => [name, join(import.meta.dirname, file)]),
    ),
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const place = `position:fixed;left:${x}px;top:${y}px;width:${width}px;height:${height}px`
  for (const name of Object.keys(peers))
    await writeFile(
      join(folder, `${name}.html`),
      `<!doctype html><html lang="en"><link rel="stylesheet" href="${name}.css"><body><div id="root" style="${place}"></div><script type="module" src="${name}.js"></script>`,
    )
  const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
  const server = createServer(async (asked, answer) => {
    const name = new URL(asked.url ?? '/', 'http://localhost').pathname.slice(1)
    const body = await readFile(join(folder, name)).catch(() => '')
    answer.setHeader('content-type', types[extname(name)] ?? 'text/plain').end(body)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    address: (name: PeerName) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}.html`,
    async close() {
      server.closeAllConnections()
      server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
