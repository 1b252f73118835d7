import { timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  // Cloudscape and Monaco set styles on elements.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ')

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/**
 * Lets in only this machine's own browser: the Host must be ours to the port (DNS rebinding), the Origin ours (other
 * sites), and whoever asks must hold the token, in the first address, a cookie, or a Bearer header. Calls must be JSON
 * with our header, which no foreign page can send.
 */
export function guard(port: () => number, token: string): MiddlewareHandler {
  return async (c, next) => {
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
    const url = new URL(c.req.url)
    const own = [`127.0.0.1:${port()}`, `localhost:${port()}`]
    const host = c.req.header('host')?.toLowerCase() ?? ''
    if (!own.includes(host)) return refuse(c, 403, `This server answers to ${own[0]} only.`)
    const origin = c.req.header('origin')
    if (origin !== undefined && origin !== `http://${host}`)
      return refuse(c, 403, 'Requests from other sites are refused.')
    const site = c.req.header('sec-fetch-site')
    const arriving = c.req.method === 'GET' && c.req.header('sec-fetch-mode') === 'navigate'
    if (site && !['same-origin', 'none'].includes(site) && !arriving)
      return refuse(c, 403, 'Requests from other sites are refused.')
    const cookie = `pipewright-${port()}`
    const given = url.searchParams.get('token')
    if (given !== null && c.req.method === 'GET') {
      if (!same(given, token))
        return refuse(c, 403, 'The token in this address is not the one of this server. Take the address it printed.')
      setCookie(c, cookie, token, { httpOnly: true, sameSite: 'Strict', path: '/', maxAge: 400 * 24 * 3600 })
      url.searchParams.delete('token')
      return c.redirect(url.pathname + url.search, 303)
    }
    if (!same(getCookie(c, cookie) ?? c.req.header('authorization')?.replace(/^Bearer /, '') ?? '', token))
      return refuse(
        c,
        401,
        'Open the address that Pipewright printed when it started: it carries the key to this page.',
      )
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      if (!c.req.header('content-type')?.startsWith('application/json')) return refuse(c, 415, 'Calls are JSON.')
      if (!c.req.header('x-pipewright')) return refuse(c, 403, 'Calls carry the header x-pipewright.')
    }
    await next()
  }
}

const refuse = (c: Context, status: 401 | 403 | 415, message: string) =>
  c.req.path.startsWith('/api/')
    ? c.json({ __type: 'AccessDeniedException', message }, status)
    : c.text(message, status)

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
