// A server that is killed in the midst of changes: whatever it answered is on disk, and nothing is half-done.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join as path } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { addressHash } from '../../src/audience/address.ts'
import { confirmToken, seal } from '../../src/audience/links.ts'
import { leaveQueue } from '../../src/circulation/leave-queue.ts'
import { WEBHOOK_EVENTS } from '../../src/project/webhooks.ts'
import type { Engine } from '../../src/store/engine.ts'
import { groupCommits } from '../../src/store/group-commit.ts'
import { openStore } from '../../src/store/open.ts'
import { newSource } from '../../src/store/sources.ts'
import { callOut } from '../../src/web/call-out.ts'
import { webhookSender } from '../../src/web/webhook-sender.ts'
import { edit, REPOSITORY, sampleProject } from '../build/project.ts'
import { KEYS, SECRET } from './site.ts'

const HOOK_SECRET = 'a-webhook-secret-of-a-test'
const READERS = 700
/** Answers after which it is killed; more come until it is dead. */
const KILLED_AFTER = 120
const AT_A_TIME = 50
const emailOf = (reader: number) => `reader-${reader}@example.com`
const FORM = 'application/x-www-form-urlencoded'

interface Served {
  readonly child: ChildProcess
  readonly port: number
}

async function served(root: string): Promise<Served> {
  const main = path(REPOSITORY, 'src/cli/main.ts')
  const child = spawn(
    process.execPath,
    [main, 'serve', '--port', '0', '--json', '--behind-proxy'],
    {
      cwd: root,
      // A mail server that nobody answers at: asking to join must not wait for it.
      env: {
        ...{
          PATH: process.env.PATH,
          PRESSRUN_SECRET: SECRET,
          PRESSRUN_WEBHOOK_SECRET: HOOK_SECRET,
        },
        PRESSRUN_SMTP_URL: 'smtp://127.0.0.1:9',
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  const { url } = JSON.parse(String(said)) as { url: string }
  return { child, port: Number(new URL(url).port) }
}

/** @param from a network of its own: one alone may not ask for many. */
const post = (
  agent: Agent,
  port: number,
  to: string,
  body: string,
  from: string,
): Promise<number> =>
  new Promise((resolve) => {
    const headers = { 'content-type': FORM, 'x-forwarded-for': from }
    const asked = request({ agent, port, path: to, method: 'POST', headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
      answer.on('error', () => resolve(0))
    })
    asked.on('error', () => resolve(0)).end(body)
  })

const networkOf = (reader: number) => `10.${reader >> 8}.${reader & 255}.1`

/** Asks one thing of each reader until the server is dead. @returns those who were answered with 200. */
async function askUntilKilled(
  { child, port }: Served,
  ask: (reader: number) => { readonly to: string; readonly body: string },
): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_A_TIME })
  const dead = once(child, 'exit')
  const answered: number[] = []
  let next = 0
  const lane = async () => {
    while (next < READERS && child.signalCode === null) {
      const reader = next++
      const { to, body } = ask(reader)
      if ((await post(agent, port, to, body, networkOf(reader))) === 200) answered.push(reader)
      if (answered.length === KILLED_AFTER) child.kill('SIGKILL')
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, lane))
  agent.destroy()
  await dead
  return answered
}

/** @param gone they have left already. @param more for newsletter.yaml. */
async function withReaders(gone = false, more = ''): Promise<string> {
  const root = sampleProject()
  edit(root, 'newsletter.yaml', (text) => {
    return `${text}\nlists:\n  weekly:\n    name: The week\n  daily:\n    name: Every morning\n${more}`
  })
  const store = await openStore(root, 'write')
  const sourceId = await newSource(store, { way: 'import', place: 'test' }, 1)
  const rows = Array.from({ length: READERS }, (_, reader) => ({
    ...{ addressHash: addressHash(emailOf(reader)), email: emailOf(reader) },
    ...{ name: '', firstName: '', lang: '', tags: '[]', fields: '{}', proof: null },
    ...{ state: 'active' as const, since: 1 },
  }))
  await store.roll.enter({ list: 'weekly', sourceId, at: 1, rows, also: [] })
  const leaving = leaveQueue(groupCommits(store))
  if (gone)
    await Promise.all(
      rows.map(({ email }) =>
        leaving(
          { email, lists: ['weekly'], all: true },
          { source: { way: 'page', place: 'x' }, at: 1 },
        ),
      ),
    )
  await store.close()
  return root
}

/** For each reader every row that says how they stand, in one text. */
async function standings({ db }: Engine): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const add = (email: string | null, text: string) =>
    found.set(email ?? '', `${found.get(email ?? '') ?? ''}${text} `)
  const rows = await db
    .selectFrom('subscribers')
    .innerJoin('memberships', 'memberships.subscriber_id', 'subscribers.id')
    .select(['email', 'name', 'list', 'state'])
    .orderBy('list', 'desc')
    .execute()
  for (const { email, name, list, state } of rows) add(email, `${name}${list}:${state}`)
  const before = await db
    .selectFrom('consents')
    .innerJoin('subscribers', 'subscribers.id', 'consents.subscriber_id')
    .select(['email', 'list', 'state'])
    .execute()
  for (const { email, list, state } of before) add(email, `was ${list}:${state}`)
  for (const { email, list } of await db.selectFrom('departures').selectAll().execute())
    add(email, `left ${list}`)
  for (const { email, reason } of await db.selectFrom('suppressions').selectAll().execute())
    add(email, reason)
  return found
}

const token = (reader: number, list?: string) =>
  seal(KEYS, {
    ...{ purpose: 'leave', email: emailOf(reader), slug: 'x' },
    ...(list ? { list } : {}),
  })
const form = (fields: [string, string][]) => new URLSearchParams(fields).toString()

const UNTOUCHED = 'weekly:active '
const GONE = 'weekly:unsubscribed was weekly:active unsubscribed '
const CHANGES = [
  {
    what: 'one click for all',
    ask: (reader: number) => ({
      to: `/unsubscribe/${token(reader)}`,
      body: 'List-Unsubscribe=One-Click',
    }),
    done: 'weekly:unsubscribed was weekly:active unsubscribed ',
  },
  {
    what: 'one click for a list',
    ask: (reader: number) => ({
      to: `/unsubscribe/${token(reader, 'weekly')}`,
      body: 'List-Unsubscribe=One-Click',
    }),
    done: 'weekly:unsubscribed was weekly:active left weekly ',
  },
  {
    what: 'a choice of lists and another name',
    ask: (reader: number) => ({
      to: `/preferences/${token(reader)}`,
      body: form([
        ['name', 'Ana'],
        ['list', 'daily'],
      ]),
    }),
    done: 'Anaweekly:unsubscribed Anadaily:active was weekly:active left weekly ',
  },
  {
    what: 'confirming',
    ask: (reader: number) => ({
      to: `/confirm/${confirmToken(KEYS, emailOf(reader), ['weekly', 'daily'], Date.now())}`,
      body: '',
    }),
    done: 'weekly:active daily:active ',
  },
  {
    what: 'asking to join',
    ask: (reader: number) => ({
      to: '/subscribe',
      body: form([
        ['email', `new-${emailOf(reader)}`],
        ['list', 'weekly'],
      ]),
    }),
    emailOf: (reader: number) => `new-${emailOf(reader)}`,
    done: 'weekly:pending ',
  },
  {
    what: 'coming back',
    gone: true,
    ask: (reader: number) => ({
      to: `/unsubscribe/${token(reader)}`,
      body: form([
        ['undo', 'yes'],
        ['all', 'yes'],
      ]),
    }),
    done: 'weekly:active was weekly:active was weekly:unsubscribed ',
  },
] as const

it.each(CHANGES)(
  '$what: what was answered is on disk, the rest is done whole or not at all',
  {
    timeout: 120_000,
  },
  async ({ ask, done, ...rest }) => {
    const gone = 'gone' in rest
    const root = await withReaders(gone)
    const answered = await askUntilKilled(await served(root), ask)
    expect(answered.length).toBeGreaterThanOrEqual(KILLED_AFTER)
    expect(answered.length).toBeLessThan(READERS)
    const store = await openStore(root, 'read')
    const found = await standings(store)
    await store.close()
    const email = 'emailOf' in rest ? rest.emailOf : emailOf
    const lost = answered.filter((reader) => found.get(email(reader)) !== done)
    expect(lost.map((reader) => found.get(email(reader)))).toEqual([])
    const halves = [...found.values()].filter(
      (text) => text !== done && text !== (gone ? GONE : UNTOUCHED),
    )
    expect(halves).toEqual([])
  },
)

it('whoever is told of changes is told of each that is on disk, and of no other', async () => {
  const told = new Map<string, string[]>()
  const hook = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    request.on('end', () => {
      const { email } = (JSON.parse(body) as { data: { email: string } }).data
      told.set(email, [...(told.get(email) ?? []), String(request.headers['webhook-id'])])
      response.end()
    })
  })
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void hook.close())
  const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`
  const root = await withReaders(false, `webhooks:\n  - url: ${url}\n    private: true\n`)
  const { ask, done } = CHANGES[0]
  const answered = await askUntilKilled(await served(root), ask)
  const store = await openStore(root, 'write')
  onTestFinished(() => store.close())
  const sender = webhookSender({
    ...{
      store,
      webhooks: [{ url, events: WEBHOOK_EVENTS, isPrivate: true }],
      secrets: [HOOK_SECRET],
    },
    // What the dead server had taken is free again after a minute.
    ...{ call: callOut, now: () => Date.now() + 61_000, random: () => 0.5, onTrouble: () => {} },
  })
  while ((await sender.sendDue()) > 0);
  const left = [...(await standings(store))].filter(([, text]) => text === done)
  expect(left.length).toBeGreaterThanOrEqual(answered.length)
  expect([...told.keys()].sort()).toEqual(left.map(([email]) => email).sort())
  for (const ids of told.values()) expect(new Set(ids).size).toBe(1)
}, 120_000)
