import { describe, expect, it } from 'vitest'
import { type Member, sharedTransport } from '../../../src/delivery/shared-transport.ts'
import { type FaultServer, faultServer, type Script } from './fault-server.ts'
import { letter, transportTo, yes } from './letters.ts'

async function relay(weight: number, script?: Script, offers: readonly string[] = []) {
  const server = await faultServer(script, offers)
  const transport = transportTo(server.url, { connections: 2 })
  return { server, member: { transport, weight } satisfies Member }
}

async function sendAll(members: readonly Member[], count: number, now = () => 0) {
  const transport = sharedTransport(members, now)
  const lanes = Array.from({ length: transport.lanes }, () => transport.open())
  let next = 0
  const kinds: string[] = []
  await Promise.all(
    lanes.map(async (lane) => {
      while (next < count) {
        const to = `r${next++}@example.com`
        kinds.push((await lane.send(letter(to), yes)).kind)
      }
    }),
  )
  return kinds
}
const all = (kinds: readonly string[]) => [...new Set(kinds)]
const broken = ({ moment }: { moment: string }) =>
  moment === 'connect' ? '421 4.3.2 not today\r\n' : undefined

describe('several relays', () => {
  it('share the messages by weight', async () => {
    const [a, b] = [await relay(3), await relay(1)]
    expect(all(await sendAll([a.member, b.member], 80))).toEqual(['accepted'])
    expect(a.server.taken.length + b.server.taken.length).toBe(80)
    // Whoever is quicker takes a little more than its share.
    expect(a.server.taken.length).toBeGreaterThanOrEqual(40)
    expect(b.server.taken.length).toBeGreaterThanOrEqual(10)
  })

  it('take over for one in trouble at once, and no reader notices', async () => {
    const [a, b] = [await relay(1, broken), await relay(1)]
    expect(all(await sendAll([a.member, b.member], 20))).toEqual(['accepted'])
    expect(b.server.taken).toHaveLength(20)
    expect(a.server.connections).toBeLessThanOrEqual(2)
  })

  it('of weight 0 are only used while the others are in trouble', async () => {
    const [main, spare] = [await relay(1), await relay(0)]
    await sendAll([main.member, spare.member], 20)
    expect(spare.server.connections).toBe(0)
    const down = await relay(1, broken)
    expect(all(await sendAll([down.member, spare.member], 20))).toEqual(['accepted'])
    expect(spare.server.taken).toHaveLength(20)
  })

  it('never get a message whose body another one had begun', async () => {
    for (const action of ['close', '421 4.3.2 shutting down\r\n'] as const) {
      const a = await relay(1, ({ moment }) => (moment === 'dot' ? action : undefined))
      const b = await relay(0)
      const transport = sharedTransport([a.member, b.member], () => 0)
      let asked = 0
      const outcome = await transport.open().send(letter(), () => {
        asked++
        return true
      })
      expect(outcome.kind).toBe(action === 'close' ? 'lost' : 'sender')
      expect(asked).toBe(1)
      expect(b.server.taken).toEqual([])
    }
  })

  it('get what another one cannot carry', async () => {
    const a = await relay(1)
    const b = await relay(0, undefined, ['SMTPUTF8', '8BITMIME'])
    const transport = sharedTransport([a.member, b.member], () => 0)
    const message = letter('사용자@example.com', { needsSmtpUtf8: true })
    expect(await transport.open().send(message, yes)).toMatchObject({ kind: 'accepted' })
    const alone = sharedTransport([a.member], () => 0)
    expect(await alone.open().send(message, yes)).toMatchObject({ kind: 'unsendable' })
  })

  it('that refuse a reader refuse: nobody else is asked', async () => {
    const a = await relay(1, ({ moment }) => (moment === 'RCPT' ? '550 5.1.1 no\r\n' : undefined))
    const b = await relay(0)
    const transport = sharedTransport([a.member, b.member], () => 0)
    expect(await transport.open().send(letter(), yes)).toMatchObject({ kind: 'refused' })
    expect(b.server.connections).toBe(0)
  })

  it('in trouble are left alone for a while, longer each time, and come back', async () => {
    let down = true
    let at = 0
    const a = await relay(1, (told) => (down ? broken(told) : undefined))
    const b = await relay(0)
    const lane = sharedTransport([a.member, b.member], () => at).open()
    const tries = async (time: number) => {
      at = time
      const before = a.server.connections
      expect((await lane.send(letter(), yes)).kind).toBe('accepted')
      return a.server.connections - before
    }
    expect(await tries(0)).toBe(1)
    expect(await tries(4_999)).toBe(0)
    expect(await tries(5_000)).toBe(1)
    expect(await tries(14_999)).toBe(0)
    down = false
    const before = b.server.taken.length
    expect(await tries(15_000)).toBe(1)
    expect(b.server.taken.length).toBe(before)
    expect(await tries(15_001)).toBe(0)
    expect(a.server.taken).toHaveLength(2)
  })

  it('that are all in trouble are the sender’s trouble, and each message tries one of them', async () => {
    const members: { server: FaultServer; member: Member }[] = [
      await relay(1, broken),
      await relay(1, broken),
    ]
    const transport = sharedTransport(
      members.map(({ member }) => member),
      () => 0,
    )
    const lane = transport.open()
    for (let time = 0; time < 3; time++)
      expect(await lane.send(letter(), yes)).toMatchObject({ kind: 'sender', reply: { code: 421 } })
    const connections = members.reduce((sum, { server }) => sum + server.connections, 0)
    expect(connections).toBe(4)
    expect(await transport.verify()).toMatchObject({ ok: false })
  })

  it('open no more connections to one than it may have, though others are down', async () => {
    const [a, b] = [await relay(1, broken), await relay(1)]
    expect(all(await sendAll([a.member, b.member], 40))).toEqual(['accepted'])
    expect(b.server.connections).toBeLessThanOrEqual(2)
  })

  it('let go of a lane that is closed while it waits', async () => {
    let asked = () => {}
    const waits = new Promise<void>((resolve) => {
      asked = resolve
    })
    const server = await faultServer(({ moment }) => (moment === 'dot' ? 'hang' : undefined))
    const transport = transportTo(server.url, { connections: 1 })
    const shared = sharedTransport([{ transport, weight: 1 }], () => 0)
    const [first, second] = [shared.open(), shared.open()]
    const sending = first.send(letter(), () => {
      asked()
      return true
    })
    await waits
    const waiting = second.send(letter('b@example.com'), yes)
    await second.close(10)
    expect(await waiting).toMatchObject({ kind: 'sender', problem: 'the lane was closed' })
    await first.close(10)
    expect(await sending).toMatchObject({ kind: 'lost' })
  })
})
