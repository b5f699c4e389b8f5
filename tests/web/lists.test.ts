// Several lists in one publication, from the issue's file to the header, the link in it, and what a send does then.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join as path } from 'node:path'
import { simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { addressHash } from '../../src/audience/address.ts'
import { seal } from '../../src/audience/links.ts'
import { comeBack, leave } from '../../src/circulation/leaving.ts'
import { join } from '../../src/circulation/readers.ts'
import { erase, heldOn } from '../../src/circulation/record.ts'
import { importSuppressions, suppressionLines } from '../../src/circulation/suppressions.ts'
import { createSend } from '../../src/store/sends.ts'
import { edit, sampleProject } from '../build/project.ts'
import { folder, storeIn } from '../circulation/store.ts'
import { inside } from '../cli/inside.ts'
import { KEYS, NOW, SECRET, type Site, site } from './site.ts'

const LISTS = [
  { slug: 'weekly', name: 'The week' },
  { slug: 'daily', name: 'Every morning' },
] as const
const SLUGS = LISTS.map(({ slug }) => slug)
const EMAIL = 'ana@example.com'
const occasion = { source: { way: 'command', place: 'test' }, at: NOW - 1000 } as const
const ana = { email: EMAIL, name: 'Ana', firstName: 'Ana', lang: '', tags: [], fields: {} }
const joining = (list: string) =>
  ({ list, subscriber: ana, state: 'active', rule: 'fill', again: true }) as const
const token = (list: string, email = EMAIL) =>
  seal(KEYS, { purpose: 'leave', email, slug: 'lima-summit', list })
const leavePath = (list: string, email = EMAIL) => `/unsubscribe/${token(list, email)}`

const twoLists = () => site(({ project }) => ({ project: { ...project, lists: LISTS } }))
async function withAna(): Promise<Site> {
  const there = await twoLists()
  for (const list of SLUGS) await join(there.store, joining(list), occasion)
  return there
}
const standing = async ({ store }: Pick<Site, 'store'>, email = EMAIL) => {
  const held = await heldOn(store, email)
  return Object.fromEntries(held?.history.map(({ list, state }) => [list, state]) ?? [])
}
const ONE_CLICK = { 'List-Unsubscribe': 'One-Click' }

describe('one click in a letter of one list', () => {
  it('leaves that list, stays on the other, and is undone on the page', async () => {
    const there = await withAna()
    for (const _ of [1, 2])
      expect((await there.post(leavePath('daily'), ONE_CLICK)).status).toBe(200)
    expect(await standing(there)).toEqual({ weekly: 'active', daily: 'unsubscribed' })
    expect((await heldOn(there.store, EMAIL))?.suppression).toBeUndefined()
    const page = await (await there.ask(leavePath('daily'))).text()
    expect(page).toContain('You had unsubscribed already. No letter of Every morning goes to')
    await there.post(leavePath('daily'), { undo: 'yes' })
    expect(await standing(there)).toEqual({ weekly: 'active', daily: 'active' })
  })

  it('shows a button for the list and one for all; the second leaves all', async () => {
    const there = await withAna()
    const page = await (await there.ask(leavePath('daily'))).text()
    expect(page).toContain('Unsubscribe from Every morning?')
    expect(page.match(/<button/g)).toHaveLength(2)
    expect(page).toContain('Unsubscribe from all of Long Meridian')
    await there.post(leavePath('daily'), { all: 'yes' })
    expect(await standing(there)).toEqual({ weekly: 'unsubscribed', daily: 'unsubscribed' })
    expect((await heldOn(there.store, EMAIL))?.suppression?.reason).toBe('unsubscribed')
  })

  it('counts for a send of that list that is running, for whoever is on a list in a file, too', async () => {
    const there = await withAna()
    const { store } = there
    const claimed = async (list: string, issue: string) => {
      const send = { sender: 's', digest: 'd', parts: '{}', selection: '{}', created_at: 1 }
      const { id } = await createSend(store, { issue, list, state: 'sending', ...send })
      await store.ledger.insert(
        id,
        [EMAIL, 'file@example.com', 'stays@example.com'].map((email) => ({
          ...{ addressHash: addressHash(email), email, domain: 'example.com' },
          ...{ subscriber: '{}', notBefore: 0 },
        })),
      )
      const { rows } = await store.ledger.claim({
        ...{ sendId: id, band: 'fresh', now: NOW, leaseUntil: NOW + 1, limit: 10 },
      })
      return rows.map(({ email }) => email)
    }
    for (const email of [EMAIL, 'file@example.com'])
      expect((await there.post(leavePath('daily', email), ONE_CLICK)).status).toBe(200)
    expect(await claimed('daily', 'a')).toEqual(['stays@example.com'])
    expect(await claimed('weekly', 'b')).toHaveLength(3)
  })

  it('of a list that is no more leaves all, and so does a token from before there were several', async () => {
    for (const [list, email] of [
      [{ list: 'monthly' }, 'a@example.com'],
      [{}, 'b@example.com'],
    ] as const) {
      const there = await twoLists()
      const old = seal(KEYS, { purpose: 'leave', email, slug: 'lima-summit', ...list })
      await there.post(`/unsubscribe/${old}`, ONE_CLICK)
      expect((await heldOn(there.store, email))?.suppression?.reason).toBe('unsubscribed')
    }
  })
})

it('coming back undoes what was left in that moment, and not what was left before', async () => {
  const store = await storeIn(folder())
  for (const list of SLUGS) await join(store, joining(list), occasion)
  const at = (ms: number) => ({ source: { way: 'page', place: 'x' }, at: NOW + ms }) as const
  await leave(store, { email: EMAIL, lists: ['daily'], all: false }, at(1))
  await leave(store, { email: EMAIL, lists: SLUGS, all: true }, at(2))
  expect(await comeBack(store, { email: EMAIL, lists: SLUGS }, at(3))).toBe(true)
  expect(await standing({ store })).toEqual({ weekly: 'active', daily: 'unsubscribed' })
  expect(await comeBack(store, { email: EMAIL, lists: SLUGS }, at(4))).toBe(false)
})

it('joining is asked for by list, and one confirmation is for all of them', async () => {
  const there = await twoLists()
  const form = await (await there.ask('/subscribe')).text()
  expect(form.match(/type="checkbox" name="list"/g)).toHaveLength(2)
  const body = new URLSearchParams([
    ...[['email', EMAIL], ...SLUGS.map((slug) => ['list', slug])],
    ['list', 'no-such'],
  ] as [string, string][])
  await there.ask('/subscribe', { method: 'POST', body })
  expect(await standing(there)).toEqual({ weekly: 'pending', daily: 'pending' })
  await there.post(new URL(there.mails[0]?.link as string).pathname, {})
  expect(await standing(there)).toEqual({ weekly: 'active', daily: 'active' })
  await there.post('/subscribe', { email: 'bo@example.com', list: 'daily' })
  expect(await standing(there, 'bo@example.com')).toEqual({ daily: 'pending' })
})

it('whoever left one list by a file alone is told what is held, and is erased whole', async () => {
  const there = await twoLists()
  await there.post(leavePath('daily', 'file@example.com'), ONE_CLICK)
  expect((await heldOn(there.store, 'file@example.com'))?.departures).toMatchObject([
    { list: 'daily', source: 'one-click lima-summit' },
  ])
  await erase(there.store, 'file@example.com', { at: NOW, source: 'test' })
  expect((await heldOn(there.store, 'file@example.com'))?.departures).toEqual([])
})

it('whoever left one list is known by a file of suppressions, too', async () => {
  const [from, to] = [await storeIn(folder()), await storeIn(folder())]
  await leave(from, { email: EMAIL, lists: ['daily'], all: false }, occasion)
  await leave(from, { email: 'bo@example.com', lists: SLUGS, all: true }, occasion)
  const file = path(folder(), 'suppressions.csv')
  writeFileSync(file, (await Array.fromAsync(suppressionLines(from))).join(''))
  const options = { shown: 'x', reason: 'unsubscribed', at: NOW, onRejected: () => {} } as const
  expect(await importSuppressions(to, file, options)).toEqual({ read: 2, added: 2 })
  expect(await importSuppressions(to, file, options)).toEqual({ read: 2, added: 0 })
  expect((await heldOn(to, EMAIL))?.departures).toMatchObject([{ list: 'daily' }])
  expect((await heldOn(to, EMAIL))?.suppression).toBeUndefined()
  expect((await heldOn(to, 'bo@example.com'))?.suppression?.reason).toBe('unsubscribed')
})

it('an issue says which list it is for: its readers, its List-Id, its link for leaving', {
  timeout: 120_000,
}, async () => {
  const root = sampleProject()
  const env = { PRESSRUN_SECRET: SECRET }
  edit(root, 'newsletter.yaml', (text) => {
    const lists = LISTS.map(({ slug, name }) => `  ${slug}:\n    name: ${name}\n`).join('')
    return `${text}\nlists:\n${lists}`
  })
  edit(root, 'issues/lima-summit.yaml', (text) => `${text}\nlist: daily\n`)
  const store = await storeIn(root)
  const bo = { ...ana, email: 'bo@example.com' }
  await join(store, joining('daily'), occasion)
  await join(store, { ...joining('weekly'), subscriber: bo }, occasion)
  const sent = await inside(
    root,
    ['send', 'lima-summit', '--outbox', 'out', '--despite-errors'],
    env,
  )
  expect(sent).toMatchObject({ code: 0 })
  const letters = readdirSync(path(root, 'out')).filter((name) => name.endsWith('.eml'))
  expect(letters).toHaveLength(1)
  const { headers, to } = await simpleParser(readFileSync(path(root, 'out', letters[0] as string)))
  expect(JSON.stringify(to)).toContain(EMAIL)
  const list = headers.get('list') as unknown as Record<string, { id?: string; name?: string }>
  expect(list.id).toEqual({
    id: 'daily.letters.longmeridian.example',
    name: 'Long Meridian: Every morning',
  })
  expect(JSON.stringify(headers.get('list'))).toContain(leavePath('daily'))

  edit(root, 'issues/lima-summit.yaml', (text) => text.replace('list: daily', 'list: dialy'))
  const { code, err } = await inside(root, ['build', 'lima-summit'], env)
  expect({ code, err }).toMatchObject({
    code: expect.any(Number),
    err: expect.stringMatching(
      /issues\/lima-summit.yaml:\d+:\d+.*names no list "dialy".*weekly, daily/,
    ),
  })
})
