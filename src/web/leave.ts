// Leaving, as RFC 8058 has it: a POST to the link in a letter acts at once, as often as it comes; a GET shows a page
// with a button; HEAD says nothing. The token is all that is asked for, and all that can be acted upon. Where the
// publication has several lists, the letter's own is left, and the page offers to leave all.

import type { Context, Hono } from 'hono'
import { addressHash } from '../audience/address.ts'
import { type Claim, unseal } from '../audience/links.ts'
import { comeBack } from '../circulation/leaving.ts'
import { findReader } from '../circulation/readers.ts'
import type { PublicationList } from '../project/project.ts'
import { departuresAmong } from '../store/departures.ts'
import type { SourceWay } from '../store/list-tables.ts'
import { isAway } from '../store/memberships.ts'
import type { Notice, Web } from './app.ts'
import { formOf } from './form.ts'

export function leaveRoutes(app: Hono, web: Web): void {
  const path = '/unsubscribe/:token'
  app.get(path, async (c) => {
    const claim = claimOf(c, web)
    if (!claim) return brokenLink(c, web)
    const reader = await readerOf(c, web, claim, listOf(web, claim))
    const { lang, hasLeft, list, action, isKnown } = reader
    if (hasLeft) return web.notice(lang, leftNotice(web, reader, 'left_already'))
    return web.notice(lang, {
      title: 'leave_title',
      texts: ['leave_ask'],
      values: valuesOf(reader),
      buttons: [{ action, text: 'leave_button' }, ...(list ? [leaveAll(web, action)] : [])],
      ...(isKnown ? { link: preferencesLink(web, reader) } : {}),
    })
  })
  app.post(path, async (c) => {
    const claim = claimOf(c, web)
    if (!claim) return brokenLink(c, web)
    const form = await formOf(c)
    const list = form.get('all') === 'yes' ? undefined : listOf(web, claim)
    const occasion = (way: SourceWay) => ({
      ...{ source: { way, place: claim.slug }, at: web.now(), announce: web.announce },
    })
    const leaving = {
      email: claim.email,
      lists: list ? [list.slug] : web.project.lists.map(({ slug }) => slug),
      all: list === undefined,
    }
    if (form.get('List-Unsubscribe') === 'One-Click') {
      await web.leave(leaving, occasion('one-click'))
      return c.text('unsubscribed\n', 200, { 'cache-control': 'no-store' })
    }
    const reader = await readerOf(c, web, claim, list)
    if (form.get('undo') === 'yes') return undo(web, reader, occasion('page'))
    await web.leave(leaving, occasion('page'))
    return web.notice(
      reader.lang,
      leftNotice(web, reader, reader.hasLeft ? 'left_already' : 'left_text'),
    )
  })
}

const claimOf = (c: Context, { keys }: Web): Claim | undefined => {
  const claim = unseal(keys, c.req.param('token') ?? '')
  return claim?.purpose === 'leave' ? claim : undefined
}

/** The list that the letter was for; undefined where there is one list, or it is no more: then all is left. */
const listOf = ({ project: { lists } }: Web, { list }: Claim): PublicationList | undefined =>
  lists.length > 1 ? lists.find(({ slug }) => slug === list) : undefined

interface Reader {
  readonly email: string
  readonly lang: string
  /** What the page is about; absent: all lists. */
  readonly list: PublicationList | undefined
  readonly hasLeft: boolean
  /** They are in the store, and not only on a list in a file. */
  readonly isKnown: boolean
  readonly token: string
  readonly action: string
}

async function readerOf(
  c: Context,
  web: Web,
  claim: Claim,
  list: PublicationList | undefined,
): Promise<Reader> {
  const { email } = claim
  const token = c.req.param('token') as string
  const slug = list?.slug ?? web.project.lists[0].slug
  const { row, suppression } = await findReader(web.store, slug, email)
  const hash = addressHash(email)
  const departed = list ? (await departuresAmong(web.store, [hash])).get(hash) : undefined
  const hasLeftList = list && (isAway(row?.state) || departed?.includes(list.slug) === true)
  // Whoever has left everything is told so, whatever list the letter was for.
  const about = suppression === undefined ? list : undefined
  return {
    ...{ email, list: about, token, action: `${web.base}/unsubscribe/${token}` },
    lang: row?.lang || web.pages.language(c.req.header('accept-language')),
    hasLeft: suppression !== undefined || hasLeftList === true,
    isKnown: row !== undefined,
  }
}

/** The words are the same for a list as for the publication. */
const valuesOf = ({ email, list }: Reader) => ({
  email,
  ...(list ? { publication: list.name } : {}),
})

const leaveAll = ({ project }: Web, action: string) => ({
  action,
  text: 'leave_all_button',
  fields: { all: 'yes' },
  values: { publication: project.name },
  quiet: true,
})

const preferencesLink = ({ base }: Web, { token }: Reader) => ({
  href: `${base}/preferences/${token}`,
  text: 'prefs_link',
})

function leftNotice(web: Web, reader: Reader, text: string): Notice {
  const { action, list, isKnown } = reader
  return {
    title: 'left_title',
    texts: [text],
    values: valuesOf(reader),
    buttons: [
      {
        action,
        text: 'undo_button',
        quiet: true,
        // Undoing is about what was left: this list, or all.
        fields: list ? { undo: 'yes' } : { undo: 'yes', all: 'yes' },
      },
    ],
    ...(list && isKnown ? { link: preferencesLink(web, reader) } : {}),
  }
}

async function undo(
  web: Web,
  reader: Reader,
  occasion: Parameters<typeof comeBack>[2],
): Promise<Response> {
  const { email, lang, list } = reader
  const lists = web.project.lists.map(({ slug }) => slug)
  await comeBack(web.store, { email, list: list?.slug, lists }, occasion)
  const { suppression } = await findReader(web.store, lists[0] as string, email)
  return suppression
    ? web.notice(lang, {
        title: 'left_title',
        texts: ['gone_text'],
        values: contact(web),
        status: 409,
      })
    : web.notice(lang, { title: 'back_title', texts: ['back_text'], values: valuesOf(reader) })
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
