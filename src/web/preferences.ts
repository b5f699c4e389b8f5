// What a reader gets and is called, for them to change: by the token of any letter of theirs. Whoever has left
// everything, or is on a list in a file alone, has nothing to choose: they are shown the page for leaving.

import type { Context, Hono } from 'hono'
import { unseal } from '../audience/links.ts'
import { subscriberFrom } from '../audience/record.ts'
import { choose } from '../circulation/leaving.ts'
import { findReader, profileChange } from '../circulation/readers.ts'
import { subscriberOfRow } from '../circulation/stored.ts'
import { membershipsOf } from '../store/memberships.ts'
import type { ListedRow } from '../store/subscribers.ts'
import type { Web } from './app.ts'
import { formOf } from './form.ts'
import { brokenLink } from './leave.ts'

export function preferenceRoutes(app: Hono, web: Web): void {
  const path = '/preferences/:token'
  app.get(path, async (c) => {
    const reader = await readerOf(c, web)
    return reader ? show(c, web, reader) : elsewhere(c, web)
  })
  app.post(path, async (c) => {
    const reader = await readerOf(c, web)
    if (!reader) return elsewhere(c, web)
    const form = await formOf(c)
    const said = subscriberFrom({ email: reader.email, name: form.get('name')?.trim() ?? '' })
    if ('reason' in said) return show(c, web, reader, ['failed_text'], 400)
    const { store, now, project } = web
    const { name, firstName } = said.subscriber
    const before = subscriberOfRow(reader)
    const at = now()
    const profile =
      name === before.name
        ? undefined
        : profileChange(store, reader, { ...before, name, firstName }, at)
    // A publication with one list has nothing to choose: the page for leaving is for that.
    const lists = project.lists.length > 1 ? project.lists.map(({ slug }) => slug) : []
    await choose(
      store,
      {
        ...{ row: reader, lists, wanted: form.getAll('list') },
        ...(profile ? { profile } : {}),
      },
      { source: { way: 'page', place: '/preferences' }, at, announce: web.announce },
    )
    return show(c, web, (await readerOf(c, web)) ?? reader, ['prefs_saved'])
  })
}

function elsewhere(c: Context, web: Web): Response {
  const token = c.req.param('token') ?? ''
  if (unseal(web.keys, token)?.purpose !== 'leave') return brokenLink(c, web)
  return c.redirect(`${web.base}/unsubscribe/${token}`, 303)
}

/** A reader who is known and has not left everything. */
async function readerOf(c: Context, web: Web): Promise<ListedRow | undefined> {
  const claim = unseal(web.keys, c.req.param('token') ?? '')
  if (claim?.purpose !== 'leave') return undefined
  const { row, suppression } = await findReader(web.store, web.project.lists[0].slug, claim.email)
  return suppression === undefined ? row : undefined
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
