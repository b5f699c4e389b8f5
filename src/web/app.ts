// The web as readers reach it: everything under the publication's own address, behind one set of headers, limits and
// a log line a request that names nobody. GET and HEAD change nothing: scanners follow every link.

import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Keyring } from '../audience/links.ts'
import { type Announce, announcer } from '../circulation/announce.ts'
import { type Leave, leaveQueue } from '../circulation/leave-queue.ts'
import { PressrunError } from '../problem.ts'
import type { Files } from '../project/files.ts'
import type { Project } from '../project/project.ts'
import type { Engine } from '../store/engine.ts'
import { groupCommits } from '../store/group-commit.ts'
import { type Archive, archiveRoutes } from './archive.ts'
import { clickRoutes } from './clicks.ts'
import { leaveRoutes } from './leave.ts'
import { isFromInside } from './machine.ts'
import { openMetrics } from './metrics.ts'
import { METRICS_TYPE } from './metrics-text.ts'
import { openPages, type Page, type Pages } from './pages.ts'
import { preferenceRoutes } from './preferences.ts'
import { type Confirmations, subscribeRoutes } from './subscribe.ts'

export interface WebInput {
  readonly project: Project
  readonly keys: Keyring
  readonly store: Engine
  /** With `templates/web/`. */
  readonly files: Files
  readonly archive: Archive
  /** Absent where no mail can be sent: then nobody can subscribe here. */
  readonly confirmations?: Confirmations
  readonly now: () => number
  /** Behind a proxy that sets X-Forwarded-For. */
  readonly behindProxy: boolean
  readonly log: (line: RequestLine) => void
}

export interface RequestLine {
  readonly method: string
  /** The route, `/unsubscribe/:token`: never what stood in it. */
  readonly route: string
  readonly status: number
  readonly ms: number
  readonly problem?: string
}

export interface Web {
  readonly project: Project
  readonly keys: Keyring
  readonly store: Engine
  readonly pages: Pages
  readonly now: () => number
  readonly leave: Leave
  /** Tells the publication's webhooks. */
  readonly announce: Announce
  /** Path of the publication's address, without a slash at its end. */
  readonly base: string
  /** Answers with a page. */
  answer(page: Page, status?: number): Response
  notice(lang: string, notice: Notice): Response
}

export interface Notice {
  /** Keys of phrases. */
  readonly title: string
  readonly texts: readonly string[]
  readonly values?: Readonly<Record<string, unknown>>
  readonly buttons?: readonly {
    readonly action: string
    readonly text: string
    /** Of the text, before those of the notice. */
    readonly values?: Readonly<Record<string, unknown>>
    /** What the form says besides. */
    readonly fields?: Readonly<Record<string, string>>
    readonly quiet?: boolean
  }[]
  /** A way on: its address, and the key of what it says. */
  readonly link?: { readonly href: string; readonly text: string }
  readonly status?: number
}

const MAX_BODY_BYTES = 10_000

/** @throws PressrunError `template`, `file` */
export function webApp(input: WebInput): Hono {
  const { store, log } = input
  const web = openWeb(input)
  const metrics = openMetrics(input.now)
  const isSecure = input.project.url.startsWith('https:')
  const app = new Hono().basePath(web.base === '' ? '/' : web.base)
  app.use(async (c, next) => {
    const start = performance.now()
    await next()
    const headers = c.res.headers
    headers.set('x-content-type-options', 'nosniff')
    headers.set('referrer-policy', 'no-referrer')
    // Browsers pay no heed to it where the page came without encryption.
    if (isSecure) headers.set('strict-transport-security', 'max-age=31536000')
    if (!headers.has('content-security-policy'))
      headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    const route = c.req.routePath === '*' || c.req.routePath === '/*' ? 'none' : c.req.routePath
    const { status } = c.res
    const took = performance.now() - start
    metrics.count(c.req.method, route, status, took)
    const ms = Math.round(took)
    const problem = c.error ? c.error.message.split('\n')[0] : undefined
    log({ method: c.req.method, route, status, ms, ...(problem ? { problem } : {}) })
  })
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) => c.text('This is too large.\n', 413),
    }),
  )
  app.get('/healthz', async (c) => {
    await store.db.selectFrom('schema').select('version').execute()
    return c.text('ok\n', 200, { 'cache-control': 'no-store' })
  })
  app.get('/metrics', async (c) => {
    if (!isFromInside(c)) return c.notFound()
    const headers = { 'cache-control': 'no-store' }
    return new Response(await metrics.text(store), {
      headers: { ...headers, 'content-type': METRICS_TYPE },
    })
  })
  leaveRoutes(app, web)
  preferenceRoutes(app, web)
  clickRoutes(app, web)
  if (input.confirmations) subscribeRoutes(app, web, input.confirmations, input.behindProxy)
  archiveRoutes(app, web, input.archive, input.confirmations !== undefined)
  app.notFound((c) =>
    web.notice(web.pages.language(c.req.header('accept-language')), {
      title: 'missing_title',
      texts: ['missing_text'],
      status: 404,
    }),
  )
  app.onError((error, c) => {
    // A problem of ours is for whoever runs this, and is in the log.
    if (!(error instanceof PressrunError)) c.header('x-error', 'unexpected')
    return web.notice(web.pages.language(c.req.header('accept-language')), {
      title: 'failed_title',
      texts: ['failed_text'],
      status: 503,
    })
  })
  return app as unknown as Hono
}

function openWeb(input: WebInput): Web {
  const { project, keys, files, now } = input
  const store = groupCommits(input.store)
  const pages = openPages(files, project)
  const answer = (page: Page, status = 200) =>
    new Response(page.html, {
      status,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': page.policy,
        'cache-control': 'no-store',
      },
    })
  return {
    project,
    keys,
    store,
    pages,
    now,
    leave: leaveQueue(store),
    announce: announcer(store, project.webhooks),
    base: new URL(project.url).pathname.replace(/\/+$/, ''),
    answer,
    notice(lang, { title, texts, values = {}, buttons = [], link, status = 200 }) {
      const words = pages.phrases(lang)
      const all = { publication: project.name, ...values }
      return answer(
        pages.page('notice', lang, {
          title: words.t(title, all),
          texts: texts.map((key) => words.t(key, all)),
          ...(link ? { link: { href: link.href, text: words.t(link.text, all) } } : {}),
          buttons: buttons.map((button) => ({
            ...button,
            text: words.t(button.text, { ...all, ...button.values }),
          })),
        }),
        status,
      )
    },
  }
}
