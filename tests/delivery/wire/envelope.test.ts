import { describe, expect, it } from 'vitest'
import { keyring, readerMark } from '../../../src/audience/links.ts'
import { envelopeSender, markOfBounce } from '../../../src/delivery/envelope-sender.ts'
import { messageMaker } from '../../../src/message/maker.ts'
import { AT, PROJECT, rendered, subscriber } from '../../message/letter.ts'
import { faultServer } from './fault-server.ts'
import { laneTo, letter, yes } from './letters.ts'
import { mailServer } from './mail-server.ts'

const FROM = 'letters@longmeridian.example'
const envelopeLines = (lines: readonly string[]) =>
  lines.filter((line) => /^(MAIL|RCPT) /.test(line))

async function envelopeTo(to: string, offers: readonly string[], parts = {}, settings = {}) {
  const server = await faultServer(undefined, offers)
  const outcome = await laneTo(server.url, settings).send(letter(to, parts), yes)
  return { outcome, lines: envelopeLines(server.lines) }
}

describe('an envelope', () => {
  it('says nothing that the server does not offer', async () => {
    const { lines } = await envelopeTo('ana@example.com', [], {}, { dsn: ['failure'] })
    expect(lines).toEqual([`MAIL FROM:<${FROM}>`, 'RCPT TO:<ana@example.com>'])
  })

  it('says the size where the server wants it', async () => {
    const { lines } = await envelopeTo('ana@example.com', ['SIZE 1000'])
    expect(lines[0]).toBe(`MAIL FROM:<${FROM}> SIZE=${letter('ana@example.com').bytes.length}`)
  })

  it('asks for reports where the server makes them', async () => {
    const dsn = ['failure', 'delay']
    const { lines } = await envelopeTo('an+a=b@example.com', ['DSN'], {}, { dsn })
    const mark = letter('an+a=b@example.com').id.slice(1, -1)
    expect(lines).toEqual([
      `MAIL FROM:<${FROM}> RET=HDRS ENVID=${mark}`,
      'RCPT TO:<an+a=b@example.com> NOTIFY=FAILURE,DELAY ORCPT=rfc822;an+2Ba+3Db@example.com',
    ])
  })

  it('asks for none where none are wanted', async () => {
    const { lines } = await envelopeTo('ana@example.com', ['DSN'], {}, { dsn: [] })
    expect(lines[1]).toMatch(/ NOTIFY=NEVER /)
  })

  it('is read by a real server as it was meant', async () => {
    const server = await mailServer({ disabledCommands: ['STARTTLS'], hideDSN: false } as object)
    const lane = laneTo(`smtp://127.0.0.1:${server.port}`, { dsn: ['failure'] })
    const message = letter('ana+tag@example.com')
    expect(await lane.send(message, yes)).toMatchObject({ kind: 'accepted' })
    expect(server.received[0]).toMatchObject({
      from: FROM,
      to: 'ana+tag@example.com',
      mailArgs: { RET: 'HDRS', ENVID: message.id.slice(1, -1) },
    })
  })

  it.each([
    'a@example.com>\r\nRCPT TO:<b@example.com',
    'a b@example.com',
    'a\0@example.com',
    `${'x'.repeat(300)}@example.com`,
  ])('that cannot be is not said: %j', async (to) => {
    const { outcome, lines } = await envelopeTo(to, ['PIPELINING'], { id: '<x@y>' })
    expect(outcome).toMatchObject({ kind: 'unsendable' })
    expect(lines).toEqual([])
  })
})

describe('an address beyond ASCII', () => {
  const to = '사용자@example.com'
  const parts = { needsSmtpUtf8: true }

  it('is not tried where the server offers no SMTPUTF8, and the next reader is', async () => {
    const server = await faultServer(undefined, ['8BITMIME'])
    const lane = laneTo(server.url)
    expect(await lane.send(letter(to, parts), yes)).toEqual({
      kind: 'unsendable',
      problem: expect.stringMatching(/needs SMTPUTF8/),
      relay: 'relay',
    })
    expect(envelopeLines(server.lines)).toEqual([])
    expect(await lane.send(letter(), yes)).toMatchObject({ kind: 'accepted' })
    expect(server.connections).toBe(1)
  })

  it('is sent where it does, and its reports are asked for in UTF-8', async () => {
    const { outcome, lines } = await envelopeTo(
      to,
      ['SMTPUTF8', '8BITMIME', 'DSN'],
      { ...parts, id: '<x@y>' },
      { dsn: ['failure'] },
    )
    expect(outcome).toMatchObject({ kind: 'accepted' })
    expect(lines).toEqual([
      `MAIL FROM:<${FROM}> BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=x@y`,
      `RCPT TO:<${to}> NOTIFY=FAILURE ORCPT=utf-8;${to}`,
    ])
  })
})

describe('a message', () => {
  it('larger than the server takes is not begun', async () => {
    const { outcome, lines } = await envelopeTo('ana@example.com', ['SIZE 20'])
    expect(outcome).toMatchObject({
      kind: 'unsendable',
      problem: expect.stringMatching(/takes 20/),
    })
    expect(lines).toEqual([])
  })

  it('in 8-bit text says so, and is not begun where the server takes none', async () => {
    const bytes = Buffer.from('Subject: x\r\n\r\n편지\r\n')
    const taken = await envelopeTo('ana@example.com', ['8BITMIME'], { pieces: [bytes] })
    expect(taken.lines[0]).toBe(`MAIL FROM:<${FROM}> BODY=8BITMIME`)
    const refused = await envelopeTo('ana@example.com', [], { pieces: [bytes] })
    expect(refused.outcome).toMatchObject({ kind: 'unsendable' })
  })
})

describe('the envelope sender', () => {
  const keys = keyring(['a secret of sixteen and more'])
  const project = { ...PROJECT, envelopeSender: 'bounces@longmeridian.example', verp: true }
  const sender = envelopeSender(project, keys, 'a-letter')

  it('is the From address where nothing is said, and the configured one where something is', () => {
    const plain = { ...project, verp: false }
    expect(envelopeSender(plain, keys, 'x')('a@example.com')).toBe('bounces@longmeridian.example')
    expect(envelopeSender({ from: PROJECT.from, verp: false }, keys, 'x')('a@example.com')).toBe(
      PROJECT.from.address,
    )
  })

  it('with VERP is another one for each reader and issue, and fits an envelope', () => {
    const other = envelopeSender(project, keys, 'another')
    const all = [sender('a@example.com'), sender('b@example.com'), other('a@example.com')]
    expect(new Set(all).size).toBe(3)
    for (const address of all) {
      expect(address).toMatch(/^bounces\+[0-9a-f]{32}@longmeridian\.example$/)
      expect(address.indexOf('@')).toBeLessThanOrEqual(64)
    }
  })

  it('with VERP gives the mark back that is in the Message-ID, and nothing for other addresses', async () => {
    const maker = messageMaker({ project, rendered: rendered(), keys, envelopeFrom: sender })
    const { id, envelope } = await maker.make(subscriber(), AT)
    const mark = readerMark(keys, 'ana@example.com', 'a-letter')
    expect(id).toContain(mark)
    expect(markOfBounce(project, envelope.from.toUpperCase())).toBe(mark)
    for (const address of [
      'bounces@longmeridian.example',
      `bounces+${mark}@elsewhere.example`,
      `bounces+${mark}x@longmeridian.example`,
      `other+${mark}@longmeridian.example`,
      'bounces+tag@longmeridian.example',
    ])
      expect(markOfBounce(project, address), address).toBeUndefined()
  })

  it('with VERP arrives at a real server', async () => {
    const server = await mailServer({ disabledCommands: ['STARTTLS'] })
    const maker = messageMaker({ project, rendered: rendered(), keys, envelopeFrom: sender })
    const message = await maker.make(subscriber(), AT)
    await laneTo(`smtp://127.0.0.1:${server.port}`).send(message, yes)
    expect(server.received[0]?.from).toBe(sender('ana@example.com'))
    expect(server.received[0]?.bytes.equals(message.bytes)).toBe(true)
  })
})
