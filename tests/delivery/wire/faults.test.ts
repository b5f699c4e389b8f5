import { describe, expect, it } from 'vitest'
import { type Action, type FaultServer, faultServer, type Script } from './fault-server.ts'
import { laneTo, letter, yes } from './letters.ts'

/** Short for what hangs, and for nothing else. */
const HASTE = { greeting: 100, command: 100, data: 100, dot: 100 }
const PIPELINING = ['PIPELINING', 'SIZE 1000000']

/** Both ways to speak: one command after the other, and all at once. */
const WAYS: readonly (readonly [string, readonly string[]])[] = [
  ['one by one', []],
  ['pipelined', PIPELINING],
]

const at =
  (moment: string, action: Action): Script =>
  (told) =>
    told.moment === moment ? action : undefined

async function outcomeOf(server: FaultServer, timeouts = {}) {
  return laneTo(server.url, { timeouts }).send(letter(), yes)
}

describe.each(WAYS)('a server that is spoken to %s', (_, offers) => {
  const BEFORE = ['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA']

  it.each(BEFORE)('closes at %s: the sender is the trouble', async (moment) => {
    const server = await faultServer(at(moment, 'close'), offers)
    const outcome = await outcomeOf(server)
    expect(outcome).toMatchObject({ kind: 'sender', relay: 'relay' })
    expect(outcome).toMatchObject({ problem: expect.stringMatching(/closed the connection/) })
    expect(server.bodyOctets).toBe(0)
  })

  it.each(BEFORE)('resets at %s: the sender is the trouble', async (moment) => {
    const server = await faultServer(at(moment, 'reset'), offers)
    expect(await outcomeOf(server)).toMatchObject({ kind: 'sender' })
    expect(server.bodyOctets).toBe(0)
  })

  it.each(BEFORE)('hangs at %s: the sender is the trouble', async (moment) => {
    const server = await faultServer(at(moment, 'hang'), offers)
    expect(await outcomeOf(server, HASTE)).toMatchObject({
      kind: 'sender',
      problem: expect.stringMatching(/did not answer .* within 100 ms/),
    })
    expect(server.bodyOctets).toBe(0)
  })

  it.each(['body', 'dot'])('closes at the %s without a reply: lost', async (moment) => {
    const server = await faultServer(at(moment, 'close'), offers)
    expect(await outcomeOf(server)).toEqual({
      kind: 'lost',
      problem: expect.stringMatching(/closed|broke/),
      relay: 'relay',
    })
    expect(server.bodyOctets).toBeGreaterThan(0)
  })

  it.each([
    ['resets', 'reset'],
    ['hangs', 'hang'],
    ['answers in garbage', '\u0001\u0002 not smtp\r\n'],
    ['answers with a number that is no reply', '999 yes\r\n'],
    ['begins a reply and closes', (socket: { end(text: string): void }) => socket.end('250 O')],
    ['answers with a reply to something else', '354 go on\r\n'],
    ['answers with two codes at once', '250-taken\r\n550 refused\r\n'],
  ] as const)('%s after the dot: lost', async (_, action) => {
    const server = await faultServer(at('dot', action as Action), offers)
    expect(await outcomeOf(server, { dot: 100 })).toMatchObject({ kind: 'lost' })
  })

  it.each([421, 454, 530, 535])(
    'answers %s after the dot: not accepted, the sender is the trouble',
    async (code) => {
      const server = await faultServer(
        at('dot', `${code} ${String(code)[0]}.3.2 not now\r\n`),
        offers,
      )
      expect(await outcomeOf(server)).toMatchObject({
        kind: 'sender',
        reply: { code, enhanced: `${String(code)[0]}.3.2`, text: 'not now' },
      })
    },
  )

  it.each([421, 454, 530, 535])('answers %s to RCPT: the sender is the trouble', async (code) => {
    const server = await faultServer(at('RCPT', `${code} not now\r\n`), offers)
    expect(await outcomeOf(server)).toMatchObject({ kind: 'sender', reply: { code } })
    expect(server.bodyOctets).toBe(0)
  })

  it.each([
    ['RCPT', '550 5.1.1 nobody\r\n', 'refused'],
    ['RCPT', '450 4.2.0 grey\r\n', 'put_off'],
    ['RCPT', '452 full\r\n', 'put_off'],
    ['DATA', '554 5.7.1 no\r\n', 'refused'],
    ['DATA', '451 4.3.0 later\r\n', 'put_off'],
    ['dot', '552 5.3.4 too large\r\n', 'refused'],
    ['dot', '550 5.7.515 Access denied\r\n', 'refused'],
    ['dot', '451 4.7.1 later\r\n', 'put_off'],
    ['MAIL', '552 5.3.4 too large\r\n', 'refused'],
  ])('answers %s with %s: this reader alone is %s', async (moment, reply, kind) => {
    const server = await faultServer(
      (told) => (told.moment === moment && told.count === 1 ? reply : undefined),
      offers,
    )
    const lane = laneTo(server.url)
    const first = await lane.send(letter('first@example.com'), yes)
    expect(first).toMatchObject({
      kind,
      reply: { code: Number(reply.slice(0, 3)) },
      relay: 'relay',
    })
    const second = await lane.send(letter('second@example.com'), yes)
    expect(second).toMatchObject({
      kind: 'accepted',
      reply: { code: 250, enhanced: '2.0.0', text: 'taken' },
    })
    expect(server.connections).toBe(1)
    expect(server.taken.map(({ rcpt }) => rcpt)).toEqual(['second@example.com'])
  })

  it.each([
    '550 5.7.1 you may not send as that\r\n',
    '451 4.1.8 your domain does not exist\r\n',
    '452 4.3.1 no room\r\n',
  ])(
    'answers MAIL with %s, before it knows of any reader: the sender is the trouble',
    async (reply) => {
      const server = await faultServer(at('MAIL', reply), offers)
      expect(await outcomeOf(server)).toMatchObject({
        kind: 'sender',
        reply: { code: Number(reply.slice(0, 3)) },
      })
      expect(server.bodyOctets).toBe(0)
    },
  )
})

describe('a server that goes wrong before anybody is named', () => {
  const WAYS_IN = [
    ['STARTTLS', ['STARTTLS'], (port: number) => `smtp://127.0.0.1:${port}?tls=required`],
    ['AUTH', ['AUTH PLAIN'], (port: number) => `smtp://ana:secret@127.0.0.1:${port}`],
  ] as const
  const FAULTS = [
    ['closes', 'close'],
    ['resets', 'reset'],
    ['hangs', 'hang'],
    ['answers in garbage', 'HTTP/1.1 400 Bad Request\r\n'],
    ['answers 421', '421 4.3.2 not now\r\n'],
    ['answers 454', '454 4.7.0 temporary failure\r\n'],
    ['answers yes and hangs', (socket: { write(text: string): void }) => socket.write('220 go')],
  ] as const

  it.each(
    WAYS_IN.flatMap(([moment, offers, url]) =>
      FAULTS.map(([name, action]) => [moment, name, offers, url, action] as const),
    ),
  )('at %s %s: the sender is the trouble', async (moment, _, offers, url, action) => {
    const server = await faultServer(at(moment, action as Action), offers)
    const lane = laneTo(url(server.port), { timeouts: { ...HASTE, connect: 100 } })
    const outcome = await lane.send(letter(), yes)
    expect(outcome).toMatchObject({ kind: 'sender', problem: expect.stringMatching(/\w+/) })
    expect(JSON.stringify(outcome)).not.toContain('secret')
    expect(server.lines.some((line) => line.startsWith('MAIL'))).toBe(false)
  })

  it('takes STARTTLS and then speaks no TLS: the sender is the trouble', async () => {
    const server = await faultServer(at('STARTTLS', '220 go on\r\n'), ['STARTTLS'])
    const lane = laneTo(`${server.url}?tls=required`, { timeouts: { connect: 200 } })
    expect(await lane.send(letter(), yes)).toMatchObject({ kind: 'sender' })
    expect(server.lines.some((line) => line.startsWith('MAIL'))).toBe(false)
  })
})
