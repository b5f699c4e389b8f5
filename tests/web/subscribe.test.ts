import { describe, expect, it } from 'vitest'
import { leave } from '../../src/circulation/leaving.ts'
import { heldOn } from '../../src/circulation/record.ts'
import { networkOf } from '../../src/web/machine.ts'
import { NOW, type Site, site } from './site.ts'

const ana = { email: 'ana@example.com', name: 'Ana' }
const stateOf = async ({ store }: Site, email = ana.email) =>
  (await heldOn(store, email))?.history.at(-1)?.state
/** Path of the link in the last mail. */
const lastLink = ({ mails }: Site) => new URL((mails.at(-1) as { link: string }).link).pathname

describe('joining', () => {
  it('takes a mail, a look and a button; each step is kept', async () => {
    const there = await site()
    expect(await (await there.ask('/subscribe')).text()).toContain('name="email"')
    const asked = await there.post('/subscribe', ana)
    expect([asked.status, await asked.text()]).toEqual([
      200,
      expect.stringContaining('Look into your inbox'),
    ])
    expect(await stateOf(there)).toBe('pending')
    const link = lastLink(there)
    // Scanners follow links.
    await there.ask(link)
    await there.ask(link, { method: 'HEAD' })
    expect(await stateOf(there)).toBe('pending')
    for (const _ of [1, 2]) expect((await there.post(link, {})).status).toBe(200)
    expect(await stateOf(there)).toBe('active')
    const held = await heldOn(there.store, ana.email)
    expect(held?.subscriber?.name).toBe('Ana')
    expect(held?.history.map(({ state, way }) => [state, way])).toEqual([
      ['pending', 'form'],
      ['active', 'confirm'],
    ])
  })

  it('can be asked for by a site’s own form, as JSON', async () => {
    const there = await site()
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    const ask = (body: string) => there.ask('/subscribe', { method: 'POST', headers, body })
    expect((await ask(JSON.stringify(ana))).status).toBe(202)
    expect(there.mails).toHaveLength(1)
    expect((await ask('{"email":"no"}')).status).toBe(400)
    expect((await ask('{broken')).status).toBe(400)
    expect((await ask('[1]')).status).toBe(400)
  })

  it('says the same whoever asks for whom: nobody learns who is on the list', async () => {
    const there = await site()
    const join = async (email: string) => {
      await there.post('/subscribe', { email })
      await there.post(lastLink(there), {})
    }
    await join('in@example.com')
    await join('out@example.com')
    const occasion = { source: { way: 'complaint', place: 'test' }, at: NOW } as const
    await leave(
      there.store,
      {
        email: 'out@example.com',
        lists: ['main'],
        all: true,
        as: 'complained',
        because: 'complained',
      },
      occasion,
    )
    const mails = there.mails.length
    const answers = []
    for (const email of ['in@example.com', 'out@example.com', 'new@example.com']) {
      const answer = await there.post('/subscribe', { email })
      answers.push([answer.status, await answer.text()])
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    // Who reported a letter as spam gets none, not even this one.
    expect(there.mails.slice(mails).map(({ email }) => email)).toEqual([
      'in@example.com',
      'new@example.com',
    ])
    expect(await stateOf(there, 'out@example.com')).toBe('complained')
  })

  it('lets nobody change what is known of another', async () => {
    const there = await site()
    await there.post('/subscribe', { email: ana.email })
    await there.post(lastLink(there), {})
    await there.post('/subscribe', { email: ana.email, name: 'Buy pills at evil.example' })
    expect((await heldOn(there.store, ana.email))?.subscriber?.name).toBe('')
    expect(await stateOf(there)).toBe('active')
  })

  it('brings back who had left, once they confirm, and not before', async () => {
    const there = await site()
    await there.post('/subscribe', ana)
    await there.post(lastLink(there), {})
    await leave(
      there.store,
      { email: ana.email, lists: ['main'], all: true },
      { source: { way: 'page', place: 'test' }, at: NOW },
    )
    await there.post('/subscribe', ana)
    expect((await heldOn(there.store, ana.email))?.suppression?.reason).toBe('unsubscribed')
    await there.post(lastLink(there), {})
    expect((await heldOn(there.store, ana.email))?.suppression).toBeUndefined()
    expect(await stateOf(there)).toBe('active')
  })

  it('ends with a link that is too old', async () => {
    const there = await site()
    await there.post('/subscribe', ana)
    there.clock = NOW + 3_600_001
    expect((await there.ask(lastLink(there))).status).toBe(410)
    expect((await there.post(lastLink(there), {})).status).toBe(410)
    expect(await stateOf(there)).toBe('pending')
  })
})

describe('whoever means harm', () => {
  it.each([
    ['a line break', { email: 'ana@example.com\r\nBcc: eve@evil.example' }, 400],
    ['two addresses', { email: 'ana@example.com, bo@example.com' }, 400],
    ['a line break in the name', { ...ana, name: 'Ana\r\nBcc: eve' }, 400],
    ['nothing', {}, 400],
    ['a trap that is filled', { ...ana, website: 'https://evil.example' }, 200],
  ])('with %s gets no mail sent and nobody added', async (_, fields, status) => {
    const there = await site()
    const answer = await there.post('/subscribe', fields as Record<string, string>)
    expect(answer.status).toBe(status)
    expect(await answer.text()).not.toContain('evil.example</')
    expect(there.mails).toEqual([])
    expect(await heldOn(there.store, ana.email)).toBeUndefined()
  })

  it('cannot fill one inbox, nor ask for many from one place', async () => {
    const there = await site()
    const from = (machine: string) => ({ 'x-forwarded-for': `203.0.113.9, ${machine}` })
    for (let n = 0; n < 6; n++) await there.post('/subscribe', ana, from(`192.0.2.${n}`))
    expect(there.mails).toHaveLength(3)
    const statuses = []
    for (let n = 0; n < 25; n++)
      statuses.push(
        (await there.post('/subscribe', { email: `r${n}@example.com` }, from('198.51.100.7')))
          .status,
      )
    expect(statuses.filter((status) => status === 429)).toHaveLength(5)
  })

  it('has no script shown back', async () => {
    const there = await site()
    const page = await (
      await there.post('/subscribe', { email: '"><script>alert(1)</script>', name: '{{evil}}' })
    ).text()
    expect(page).not.toContain('<script')
    expect(page).toContain('{{evil}}')
  })
})

it.each([
  ['192.0.2.77', '192.0.2.0/24'],
  ['::ffff:192.0.2.77', '192.0.2.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['unknown', 'unknown'],
])('of %s only the network is kept: %s', (machine, network) => {
  expect(networkOf(machine)).toBe(network)
})
