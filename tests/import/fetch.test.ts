// Pages and pictures from the web: real servers, good and bad, and no way to what only this machine can reach.

import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type FetchLimits, fetchBounded } from '../../src/import/net/fetch.ts'
import { isPublicAddress } from '../../src/project/public-address.ts'

const LIMITS: FetchLimits = {
  bytes: 100_000,
  ms: 5_000,
  redirects: 3,
  types: ['text/html', 'image/'],
}
/** Stands for the internet in these tests: this one address and no other. */
const allows = (address: string) => address === '127.0.0.1'

async function serve(listener: RequestListener): Promise<string> {
  const sockets = new Set<Socket>()
  const server: Server = createServer(listener)
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const html = { 'content-type': 'text/html; charset="EUC-KR"' }

it('brings a page with its type and charset, through redirects', async () => {
  const at = await serve((request, response) => {
    if (request.url === '/old') response.writeHead(301, { location: '/new?x=1' }).end()
    else response.writeHead(200, html).end('<p>page</p>')
  })
  const fetched = await fetchBounded(`${at}/old`, LIMITS, { allows })
  expect(fetched).toMatchObject({ url: `${at}/new?x=1`, type: 'text/html', charset: 'euc-kr' })
  expect(fetched.bytes.toString()).toBe('<p>page</p>')
})

it('unpacks what is packed', async () => {
  const at = await serve((_, response) => {
    response.writeHead(200, { ...html, 'content-encoding': 'gzip' }).end(gzipSync('<p>packed</p>'))
  })
  const { bytes } = await fetchBounded(at, LIMITS, { allows })
  expect(bytes.toString()).toBe('<p>packed</p>')
})

describe('refuses', () => {
  it.each<[string, RequestListener, string]>([
    [
      'a redirect without end',
      (_, response) => response.writeHead(302, { location: '/again' }).end(),
      'more than 3 times',
    ],
    [
      'a redirect to another scheme',
      (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      'what is no web page',
    ],
    [
      'a redirect to a private address',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.2/' }).end(),
      'this machine or a private network',
    ],
    [
      'a type that is no page',
      (_, response) => response.writeHead(200, { 'content-type': 'video/mp4' }).end('x'),
      'is video/mp4',
    ],
    ['what is not there', (_, response) => response.writeHead(404, html).end(), 'answers with 404'],
    [
      'a length that is too much',
      (_, response) =>
        response.writeHead(200, { ...html, 'content-length': '10000000000' }).write('x'),
      'larger than 0.1 MB',
    ],
    ['bytes without end', endless, 'larger than 0.1 MB'],
    [
      'little that unpacks to much',
      (_, response) =>
        response
          .writeHead(200, { ...html, 'content-encoding': 'gzip' })
          .end(gzipSync(Buffer.alloc(50_000_000))),
      'larger than 0.1 MB',
    ],
    [
      'a packing it does not know',
      (_, response) => response.writeHead(200, { ...html, 'content-encoding': 'zip' }).end('x'),
      'is packed as zip',
    ],
    [
      'headers without end',
      (_, response) => response.writeHead(200, { ...html, 'x-large': 'x'.repeat(60_000) }).end(),
      'headers without end',
    ],
    [
      'an answer that breaks off',
      (_, response) => {
        response.writeHead(200, { ...html, 'content-length': '50' })
        response.write('x', () => response.socket?.destroy())
      },
      'broke off',
    ],
  ])('%s', async (_, listener, message) => {
    const at = await serve(listener)
    await expect(fetchBounded(at, LIMITS, { allows })).rejects.toThrow(message)
  })

  it('slow bytes, when the time is over', async () => {
    const at = await serve((_, response) => {
      response.writeHead(200, html)
      const timer = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(timer))
    })
    const started = performance.now()
    await expect(fetchBounded(at, { ...LIMITS, ms: 300 }, { allows })).rejects.toThrow(
      'takes too long',
    )
    expect(performance.now() - started).toBeLessThan(3_000)
  })

  it('a server that says nothing', async () => {
    const at = await serve(() => {})
    await expect(fetchBounded(at, { ...LIMITS, ms: 300 }, { allows })).rejects.toThrow(
      'takes too long',
    )
  })

  it.each(['ftp://quay.example/x', 'https://ana:secret@quay.example/', 'http://', 'quay.example'])(
    '%s, without a call',
    async (address) => {
      await expect(fetchBounded(address, LIMITS)).rejects.toThrow(
        /no web address|user name or a password/,
      )
    },
  )

  it('to say a password that stood in an address', async () => {
    const error = await fetchBounded('https://ana:secret@quay.example/', LIMITS).catch(String)
    expect(error).toContain('user name or a password')
  })

  it.each([
    'http://localhost/',
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
  ])('%s, as this machine or a private network', async (address) => {
    await expect(fetchBounded(address, LIMITS)).rejects.toThrow('this machine or a private network')
  })
})

function endless(_: unknown, response: Parameters<RequestListener>[1]): void {
  response.writeHead(200, html)
  const zeros = Buffer.alloc(16_384)
  const write = () => {
    while (!response.destroyed && response.write(zeros));
  }
  response.on('drain', write)
  write()
}

describe('an address', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.0.1',
    '172.32.0.1',
    '2606:4700::1111',
    '2a00:1450:4001::',
  ])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true))
  it.each([
    ...[
      '0.0.0.0',
      '10.1.2.3',
      '127.0.0.1',
      '169.254.1.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.0.2.1',
    ],
    ...['192.168.0.1', '198.18.0.1', '203.0.113.9', '224.0.0.1', '255.255.255.255', '::', '::1'],
    ...['::ffff:8.8.8.8', '64:ff9b::808:808', 'fe80::1%eth0', 'fc00::1', 'ff02::1', '2001:db8::1'],
    ...['2002:7f00:1::', '', 'localhost', '127.0.0.1.example'],
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false))
})
