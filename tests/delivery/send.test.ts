import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ListRow } from '../../src/audience/list.ts'
import { type Carrier, type Sent, send, smtpCarrier } from '../../src/delivery/send.ts'
import { messageMaker } from '../../src/message/maker.ts'
import { AT, KEYS, PROJECT, rendered, subscriber } from '../message/letter.ts'

const LIMITS = { connections: 3, messagesPerConnection: 100 }

async function server(options: SMTPServerOptions = {}) {
  const received: { to: string; body: Buffer }[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        received.push({
          to: session.envelope.rcptTo[0]?.address ?? '',
          body: Buffer.concat(chunks),
        })
        done()
      })
    },
    ...options,
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
  const { port } = smtp.server.address() as AddressInfo
  return { received, url: `smtp://127.0.0.1:${port}` }
}

async function* readers(count: number): AsyncGenerator<ListRow> {
  for (let line = 1; line <= count; line++) {
    const email = `reader-${line}@example.com`
    yield { kind: 'subscriber', line, subscriber: subscriber({ email }) }
  }
}

const maker = messageMaker({ project: PROJECT, rendered: rendered(), keys: KEYS })
async function sendAll(
  url: string,
  count: number,
  stop = new AbortController(),
  onSent = (_: Sent) => {},
) {
  const carrier: Carrier = smtpCarrier(url, LIMITS)
  onTestFinished(() => carrier.close())
  const all: Sent[] = []
  for await (const sent of send(
    readers(count),
    (one) => maker.make(one, AT),
    carrier,
    stop.signal,
  )) {
    all.push(sent)
    onSent(sent)
  }
  return all
}
const of = (all: readonly Sent[], kind: Sent['kind']) => all.filter((sent) => sent.kind === kind)

describe('send', () => {
  it('brings each reader their own message, byte for byte, once', async () => {
    const { received, url } = await server()
    const all = await sendAll(url, 20)
    expect(of(all, 'accepted')).toHaveLength(20)
    expect(new Set(received.map(({ to }) => to)).size).toBe(20)
    expect(received).toHaveLength(20)
    for (const { to, body } of received) {
      const made = await maker.make(subscriber({ email: to }), AT)
      expect(body.equals(made.bytes)).toBe(true)
    }
  })

  it('names who was refused and why, and the others get theirs', async () => {
    let count = 0
    const { received, url } = await server({
      onRcptTo(_, __, done) {
        if (++count % 3 === 0)
          done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }))
        else done()
      },
    })
    const all = await sendAll(url, 30)
    expect(of(all, 'failed')).toHaveLength(10)
    expect(of(all, 'failed')[0]).toMatchObject({
      reason: expect.stringMatching(/^550 no such mailbox/),
    })
    expect(of(all, 'accepted')).toHaveLength(20)
    expect(received).toHaveLength(20)
  })

  it('tells of every reader when the server is down', async () => {
    const all = await sendAll('smtp://127.0.0.1:1', 4)
    expect(of(all, 'failed')).toHaveLength(4)
  })

  it('tells of every reader when the server needs a password', async () => {
    const { received, url } = await server({ authOptional: false })
    const all = await sendAll(url, 4)
    expect(of(all, 'failed')).toHaveLength(4)
    expect(received).toEqual([])
  })

  it('begins no more once it is stopped, and tells of all that was begun', async () => {
    const { received, url } = await server()
    const stop = new AbortController()
    const all = await sendAll(url, 1000, stop, () => stop.abort())
    expect(all.length).toBeGreaterThan(0)
    expect(all.length).toBeLessThanOrEqual(2 * LIMITS.connections)
    expect(received).toHaveLength(of(all, 'accepted').length)
  })
})
