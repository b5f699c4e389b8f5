import { describe, expect, it } from 'vitest'
import { addressHash } from '../../src/audience/address.ts'
import { keyring } from '../../src/audience/links.ts'
import { join } from '../../src/circulation/readers.ts'
import { erase, heldOn } from '../../src/circulation/record.ts'
import { createSend } from '../../src/store/sends.ts'
import { openBrowser } from '../browser.ts'
import { KEYS, leaveToken, NOW, type Site, site } from './site.ts'

const ONE_CLICK = { 'List-Unsubscribe': 'One-Click' }
const path = (token = leaveToken()) => `/unsubscribe/${token}`

async function withAna(there: Site, lang = ''): Promise<Site> {
  const subscriber = {
    email: 'ana@example.com',
    name: 'Ana',
    firstName: 'Ana',
    lang,
    tags: [],
    fields: {},
  }
  await join(
    there.store,
    { list: 'main', subscriber, state: 'active', rule: 'update', again: false },
    { source: { way: 'command', place: 'test' }, at: NOW - 1000 },
  )
  return there
}
const standing = async ({ store }: Site, email = 'ana@example.com') => {
  const held = await heldOn(store, email)
  return [held?.history.at(-1)?.state, held?.suppression?.reason]
}

describe('one click', () => {
  it('acts at once, as often as it comes, and keeps when and how', async () => {
    const there = await withAna(await site())
    for (const _ of [1, 2, 3]) {
      const answer = await there.post(path(), ONE_CLICK)
      expect([answer.status, await answer.text()]).toEqual([200, 'unsubscribed\n'])
    }
    const held = await heldOn(there.store, 'ana@example.com')
    expect(held?.history.map(({ state, way }) => [state, way])).toEqual([
      ['active', 'command'],
      ['unsubscribed', 'one-click'],
    ])
    expect(held?.suppression?.reason).toBe('unsubscribed')
  })

  it('comes as multipart, too, as some mail programs write it', async () => {
    const there = await withAna(await site())
    const body = new FormData()
    body.set('List-Unsubscribe', 'One-Click')
    expect((await there.ask(path(), { method: 'POST', body })).status).toBe(200)
    expect(await standing(there)).toEqual(['unsubscribed', 'unsubscribed'])
  })

  it('of two hundred readers at a time is lost by none, and a send that runs claims none of them', async () => {
    const there = await site()
    const { store } = there
    const { id } = await createSend(store, {
      issue: 'lima-summit',
      state: 'sending',
      sender: 'letters@example.com',
      digest: 'd',
      parts: '{}',
      selection: '{}',
      created_at: 1,
    })
    const emails = Array.from({ length: 200 }, (_, at) => `reader-${at}@example.com`)
    const row = (email: string) => ({
      addressHash: addressHash(email),
      email,
      domain: 'example.com',
      subscriber: '{}',
      notBefore: 0,
    })
    await store.ledger.insert(id, [...emails, 'stays@example.com'].map(row))
    const answers = await Promise.all(
      emails.map((email) => there.post(path(leaveToken(email)), ONE_CLICK)),
    )
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
    const { rows, excluded } = await store.ledger.claim({
      sendId: id,
      band: 'fresh',
      now: NOW,
      leaseUntil: NOW + 1,
      limit: 1000,
    })
    expect(rows.map(({ email }) => email)).toEqual(['stays@example.com'])
    expect(excluded).toBe(200)
  })
})

describe('looking', () => {
  it('changes nothing: GET shows one button, HEAD says nothing', async () => {
    const there = await withAna(await site())
    const page = await (await there.ask(path())).text()
    expect(page.match(/<button/g)).toHaveLength(1)
    expect(page).toContain('ana@example.com')
    const head = await there.ask(path(), { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(await standing(there)).toEqual(['active', undefined])
  })

  it('is answered in the reader’s language, then the browser’s, then the publication’s', async () => {
    const there = await withAna(await site(), 'ko')
    const titleOf = async (token: string, language: string) =>
      /<html lang="([^"]*)" dir="([^"]*)"/
        .exec(
          await (await there.ask(path(token), { headers: { 'accept-language': language } })).text(),
        )
        ?.slice(1, 3)
    expect(await titleOf(leaveToken(), 'fr')).toEqual(['ko', 'ltr'])
    const other = leaveToken('bo@example.com')
    expect(await titleOf(other, 'xx, ar;q=0.8, fr;q=0.2')).toEqual(['ar', 'rtl'])
    expect(await titleOf(other, 'zh-TW')).toEqual(['zh-Hant', 'ltr'])
    expect(await titleOf(other, '*;q=<script>')).toEqual(['en-GB', 'ltr'])
  })

  it('allows no script, no frame, no other place, and no copy in a cache', async () => {
    const there = await site()
    const { headers } = await there.ask(path())
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'none'.*frame-ancestors 'none'/,
    )
    expect(headers.get('content-security-policy')).not.toContain('script-src')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('set-cookie')).toBeNull()
  })
})

describe('a link', () => {
  const token = leaveToken()
  it.each([
    ['that is cut short', token.slice(0, -3)],
    [
      'with a letter changed',
      `${token.slice(0, 30)}${token[30] === 'A' ? 'B' : 'A'}${token.slice(31)}`,
    ],
    ['of another secret', leaveToken('ana@example.com', keyring(['some other secret of theirs']))],
    ['that is nothing', 'x'],
    ['of endless length', 'A'.repeat(6000)],
    ['with a path in it', encodeURIComponent('../../etc/passwd')],
  ])('%s opens nothing, and says so kindly', async (_, bad) => {
    const there = await withAna(await site())
    for (const answer of [await there.ask(path(bad)), await there.post(path(bad), ONE_CLICK)]) {
      expect(answer.status).toBe(404)
      expect(await answer.text()).toContain('editors@longmeridian.example')
    }
    expect(await standing(there)).toEqual(['active', undefined])
  })

  it('of an earlier secret still opens where it is kept', async () => {
    const there = await withAna(
      await site(() => ({ keys: [...keyring(['a newer secret than it']), ...KEYS] as never })),
    )
    expect((await there.post(path(), ONE_CLICK)).status).toBe(200)
    expect(await standing(there)).toEqual(['unsubscribed', 'unsubscribed'])
  })
})

describe('undoing', () => {
  it('brings a reader back on the page, and only who left by themselves', async () => {
    const there = await withAna(await site())
    await there.post(path(), {})
    expect(await standing(there)).toEqual(['unsubscribed', 'unsubscribed'])
    const back = await there.post(path(), { undo: 'yes' })
    expect(await back.text()).toContain('You are back')
    expect(await standing(there)).toEqual(['active', undefined])
    await erase(there.store, 'ana@example.com', { at: NOW, source: 'test' })
    expect((await there.post(path(), { undo: 'yes' })).status).toBe(409)
    expect(await standing(there)).toEqual([undefined, 'erased'])
  })

  it('works in a browser, without a script', async () => {
    const there = await withAna(await site())
    const browser = await openBrowser()
    try {
      const context = await browser.newContext({
        javaScriptEnabled: false,
        viewport: { width: 360, height: 700 },
      })
      const page = await context.newPage()
      const problems: string[] = []
      page.on('console', (message) => problems.push(message.text()))
      await page.goto(there.url + path())
      await page.getByRole('button', { name: 'Unsubscribe' }).click()
      await page.getByRole('heading', { name: 'You have unsubscribed' }).waitFor()
      expect(await standing(there)).toEqual(['unsubscribed', 'unsubscribed'])
      await page.getByRole('button', { name: 'That was a mistake' }).click()
      await page.getByRole('heading', { name: 'You are back' }).waitFor()
      expect(await standing(there)).toEqual(['active', undefined])
      expect(problems).toEqual([])
    } finally {
      await browser.close()
    }
  })
})

describe('the server', () => {
  it('writes a line a request that names nobody, and counts them', async () => {
    const there = await withAna(await site())
    await there.post(path(), ONE_CLICK)
    await there.ask('/nothing/here?email=ana@example.com')
    expect(there.lines.map(({ method, status }) => [method, status])).toEqual([
      ['POST', 200],
      ['GET', 404],
    ])
    expect(JSON.stringify(there.lines)).not.toMatch(/ana|UsQ|127\.0/)
    expect(JSON.stringify(there.lines)).not.toContain(leaveToken().slice(4, 20))
    expect(await (await there.ask('/metrics')).text()).toContain(
      'pressrun_http_requests_total{method="POST",route="/unsubscribe/:token",status="200"} 1',
    )
    expect(await (await there.ask('/healthz')).text()).toBe('ok\n')
  })

  it('refuses what is too large, and what is no such method', async () => {
    const there = await withAna(await site())
    expect((await there.ask(path(), { method: 'POST', body: 'x'.repeat(20_000) })).status).toBe(413)
    expect((await there.ask(path(), { method: 'DELETE' })).status).toBe(404)
    expect(await standing(there)).toEqual(['active', undefined])
  })
})
