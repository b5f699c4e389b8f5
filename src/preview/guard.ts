// Who may ask the studio for anything. It shows subscribers and can send a test, so: only under its own names
// (DNS rebinding), only from its own pages (foreign sites), and whatever changes something only with the token
// that its pages hold. Opened to a network, it asks for a key besides.

import { timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

export interface GuardInput {
  /** `host:port`, in lower case: every name under which the studio may be asked for. */
  readonly hosts: ReadonlySet<string>
  readonly token: string
  /** What the first address holds; absent on loopback. */
  readonly key?: string
}

const KEY_COOKIE = 'pressrun-studio'
const SAFE_METHODS = new Set(['GET', 'HEAD'])

/** Nothing but the studio itself: no script, style, picture or connection from anywhere else. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': PAGE_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
}

export function guard({ hosts, token, key }: GuardInput): MiddlewareHandler {
  return async (c, next) => {
    const refuse = (why: string) => c.text(`${why}\n`, 403)
    const host = c.req.header('host')?.toLowerCase() ?? ''
    if (!hosts.has(host)) {
      return refuse('The studio answers only under the address that the terminal shows.')
    }
    const origin = c.req.header('origin')
    if (origin !== undefined && origin.toLowerCase() !== `http://${host}`) {
      return refuse('Another site may not ask the studio.')
    }
    if (isForeign(c.req.header('sec-fetch-site'), c.req.header('sec-fetch-mode'), c.req.method)) {
      return refuse('Another site may not ask the studio.')
    }
    if (key !== undefined) {
      const given = c.req.query('key')
      if (given !== undefined && same(given, key)) {
        setCookie(c, KEY_COOKIE, key, { httpOnly: true, sameSite: 'Strict', path: '/' })
      } else if (!same(getCookie(c, KEY_COOKIE) ?? '', key)) {
        return refuse('Open the studio with the whole address that the terminal shows.')
      }
    }
    if (!SAFE_METHODS.has(c.req.method) && !same(c.req.header('x-studio-token') ?? '', token)) {
      return refuse('This needs the token of an open page.')
    }
    await next()
    for (const [name, value] of Object.entries(HEADERS)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value)
    }
  }
}

/** A link followed from elsewhere is a person's doing; a picture or a script from elsewhere is not. */
function isForeign(site: string | undefined, mode: string | undefined, method: string): boolean {
  if (site === undefined || site === 'same-origin' || site === 'none') return false
  return !(mode === 'navigate' && method === 'GET')
}

function same(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
