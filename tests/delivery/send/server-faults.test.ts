// Whole sends to a mail server that misbehaves, over real sockets: each reader ends in the right state, nobody is lost,
// nobody has it twice.

import { describe, expect, it } from 'vitest'
import { steadyClock } from '../../../src/delivery/clock.ts'
import { deliveriesIn } from '../../../src/store/deliveries.ts'
import { DELIVERY_STATES, type DeliveryState } from '../../../src/store/tables.ts'
import { faultServer, type Script, type Told } from '../wire/fault-server.ts'
import { letter, transportTo } from '../wire/letters.ts'
import { place, plan, readers } from './fixture.ts'
import { apply } from './scripted.ts'

const READERS = 30
const numberOf = (email: string) => Number(/\d+/.exec(email)?.[0])
/** Short for what hangs, and for nothing else. */
const HASTE = { greeting: 150, command: 150, data: 150, dot: 30_000 }
const SOON = { firstMs: 5, mostMs: 50, jitter: 0.1 }

/** @param wants a password. */
async function sendTo(script: Script, wants = false) {
  const here = { ...(await place()), clock: steadyClock() }
  await plan(here as never, readers(READERS))
  const server = await faultServer(script, ['PIPELINING', ...(wants ? ['AUTH PLAIN'] : [])])
  const url = wants ? server.url.replace('//', '//ana:secret@') : server.url
  const transport = transportTo(`${url}?tls=off`, {
    timeouts: HASTE,
    // Each connection asks for the password anew.
    ...(wants ? { messagesPerConnection: 2 } : {}),
  })
  const applied = await apply(here as never, transport, {
    ...{ rules: { backoff: SOON }, senderBackoff: SOON, clock: here.clock, beatMs: 2_000 },
    make: async ({ email }) => letter(email),
  })
  const states = new Map<string, DeliveryState>()
  for await (const { email, state } of deliveriesIn(here.store, 1, DELIVERY_STATES))
    states.set(email, state)
  const taken = server.taken.map(({ rcpt }) => rcpt)
  const inState = (state: DeliveryState) =>
    [...states].filter(([, one]) => one === state).map(([email]) => email)
  expect(applied.ending).toBe('done')
  expect(new Set(taken).size, 'nobody has it twice').toBe(taken.length)
  expect(inState('accepted').filter((email) => !taken.includes(email))).toEqual([])
  const known = [...inState('accepted'), ...inState('in_doubt')]
  expect(taken.filter((email) => !known.includes(email))).toEqual([])
  return { server, inState }
}

/** Every fifth time that this moment comes, but not for ever. */
const nowAndThen = ({ count }: Told) => count % 5 === 0 && count <= 25

describe('a send to a server that now and then', () => {
  it.each(['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA'])(
    'closes, resets or hangs at %s costs nobody the letter',
    async (moment) => {
      const { inState } = await sendTo((told) => {
        if (told.moment !== moment || !nowAndThen(told)) return undefined
        return (['close', 'reset', 'hang'] as const)[told.count % 3]
      })
      expect(inState('accepted')).toHaveLength(READERS)
    },
  )

  it('says 421 after the dot costs nobody the letter', async () => {
    const { inState } = await sendTo((told) =>
      told.moment === 'dot' && nowAndThen(told) ? '421 4.3.2 shutting down\r\n' : undefined,
    )
    expect(inState('accepted')).toHaveLength(READERS)
  })

  it('drops the connection after the dot leaves those in doubt, and nobody else', async () => {
    const dropped: string[] = []
    const { inState } = await sendTo(({ moment, count, rcpt }) => {
      if (moment !== 'dot' || count % 7 !== 0) return undefined
      dropped.push(rcpt)
      return 'close'
    })
    expect(inState('in_doubt').sort()).toEqual(dropped.sort())
    expect(dropped.length).toBeGreaterThan(2)
    expect(inState('accepted')).toHaveLength(READERS - dropped.length)
  })

  it('refuses every third reader hard and every fifth softly', async () => {
    const soft = new Set<string>()
    const { inState } = await sendTo(({ moment, line }) => {
      const email = /<(.*)>/.exec(line)?.[1] ?? ''
      if (moment !== 'RCPT') return undefined
      if (numberOf(email) % 3 === 0) return '550 5.1.1 no such user\r\n'
      if (numberOf(email) % 5 !== 0 || soft.has(email)) return undefined
      soft.add(email)
      return '450 4.2.1 busy\r\n'
    })
    expect(inState('failed')).toHaveLength(READERS / 3)
    expect(soft.size).toBe(4)
    expect(inState('accepted')).toHaveLength(READERS - READERS / 3)
  })

  it('takes no password half-way costs nobody the letter or a try', async () => {
    const { server, inState } = await sendTo(({ moment, count }) => {
      if (moment !== 'AUTH') return undefined
      return count > 5 && count < 12 ? '535 5.7.8 no\r\n' : '235 2.7.0 come in\r\n'
    }, true)
    expect(inState('accepted')).toHaveLength(READERS)
    expect(server.lines.filter((line) => line.startsWith('MAIL'))).toHaveLength(READERS)
    expect(server.lines.filter((line) => line.startsWith('AUTH')).length).toBeGreaterThan(15)
  })

  it('greets late, says 220 in pieces, or knows no EHLO costs nobody the letter', async () => {
    const { inState, server } = await sendTo(({ moment, count }) => {
      if (moment === 'EHLO') return '502 5.5.1 what?\r\n'
      if (moment !== 'connect') return undefined
      return (socket) => {
        socket.write('220-one moment\r\n22')
        setTimeout(() => socket.write('0 here\r\n'), count % 2 ? 40 : 0)
      }
    })
    expect(inState('accepted')).toHaveLength(READERS)
    expect(server.lines.some((line) => line.startsWith('HELO'))).toBe(true)
  })

  it('answers in fragments, in many lines, with garbage', async () => {
    const { inState } = await sendTo((told) => {
      if (told.moment === 'dot' && told.count % 4 === 0)
        return `${'250-and so on\r\n'.repeat(50)}250 2.0.0 taken\r\n`
      if (told.moment === 'MAIL' && nowAndThen(told)) return 'nonsense\r\n'
      return undefined
    })
    expect(inState('accepted')).toHaveLength(READERS)
  })
})
