import { describe, expect, it } from 'vitest'
import { faultServer } from './fault-server.ts'
import { laneTo, letter, transportTo, yes } from './letters.ts'
import { mailServer } from './mail-server.ts'

const PIPELINING = ['PIPELINING']
const readers = (count: number) =>
  Array.from({ length: count }, (_, index) => `reader-${index + 1}@example.com`)

describe('a lane', () => {
  it('carries so many messages on a connection, says goodbye, and opens another', async () => {
    const server = await faultServer(undefined, PIPELINING)
    const lane = laneTo(server.url, { messagesPerConnection: 3 })
    for (const to of readers(8)) expect((await lane.send(letter(to), yes)).kind).toBe('accepted')
    await lane.close()
    expect(server.connections).toBe(3)
    expect(server.lines.filter((line) => line === 'QUIT')).toHaveLength(3)
    expect(server.taken).toHaveLength(8)
  })

  it('ends one connection before it begins the next: a server may allow so many', async () => {
    let open = 0
    let most = 0
    const server = await mailServer({
      disabledCommands: ['STARTTLS'],
      onConnect(_, done) {
        most = Math.max(most, ++open)
        done()
      },
      onClose: () => open--,
    })
    const lane = laneTo(`smtp://127.0.0.1:${server.port}`, { messagesPerConnection: 1 })
    for (const to of readers(5)) expect((await lane.send(letter(to), yes)).kind).toBe('accepted')
    expect(most).toBe(1)
  })

  it.each([
    ['closes', 'close'],
    ['says 421 to the next message and closes', '421 4.4.2 idle too long\r\n'],
  ] as const)(
    'whose idle connection the server %s opens another, and nobody notices',
    async (_, action) => {
      for (const offers of [[], PIPELINING]) {
        const server = await faultServer(
          ({ moment, connection, count }) =>
            moment === 'MAIL' && connection === 1 && count === 2 ? action : undefined,
          offers,
        )
        const lane = laneTo(server.url)
        for (const to of readers(3))
          expect(await lane.send(letter(to), yes)).toMatchObject({ kind: 'accepted' })
        expect(server.connections).toBe(2)
        expect(server.taken.map(({ rcpt }) => rcpt)).toEqual(readers(3))
      }
    },
  )

  it('tries a new connection once, and then says whose trouble it is', async () => {
    const server = await faultServer(({ moment, count }) =>
      moment === 'MAIL' && count > 1 ? 'close' : undefined,
    )
    const lane = laneTo(server.url)
    expect(await lane.send(letter(), yes)).toMatchObject({ kind: 'accepted' })
    expect(await lane.send(letter(), yes)).toMatchObject({ kind: 'sender' })
    expect(server.connections).toBe(2)
  })

  it('never sends again what was lost, and goes on with the next reader', async () => {
    const server = await faultServer(({ moment, count }) =>
      moment === 'dot' && count === 2 ? 'close' : undefined,
    )
    const lane = laneTo(server.url)
    const kinds: string[] = []
    for (const to of readers(4)) kinds.push((await lane.send(letter(to), yes)).kind)
    expect(kinds).toEqual(['accepted', 'lost', 'accepted', 'accepted'])
    expect(server.taken.map(({ rcpt }) => rcpt)).toEqual(
      readers(4).filter((_, index) => index !== 1),
    )
    expect(server.lines.filter((line) => line.includes('reader-2'))).toHaveLength(1)
  })

  it('closes while a server is silent, within the time it is given', async () => {
    const server = await faultServer(({ moment }) => (moment === 'dot' ? 'hang' : undefined))
    const lane = laneTo(server.url)
    let begun = () => {}
    const bodyBegun = new Promise<void>((resolve) => {
      begun = resolve
    })
    const sending = lane.send(letter(), () => {
      begun()
      return true
    })
    await bodyBegun
    await lane.close(50)
    expect(await sending).toMatchObject({
      kind: 'lost',
      problem: expect.stringMatching(/given up/),
    })
  })

  it('closes while a server has not greeted, and costs nobody anything', async () => {
    let connected = () => {}
    const connection = new Promise<void>((resolve) => {
      connected = resolve
    })
    const server = await faultServer(({ moment }) => {
      if (moment === 'connect') connected()
      return moment === 'connect' ? 'hang' : undefined
    })
    const lane = laneTo(server.url)
    const sending = lane.send(letter(), yes)
    await connection
    await lane.close(50)
    expect(await sending).toMatchObject({ kind: 'sender' })
  })
})

describe('a server that refuses every third reader hard and every fifth softly', () => {
  const meant = (to: string) => {
    const number = Number(/\d+/.exec(to)?.[0])
    return number % 3 === 0 ? 'refused' : number % 5 === 0 ? 'put_off' : 'accepted'
  }

  it.each([
    ['one by one', [], 'RCPT'],
    ['pipelined', PIPELINING, 'RCPT'],
    ['after the dot', PIPELINING, 'dot'],
  ])('gives each reader their own outcome (%s)', async (_, offers, at) => {
    const replies = { refused: '550 5.1.1 nobody\r\n', put_off: '451 4.2.0 later\r\n' }
    const server = await faultServer(
      ({ moment, rcpt }) =>
        moment === at ? replies[meant(rcpt) as keyof typeof replies] : undefined,
      offers,
    )
    const transport = transportTo(server.url, { messagesPerConnection: 10 })
    const lanes = [transport.open(), transport.open(), transport.open()]
    const outcomes = new Map<string, string>()
    await Promise.all(
      lanes.map(async (lane, index) => {
        for (const to of readers(90).filter((_, number) => number % 3 === index))
          outcomes.set(to, (await lane.send(letter(to), yes)).kind)
      }),
    )
    expect(outcomes.size).toBe(90)
    for (const [to, kind] of outcomes) expect(kind, to).toBe(meant(to))
    expect(server.taken.map(({ rcpt }) => rcpt).sort()).toEqual(
      readers(90)
        .filter((to) => meant(to) === 'accepted')
        .sort(),
    )
  })
})

describe('a server that knows no EHLO and offers nothing', () => {
  it('is spoken to with HELO, and takes the message', async () => {
    const server = await faultServer(({ moment }) =>
      moment === 'EHLO' ? '500 5.5.1 what?\r\n' : undefined,
    )
    expect(await laneTo(server.url).send(letter(), yes)).toMatchObject({ kind: 'accepted' })
    expect(server.lines.slice(0, 2).map((line) => line.split(' ')[0])).toEqual(['EHLO', 'HELO'])
    expect(await transportTo(server.url).verify()).toEqual({
      ok: true,
      detail: expect.stringMatching(/: not encrypted, no login$/),
    })
  })
})

describe('a server that is not there', () => {
  it('is the sender’s trouble, in words', async () => {
    const refused = await laneTo('smtp://127.0.0.1:1').send(letter(), yes)
    expect(refused).toMatchObject({ kind: 'sender', problem: '127.0.0.1:1 refused the connection' })
    const unknown = await laneTo('smtp://no-such-host.invalid').send(letter(), yes)
    expect(unknown).toMatchObject({
      kind: 'sender',
      problem: expect.stringMatching(/no host no-such-host\.invalid|could not be looked up/),
    })
  })
})
