// What a reader gets and is called, for them to change: by the token of any letter of theirs. Whoever has left
// everything comes back by joining again, not here.

import type { Context, Hono } from 'hono'
import { unseal } from '../audience/links.ts'
import { subscriberFrom } from '../audience/record.ts'
import { changeProfile, findReader, join, leave, membershipsOf } from '../circulation/readers.ts'
import { subscriberOfRow } from '../circulation/stored.ts'
import type { ListedRow } from '../store/subscribers.ts'
import type { Web } from './app.ts'
import { brokenLink } from './leave.ts'

export function preferenceRoutes(app: Hono, web: Web): void {
  const path = '/preferences/:token'
  app.get(path, async (c) => {
    const reader = await readerOf(c, web)
    return reader ? show(c, web, reader) : brokenLink(c, web)
  })
  app.post(path, async (c) => {
    const reader = await readerOf(c, web)
    if (!reader) return brokenLink(c, web)
    const body = await c.req.parseBody({ all: true }).catch(() => ({}) as Record<string, unknown>)
    const said = subscriberFrom({ email: reader.email, name: text(body.name) })
    if ('reason' in said) return show(c, web, reader, ['failed_text'], 400)
    const { store, now, project } = web
    const { name, firstName } = said.subscriber
    const before = subscriberOfRow(reader)
    if (name !== before.name)
      await changeProfile(store, reader, { ...before, name, firstName }, now())
    if (project.lists.length > 1) {
      const wanted = [body.list].flat().map(text)
      await choose(web, reader, (slug) => wanted.includes(slug))
    }
    return show(c, web, (await readerOf(c, web)) ?? reader, ['prefs_saved'])
  })
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** A reader who is known and has not left everything. */
async function readerOf(c: Context, web: Web): Promise<ListedRow | undefined> {
  const claim = unseal(web.keys, c.req.param('token') ?? '')
  if (claim?.purpose !== 'leave') return undefined
  const { row, suppression } = await findReader(web.store, web.project.lists[0].slug, claim.email)
  return suppression === undefined ? row : undefined
}

async function choose(
  { store, now, project }: Web,
  reader: ListedRow,
  isWanted: (slug: string) => boolean,
): Promise<void> {
  const occasion = { source: { way: 'page', place: '/preferences' }, at: now() } as const
  const standing = await membershipsOf(store, reader.id)
  for (const { slug } of project.lists) {
    const isOn = standing.some(({ list, state }) => list === slug && state === 'active')
    if (isOn && !isWanted(slug))
      await leave(store, { email: reader.email, lists: [slug], all: false }, occasion)
    if (!isOn && isWanted(slug)) {
      const subscriber = subscriberOfRow(reader)
      const joining = {
        list: slug,
        subscriber,
        state: 'active',
        rule: 'fill',
        again: true,
      } as const
      await join(store, joining, occasion)
    }
  }
}

async function show(
  c: Context,
  web: Web,
  reader: ListedRow,
  texts: readonly string[] = [],
  status = 200,
): Promise<Response> {
  const { project, pages, base, store } = web
  const token = c.req.param('token') as string
  const lang = reader.lang || pages.language(c.req.header('accept-language'))
  const words = pages.phrases(lang)
  const standing = await membershipsOf(store, reader.id)
  const isOn = (slug: string) =>
    standing.some(({ list, state }) => list === slug && state === 'active')
  return web.answer(
    pages.page('preferences', lang, {
      title: words.t('prefs_title', { publication: project.name }),
      texts: texts.map((key) => words.t(key)),
      action: `${base}/preferences/${token}`,
      leave: `${base}/unsubscribe/${token}`,
      email: reader.email,
      name: reader.name,
      lists:
        project.lists.length > 1
          ? project.lists.map((list) => ({ ...list, isOn: isOn(list.slug) }))
          : [],
    }),
    status,
  )
}
