// Links of letters on their way: each click adds one to the total of its link and goes on to where the letter said.
// Nowhere else: only what a letter held when it was sent is known here.

import type { Hono } from 'hono'
import { countClick, linkOf } from '../store/links.ts'
import type { Web } from './app.ts'

export function clickRoutes(app: Hono, { store }: Web): void {
  app.get('/to/:key{[A-Za-z0-9_-]{16}}', async (c) => {
    const key = c.req.param('key')
    const url = await linkOf(store, key)
    if (url === undefined) return c.notFound()
    // HEAD comes from programs that look whether a link is good.
    if (c.req.method === 'GET') await store.write([countClick(store, key)])
    return new Response(null, {
      status: 302,
      headers: { location: url, 'cache-control': 'no-store' },
    })
  })
}
