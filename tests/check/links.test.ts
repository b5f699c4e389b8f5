import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isLocalHost, isPrivateAddress } from '../../src/check/links/addresses.ts'
import { type ProbeOptions, probeLink } from '../../src/check/links/probe.ts'
import { linkProber } from '../../src/check/links/prober.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A real server on loopback, which the tests' own rule lets probes go to. */
async function site(answer: Answer) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  const { port } = server.address() as AddressInfo
  return { asked, url: (path = '/') => `http://127.0.0.1:${port}${path}` }
}

const OPEN: ProbeOptions = { refuses: (address) => address !== '127.0.0.1' }
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers).end()
  }

describe('a probe', () => {
  it('takes a page that answers HEAD well to be there, and asks no more', async () => {
    const { asked, url } = await site(status(200))
    expect(await probeLink(url('/a'), OPEN)).toEqual({ kind: 'fine', status: 200 })
    expect(asked).toEqual(['HEAD /a'])
  })

  it('asks with GET where HEAD does not settle it', async () => {
    const { asked, url } = await site((request, response) => {
      response.writeHead(request.method === 'HEAD' ? 404 : 200).end()
    })
    expect(await probeLink(url('/a'), OPEN)).toEqual({ kind: 'fine', status: 200 })
    expect(asked).toEqual(['HEAD /a', 'GET /a'])
  })

  it('reads no body, however long it is', async () => {
    let cut = false
    const { url } = await site((request, response) => {
      if (request.method === 'HEAD') return void response.writeHead(405).end()
      response.writeHead(200)
      const write = () => {
        while (response.write(Buffer.alloc(65_536)));
      }
      response.on('drain', write)
      response.on('close', () => {
        cut = true
      })
      write()
    })
    expect(await probeLink(url(), OPEN)).toEqual({ kind: 'fine', status: 200 })
    await expect.poll(() => cut).toBe(true)
  })

  it.each([
    [404, { kind: 'broken', status: 404, reason: 'the page is not there (404)' }],
    [410, { kind: 'broken', status: 410, reason: 'the page is gone (410)' }],
    [500, { kind: 'broken', status: 500, reason: 'the server answers 500' }],
    [403, { kind: 'refused', status: 403 }],
    [429, { kind: 'refused', status: 429 }],
    [999, { kind: 'refused', status: 999 }],
  ])('tells apart what %i means', async (code, state) => {
    const { url } = await site(status(code))
    expect(await probeLink(url(), OPEN)).toEqual(state)
  })

  it('takes a guard’s 503 for a refusal, not for a broken page', async () => {
    const { url } = await site(status(503, { server: 'cloudflare' }))
    expect(await probeLink(url(), OPEN)).toEqual({ kind: 'refused', status: 503 })
  })

  it('follows redirects to where they end', async () => {
    const { asked, url } = await site((request, response) => {
      if (request.url === '/old') response.writeHead(301, { location: '/new' }).end()
      else response.writeHead(200).end()
    })
    expect(await probeLink(url('/old'), OPEN)).toEqual({ kind: 'fine', status: 200 })
    expect(asked).toEqual(['HEAD /old', 'HEAD /new'])
  })

  it('finds redirects that lead around in a circle, or nowhere', async () => {
    const { url } = await site((request, response) => {
      const location = request.url === '/round' ? '/round' : 'ftp://files.example/'
      response.writeHead(302, { location }).end()
    })
    expect(await probeLink(url('/round'), OPEN)).toMatchObject({ kind: 'broken', reason: /circle/ })
    expect(await probeLink(url('/ftp'), OPEN)).toMatchObject({ reason: /no web page/ })
  })

  it('gives up in time where no answer comes', async () => {
    const { url } = await site(() => {})
    expect(await probeLink(url(), { ...OPEN, timeoutMs: 200 })).toEqual({
      kind: 'silent',
      reason: 'no answer came in time',
    })
  })

  it('says that nothing answers, or that there is no such host', async () => {
    expect(await probeLink('http://127.0.0.1:1/', OPEN)).toEqual({
      kind: 'broken',
      reason: 'nothing answers there',
    })
    const lookup = ((_: string, __: object, done: (error: Error) => void) =>
      done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))) as never
    expect(await probeLink('http://nowhere.example/', { ...OPEN, lookup })).toEqual({
      kind: 'broken',
      reason: 'there is no host "nowhere.example"',
    })
  })

  it('connects to no private address, whatever a name resolves to', async () => {
    const { asked, url } = await site(status(200))
    const { port } = new URL(url())
    const resolving = (...addresses: string[]) =>
      ((_: string, __: object, done: (error: null, all: object[]) => void) =>
        done(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        )) as never
    for (const lookup of [resolving('127.0.0.1'), resolving('93.184.215.14', '127.0.0.1')]) {
      expect(await probeLink(`http://map.example:${port}/`, { lookup })).toEqual({
        kind: 'private',
        host: 'map.example',
      })
    }
    expect(await probeLink(url())).toEqual({ kind: 'private', host: '127.0.0.1' })
    expect(await probeLink(`http://[::ffff:127.0.0.1]:${port}/`)).toMatchObject({ kind: 'private' })
    expect(asked).toEqual([])
  })

  it('follows no redirect to a private address', async () => {
    const { asked, url } = await site(status(302, { location: 'http://169.254.169.254/latest' }))
    expect(await probeLink(url(), OPEN)).toEqual({ kind: 'private', host: '169.254.169.254' })
    expect(asked).toEqual(['HEAD /'])
  })
})

describe('a prober', () => {
  function folder(): string {
    const root = mkdtempSync(join(tmpdir(), 'pressrun-links-'))
    onTestFinished(() => rmSync(root, { recursive: true, force: true }))
    return root
  }
  const DAY = 24 * 60 * 60 * 1000

  it('asks each page once, whatever place in it is linked to', async () => {
    const { asked, url } = await site(status(200))
    const prober = linkProber({ root: folder(), now: () => 0, ...OPEN })
    await Promise.all(
      [url('/a'), url('/a#top'), url('/b'), url('/a')].map((each) => prober.probe(each)),
    )
    expect(asked.toSorted()).toEqual(['HEAD /a', 'HEAD /b'])
  })

  it('keeps what answered for a day, and asks again what did not', async () => {
    const { asked, url } = await site((request, response) => {
      response.writeHead(request.url === '/gone' ? 404 : 200).end()
    })
    const root = folder()
    const visit = async (now: number) => {
      asked.length = 0
      const prober = linkProber({ root, now: () => now, ...OPEN })
      await prober.probe(url('/a'))
      await prober.probe(url('/gone'))
      prober.save()
      return [...asked]
    }
    const gone = ['HEAD /gone', 'GET /gone']
    expect(await visit(0)).toEqual(['HEAD /a', ...gone])
    expect(await visit(DAY - 1)).toEqual(gone)
    expect(await visit(DAY)).toEqual(['HEAD /a', ...gone])
  })

  it('asks two at once of one host, and no more', async () => {
    let running = 0
    let most = 0
    const waiting: (() => void)[] = []
    const { url } = await site((_, response) => {
      most = Math.max(most, ++running)
      waiting.push(() => {
        running--
        response.writeHead(200).end()
      })
    })
    const prober = linkProber({ root: folder(), now: () => 0, ...OPEN })
    const all = Promise.all(['/a', '/b', '/c', '/d', '/e'].map((path) => prober.probe(url(path))))
    for (let answered = 0; answered < 5; answered++) {
      await expect.poll(() => waiting.length).toBeGreaterThan(0)
      waiting.shift()?.()
    }
    expect((await all).map(({ kind }) => kind)).toEqual(Array(5).fill('fine'))
    expect(most).toBe(2)
  })
})

describe('an address', () => {
  it('is private where no reader gets to it', () => {
    const PRIVATE = [
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.0.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      'fe80::1',
      'fe80::1%eth0',
      'fc00::1',
      'fdff::1',
      'ff02::1',
      '::ffff:10.0.0.1',
      '64:ff9b::10.0.0.1',
      '2002:7f00:1::',
      '2001:db8::1',
      'not an address',
    ]
    const PUBLIC = [
      '8.8.8.8',
      '172.15.0.1',
      '172.32.0.1',
      '100.128.0.1',
      '93.184.215.14',
      '2606:4700::1111',
      '::ffff:8.8.8.8',
    ]
    expect(PRIVATE.filter((address) => !isPrivateAddress(address))).toEqual([])
    expect(PUBLIC.filter(isPrivateAddress)).toEqual([])
  })

  it('is told by its name where nobody needs to be asked', () => {
    expect(
      ['localhost', 'mill', 'mill.local', 'a.internal', '127.0.0.1', '[::1]', 'localhost.'].filter(
        (host) => !isLocalHost(host),
      ),
    ).toEqual([])
    expect(['mill.example', 'local.example', '8.8.8.8'].filter(isLocalHost)).toEqual([])
  })
})
