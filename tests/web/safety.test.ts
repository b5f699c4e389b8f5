// Whoever means harm, against the server itself: slow, too large, forged, listening for what time says.

import { connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { join } from '../../src/circulation/readers.ts'
import { heldOn } from '../../src/circulation/record.ts'
import type { Engine } from '../../src/store/engine.ts'
import { serveWeb } from '../../src/web/serve.ts'
import { leaveToken, NOW, type Site, site } from './site.ts'

const path = `/unsubscribe/${leaveToken()}`

/** Sends what it is given and nothing more. @returns what came back until the other side hung up. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let said = ''
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      said += chunk
    })
    socket.on('close', () => resolve(said)).on('error', reject)
  })
}
const portOf = ({ url }: Site) => Number(new URL(url).port)
const head = (length: string) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n${length}\r\n\r\n`

describe('a request', () => {
  it.each([
    ['headers that never end', `GET /archive HTTP/1.1\r\nHost: x\r\n`],
    ['a body that never ends', `${head('Content-Length: 24')}List-Unsub`],
  ])('with %s is ended, and changes nothing', async (_, text) => {
    const there = await site()
    const { Hono } = await import('hono')
    const app = new Hono().post('*', async (c) => c.text(await c.req.text()))
    const patience = { headersMs: 150, requestMs: 300, lookMs: 50 }
    const serving = await serveWeb(app, '127.0.0.1', 0, patience)
    onTestFinished(() => serving.close())
    expect(await raw(serving.port, text)).toMatch(/^(HTTP\/1.1 408|$)/)
    expect(await heldOn(there.store, 'ana@example.com')).toBeUndefined()
  })

  it('that says how long it is and is longer, or says nothing and is too long, is refused', async () => {
    const there = await site()
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`
    const chunked = `${head('Transfer-Encoding: chunked\r\nConnection: close')}${chunk}0\r\n\r\n`
    expect(await raw(portOf(there), chunked)).toMatch(/^HTTP\/1.1 413/)
    const two = head('Content-Length: 1\r\nTransfer-Encoding: chunked\r\nConnection: close')
    expect(await raw(portOf(there), `${two}1\r\nx\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1.1 400/)
    expect(await heldOn(there.store, 'ana@example.com')).toBeUndefined()
  })

  it('leads nowhere else, whatever host it names', async () => {
    const there = await site()
    for (const to of ['/', '//evil.example/', '/\\evil.example', '/preferences/x']) {
      const said = await raw(
        portOf(there),
        `GET ${to} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n`,
      )
      expect(/^location: (.*)$/im.exec(said)?.[1]?.trim() ?? '/archive').toBe('/archive')
      expect(said).not.toContain('evil.example')
    }
  })

  it('from another site changes nothing: no cookie is there to be used', async () => {
    const there = await site()
    const headers = { origin: 'https://evil.example', cookie: 'session=ana' }
    const forged = await there.post('/unsubscribe/x', { 'List-Unsubscribe': 'One-Click' }, headers)
    expect([forged.status, forged.headers.get('set-cookie')]).toEqual([404, null])
    expect(forged.headers.get('access-control-allow-origin')).toBeNull()
  })
})

it('asking to join takes as long for whom is known as for whom is not', async () => {
  const slow = (store: Engine): Engine => ({
    ...store,
    roll: {
      enter: async (entry) => {
        await new Promise((resolve) => setTimeout(resolve, 80))
        return store.roll.enter(entry)
      },
    },
  })
  const there = await site(({ store, confirmations }) => ({
    store: slow(store),
    confirmations: { ...(confirmations as NonNullable<typeof confirmations>), answerAfter: 250 },
  }))
  const ana = { email: 'ana@example.com', name: '', firstName: '', lang: '', tags: [], fields: {} }
  await join(
    there.store,
    { list: 'main', subscriber: ana, state: 'active', rule: 'fill', again: false },
    { source: { way: 'command', place: 'test' }, at: NOW },
  )
  for (const email of ['ana@example.com', 'nobody@example.com']) {
    const start = performance.now()
    await there.post('/subscribe', { email })
    const took = performance.now() - start
    expect(took, email).toBeGreaterThanOrEqual(245)
  }
})

it('figures are for whoever is inside, and not for whom a proxy passes on', async () => {
  const there = await site()
  const text = await (await there.ask('/metrics')).text()
  expect(text).toContain('# TYPE pressrun_http_request_duration_seconds histogram')
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
  await there.ask('/healthz')
  expect(await (await there.ask('/metrics')).text()).toMatch(
    /^pressrun_http_request_duration_seconds_bucket\{route="\/healthz",le="\+Inf"\} 1$/m,
  )
  const headers = { 'x-forwarded-for': '8.8.8.8' }
  expect((await there.ask('/metrics', { headers })).status).toBe(404)
  expect((await there.ask('/healthz')).headers.get('strict-transport-security')).toContain(
    'max-age',
  )
})

it('a store that fails is a page, and a health that is none', async () => {
  const there = await site()
  await there.store.close()
  expect((await there.ask('/healthz')).status).toBe(503)
  const answer = await there.post(path, { 'List-Unsubscribe': 'One-Click' })
  expect(answer.status).toBe(503)
  expect(await answer.text()).toContain('Nothing was changed')
})
