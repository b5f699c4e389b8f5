import { describe, expect, it } from 'vitest'
import { faultServer } from './fault-server.ts'
import { laneTo, letter, yes } from './letters.ts'

const HEAD = 'Subject: a letter\r\n\r\n'
const LETTERS: readonly (readonly [string, Buffer])[] = [
  ['dots', Buffer.from(`${HEAD}.\r\n..\r\n...\r\n.a\r\na.\r\n\r\n.\r\n`)],
  ['a dot first', Buffer.from(`.${HEAD}`)],
  [
    'what looks like its own end',
    Buffer.from(`${HEAD}a\r\n.\r\nMAIL FROM:<evil@example.com>\r\nQUIT\r\n`),
  ],
  ['a dot on every line', Buffer.from(HEAD + '.\r\n'.repeat(10_000))],
  ['lines of 998 octets', Buffer.from(HEAD + `${'x'.repeat(998)}\r\n`.repeat(50))],
  [
    'lines of 998 octets that begin with a dot',
    Buffer.from(HEAD + `.${'x'.repeat(997)}\r\n`.repeat(50)),
  ],
  ['empty lines at its end', Buffer.from(`${HEAD}a\r\n\r\n\r\n\r\n`)],
  ['8-bit text', Buffer.from(`${HEAD}서울에서 보내는 편지\r\nÜber\r\n`)],
  [
    'every octet',
    Buffer.concat([
      Buffer.from(HEAD),
      Buffer.from(
        Array.from({ length: 256 }, (_, at) => at).filter((octet) => octet !== 10 && octet !== 13),
      ),
      Buffer.from('\r\n'),
    ]),
  ],
  ['nothing', Buffer.from('\r\n')],
  ['two megabytes', Buffer.from(HEAD + `.${'y'.repeat(75)}\r\n`.repeat(28_000))],
]

describe.each([
  ['one by one', ['8BITMIME']],
  ['pipelined', ['PIPELINING', '8BITMIME']],
])('a message with commands %s', (_, offers) => {
  it.each(LETTERS)('arrives octet for octet with %s', async (_, bytes) => {
    const server = await faultServer(undefined, offers)
    const lane = laneTo(server.url)
    for (const to of ['a@example.com', 'b@example.com'])
      expect(await lane.send(letter(to, { pieces: [bytes] }), yes)).toMatchObject({
        kind: 'accepted',
      })
    expect(server.taken).toHaveLength(2)
    for (const taken of server.taken) expect(taken.bytes.equals(bytes)).toBe(true)
    expect(server.connections).toBe(1)
  })
})

describe('a message', () => {
  it('that does not end in a line break gets one, and nothing else', async () => {
    const server = await faultServer()
    await laneTo(server.url).send(
      letter('a@example.com', { pieces: [Buffer.from(`${HEAD}end`)] }),
      yes,
    )
    expect(server.taken[0]?.bytes.toString()).toBe(`${HEAD}end\r\n`)
  })

  it.each(['a\n.\r\nb', 'a\r.\r\nb', 'a\n.\nb', 'a\r.\rb'])(
    'that could end early for some servers is not begun: %j',
    async (text) => {
      const server = await faultServer()
      const outcome = await laneTo(server.url).send(
        letter('a@example.com', { pieces: [Buffer.from(`${HEAD}${text}\r\n`)] }),
        yes,
      )
      expect(outcome).toMatchObject({
        kind: 'unsendable',
        problem: expect.stringMatching(/not CRLF/),
      })
      expect(server.lines.filter((line) => line.startsWith('MAIL'))).toEqual([])
    },
  )

  it('is not begun where nobody says yes, and its connection is dropped', async () => {
    const server = await faultServer(undefined, ['PIPELINING'])
    const lane = laneTo(server.url)
    for (const no of [() => false, async () => false])
      expect(await lane.send(letter(), no)).toEqual({ kind: 'withheld' })
    expect(server.bodyOctets).toBe(0)
    expect(server.taken).toEqual([])
    expect(await lane.send(letter(), yes)).toMatchObject({ kind: 'accepted' })
    expect(server.connections).toBe(3)
  })

  it('is not begun where whoever is asked fails, and the failure is passed on', async () => {
    const server = await faultServer()
    const lane = laneTo(server.url)
    const failing = async () => {
      throw new Error('the disk is full')
    }
    await expect(lane.send(letter(), failing)).rejects.toThrow('the disk is full')
    expect(server.bodyOctets).toBe(0)
    expect(await lane.send(letter(), yes)).toMatchObject({ kind: 'accepted' })
  })

  it('is asked about once, after the server said to go on and before its first octet', async () => {
    const server = await faultServer(undefined, ['PIPELINING'])
    const asked: { lines: string[]; octets: number }[] = []
    await laneTo(server.url).send(letter(), () => {
      asked.push({ lines: [...server.lines], octets: server.bodyOctets })
      return true
    })
    expect(asked).toHaveLength(1)
    expect(asked[0]?.lines.at(-1)).toBe('DATA')
    expect(asked[0]?.octets).toBe(0)
  })

  it('whose connection ended while somebody was thinking costs nobody anything', async () => {
    let ended = () => {}
    const end = new Promise<void>((resolve) => {
      ended = resolve
    })
    const server = await faultServer(({ moment }) =>
      moment === 'DATA'
        ? (socket) => {
            // The client hangs up as soon as it has heard of the end.
            socket.once('close', ended)
            socket.end('354 go on\r\n')
          }
        : undefined,
    )
    const outcome = await laneTo(server.url).send(letter(), async () => {
      await end
      return true
    })
    expect(outcome).toMatchObject({ kind: 'sender' })
    expect(server.bodyOctets).toBe(0)
  })

  it('that the server refuses before its end is refused, not lost', async () => {
    const server = await faultServer(({ moment, count }) =>
      moment === 'body' && count === 1
        ? (socket) => socket.end('552 5.3.4 too large\r\n')
        : undefined,
    )
    const bytes = Buffer.from(HEAD + `${'y'.repeat(75)}\r\n`.repeat(40_000))
    const outcome = await laneTo(server.url).send(letter('a@example.com', { pieces: [bytes] }), yes)
    expect(outcome).toMatchObject({ kind: 'refused', reply: { code: 552, enhanced: '5.3.4' } })
  })

  it('that the server claims to have taken before its end is lost', async () => {
    const server = await faultServer(({ moment }) =>
      moment === 'body'
        ? (socket) => {
            socket.pause()
            socket.write('250 taken\r\n')
          }
        : undefined,
    )
    const bytes = Buffer.from(HEAD + `${'y'.repeat(75)}\r\n`.repeat(200_000))
    const outcome = await laneTo(server.url).send(letter('a@example.com', { pieces: [bytes] }), yes)
    expect(outcome).toMatchObject({ kind: 'lost' })
  })

  it('of which the server takes no more is lost after a time', async () => {
    const server = await faultServer(({ moment }) =>
      moment === 'body' ? (socket) => socket.pause() : undefined,
    )
    const bytes = Buffer.from(HEAD + `${'y'.repeat(75)}\r\n`.repeat(200_000))
    const lane = laneTo(server.url, { timeouts: { block: 200 } })
    expect(await lane.send(letter('a@example.com', { pieces: [bytes] }), yes)).toMatchObject({
      kind: 'lost',
      problem: expect.stringMatching(/took no more of the message/),
    })
  })
})
