// Joining with double opt-in: whoever asks gets one answer, whoever they are, and a mail with a link; the page behind
// it has the button that confirms. Nothing here says who is on the list, and nobody can be made to get much mail.

import { setTimeout } from 'node:timers/promises'
import type { Context, Hono } from 'hono'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { addressHash } from '../audience/address.ts'
import { confirmationOf, confirmToken } from '../audience/links.ts'
import { subscriberFrom } from '../audience/record.ts'
import { join } from '../circulation/readers.ts'
import type { Web } from './app.ts'
import { formOf } from './form.ts'
import { brokenLink } from './leave.ts'
import { machineOf, networkOf } from './machine.ts'

export interface Confirmations {
  /** Sends the mail that asks, later: whoever waits for the answer learns nothing by how long it takes. */
  send(
    to: { readonly email: string; readonly name: string; readonly lang: string },
    link: string,
  ): void
  /** Milliseconds a link is good for. */
  readonly goodFor: number
  /** Milliseconds that an answer takes at least, so that its time does not say who is known. */
  readonly answerAfter: number
}

const HOUR = 3600
/** Of one address, of one machine, of a machine's network: asked for in an hour. */
const MOST = { address: 3, machine: 20, network: 100 } as const

export function subscribeRoutes(
  app: Hono,
  web: Web,
  confirmations: Confirmations,
  behindProxy: boolean,
): void {
  const limits = {
    address: new RateLimiterMemory({ points: MOST.address, duration: HOUR }),
    machine: new RateLimiterMemory({ points: MOST.machine, duration: HOUR }),
    network: new RateLimiterMemory({ points: MOST.network, duration: HOUR }),
  }
  const languageOf = (c: Context) => web.pages.language(c.req.header('accept-language'))
  app.get('/subscribe', (c) => form(web, languageOf(c)))
  app.post('/subscribe', async (c) => {
    const lang = languageOf(c)
    const body = await bodyOf(c)
    const machine = machineOf(c, behindProxy)
    const asked = { email: body.email, name: body.name, lang }
    const read = subscriberFrom(asked)
    const wantsJson = (c.req.header('accept') ?? '').includes('application/json')
    if ('reason' in read) {
      return wantsJson
        ? c.json({ problem: read.reason }, 400)
        : form(web, lang, { ...asked, texts: ['join_bad'], status: 400 })
    }
    const answerAt = setTimeout(confirmations.answerAfter)
    const { subscriber } = read
    const hash = addressHash(subscriber.email)
    if (
      !(await isWithin(limits.machine, machine)) ||
      !(await isWithin(limits.network, networkOf(machine)))
    ) {
      const tooMany = { title: 'busy_title', texts: ['busy_text'], status: 429 }
      return wantsJson ? c.json({ problem: 'too many' }, 429) : web.notice(lang, tooMany)
    }
    // A field that people do not see is filled by machines alone.
    if (body.website === '' && (await isWithin(limits.address, hash))) {
      const [list, ...andLists] = listsOf(web, body.lists)
      const at = web.now()
      const joined = await join(
        web.store,
        { list, andLists, subscriber, state: 'pending', rule: 'fill', again: true },
        {
          source: { way: 'form', place: '/subscribe' },
          announce: web.announce,
          at,
          proof: { network: networkOf(machine), words: web.pages.phrases(lang).t('join_button') },
        },
      )
      if (joined.kind !== 'refused') {
        const token = confirmToken(web.keys, subscriber.email, [list, ...andLists], at)
        confirmations.send(subscriber, `${web.project.url}/confirm/${token}`)
      }
    }
    await answerAt
    if (wantsJson) return c.json({ asked: true }, 202)
    return web.notice(lang, { title: 'asked_title', texts: ['asked_text'] })
  })

  app.get('/confirm/:token', (c) => {
    const token = c.req.param('token')
    const confirmation = confirmationOf(web.keys, token)
    if (!confirmation) return brokenLink(c, web)
    if (isOld(confirmation, web, confirmations)) return expired(c, web)
    return web.notice(languageOf(c), {
      title: 'confirm_title',
      texts: ['confirm_ask'],
      values: { email: confirmation.email },
      buttons: [{ action: `${web.base}/confirm/${token}`, text: 'confirm_button' }],
    })
  })
  app.post('/confirm/:token', async (c) => {
    const confirmation = confirmationOf(web.keys, c.req.param('token'))
    if (!confirmation) return brokenLink(c, web)
    if (isOld(confirmation, web, confirmations)) return expired(c, web)
    const { email, lists, askedAt } = confirmation
    // A list may have gone since they asked.
    const [list, ...andLists] = listsOf(web, lists)
    const lang = languageOf(c)
    const read = subscriberFrom({ email, lang })
    if ('reason' in read) return brokenLink(c, web)
    const joined = await join(
      web.store,
      { list, andLists, subscriber: read.subscriber, state: 'active', rule: 'fill', again: true },
      {
        source: { way: 'confirm', place: '/confirm' },
        announce: web.announce,
        at: web.now(),
        proof: {
          asked: new Date(askedAt).toISOString(),
          network: networkOf(machineOf(c, behindProxy)),
        },
      },
    )
    if (joined.kind === 'refused') return brokenLink(c, web)
    return web.notice(lang, {
      title: 'confirmed_title',
      texts: ['confirmed_text'],
      values: { email },
    })
  })
}

const isOld = (
  { askedAt }: { readonly askedAt: number },
  { now }: Web,
  { goodFor }: Confirmations,
): boolean => now() > askedAt + goodFor

const expired = (c: Context, web: Web): Response =>
  web.notice(web.pages.language(c.req.header('accept-language')), {
    title: 'expired_title',
    texts: ['expired_text'],
    status: 410,
  })

function form(
  web: Web,
  lang: string,
  said: {
    readonly email?: string
    readonly name?: string
    readonly texts?: readonly string[]
    readonly status?: number
  } = {},
): Response {
  const { texts = [], status, ...values } = said
  const words = web.pages.phrases(lang)
  const title = words.t('join_title', { publication: web.project.name })
  const action = `${web.base}/subscribe`
  const { lists: all } = web.project
  const lists = all.length > 1 ? all.map((list, at) => ({ ...list, isOn: at === 0 })) : []
  const shown = texts.map((key) => words.t(key))
  return web.answer(
    web.pages.page('subscribe', lang, {
      title,
      action,
      lists,
      texts: shown,
      indexed: true,
      ...values,
    }),
    status,
  )
}

interface Asked {
  readonly email: string
  readonly name: string
  readonly website: string
  readonly lists: readonly string[]
}

/** A form's fields, or the same as JSON: an API for a site's own form. */
async function bodyOf(c: Context): Promise<Asked> {
  const isJson = (c.req.header('content-type') ?? '').includes('json')
  const body: unknown = isJson ? await c.req.json().catch(() => ({})) : undefined
  const form = isJson ? undefined : await formOf(c)
  const all = (key: string): readonly string[] => {
    const values = form
      ? form.getAll(key)
      : [(body as Record<string, unknown> | null)?.[key]].flat()
    return values.filter((value) => typeof value === 'string').map((value) => value.trim())
  }
  const said = (key: string) => all(key)[0] ?? ''
  return { email: said('email'), name: said('name'), website: said('website'), lists: all('list') }
}

/** Those of the wanted that there are; the first where nothing is said. */
function listsOf(
  { project: { lists } }: Web,
  wanted: readonly string[],
): readonly [string, ...string[]] {
  const [first, ...rest] = lists.map(({ slug }) => slug).filter((slug) => wanted.includes(slug))
  return [first ?? lists[0].slug, ...rest]
}

async function isWithin(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  return limiter.consume(key).then(
    () => true,
    () => false,
  )
}
