// What the studio answers: the page, the letters, their images and bytes, readers, the inbox, events. Everything
// passes the guard first; whatever is shown was made elsewhere.

import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { PressrunError } from '../problem.ts'
import type { Asset, Assets } from './assets.ts'
import type { Events } from './events.ts'
import { type GuardInput, guard } from './guard.ts'
import type { ImageShelf } from './image-shelf.ts'
import type { Importing } from './importing.ts'
import { letterView } from './letter-view.ts'
import type { Version } from './press/versions.ts'
import type { Studio } from './studio.ts'
import type { CaughtAnswer, ImportRequest, TestRequest } from './wire.ts'

export interface RoutesInput {
  readonly guard: GuardInput
  readonly assets: Assets
  readonly events: Events
  readonly shelf: ImageShelf
  readonly studio: Studio
  readonly importing: Importing
}

/** A letter in its frame: no script, nothing from elsewhere, no way out. */
const FRAME_POLICY =
  "sandbox allow-same-origin allow-modals; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
/** For what may be opened by itself: an SVG is a document, and so may be anything that mail carries. */
const BARE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

const FOREVER = 'public, max-age=31536000, immutable'
const HEARTBEAT_MS = 25_000
const MAX_BODY_BYTES = 100_000
/** A source of an import, in base64, and what is said of it. */
const MAX_IMPORT_BYTES = 42_000_000

export function routes(given: RoutesInput): Hono {
  const { guard: input, assets, events, shelf, studio, importing } = given
  const app = new Hono()
  app.use(guard(input))
  app.use('/api/*', async (c, next) => {
    await next()
    c.res.headers.set('cache-control', 'no-store')
  })

  app.get('/api/studio', (c) => c.json(studio.info()))
  app.get('/api/issues', async (c) => c.json(await studio.issues()))
  app.get('/api/readers', async (c) => c.json(await studio.readers.search(c.req.query('q') ?? '')))
  app.get('/api/cases', (c) => c.json(studio.readers.cases()))
  app.get('/api/letters/:slug', async (c) =>
    c.json(
      await studio.letter(c.req.param('slug'), versionOf(c.req.query('version')), readerOf(c)),
    ),
  )
  app.get('/api/letters/:slug/findings', async (c) =>
    c.json(await studio.findings(c.req.param('slug'))),
  )
  app.get('/api/letters/:slug/raw', async (c) => {
    const version = versionOf(c.req.query('version'))
    const bytes = await studio.bytes(c.req.param('slug'), version, readerOf(c))
    return message(bytes, `${c.req.param('slug')}.eml`, c.req.query('save') !== undefined)
  })
  app.get('/api/letters/:slug/picture/:kind{png|pdf}', async (c) => {
    const kind = c.req.param('kind') as 'png' | 'pdf'
    const { search } = new URL(c.req.url)
    const bytes = await studio.picture(kind, c.req.param('slug'), new URLSearchParams(search))
    return download(bytes, kind === 'png' ? 'image/png' : 'application/pdf', {
      name: `${c.req.param('slug')}.${kind}`,
      save: true,
    })
  })

  app.get('/api/inbox', (c) => c.json(studio.inbox()?.list() ?? { messages: [], total: 0 }))
  app.get('/api/inbox/:id', async (c) => {
    const found = await studio.inbox()?.get(c.req.param('id'))
    if (!found) return c.json(gone, 404)
    const { caught, bytes } = found
    const letter = letterView(bytes, `/api/inbox/${caught.id}/raw`, shelf)
    return c.json({ ...caught, letter } satisfies CaughtAnswer)
  })
  app.get('/api/inbox/:id/raw', async (c) => {
    const found = await studio.inbox()?.get(c.req.param('id'))
    if (!found) return c.json(gone, 404)
    return message(found.bytes, `message-${found.caught.id}.eml`, c.req.query('save') !== undefined)
  })
  app.delete('/api/inbox', async (c) => {
    await studio.inbox()?.clear()
    return c.json({ cleared: true })
  })
  app.post('/api/test', async (c) => {
    const text = await c.req.text()
    if (text.length > MAX_BODY_BYTES) return c.json({ sent: false, detail: 'Too much.' }, 413)
    return c.json(await studio.sendTest(JSON.parse(text) as TestRequest))
  })

  app.post('/api/import', async (c) => {
    const request = await importRequest(c.req.raw)
    return request ? c.json(await importing.read(request)) : c.json(tooMuch, 413)
  })
  app.post('/api/import/save', async (c) => {
    const request = await importRequest(c.req.raw)
    return request ? c.json(await importing.save(request)) : c.json(tooMuch, 413)
  })

  app.get('/api/events', (c) => {
    const slugs = c.req.queries('issue') ?? []
    return streamSSE(c, async (stream) => {
      const leave = events.join({
        slugs,
        send: (event, data) => void stream.writeSSE({ event, data }).catch(() => {}),
      })
      const beat = setInterval(() => void stream.write(':\n\n').catch(() => {}), HEARTBEAT_MS)
      await stream.writeSSE({ event: 'hello', data: JSON.stringify(studio.attend(slugs)) })
      await new Promise<void>((resolve) => stream.onAbort(resolve))
      clearInterval(beat)
      leave()
    })
  })

  app.get('/image/:name', (c) => {
    const image = shelf.get(c.req.param('name'))
    return image ? asset(image, { ...BARE, 'cache-control': FOREVER }) : c.notFound()
  })
  app.get('/frame', (c) => {
    const doctype = c.req.query('quirks') === undefined ? '<!doctype html>' : ''
    return c.html(`${doctype}<html><head><title>Letter</title></head><body></body></html>`, 200, {
      'content-security-policy': FRAME_POLICY,
      'cache-control': 'no-store',
    })
  })
  app.get('/assets/:name', (c) => {
    const found = assets.get(c.req.param('name'))
    return found ? asset(found, { 'cache-control': FOREVER }) : c.notFound()
  })
  for (const path of ['/', '/issues', '/issues/*', '/inbox', '/inbox/*']) {
    app.get(path, (c) => c.html(assets.index, 200, { 'cache-control': 'no-store' }))
  }

  app.notFound((c) => c.text('There is nothing here.\n', 404))
  app.onError((error, c) => {
    if (error instanceof PressrunError) return c.json({ problems: error.problems }, 422)
    if (error instanceof SyntaxError) return c.json({ problems: [notJson] }, 400)
    return c.json({ problems: [{ code: 'usage', message: error.message }] }, 500)
  })
  return app
}

/** Undefined where it is too large; what it claims to be is looked at before it is read. */
async function importRequest(request: Request): Promise<ImportRequest | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_IMPORT_BYTES) return undefined
  const text = await request.text()
  return text.length > MAX_IMPORT_BYTES ? undefined : (JSON.parse(text) as ImportRequest)
}

const tooMuch = {
  problems: [{ code: 'file', message: 'this is more than 30 MB', mend: 'Import a part of it.' }],
}
const gone = { problems: [{ code: 'usage', message: 'this message is no longer here' }] }
const notJson = { code: 'usage', message: 'the request is not JSON' }
const BARE = { 'content-security-policy': BARE_POLICY }

const versionOf = (text: string | undefined): Version => (text === 'HEAD' ? 'HEAD' : 'work')

const readerOf = (c: { req: { query(name: string): string | undefined } }) =>
  c.req.query('reader') ?? ''

function asset({ type, bytes }: Asset | { type: string; bytes: Uint8Array }, headers: object) {
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: { 'content-type': type, ...headers },
  })
}

/** Shown as plain text, whatever stands in it. */
function message(bytes: Buffer, name: string, save: boolean): Response {
  return save
    ? download(bytes, 'message/rfc822', { name, save })
    : download(bytes, 'text/plain; charset=utf-8', { name, save })
}

function download(
  bytes: Buffer,
  type: string,
  { name, save }: { readonly name: string; readonly save: boolean },
): Response {
  const file = save
    ? { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` }
    : {}
  return new Response(bytes as unknown as Uint8Array<ArrayBuffer>, {
    headers: { 'content-type': type, ...BARE, ...file },
  })
}
