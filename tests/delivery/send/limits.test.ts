import { describe, expect, it } from 'vitest'
import type { Limits } from '../../../src/project/project.ts'
import { type Place, place, plan, readerAt, readers } from './fixture.ts'
import { type Answer, apply, type Scripted, scripted } from './scripted.ts'

const SECOND = 1_000
const limitsOf = (more: Partial<Limits>): Limits => ({
  connections: 4,
  messagesPerConnection: 100,
  ...more,
})

/** When each message went, from the start on. */
function timed(here: Place, answer: Answer = 'accept') {
  const start = here.clock.now()
  const times: number[] = []
  const to: string[] = []
  const relay: Scripted = scripted(
    (email) => {
      times.push(here.clock.now() - start)
      to.push(email)
      return answer
    },
    { lanes: 4 },
  )
  return { relay, times, to }
}

/** The most of them in any stretch of time. */
const mostIn = (times: readonly number[], window: number) =>
  Math.max(...times.map((at) => times.filter((t) => t >= at && t < at + window).length))

describe('limits', () => {
  it('keep an even pace from the first message on', async () => {
    const here = await place()
    await plan(here, readers(25))
    const { relay, times } = timed(here)
    await apply(here, relay, { limits: limitsOf({ perSecond: 5 }) })
    expect(times).toHaveLength(25)
    expect(mostIn(times, SECOND)).toBeLessThanOrEqual(5)
    expect(times.at(-1)).toBeGreaterThanOrEqual(4_800)
    expect(times.at(-1)).toBeLessThan(6_500)
  })

  it('spread a minute’s messages over the minute, and are kept over restarts', async () => {
    const here = await place()
    await plan(here, readers(12))
    const { relay, times } = timed(here)
    const stop = new AbortController()
    const limits = limitsOf({ perMinute: 6 })
    const stopping = () => {
      if (relay.tried.length === 6) stop.abort()
    }
    await apply(here, relay, { limits, stop: stop.signal, onStep: stopping })
    await apply({ ...here, store: await here.again() }, relay, { limits })
    expect(times).toHaveLength(12)
    expect(mostIn(times, 60 * SECOND)).toBeLessThanOrEqual(6)
  })

  it('hold an hour and a day at their counts, over restarts', async () => {
    const here = await place()
    await plan(here, readers(25))
    const { relay, times } = timed(here)
    const limits = limitsOf({ perHour: 10, perDay: 20 })
    const stop = new AbortController()
    const stopping = () => {
      if (relay.tried.length >= 7) stop.abort()
    }
    await apply(here, relay, { limits, stop: stop.signal, onStep: stopping })
    await apply({ ...here, store: await here.again() }, relay, { limits })
    expect(times).toHaveLength(25)
    const hour = 3_600 * SECOND
    expect(mostIn(times, hour)).toBe(10)
    expect(mostIn(times, 24 * hour)).toBe(20)
    expect(times.at(-1)).toBeLessThan(26 * hour)
  })

  it('hold a domain at its pace and connections, and let the others go on', async () => {
    const here = await place()
    const rows = Array.from({ length: 120 }, (_, i) =>
      readerAt(i + 1, { email: `r${i}@${i % 3 ? 'big.example' : `small${i}.example`}` }),
    )
    await plan(here, rows)
    let busy = 0
    let most = 0
    const { times, to } = timed(here)
    const start = here.clock.now()
    const relay = scripted(
      async (email): Promise<Answer> => {
        times.push(here.clock.now() - start)
        to.push(email)
        if (!email.endsWith('@big.example')) return 'accept'
        most = Math.max(most, ++busy)
        await new Promise((resolve) => setImmediate(resolve))
        busy--
        return 'accept'
      },
      { lanes: 10 },
    )
    const domains = { 'big.example': { connections: 2, perSecond: 50 } }
    await apply(here, relay, { limits: limitsOf({ domains }) })
    expect(to).toHaveLength(120)
    const big = times.filter((_, i) => to[i]?.endsWith('@big.example'))
    const others = times.filter((_, i) => !to[i]?.endsWith('@big.example'))
    expect(most).toBeLessThanOrEqual(2)
    expect(mostIn(big, SECOND)).toBeLessThanOrEqual(53)
    expect(Math.max(...others)).toBeLessThan(Math.max(...big))
    expect(Math.max(...big)).toBeLessThan(6 * SECOND)
  })

  it('hold for every domain that is not named, where * says so', async () => {
    const here = await place()
    const rows = Array.from({ length: 40 }, (_, i) =>
      readerAt(i + 1, { email: `r${i}@${i % 2 ? 'one' : 'two'}.example` }),
    )
    await plan(here, rows)
    const under = new Map<string, number>()
    const most = new Map<string, number>()
    const relay = scripted(
      async (email): Promise<Answer> => {
        const domain = email.slice(email.indexOf('@'))
        under.set(domain, (under.get(domain) ?? 0) + 1)
        most.set(domain, Math.max(most.get(domain) ?? 0, under.get(domain) ?? 0))
        await new Promise((resolve) => setTimeout(resolve, 1))
        under.set(domain, (under.get(domain) ?? 0) - 1)
        return 'accept'
      },
      { lanes: 8 },
    )
    const { counts } = await apply(here, relay, {
      limits: limitsOf({ domains: { '*': { connections: 1 } } }),
    })
    expect(counts.states.accepted).toBe(40)
    expect([...most.values()]).toEqual([1, 1])
    expect(relay.most()).toBe(2)
  })
})

describe('several relays', () => {
  const both = async (here: Place, one: Scripted, other: Scripted, weights = [1, 1]) =>
    apply(here, one, {
      relays: [
        { transport: one, weight: weights[0] as number },
        { transport: other, weight: weights[1] as number },
      ],
    })

  it('share the messages by weight', async () => {
    const here = await place()
    await plan(here, readers(400))
    const [one, other] = [scripted(), scripted(undefined, { name: 'other' })]
    await both(here, one, other, [3, 1])
    expect(one.bodies.length + other.bodies.length).toBe(400)
    expect(other.bodies.length).toBeGreaterThanOrEqual(90)
    expect(other.bodies.length).toBeLessThanOrEqual(110)
  })

  it('go on without the one that is in trouble, and take it back when it is well', async () => {
    const here = await place()
    await plan(here, readers(600))
    let down = true
    const one: Scripted = scripted(() => {
      if (one.tried.length > 6) down = false
      return down ? 'trouble' : 'accept'
    })
    const other = scripted(
      () => {
        here.clock.turn(100)
        return 'accept'
      },
      { name: 'other' },
    )
    const { counts } = await both(here, one, other)
    expect(counts.states.accepted).toBe(600)
    expect(new Set([...one.bodies, ...other.bodies]).size).toBe(600)
    expect(one.bodies.length).toBeGreaterThan(10)
    expect(other.bodies.length).toBeGreaterThan(300)
  })

  it('leave one of no weight alone while another is well', async () => {
    const here = await place()
    await plan(here, readers(100))
    const [one, spare] = [scripted(), scripted(undefined, { name: 'spare' })]
    await both(here, one, spare, [1, 0])
    expect(spare.tried).toEqual([])
    const again = await place()
    await plan(again, readers(100))
    const broken = scripted(() => 'trouble')
    await both(again, broken, spare, [1, 0])
    expect(spare.bodies).toHaveLength(100)
  })
})
