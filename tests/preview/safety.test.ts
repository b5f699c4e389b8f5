// Who may ask the studio, and what a hostile letter can do in it: nothing.

import { request } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { createTransport } from 'nodemailer'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CaughtList, LetterAnswer, StudioInfo } from '../../src/preview/wire.ts'
import { browser, letterIn, sampleProject, studio } from './studio.ts'

const root = sampleProject()
const { url, json } = studio(root)
const open4 = studio(root, { host: '0.0.0.0' })
const { open } = browser()

interface Asked {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** As a foreign program asks: with whatever headers it likes. */
function ask(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
  base = url(),
): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const target = new URL(base)
    const asked = request(
      { host: target.hostname, port: target.port, path, method, headers },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    asked.on('error', reject)
    asked.end()
  })
}

const port = () => new URL(url()).port

describe('the studio refuses', () => {
  const paths = [
    '/',
    '/api/studio',
    '/api/issues',
    '/api/readers',
    '/api/letters/lima-summit',
    '/api/events',
    '/frame',
    '/image/x',
    '/assets/x',
  ]

  it('another name for itself, as DNS rebinding has it', async () => {
    for (const path of paths) {
      for (const host of [
        'evil.example',
        `evil.example:${port()}`,
        '127.0.0.1',
        '127.0.0.1:1',
        `127.0.0.1.evil.example:${port()}`,
      ]) {
        expect([path, host, (await ask(path, { host })).status]).toEqual([path, host, 403])
      }
    }
    expect((await ask('/api/studio', { host: `localhost:${port()}` })).status).toBe(200)
  })

  it('a page of another site, whatever it asks for', async () => {
    for (const path of paths) {
      for (const origin of [
        'https://evil.example',
        'null',
        'http://127.0.0.1',
        `https://127.0.0.1:${port()}`,
        'http://127.0.0.1:1',
      ]) {
        expect([path, origin, (await ask(path, { origin })).status]).toEqual([path, origin, 403])
      }
      for (const site of ['cross-site', 'same-site']) {
        const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' }
        expect([path, site, (await ask(path, headers)).status]).toEqual([path, site, 403])
      }
    }
  })

  it('no link that a person follows', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect((await ask('/issues/lima-summit/letter', headers)).status).toBe(200)
    expect((await ask('/api/inbox', headers, 'DELETE')).status).toBe(403)
  })

  it('whatever changes something, without the token of an open page', async () => {
    for (const headers of [{}, { 'x-studio-token': 'x' }, { origin: new URL(url()).origin }]) {
      expect((await ask('/api/test', headers, 'POST')).status).toBe(403)
      expect((await ask('/api/inbox', headers, 'DELETE')).status).toBe(403)
    }
    const { token } = await json<StudioInfo>('/api/studio')
    expect((await ask('/api/inbox', { 'x-studio-token': token }, 'DELETE')).status).toBe(200)
  })

  it('every path out of the project', async () => {
    for (const path of [
      '/assets/..%2f..%2fpackage.json',
      '/assets/%2e%2e%2findex.html',
      '/image/..%2f..%2fnewsletter.yaml',
      '/../newsletter.yaml',
      '/newsletter.yaml',
      '/issues/../.env',
    ]) {
      const { body } = await ask(path)
      expect([path, /longmeridian|"name": "pressrun"/.test(body)]).toEqual([path, false])
    }
    for (const slug of ['..%2fnewsletter', '..%2f..%2f..%2fetc%2fpasswd', '%00', '.env']) {
      const answer = await json<LetterAnswer>(`/api/letters/${slug}`)
      expect([slug, answer.letter, answer.problems.length > 0]).toEqual([slug, null, true])
    }
  })

  it('to be framed, sniffed or fed from elsewhere', async () => {
    const { headers } = await ask('/')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['access-control-allow-origin']).toBeUndefined()
    const frame = String((await ask('/frame')).headers['content-security-policy'])
    expect(frame).toMatch(/^sandbox /)
    expect(frame).not.toContain('allow-scripts')
    expect(frame).not.toContain('script-src')
  })
})

describe('the studio listens', () => {
  const answers = (host: string, at: string) =>
    new Promise<boolean>((resolve) => {
      const socket = connect(Number(at), host)
      socket.on('connect', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })

  it('on loopback alone, and its inbox as well', async () => {
    const { smtp } = await json<StudioInfo>('/api/studio')
    expect(await answers('127.0.0.1', port())).toBe(true)
    expect(await answers('127.0.0.2', port())).toBe(false)
    expect(await answers('127.0.0.1', String(smtp?.port))).toBe(true)
    expect(await answers('127.0.0.2', String(smtp?.port))).toBe(false)
  })

  it('to a network only for those who have the key', async () => {
    const base = open4.url()
    const { searchParams, port: at } = new URL(base)
    const key = searchParams.get('key') ?? ''
    expect(key.length).toBeGreaterThan(15)
    const host = `127.0.0.1:${at}`
    expect((await ask('/api/readers', { host }, 'GET', base)).status).toBe(403)
    expect((await ask('/?key=wrong', { host }, 'GET', base)).status).toBe(403)
    const first = await ask(`/?key=${key}`, { host }, 'GET', base)
    expect(first.status).toBe(200)
    const cookie = String(first.headers['set-cookie'])
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    const given = { host, cookie: cookie.split(';')[0] as string }
    expect((await ask('/api/readers', given, 'GET', base)).status).toBe(200)
    expect(
      (await ask('/api/readers', { ...given, host: `evil.example:${at}` }, 'GET', base)).status,
    ).toBe(403)
  })
})

describe('a hostile message', () => {
  it('runs nothing, fetches nothing and leads nowhere', async () => {
    const { smtp } = await json<StudioInfo>('/api/studio')
    let hits = 0
    const server = createServer((socket) => {
      hits++
      socket.destroy()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const evil = `http://127.0.0.1:${(server.address() as AddressInfo).port}/evil`
    const mail = createTransport({ host: smtp?.host ?? '', port: smtp?.port ?? 0 })
    await mail.sendMail({
      from: 'evil@example.com',
      to: 'reader@example.com',
      subject: '<img src=x onerror=parent.hit=1>',
      html: `<!doctype html><html><head><base href="${evil}/"><meta http-equiv="refresh" content="0;url=${evil}">
        <link rel="stylesheet" href="${evil}.css"><link rel="prefetch" href="${evil}"><link rel="dns-prefetch" href="//evil.example">
        <style>@import url(${evil}.css); body { background: url(${evil}.png) } @font-face { font-family: x; src: url(${evil}.woff) }</style></head>
        <body onload="parent.hit=1" style="font-family:x"><script>parent.hit = 1</script><img src=x onerror="parent.hit=1"><img src="${evil}.gif" srcset="${evil}2.gif 2x">
        <svg onload="parent.hit=1"><script>parent.hit=1</script></svg><iframe src="${evil}"></iframe><object data="${evil}"></object><video poster="${evil}" src="${evil}" autoplay></video>
        <form action="${evil}"><button id="go">Go</button></form><a id="away" href="${evil}" target="_top">Away</a><a id="script" href="javascript:parent.hit=1">Script</a>
        <p>The words stay.</p></body></html>`,
    })
    const { messages } = await json<CaughtList>('/api/inbox')
    const { page, wrong } = await open(url(`/inbox/${messages[0]?.id}/letter`))
    const letter = letterIn(page)
    await letter.getByText('The words stay.').waitFor()
    await letter.locator('#away').click()
    await page.getByText(evil).first().waitFor()
    await letter.locator('#script').click()
    await letter.locator('#go').click()
    await letter.getByText('The words stay.').waitFor()
    expect(await page.evaluate('window.hit')).toBeUndefined()
    expect(page.url()).toContain('/inbox/')
    await page.getByText('1 picture on other servers is not fetched').waitFor()
    expect([hits, wrong]).toEqual([0, []])
  })

  it('is served as text or as a picture, never as a page', async () => {
    const { messages } = await json<CaughtList>('/api/inbox')
    const { headers } = await ask(`/api/inbox/${messages[0]?.id}/raw`)
    expect(headers['content-type']).toMatch(/^text\/plain/)
    expect(headers['content-security-policy']).toMatch(/^sandbox;/)
  })
})
