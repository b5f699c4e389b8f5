// Calls out, to a real server: signed, once for each change, tried again, never to a private address unasked.

import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { announcer } from '../../src/circulation/announce.ts'
import { leave } from '../../src/circulation/leaving.ts'
import { join } from '../../src/circulation/readers.ts'
import { erase } from '../../src/circulation/record.ts'
import { WEBHOOK_EVENTS } from '../../src/project/webhooks.ts'
import { callAgain, callFigures } from '../../src/store/webhook-calls.ts'
import { callOut } from '../../src/web/call-out.ts'
import { CALL_MOST_AGE_MS, webhookSender } from '../../src/web/webhook-sender.ts'
import { folder, storeIn } from '../circulation/store.ts'
import { NOW, site } from './site.ts'

const SECRETS = ['a webhook secret of a test', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw']
const ana = { email: 'ana@example.com', name: 'Ana', firstName: 'Ana', lang: 'es', tags: [] }
const joining = {
  ...({ list: 'main', state: 'active', rule: 'fill', again: true } as const),
  subscriber: { ...ana, fields: {} },
}
const leaving = { email: ana.email, lists: ['main'], all: true } as const

interface Got {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** @param status of each answer in turn, then of all. */
async function receiver(...statuses: number[]) {
  const got: Got[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    request.on('end', () => {
      got.push({ headers: request.headers, body })
      const status = statuses[Math.min(got.length, statuses.length) - 1] ?? 200
      response.writeHead(status, { location: 'http://127.0.0.1:1/elsewhere' }).end('x')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

async function told(url: string) {
  const store = await storeIn(folder())
  const webhooks = [{ url, events: WEBHOOK_EVENTS, isPrivate: true }]
  const announce = announcer(store, webhooks)
  const clock = { now: NOW }
  const said: string[] = []
  const sender = webhookSender({
    ...{ store, webhooks, secrets: SECRETS, call: callOut, now: () => clock.now },
    ...{ random: () => 0.5, onTrouble: (sentence) => said.push(sentence) },
  })
  const occasion = { source: { way: 'page', place: 'test' }, at: NOW, announce } as const
  return { store, sender, occasion, announce, clock, said }
}

it('are signed so that whoever gets them can tell, each change once, and say what changed', async () => {
  const { got, url } = await receiver(200)
  const { store, sender, occasion } = await told(url)
  for (const _ of [1, 2]) await join(store, joining, occasion)
  for (const _ of [1, 2]) await leave(store, leaving, { ...occasion, at: NOW + 1 })
  while ((await sender.sendDue()) > 0);
  expect(got.map(({ body }) => JSON.parse(body))).toEqual([
    {
      ...{ type: 'subscriber.confirm', timestamp: new Date(NOW).toISOString() },
      data: {
        ...{ email: ana.email, lists: ['main'], name: 'Ana', lang: 'es' },
        ...{ way: 'page', place: 'test' },
      },
    },
  ])
  const [{ headers, body }] = got as [Got]
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  expect(headers['webhook-timestamp']).toBe(String(NOW / 1000))
  const keys = [
    Buffer.from(SECRETS[0] as string),
    Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64'),
  ]
  expect(headers['webhook-signature']).toBe(
    keys.map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`).join(' '),
  )
  expect(await callFigures(store)).toMatchObject([{ waiting: 1, givenUp: 0 }])
})

it('are tried again with the same id, ever later, and given up in the end; again when asked', async () => {
  const { got, url } = await receiver(500, 302, 200)
  const { store, sender, occasion, clock } = await told(url)
  await leave(store, leaving, occasion)
  const tries: number[] = []
  while (got.length < 3) {
    clock.now += 1_000
    if ((await sender.sendDue()) > 0) tries.push((clock.now - NOW) / 1000)
  }
  expect(tries).toEqual([1, 6, 16])
  expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect(new Set(got.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3)
  expect(await callFigures(store)).toEqual([])

  const never = await receiver(503)
  const dead = await told(never.url)
  await leave(dead.store, leaving, dead.occasion)
  while (dead.said.length === 0) {
    dead.clock.now += 3_600_000
    await dead.sender.sendDue()
  }
  expect(dead.clock.now - NOW).toBeLessThanOrEqual(CALL_MOST_AGE_MS)
  expect(never.got.length).toBeGreaterThan(10)
  expect(dead.said.join()).not.toContain('ana@')
  expect(await callFigures(dead.store)).toMatchObject([{ givenUp: 1, problem: 'answered 503' }])
  expect(await callAgain(dead.store, dead.clock.now)).toBe(1)
  expect(await dead.sender.sendDue()).toBe(1)
})

it('are taken by one of two senders, and again where the one that took them died', async () => {
  const { got, url } = await receiver(200)
  const { store, sender, occasion, clock } = await told(url)
  await leave(store, leaving, occasion)
  await Promise.all([sender.sendDue(), sender.sendDue()])
  expect(got).toHaveLength(1)
  await leave(store, { ...leaving, email: 'bo@example.com' }, occasion)
  const dying = webhookSender({
    ...{ store, webhooks: [{ url, events: WEBHOOK_EVENTS, isPrivate: true }], secrets: SECRETS },
    call: () => Promise.reject(new Error('killed')),
    ...{ now: () => clock.now, random: () => 0.5, onTrouble: () => {} },
  })
  await expect(dying.sendDue()).rejects.toThrow('killed')
  expect(await sender.sendDue()).toBe(0)
  clock.now += 60_001
  expect(await sender.sendDue()).toBe(1)
  expect(got).toHaveLength(2)
})

it.each([
  'http://127.0.0.1:9/x',
  'http://localhost:9/x',
  'http://[::1]:9/x',
  'http://169.254.169.254/latest',
  'http://2130706433/x',
  'http://[::ffff:10.0.0.1]/x',
])('never go to %s unless that was said', async (url) => {
  const call = { url, messageId: 'm', body: '{}', at: NOW, secrets: SECRETS }
  expect(await callOut({ ...call, isPrivate: false })).toMatchObject({
    problem: expect.stringContaining('private network'),
  })
})

it('of who is erased are gone, but for the one that says so', async () => {
  const { got, url } = await receiver(200)
  const { store, sender, occasion, announce } = await told(url)
  await join(store, joining, occasion)
  await erase(store, ana.email, { at: NOW, source: 'list erase', announce })
  await sender.sendDue()
  expect(got.map(({ body }) => JSON.parse(body).type)).toEqual(['subscriber.erase'])
})

it('tell of what readers do on the pages, in the transaction of the change', async () => {
  const there = await site(({ project }) => ({
    project: {
      ...project,
      webhooks: [{ url: 'https://x.example/', events: WEBHOOK_EVENTS, isPrivate: false }],
    },
  }))
  await there.post('/subscribe', { email: ana.email })
  await there.post(new URL(there.mails[0]?.link as string).pathname, {})
  const rows = await there.store.db.selectFrom('webhook_calls').select('event').execute()
  expect(rows.map(({ event }) => event)).toEqual(['subscribe', 'confirm'])
})
