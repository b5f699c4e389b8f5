// Limits in time are kept the same on every engine.

import { afterAll, expect, it } from 'vitest'
import type { Engine } from '../../src/store/engine.ts'
import { takenOn } from '../../src/store/quotas.ts'
import { NOW, onEachEngine } from './contract.ts'
import { endServer } from './engines.ts'

afterAll(endServer)

onEachEngine('limits', (here) => {
  it('paces evenly, over restarts, and stands a clock that was put back', async () => {
    const want = { kind: 'pace', name: 'p', intervalMs: 100, count: 3 } as const
    const firstAt = async (store: Engine, now: number) => {
      const [grant] = await store.ledger.reserve([want], now)
      return grant?.kind === 'pace' ? grant.firstAt : undefined
    }
    expect(await firstAt(here.engine, NOW)).toBe(NOW)
    expect(await firstAt(here.engine, NOW)).toBe(NOW + 300)
    const again = await here.fixture.open()
    expect(await firstAt(again, NOW + 10)).toBe(NOW + 600)
    expect(await firstAt(again, NOW + 5_000)).toBe(NOW + 5_000)
    expect(await firstAt(again, NOW - 3_600_000)).toBe(NOW - 3_600_000 + 100)
  })

  it('gives each of many workers a place of a slow pace', async () => {
    const want = { kind: 'pace', name: 'slow', intervalMs: 60_000, count: 1 } as const
    for (let worker = 0; worker < 20; worker++)
      expect(await here.engine.ledger.reserve([want], NOW)).toEqual([
        { kind: 'pace', firstAt: NOW + worker * 60_000 },
      ])
    const look = { ...want, count: 0 }
    for (let time = 0; time < 2; time++)
      expect(await here.engine.ledger.reserve([look], NOW)).toEqual([
        { kind: 'pace', firstAt: NOW + 20 * 60_000 },
      ])
  })

  it('lets no window hold more than its quota, and stands a clock that was put back', async () => {
    const day = 86_400_000
    const want = { kind: 'quota', name: 'q', windowMs: day, limit: 10 } as const
    const take = async (count: number, now: number) => {
      const [grant] = await here.engine.ledger.reserve([{ ...want, count }], now)
      return grant as Extract<typeof grant, { kind: 'quota' }>
    }
    const start = 100 * day
    expect((await take(6, start)).count).toBe(6)
    expect((await take(6, start + 3_600_000)).count).toBe(4)
    const none = await take(1, start + 7_200_000)
    expect(none.count).toBe(0)
    expect(none.moreAt).toBeGreaterThanOrEqual(start + day)
    expect((await take(9, none.moreAt)).count).toBe(6)
    await take(-2, none.moreAt)
    expect((await take(9, none.moreAt)).count).toBe(2)
    // An hour back: what was counted then counts now, no longer than a day.
    expect((await take(1, none.moreAt - 3_600_000)).count).toBe(0)
    expect((await take(20, none.moreAt + day)).count).toBe(10)
  })

  it('takes what is given back out of the stretch that it was taken in', async () => {
    const hour = 3_600_000
    const want = { kind: 'quota', name: 'q', windowMs: hour, limit: 10 } as const
    const take = async (count: number, now: number, takenAt = now) => {
      const [grant] = await here.engine.ledger.reserve([{ ...want, count, takenAt }], now)
      return grant?.kind === 'quota' ? grant.count : undefined
    }
    const start = 1_000 * hour
    expect(await take(10, start)).toBe(10)
    expect(await take(-4, start + hour / 2, start)).toBe(-4)
    expect(await take(9, start + hour / 2)).toBe(4)
    // Those that were used at first are out of the window, and nothing stands against what went in the middle of it.
    expect(await take(20, start + hour + 60_000)).toBe(6)
    expect(await take(-3, start + 3 * hour, start)).toBe(-3)
    expect(await take(20, start + 3 * hour)).toBe(10)
  })

  it('counts the messages of a day, shared and over restarts, whatever the clock does', async () => {
    const again = await here.fixture.open()
    const take = async (store: Engine, day: number, count: number, limit = 10) => {
      const want = { kind: 'day', name: 'w', day, limit, count } as const
      const [grant] = await store.ledger.reserve([want], NOW)
      return grant?.kind === 'day' ? grant.count : undefined
    }
    expect(await take(here.engine, 5, 7)).toBe(7)
    expect(await take(again, 5, 7)).toBe(3)
    expect(await take(here.engine, 5, 1)).toBe(0)
    expect(await take(here.engine, 5, -2)).toBe(-2)
    expect(await take(again, 5, 7)).toBe(2)
    expect(await take(here.engine, 6, 20, 15)).toBe(15)
    // A day back, and on again.
    expect(await take(here.engine, 5, 7)).toBe(0)
    expect(await take(again, 6, 1, 15)).toBe(0)
    expect(await take(here.engine, 9, -3)).toBe(-3)
    expect(await take(here.engine, 9, 20)).toBe(10)
    expect(await takenOn(here.engine, 'w', 6)).toBe(15)
    expect(await takenOn(here.engine, 'w', 7)).toBe(0)
    const at = await Promise.all(
      Array.from({ length: 8 }, (_, i) => take(i % 2 ? here.engine : again, 10, 3)),
    )
    expect(at.reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(10)
  })
})
