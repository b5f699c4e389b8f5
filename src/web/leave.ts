// Leaving, as RFC 8058 has it: a POST to the link in a letter acts at once, as often as it comes; a GET shows a page
// with one button; HEAD says nothing. The token is all that is asked for, and all that can be acted upon.

import type { Context, Hono } from 'hono'
import { unseal } from '../audience/links.ts'
import { comeBack, findReader, leave } from '../circulation/readers.ts'
import type { SourceWay } from '../store/list-tables.ts'
import type { Web } from './app.ts'

export function leaveRoutes(app: Hono, web: Web): void {
  const path = '/unsubscribe/:token'
  app.get(path, async (c) => {
    const reader = await readerOf(c, web)
    if (!reader) return brokenLink(c, web)
    const { email, lang, hasLeft, token } = reader
    const action = actionOf(web, token)
    if (hasLeft) return web.notice(lang, leftNotice(email, action, 'left_already'))
    return web.notice(lang, {
      title: 'leave_title',
      texts: ['leave_ask'],
      values: { email },
      buttons: [{ action, text: 'leave_button' }],
      ...(reader.isKnown
        ? { link: { href: `${web.base}/preferences/${token}`, text: 'prefs_link' } }
        : {}),
    })
  })
  app.post(path, async (c) => {
    const reader = await readerOf(c, web)
    if (!reader) return brokenLink(c, web)
    const { email, lang, hasLeft, token } = reader
    const form = await c.req.parseBody().catch(() => ({}) as Record<string, unknown>)
    const oneClick = form['List-Unsubscribe'] === 'One-Click'
    const occasion = (way: SourceWay) => ({
      source: { way, place: reader.slug },
      at: web.now(),
    })
    if (form.undo === 'yes') return undo(web, reader, occasion('page'))
    const lists = web.project.lists.map(({ slug }) => slug)
    await leave(web.store, { email, lists, all: true }, occasion(oneClick ? 'one-click' : 'page'))
    if (oneClick) return c.text('unsubscribed\n', 200, { 'cache-control': 'no-store' })
    const text = hasLeft ? 'left_already' : 'left_text'
    return web.notice(lang, leftNotice(email, actionOf(web, token), text))
  })
}

interface Reader {
  readonly email: string
  readonly slug: string
  readonly token: string
  readonly lang: string
  readonly hasLeft: boolean
  /** They are in the store, and not only on a list in a file. */
  readonly isKnown: boolean
}

async function readerOf(c: Context, web: Web): Promise<Reader | undefined> {
  const token = c.req.param('token') ?? ''
  const claim = unseal(web.keys, token)
  if (claim?.purpose !== 'leave') return undefined
  const { email, slug } = claim
  const { row, suppression } = await findReader(web.store, web.project.lists[0].slug, email)
  return {
    email,
    slug,
    token,
    lang: row?.lang || web.pages.language(c.req.header('accept-language')),
    hasLeft: suppression !== undefined,
    isKnown: row !== undefined,
  }
}

const actionOf = (web: Web, token: string) => `${web.base}/unsubscribe/${token}`

const leftNotice = (email: string, action: string, text: string) => ({
  title: 'left_title',
  texts: [text],
  values: { email },
  buttons: [{ action, text: 'undo_button', name: 'undo', quiet: true }],
})

async function undo(
  web: Web,
  { email, lang }: Reader,
  occasion: Parameters<typeof comeBack>[3],
): Promise<Response> {
  let isBack = false
  for (const { slug } of web.project.lists)
    isBack = (await comeBack(web.store, email, slug, occasion)) || isBack
  if (isBack)
    return web.notice(lang, { title: 'back_title', texts: ['back_text'], values: { email } })
  const { suppression } = await findReader(web.store, web.project.lists[0].slug, email)
  return suppression
    ? web.notice(lang, {
        title: 'left_title',
        texts: ['gone_text'],
        values: contact(web),
        status: 409,
      })
    : web.notice(lang, { title: 'back_title', texts: ['back_text'], values: { email } })
}

export const contact = ({ project }: Web) => ({
  address: (project.replyTo ?? project.from).address,
})

/** Forged, cut short or of a key that is no more: nobody is told which. */
export const brokenLink = (c: Context, web: Web): Response =>
  web.notice(web.pages.language(c.req.header('accept-language')), {
    title: 'broken_title',
    texts: ['broken_text'],
    values: contact(web),
    status: 404,
  })
