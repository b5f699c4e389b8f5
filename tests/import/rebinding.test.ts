// A name whose answer changes between one question and the next: what a page on the internet would do to be read from
// inside. Names are answered here; servers and connections are real.

import dns from 'node:dns'
import { createServer } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { fetchBounded } from '../../src/import/net/fetch.ts'

const LIMITS = { bytes: 10_000, ms: 5_000, redirects: 3, types: ['text/html'] }
/** Stands for the internet: every other address is inside. */
const OUTSIDE = '127.0.0.1'
const INSIDE = '127.0.0.2'
const allows = (address: string) => address === OUTSIDE

/** One server, outside and inside: on every address of this machine. */
async function twoFaced() {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.socket.localAddress} ${request.url}`)
    if (request.url === '/again') response.writeHead(302, { location: '/secret' }).end()
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<p>seen</p>')
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  onTestFinished(() => void server.close())
  return { asked, url: `http://two-faced.example:${(server.address() as AddressInfo).port}` }
}

/** @param answers to one question after the other. */
function answering(...answers: readonly (readonly string[])[]) {
  let question = 0
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation(((
    _name: string,
    _options: unknown,
    done: (error: null, found: dns.LookupAddress[]) => void,
  ) => {
    const answer = answers[Math.min(question++, answers.length - 1)] as readonly string[]
    done(
      null,
      answer.map((address) => ({ address, family: 4 })),
    )
  }) as unknown as typeof dns.lookup)
  syncBuiltinESMExports()
  onTestFinished(() => {
    lookup.mockRestore()
    syncBuiltinESMExports()
  })
  return lookup
}

const REFUSED = 'this machine or a private network'

it('that leads inside at the redirect is refused there, and nobody inside is asked', async () => {
  const { asked, url } = await twoFaced()
  answering([OUTSIDE], [INSIDE])
  await expect(fetchBounded(`${url}/again`, LIMITS, { allows })).rejects.toThrow(REFUSED)
  expect(asked).toEqual([`${OUTSIDE} /again`])
})

it('is asked for once a connection: the answer that was looked at is the one that is called', async () => {
  const { asked, url } = await twoFaced()
  const lookup = answering([OUTSIDE], [INSIDE])
  const { bytes } = await fetchBounded(`${url}/secret`, LIMITS, { allows })
  expect(String(bytes)).toBe('<p>seen</p>')
  expect(asked).toEqual([`${OUTSIDE} /secret`])
  expect(lookup).toHaveBeenCalledTimes(1)
})

it.each([
  ['first', [INSIDE, OUTSIDE]],
  ['last', [OUTSIDE, INSIDE]],
])('with an address inside among others, %s, is refused', async (_, answer) => {
  const { asked, url } = await twoFaced()
  answering(answer)
  await expect(fetchBounded(`${url}/secret`, LIMITS, { allows })).rejects.toThrow(REFUSED)
  expect(asked).toEqual([])
})
