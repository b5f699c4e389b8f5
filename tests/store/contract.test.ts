import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  bringForward,
  clearPlan,
  deliveriesIn,
  dropClaims,
  endSend,
  nextDue,
} from '../../src/store/deliveries.ts'
import type { Engine } from '../../src/store/engine.ts'
import type { ClaimedDelivery, Settle } from '../../src/store/ledger.ts'
import { countAgain, leaveInDoubt, sendAgain, waitNoLonger } from '../../src/store/put-back.ts'
import { takenOn } from '../../src/store/quotas.ts'
import { findSend, updateSend } from '../../src/store/sends.ts'
import {
  addSuppressions,
  allSuppressions,
  removeSuppressions,
  suppressionsAmong,
} from '../../src/store/suppressions.ts'
import { countsOf, recount } from '../../src/store/tallies.ts'
import { ENGINES, endServer, type Fixture, reader, sendOf } from './engines.ts'

const NOW = 1_000_000
afterAll(endServer)

for (const [name, make] of Object.entries(ENGINES)) {
  describe(`a store on ${name}`, () => {
    let fixture: Fixture
    let engine: Engine
    beforeEach(async () => {
      fixture = await make()
      engine = await fixture.open()
    })
    afterEach(() => fixture.remove())

    const claim = (sendId: number, limit = 10, more = {}) =>
      engine.ledger.claim({
        sendId,
        band: 'fresh',
        now: NOW,
        leaseUntil: NOW + 300_000,
        limit,
        ...more,
      })
    const mark = (sendId: number, row: ClaimedDelivery) =>
      engine.ledger.record([
        { kind: 'mark', sendId, id: row.id, attempt: row.attempt, from: row.state, at: NOW },
      ])
    const settle = (
      sendId: number,
      row: ClaimedDelivery,
      state: Settle['state'],
      more: Partial<Settle> = {},
    ) =>
      engine.ledger.record([
        {
          kind: 'settle',
          sendId,
          id: row.id,
          attempt: row.attempt,
          from: 'sending',
          state,
          at: NOW,
          tries: 0,
          doubts: 0,
          firstTryAt: null,
          nextAttemptAt: null,
          reason: null,
          reply: '250 2.0.0 ok',
          relay: 'mx.example.net',
          ...more,
        },
      ])
    const all = async (sendId: number, ...states: Parameters<typeof deliveriesIn>[2]) =>
      Array.fromAsync(deliveriesIn(engine, sendId, states))

    it('keeps one row for one issue and one reader', async () => {
      const send = await sendOf(engine, 3)
      expect(await engine.ledger.insert(send, [reader(2), reader(3), reader(3)])).toEqual([
        false,
        true,
        false,
      ])
      expect((await countsOf(engine, send)).states.pending).toBe(4)
      const other = await sendOf(engine, 2, 'another')
      expect((await countsOf(engine, other)).states.pending).toBe(2)
    })

    it('claims each row once, with its attempt raised', async () => {
      const send = await sendOf(engine, 5)
      const first = await claim(send, 3)
      const second = await claim(send, 3)
      const third = await claim(send, 3)
      expect([first, second, third].map(({ rows }) => rows.length)).toEqual([3, 2, 0])
      expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(5)
      expect(first.rows[0]).toMatchObject({ attempt: 1, state: 'pending', tries: 0, doubts: 0 })
    })

    it('gives a row to another when the lease is over, and fences the first out', async () => {
      const send = await sendOf(engine, 1)
      const [stale] = (await claim(send)).rows as [ClaimedDelivery]
      const later = { band: 'timed', now: NOW + 300_000, leaseUntil: NOW + 600_000 }
      const [fresh] = (await claim(send, 10, later)).rows as [ClaimedDelivery]
      expect(fresh).toMatchObject({ id: stale.id, attempt: 2 })
      expect(await mark(send, stale)).toEqual([false])
      expect(await mark(send, fresh)).toEqual([true])
      expect(await settle(send, stale, 'accepted')).toEqual([false])
      expect((await countsOf(engine, send)).states).toMatchObject({ sending: 1, accepted: 0 })
      expect(await settle(send, fresh, 'accepted')).toEqual([true])
      expect(await settle(send, fresh, 'failed')).toEqual([false])
      expect((await all(send, 'accepted'))[0]).toMatchObject({
        state: 'accepted',
        attempt: 2,
        reply: '250 2.0.0 ok',
        relay: 'mx.example.net',
      })
    })

    it('does not mark a row that was given back, or marked already', async () => {
      const send = await sendOf(engine, 1)
      const [row] = (await claim(send)).rows as [ClaimedDelivery]
      const release = {
        kind: 'release',
        id: row.id,
        attempt: row.attempt,
        nextAttemptAt: 0,
      } as const
      expect(await engine.ledger.record([release])).toEqual([true])
      expect(await engine.ledger.record([release])).toEqual([false])
      expect(await mark(send, row)).toEqual([false])
      const [again] = (await claim(send)).rows as [ClaimedDelivery]
      expect(await mark(send, again)).toEqual([true])
      expect(await mark(send, again)).toEqual([false])
    })

    it('writes a batch whole or not at all', async () => {
      const send = await sendOf(engine, 2)
      const { rows } = await claim(send)
      const [good, bad] = rows as [ClaimedDelivery, ClaimedDelivery]
      const change = { kind: 'mark', sendId: send, from: 'pending', at: NOW } as const
      await expect(
        engine.ledger.record([
          { ...change, id: good.id, attempt: good.attempt },
          { ...change, id: bad.id, attempt: bad.attempt, at: 'never' as never, from: {} as never },
        ]),
      ).rejects.toThrow()
      expect((await countsOf(engine, send)).states).toMatchObject({ pending: 2, sending: 0 })
      expect(await all(send, 'sending')).toEqual([])
    })

    it('looks at suppressions again when a row is claimed', async () => {
      const send = await sendOf(engine, 4)
      await addSuppressions(engine, [
        {
          addressHash: reader(1).addressHash,
          email: 'reader1@example.com',
          reason: 'unsubscribed',
          at: 1,
          source: 'web',
        },
        {
          addressHash: reader(2).addressHash,
          email: null,
          reason: 'complained',
          at: 1,
          source: 'web',
        },
      ])
      const { rows, excluded } = await claim(send)
      expect(rows.map(({ email }) => email)).toEqual(['reader0@example.com', 'reader3@example.com'])
      expect(excluded).toBe(2)
      const counts = await countsOf(engine, send)
      expect(counts.excluded).toMatchObject({ unsubscribed: 1, suppressed: 1 })
      expect(counts).toEqual(await recount(engine, send))
    })

    it('leaves a suppressed reader in doubt who may have the letter already', async () => {
      const send = await sendOf(engine, 1)
      const [row] = (await claim(send)).rows as [ClaimedDelivery]
      await mark(send, row)
      await settle(send, row, 'deferred', { doubts: 1, nextAttemptAt: 0 })
      const suppression = { email: null, reason: 'unsubscribed', at: 1, source: 'web' } as const
      await addSuppressions(engine, [{ addressHash: reader(0).addressHash, ...suppression }])
      expect((await claim(send)).rows).toEqual([])
      expect((await countsOf(engine, send)).states).toMatchObject({ in_doubt: 1, deferred: 0 })
    })

    it('claims nothing of a send that is not being sent', async () => {
      const send = await sendOf(engine, 1)
      await engine.write([updateSend(engine, send, { state: 'cancelled' })])
      expect(await claim(send)).toEqual({ ended: true, rows: [], excluded: 0 })
    })

    it('claims nothing of a send that is paused, fresh or due, and all of it afterwards', async () => {
      const send = await sendOf(engine, 3)
      await engine.ledger.insert(send, [{ ...reader(9), notBefore: NOW - 5 }])
      await engine.write([updateSend(engine, send, { paused_at: NOW })])
      const nothing = { ended: false, paused: true, rows: [], excluded: 0 }
      expect(await claim(send)).toEqual(nothing)
      expect(await claim(send, 10, { band: 'timed' })).toEqual(nothing)
      expect(await claim(send, 10, { only: ['example.com'] })).toEqual(nothing)
      expect((await all(send, 'pending')).map(({ attempt }) => attempt)).toEqual([0, 0, 0, 0])
      await engine.write([updateSend(engine, send, { paused_at: null })])
      expect((await claim(send)).rows).toHaveLength(3)
      expect((await claim(send, 10, { band: 'timed' })).rows).toHaveLength(1)
    })

    it('claims in order, behind a position, for some domains, without others', async () => {
      const send = await sendOf(engine, 2)
      await engine.ledger.insert(send, [reader(10, 'a.example'), reader(11, 'b.example')])
      const first = await claim(send, 1)
      expect(first.rows[0]?.email).toBe('reader0@example.com')
      const behind = await claim(send, 1, { after: { at: 0, id: first.rows[0]?.id ?? 0 } })
      expect(behind.rows[0]?.email).toBe('reader1@example.com')
      const { id } = behind.rows[0] as ClaimedDelivery
      expect((await claim(send, 5, { within: { from: id - 1, to: id } })).rows).toEqual([])
      const only = await claim(send, 5, {
        only: ['b.example'],
        within: { from: id + 1, to: id + 9 },
      })
      expect(only.rows.map(({ domain }) => domain)).toEqual(['b.example'])
      const except = await claim(send, 5, { except: ['a.example'] })
      expect(except.rows).toEqual([])
      expect((await claim(send, 5)).rows[0]?.domain).toBe('a.example')
    })

    it('keeps those whose time has not come apart from the rest', async () => {
      const send = await sendOf(engine, 1)
      await engine.ledger.insert(send, [
        { ...reader(8), notBefore: NOW + 5 },
        { ...reader(9), notBefore: NOW },
      ])
      expect((await claim(send)).rows).toHaveLength(1)
      expect((await claim(send, 10, { band: 'timed' })).rows.map(({ email }) => email)).toEqual([
        'reader9@example.com',
      ])
      expect(await nextDue(engine, send)).toBe(NOW + 5)
    })

    it('tells readers who wait from those whom a process has claimed', async () => {
      const send = await sendOf(engine, 1)
      await claim(send)
      expect(await nextDue(engine, send, 'without claimed')).toBeUndefined()
      expect(await nextDue(engine, send)).toBeGreaterThan(NOW)
    })

    it('suppresses an address in the transaction that settles its delivery', async () => {
      const send = await sendOf(engine, 1)
      const [row] = (await claim(send)).rows as [ClaimedDelivery]
      await mark(send, row)
      const suppress = {
        addressHash: 'hash-000000',
        email: row.email,
        reason: 'mailbox',
        source: 's',
      } as const
      await settle(send, { ...row, attempt: 7 }, 'failed', { suppress })
      expect(await suppressionsAmong(engine, ['hash-000000'])).toEqual(new Map())
      await settle(send, row, 'failed', { suppress })
      expect(await suppressionsAmong(engine, ['hash-000000', 'hash-x'])).toEqual(
        new Map([['hash-000000', 'mailbox']]),
      )
    })

    it('keeps the first reason of a suppression, lists them, and takes them back', async () => {
      const one = {
        addressHash: 'h1',
        email: 'a@example.com',
        reason: 'unsubscribed',
        at: 5,
        source: 'web',
      } as const
      await addSuppressions(engine, [one])
      await addSuppressions(engine, [
        { ...one, reason: 'complained' },
        { ...one, addressHash: 'h2' },
      ])
      expect(await Array.fromAsync(allSuppressions(engine))).toEqual([
        one,
        { ...one, addressHash: 'h2' },
      ])
      expect(await removeSuppressions(engine, ['h1', 'h9'])).toBe(1)
    })

    it('keeps tallies that agree with the rows, whatever happens to them', async () => {
      const send = await sendOf(engine, 12)
      const { rows } = await claim(send, 8)
      for (const row of rows) await mark(send, row)
      const states = ['accepted', 'failed', 'deferred', 'in_doubt', 'pending'] as const
      for (const [i, state] of states.entries()) {
        const open = state === 'deferred' || state === 'pending'
        await settle(send, rows[i] as ClaimedDelivery, state, {
          nextAttemptAt: open ? NOW + 1 : null,
          reason: state === 'accepted' ? null : 'a test',
        })
      }
      expect(await countsOf(engine, send)).toEqual(await recount(engine, send))
      await engine.write(leaveInDoubt(engine, send))
      await engine.write(sendAgain(engine, send, 'failed', NOW))
      const counts = await countsOf(engine, send)
      expect(counts).toEqual(await recount(engine, send))
      expect(counts.states).toEqual({
        pending: 5,
        sending: 0,
        accepted: 1,
        failed: 0,
        deferred: 2,
        in_doubt: 4,
      })
      const doubtful = await all(send, 'in_doubt')
      expect(doubtful.filter(({ doubts }) => doubts === 1)).toHaveLength(3)
    })

    it('puts back whom it is told to, but nobody without a mailbox', async () => {
      const send = await sendOf(engine, 4)
      const { rows } = await claim(send)
      for (const row of rows) await mark(send, row)
      const reasons = ['mailbox', 'refused', 'refused'] as const
      for (const [i, reason] of reasons.entries())
        await settle(send, rows[i] as ClaimedDelivery, 'failed', { reason, tries: 3 })
      await settle(send, rows[3] as ClaimedDelivery, 'deferred', { nextAttemptAt: NOW + 9_000 })
      expect(await countAgain(engine, send, 'failed')).toEqual({ again: 2, noMailbox: 1 })
      await engine.write([
        ...sendAgain(engine, send, 'failed', NOW),
        waitNoLonger(engine, send, NOW),
      ])
      const counts = await countsOf(engine, send)
      expect(counts).toEqual(await recount(engine, send))
      expect(counts.states).toMatchObject({ failed: 1, deferred: 3 })
      const again = await claim(send, 10, { band: 'timed' })
      expect(again.rows.map(({ tries }) => tries)).toEqual([0, 0, 0])
    })

    it('drops claims that a dead process left, and brings waiting ones forward', async () => {
      const send = await sendOf(engine, 2)
      const { rows } = await claim(send)
      const [left, waits] = rows as [ClaimedDelivery, ClaimedDelivery]
      await settle(send, waits, 'deferred', { from: 'pending', nextAttemptAt: NOW + 5_000_000 })
      await engine.write([dropClaims(engine, send), bringForward(engine, send, 3_600_000)])
      const [deferred] = await all(send, 'deferred')
      expect(deferred?.next_attempt_at).toBe(NOW + 1_400_000)
      expect((await claim(send)).rows).toMatchObject([{ id: left.id, attempt: 2 }])
    })

    it('ends a send only when nothing is left to do', async () => {
      const send = await sendOf(engine, 1)
      expect(await endSend(engine, send, NOW)).toBe(false)
      const [row] = (await claim(send)).rows as [ClaimedDelivery]
      await mark(send, row)
      expect(await endSend(engine, send, NOW)).toBe(false)
      await settle(send, row, 'accepted')
      expect(await endSend(engine, send, NOW)).toBe(true)
      expect(await endSend(engine, send, NOW)).toBe(false)
      expect(await findSend(engine, 'an-issue')).toMatchObject({ state: 'done', ended_at: NOW })
    })

    it('takes a plan back without touching what was tried', async () => {
      const send = await sendOf(engine, 5)
      const { rows } = await claim(send, 2)
      const [tried, held] = rows as [ClaimedDelivery, ClaimedDelivery]
      await settle(send, tried, 'deferred', { from: 'pending', tries: 1, nextAttemptAt: NOW })
      await engine.ledger.record([
        { kind: 'release', id: held.id, attempt: held.attempt, nextAttemptAt: 0 },
      ])
      await engine.ledger.exclude(send, [
        { line: 4, email: 'x', reason: 'address', detail: 'the address has no @' },
        { line: 5, email: 'y', reason: 'already' },
      ])
      expect((await countsOf(engine, send)).excluded).toMatchObject({ address: 1, already: 1 })
      await clearPlan(engine, send)
      const counts = await countsOf(engine, send)
      expect(counts).toEqual(await recount(engine, send))
      expect(counts.states).toMatchObject({ pending: 0, deferred: 1 })
      expect(counts.excluded).toMatchObject({ address: 0, already: 0 })
    })

    it('paces evenly, over restarts, and stands a clock that was put back', async () => {
      const want = { kind: 'pace', name: 'p', intervalMs: 100, count: 3 } as const
      const firstAt = async (store: Engine, now: number) => {
        const [grant] = await store.ledger.reserve([want], now)
        return grant?.kind === 'pace' ? grant.firstAt : undefined
      }
      expect(await firstAt(engine, NOW)).toBe(NOW)
      expect(await firstAt(engine, NOW)).toBe(NOW + 300)
      const again = await fixture.open()
      expect(await firstAt(again, NOW + 10)).toBe(NOW + 600)
      expect(await firstAt(again, NOW + 5_000)).toBe(NOW + 5_000)
      expect(await firstAt(again, NOW - 3_600_000)).toBe(NOW - 3_600_000 + 100)
    })

    it('gives each of many workers a place of a slow pace', async () => {
      const want = { kind: 'pace', name: 'slow', intervalMs: 60_000, count: 1 } as const
      for (let worker = 0; worker < 20; worker++)
        expect(await engine.ledger.reserve([want], NOW)).toEqual([
          { kind: 'pace', firstAt: NOW + worker * 60_000 },
        ])
      const look = { ...want, count: 0 }
      for (let time = 0; time < 2; time++)
        expect(await engine.ledger.reserve([look], NOW)).toEqual([
          { kind: 'pace', firstAt: NOW + 20 * 60_000 },
        ])
    })

    it('lets no window hold more than its quota, and stands a clock that was put back', async () => {
      const day = 86_400_000
      const want = { kind: 'quota', name: 'q', windowMs: day, limit: 10 } as const
      const take = async (count: number, now: number) => {
        const [grant] = await engine.ledger.reserve([{ ...want, count }], now)
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
        const [grant] = await engine.ledger.reserve([{ ...want, count, takenAt }], now)
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
      const again = await fixture.open()
      const take = async (store: Engine, day: number, count: number, limit = 10) => {
        const want = { kind: 'day', name: 'w', day, limit, count } as const
        const [grant] = await store.ledger.reserve([want], NOW)
        return grant?.kind === 'day' ? grant.count : undefined
      }
      expect(await take(engine, 5, 7)).toBe(7)
      expect(await take(again, 5, 7)).toBe(3)
      expect(await take(engine, 5, 1)).toBe(0)
      expect(await take(engine, 5, -2)).toBe(-2)
      expect(await take(again, 5, 7)).toBe(2)
      expect(await take(engine, 6, 20, 15)).toBe(15)
      // A day back, and on again.
      expect(await take(engine, 5, 7)).toBe(0)
      expect(await take(again, 6, 1, 15)).toBe(0)
      expect(await take(engine, 9, -3)).toBe(-3)
      expect(await take(engine, 9, 20)).toBe(10)
      expect(await takenOn(engine, 'w', 6)).toBe(15)
      expect(await takenOn(engine, 'w', 7)).toBe(0)
      const at = await Promise.all(
        Array.from({ length: 8 }, (_, i) => take(i % 2 ? engine : again, 10, 3)),
      )
      expect(at.reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(10)
    })

    it('is locked by one holder at a time', async () => {
      const lock = await engine.lock('send-x')
      const other = await fixture.open()
      expect(lock).toBeDefined()
      expect(await other.lock('send-x')).toBeUndefined()
      expect(await engine.lock('send-x')).toBeUndefined()
      const unrelated = await other.lock('send-y')
      expect(unrelated).toBeDefined()
      await unrelated?.release()
      await lock?.release()
      const next = await other.lock('send-x')
      expect(next).toBeDefined()
      await next?.release()
    })

    it('is read while it is written', async () => {
      const send = await sendOf(engine, 3)
      const watcher = await fixture.open('read')
      const { rows } = await claim(send)
      await mark(send, rows[0] as ClaimedDelivery)
      expect((await countsOf(watcher, send)).states).toMatchObject({ sending: 1, pending: 2 })
      await expect(
        watcher.write([updateSend(watcher, send, { state: 'done' })]),
      ).rejects.toMatchObject({ problems: [{ code: 'store' }] })
    })
  })
}
