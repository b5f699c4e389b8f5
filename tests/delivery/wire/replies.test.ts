import type net from 'node:net'
import { describe, expect, it } from 'vitest'
import { ReplyReader, replyOf } from '../../../src/delivery/smtp/reply.ts'
import { faultServer } from './fault-server.ts'
import { laneTo, letter, yes } from './letters.ts'

const OFFERS = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'DSN', 'SIZE 1000000']

/** Each octet in a packet of its own. */
const dripping = (text: string) => (socket: net.Socket) => {
  const octets = [...Buffer.from(text)]
  const next = () => {
    const octet = octets.shift()
    if (octet === undefined || socket.destroyed) return
    socket.write(Buffer.of(octet), () => setImmediate(next))
  }
  next()
}

async function afterDot(reply: string | ((socket: net.Socket) => void)) {
  const server = await faultServer(({ moment }) => (moment === 'dot' ? reply : undefined), OFFERS)
  return laneTo(server.url).send(letter(), yes)
}

describe('a reply', () => {
  it('may come octet by octet', async () => {
    expect(await afterDot(dripping('250-2.0.0 taken\r\n250 2.0.0 as 7F3A\r\n'))).toMatchObject({
      kind: 'accepted',
      reply: { code: 250, enhanced: '2.0.0', text: 'taken as 7F3A' },
    })
  })

  it('may have thousands of lines', async () => {
    const outcome = await afterDot(
      `${'550-5.7.1 and another line\r\n'.repeat(5000)}550 5.7.1 end\r\n`,
    )
    expect(outcome).toMatchObject({ kind: 'refused', reply: { code: 550, enhanced: '5.7.1' } })
    expect((outcome as { reply: { text: string } }).reply.text).toHaveLength(500)
  })

  it.each([
    ['one line', `250 ${'x'.repeat(1_000_000)}\r\n`],
    ['many', `${`250-${'x'.repeat(990)}\r\n`.repeat(1000)}250 end\r\n`],
  ])('may be a megabyte, in %s, and little of it is kept', async (_, text) => {
    const outcome = await afterDot(text)
    expect(outcome).toMatchObject({ kind: 'accepted', reply: { code: 250 } })
    expect((outcome as { reply: { text: string } }).reply.text.length).toBeLessThanOrEqual(500)
  })

  it('that does not end ends the connection', async () => {
    const forever = (socket: net.Socket) => {
      const more = () => {
        if (!socket.destroyed) socket.write(`250-${'x'.repeat(60_000)}\r\n`, more)
      }
      more()
    }
    expect(await afterDot(forever)).toEqual({
      kind: 'lost',
      problem: expect.stringMatching(/answered the message with a reply that does not end$/),
      relay: 'relay',
    })
  })

  it('may end in LF alone, and say nothing but its code', async () => {
    expect(await afterDot('250\n')).toMatchObject({
      kind: 'accepted',
      reply: { code: 250, text: '' },
    })
  })

  it('to EHLO may come in fragments, and what it offers is used', async () => {
    const ehlo = ['here', ...OFFERS].map((text, at) => `250${at === 5 ? ' ' : '-'}${text}\r\n`)
    const server = await faultServer(({ moment }) =>
      moment === 'EHLO' ? dripping(ehlo.join('')) : undefined,
    )
    await laneTo(server.url).send(letter(), yes)
    expect(server.taken[0]?.mail).toMatch(/ SIZE=\d+$/)
  })

  it('that nobody asked for is not taken for the next one', async () => {
    // A second reply to DATA, before the body: as an answer to the body it would be a lie.
    for (const moment of ['connect', 'MAIL', 'RCPT', 'DATA']) {
      const usual = { connect: '220 here\r\n', DATA: '354 go on\r\n' }[moment] ?? '250 ok\r\n'
      const server = await faultServer((told) =>
        told.moment === moment ? `${usual}250 2.0.0 taken\r\n` : undefined,
      )
      const outcome = await laneTo(server.url).send(letter(), yes)
      expect(outcome, moment).toMatchObject({ kind: 'sender' })
      expect(server.bodyOctets, moment).toBe(0)
    }
  })

  it('is garbage where it is garbage, at each command, and before the body that costs nobody anything', async () => {
    for (const moment of ['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA'])
      for (const garbage of [
        'HTTP/1.1 400 Bad Request\r\n\r\n',
        '\u0000\u0001\u0002\u0003',
        '25\r\n',
        '\r\n',
      ]) {
        const server = await faultServer((told) => (told.moment === moment ? garbage : undefined))
        expect(await laneTo(server.url).send(letter(), yes), moment).toMatchObject({
          kind: 'sender',
          problem: expect.stringMatching(/with something that is no SMTP reply$/),
        })
        expect(server.bodyOctets).toBe(0)
      }
  })

  it('is shown without what could reach a terminal', () => {
    const [raw] = new ReplyReader().read(
      Buffer.from('550 5.1.1 \u001b[31mred\u0007 \u202egnihton\u2066 Grüße\u0000\r\n'),
    )
    expect(replyOf(raw as never)).toEqual({
      code: 550,
      enhanced: '5.1.1',
      text: '[31mred gnihton Grüße',
    })
  })

  it('has an enhanced code only where it fits the code', () => {
    const read = (text: string) => replyOf(new ReplyReader().read(Buffer.from(text))[0] as never)
    expect(read('550 4.1.1 odd\r\n')).toEqual({ code: 550, text: '4.1.1 odd' })
    expect(read('550 5.1.1\r\n')).toEqual({ code: 550, enhanced: '5.1.1', text: '' })
    expect(read('550 5.1.1234 x\r\n')).toEqual({ code: 550, text: '5.1.1234 x' })
    expect(read('250 2.0.0.1 x\r\n')).toEqual({ code: 250, text: '2.0.0.1 x' })
  })
})

describe('a greeting', () => {
  it('may come late', async () => {
    let greet = () => {}
    const server = await faultServer(({ moment }) =>
      moment === 'connect'
        ? (socket) => {
            greet = () => socket.write('220 at last\r\n')
            // Only when the client has been waiting with nothing said.
            setTimeout(() => greet(), 200)
          }
        : undefined,
    )
    const outcome = await laneTo(server.url, { timeouts: { command: 150 } }).send(letter(), yes)
    expect(outcome).toMatchObject({ kind: 'accepted' })
  })

  it.each(['554 no service', '421 too busy', '450 wait'])(
    'of %s is the sender’s trouble',
    async (text) => {
      const server = await faultServer(({ moment }) =>
        moment === 'connect' ? `${text}\r\n` : undefined,
      )
      expect(await laneTo(server.url).send(letter(), yes)).toMatchObject({
        kind: 'sender',
        problem: expect.stringContaining(text),
        reply: { code: Number(text.slice(0, 3)) },
      })
    },
  )
})
