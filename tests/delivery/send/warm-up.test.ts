// A warm-up, and limits of one relay: how many a day, across midnight, restarts and processes.

import { describe, expect, it } from 'vitest'
import { limitNames } from '../../../src/delivery/allowance.ts'
import type { Progress } from '../../../src/delivery/apply.ts'
import { quota } from '../../../src/delivery/quota.ts'
import { warmUpAt } from '../../../src/delivery/warm-up.ts'
import { warmingUp } from '../../../src/delivery/warming-up.ts'
import type { Rates, WarmUp } from '../../../src/project/project.ts'
import { type Place, place, plan, readers, START } from './fixture.ts'
import { apply, type Scripted, scripted } from './scripted.ts'

const HOUR = 3_600_000
const PLAN: WarmUp = {
  ...{ start: '2026-11-24', firstDay: 500, growth: 1.5, target: 3_000 },
  timezone: 'Asia/Seoul',
}
/** Few, so that a test sends them. */
const SMALL: WarmUp = { ...PLAN, firstDay: 10, target: 40 }
const limits = (warmUp?: WarmUp) => ({
  ...{ connections: 3, messagesPerConnection: 100 },
  ...(warmUp ? { warmUp } : {}),
})
const at = (time: string) => Date.parse(time)

const dateIn = (zone: string, now: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(now)

/** Notes on which day of a zone each message went. */
function byDay(here: Place, zone: string, name = 'relay') {
  const days: Record<string, number> = {}
  const relay: Scripted = scripted(
    () => {
      const day = dateIn(zone, here.clock.now())
      days[day] = (days[day] ?? 0) + 1
      return 'accept'
    },
    { name },
  )
  return { relay, days }
}

describe('a day of a warm-up', () => {
  it('allows more than the day before, from its start to its target', () => {
    const allowances = (warmUp: WarmUp, days: number) =>
      Array.from(
        { length: days },
        (_, i) => warmUpAt(warmUp, at('2026-11-24T03:00Z') + i * 24 * HOUR)?.allowance,
      )
    expect(allowances(PLAN, 7)).toEqual([500, 750, 1125, 1687, 2531, undefined, undefined])
    expect(allowances({ ...PLAN, firstDay: 100, growth: 1.15 }, 3)).toEqual([100, 115, 132])
    expect(warmUpAt(PLAN, at('2026-11-20T03:00Z'))).toMatchObject({ number: -3, allowance: 500 })
    expect(warmUpAt(PLAN, at('2026-11-26T03:00Z'))).toMatchObject({ number: 3, allowance: 1125 })
  })

  it('is one of the publication’s calendar, whatever its clocks do', () => {
    const until = (timezone: string, now: string) => {
      const warmUp = { ...PLAN, start: '2026-01-01', growth: 1.0001, timezone }
      const end = warmUpAt(warmUp, at(now))?.until ?? 0
      expect(warmUpAt(warmUp, end - 1)?.day).toBe(warmUpAt(warmUp, at(now))?.day)
      expect(warmUpAt(warmUp, end)?.day).toBe((warmUpAt(warmUp, at(now))?.day ?? 0) + 1)
      return new Date(end).toISOString()
    }
    expect(until('Asia/Seoul', '2026-11-24T14:59:59Z')).toBe('2026-11-24T15:00:00.000Z')
    expect(until('Asia/Seoul', '2026-11-24T15:00:00Z')).toBe('2026-11-25T15:00:00.000Z')
    // 23 and 25 hours.
    expect(until('Europe/London', '2026-03-29T00:30:00Z')).toBe('2026-03-29T23:00:00.000Z')
    expect(until('Europe/London', '2026-10-24T23:30:00Z')).toBe('2026-10-26T00:00:00.000Z')
    // There is no midnight on this day.
    expect(until('Africa/Cairo', '2026-04-23T12:00:00Z')).toBe('2026-04-23T22:00:00.000Z')
  })
})

describe('a warm-up', () => {
  it('lets so many go each day, waits until midnight, and claims nobody before', async () => {
    const here = await place()
    await plan(here, readers(60))
    const { relay, days } = byDay(here, 'Asia/Seoul')
    const waits: number[] = []
    const claims: number[] = []
    let checking = Promise.resolve()
    const onProgress = ({ phase }: Progress) => {
      if (phase.kind !== 'waiting' || waits.at(-1) === phase.until) return
      waits.push(phase.until)
      checking = checking.then(async () => {
        const { db } = here.store
        const claimed = db.selectFrom('deliveries').select('id').where('claimed', '=', 1)
        claims.push((await claimed.execute()).length)
      })
    }
    const { counts } = await apply(here, relay, { limits: limits(SMALL), onProgress })
    await checking
    expect(counts.states.accepted).toBe(60)
    // The last day is beyond its target.
    expect(days).toEqual({
      ...{ '2026-11-24': 10, '2026-11-25': 15, '2026-11-26': 22, '2026-11-27': 13 },
    })
    expect(waits.map((until) => new Date(until).toISOString())).toEqual(
      [24, 25, 26].map((day) => `2026-11-${day}T15:00:00.000Z`),
    )
    expect(claims).toEqual([0, 0, 0])
  })

  it('is over at its target', async () => {
    const here = await place()
    await plan(here, readers(90))
    const { relay, days } = byDay(here, 'Asia/Seoul')
    await apply(here, relay, { limits: limits({ ...SMALL, target: 20 }) })
    expect(Object.values(days)).toEqual([10, 15, 65])
  })

  it('holds over a day that is an hour longer', async () => {
    const base = await place()
    base.clock.turn(at('2026-10-24T12:00Z') - START)
    await plan(base, readers(30))
    const { relay, days } = byDay(base, 'Europe/London')
    const warmUp = { ...SMALL, start: '2026-10-24', timezone: 'Europe/London' }
    await apply(base, relay, { limits: limits(warmUp) })
    expect(days).toEqual({ '2026-10-24': 10, '2026-10-25': 15, '2026-10-26': 5 })
  })

  it('goes on in the middle of a day after a restart, and says how far it is', async () => {
    const here = await place()
    await plan(here, readers(24))
    const { relay, days } = byDay(here, 'Asia/Seoul')
    const stop = new AbortController()
    const onStep = () => {
      if (relay.tried.length >= 6) stop.abort()
    }
    await apply(here, relay, { limits: limits(SMALL), stop: stop.signal, onStep })
    const sent = relay.bodies.length
    expect(sent).toBeLessThan(10)
    const project = { limits: limits(SMALL), relays: [] }
    expect(await warmingUp(here.store, project, here.clock.now())).toEqual([
      { relay: null, day: 1, allowance: 10, used: sent },
    ])
    here.clock.turn(HOUR)
    const again = { ...here, store: await here.again() }
    await apply(again, relay, { limits: limits(SMALL) })
    expect(days).toEqual({ '2026-11-24': 10, '2026-11-25': 14 })
  })

  it('is shared by two processes, and what one leaves is the other’s', async () => {
    const here = await place()
    const stores = [here.store, await here.again()]
    const name = limitNames('main').warmUp
    const [one, other] = stores.map(({ ledger }) =>
      quota(ledger, [{ kind: 'warm-up', name, plan: PLAN }]),
    ) as [ReturnType<typeof quota>, ReturnType<typeof quota>]
    let now = here.clock.now()
    const sendWith = async (of: typeof one, most: number) => {
      let sent = 0
      for (; sent < most; sent++) {
        await of.fill(now)
        if (of.left(now) <= 0) break
        of.take()
      }
      return sent
    }
    expect(await sendWith(one, 205)).toBe(205)
    expect(await sendWith(other, 1_000)).toBe(290)
    await one.giveBack(now)
    // It is asked for again after a while, long before midnight.
    now += 10_000
    expect(await sendWith(other, 1_000)).toBe(5)
    expect(new Date(other.moreAt).toISOString()).toBe('2026-11-24T15:00:00.000Z')
    now = other.moreAt
    const sent = await sendWith(other, 400)
    await other.giveBack(now)
    expect(sent + (await sendWith(one, 1_000))).toBe(750)
  })
})

describe('what was taken of a limit', () => {
  it('is given back while nobody is left to send to', async () => {
    const base = await place()
    await plan(base, readers(9))
    const other = await base.again()
    const relay = scripted((to, time) =>
      to.startsWith('reader-3@') && time === 1 ? '451 later' : 'accept',
    )
    const used: number[] = []
    let waits = false
    const project = { limits: limits(PLAN), relays: [] }
    const clock = {
      ...base.clock,
      async sleep(ms: number, wake?: AbortSignal) {
        if (waits && ms > 60_000)
          used.push(...(await warmingUp(other, project, base.clock.now())).map((one) => one.used))
        await base.clock.sleep(ms, wake)
      },
    }
    const { counts } = await apply({ ...base, clock }, relay, {
      limits: limits(PLAN),
      onProgress({ phase }) {
        waits = phase.kind === 'waiting'
      },
    })
    expect(counts.states.accepted).toBe(9)
    expect(used).toEqual([9])
  })

  it('is given back while nothing can be sent', async () => {
    const base = await place()
    await plan(base, readers(60))
    const other = await base.again()
    let [away, wasAway] = [false, false]
    const relay: Scripted = scripted(() => {
      if (!wasAway && relay.bodies.length >= 6) away = wasAway = true
      return away ? 'trouble' : 'accept'
    })
    const counted = other.db
      .selectFrom('quotas')
      .select(({ fn }) => fn.sum<number>('count').as('sum'))
      .where('name', '=', 'hour')
    const clock = {
      ...base.clock,
      async sleep(ms: number, wake?: AbortSignal) {
        await base.clock.sleep(ms, wake)
        // It is well again once others could have had what it does not use, and not before.
        if (away && (await counted.executeTakeFirstOrThrow()).sum <= relay.tried.length)
          away = false
      },
    }
    const hourly = { ...limits(), perHour: 2_500 }
    const { counts } = await apply({ ...base, clock }, relay, { limits: hourly })
    expect(counts.states.accepted).toBe(60)
    expect(relay.tried.length).toBeGreaterThan(60)
  })
})

describe('limits of one relay', () => {
  const both = (here: Place, relays: readonly [Scripted, number, Rates?][], more = {}) =>
    apply(here, relays[0]?.[0] as Scripted, {
      relays: relays.map(([transport, weight, own]) => ({
        ...{ transport, weight },
        ...(own ? { limits: own } : {}),
      })),
      limits: limits(),
      ...more,
    })

  it('hold it back while the others go on by their shares', async () => {
    const here = await place()
    await plan(here, readers(205))
    const one = scripted()
    const two = scripted(undefined, { name: 'two' })
    const three = scripted(undefined, { name: 'three' })
    await both(here, [
      [one, 1, { perDay: 5 }],
      [two, 3],
      [three, 1],
    ])
    expect(one.bodies).toHaveLength(5)
    expect(two.bodies.length + three.bodies.length).toBe(200)
    expect(two.bodies.length).toBeGreaterThanOrEqual(140)
    expect(two.bodies.length).toBeLessThanOrEqual(160)
    expect(here.clock.now() - START).toBeLessThan(HOUR)
  })

  it('are paces, too, and no debt that is made up for', async () => {
    const here = await place()
    await plan(here, readers(300))
    const times: number[] = []
    const slow = scripted(() => {
      times.push(here.clock.now())
      return 'accept'
    })
    const quick = scripted(
      () => {
        here.clock.turn(20)
        return 'accept'
      },
      { name: 'quick' },
    )
    await both(here, [
      [slow, 1, { perSecond: 5 }],
      [quick, 1],
    ])
    expect(times.length).toBeGreaterThan(10)
    for (const first of times)
      expect(times.filter((time) => time >= first && time < first + 1_000).length).toBeLessThan(7)
    expect(quick.bodies.length).toBeGreaterThan(200)
  })

  it('make the send wait where all are at theirs, until the first may again', async () => {
    const here = await place()
    await plan(here, readers(40))
    const one = byDay(here, 'Asia/Seoul')
    const two = byDay(here, 'Asia/Seoul', 'two')
    const waits = new Set<number>()
    await both(
      here,
      [
        [one.relay, 1, { warmUp: SMALL }],
        [two.relay, 1, { perDay: 5 }],
      ],
      {
        onProgress: ({ phase }: Progress) => phase.kind === 'waiting' && waits.add(phase.until),
      },
    )
    expect(one.days).toEqual({ '2026-11-24': 10, '2026-11-25': 15, '2026-11-26': 5 })
    expect(two.days['2026-11-24']).toBe(5)
    expect(new Date([...waits][0] ?? 0).toISOString()).toBe('2026-11-24T15:00:00.000Z')
    expect(new Set([...one.relay.bodies, ...two.relay.bodies]).size).toBe(40)
  })

  it('do not bring in a spare relay, which is for trouble', async () => {
    const here = await place()
    await plan(here, readers(12))
    const main = byDay(here, 'Asia/Seoul')
    const spare = scripted(undefined, { name: 'spare' })
    await both(here, [
      [main.relay, 1, { warmUp: SMALL }],
      [spare, 0],
    ])
    expect(main.days).toEqual({ '2026-11-24': 10, '2026-11-25': 2 })
    expect(spare.tried).toEqual([])
  })

  it('hold for the one that is tried again after trouble', async () => {
    const here = await place()
    await plan(here, readers(14))
    const { relay, days } = byDay(here, 'Asia/Seoul')
    const troubled: Scripted = {
      ...relay,
      open() {
        const lane = relay.open()
        return {
          ...lane,
          send: (message, beforeBody) =>
            relay.tried.length === 10 && ++troubles < 4
              ? Promise.resolve({ kind: 'sender', problem: 'away', relay: 'relay' })
              : lane.send(message, beforeBody),
        }
      },
    }
    let troubles = 0
    const { counts } = await both(here, [[troubled, 1, { warmUp: SMALL }]], {
      patience: { passingMs: 48 * HOUR },
    })
    expect(counts.states.accepted).toBe(14)
    expect(days['2026-11-24']).toBeLessThanOrEqual(10)
    expect(days['2026-11-25']).toBeGreaterThanOrEqual(4)
  })
})
