import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import type { Context } from 'hono'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.map': 'application/json',
}

/** The studio's pages from a folder: files as they are, every other path the one page that routes by itself. */
export function servePages(folder: string) {
  return async (c: Context) => {
    const path = decoded(c.req.path)
    if (path === undefined) return c.text('Not found', 404)
    const asked = normalize(path)
    const file = extname(asked) ? join(folder, asked) : join(folder, 'index.html')
    if (!file.startsWith(folder + sep)) return c.text('Not found', 404)
    const body = await readFile(file).catch(() => undefined)
    if (!body) return c.text(extname(asked) ? 'Not found' : 'The studio is not built yet: run npm run build.', 404)
    // Vite puts a hash of the content into the names below assets/.
    const forever = asked.startsWith(`${sep}assets${sep}`)
    c.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
    c.header('content-type', types[extname(file)] ?? 'application/octet-stream')
    return c.body(new Uint8Array(body))
  }
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
