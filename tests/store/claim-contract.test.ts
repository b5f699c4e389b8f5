// What is claimed, by whom, and in which order, is the same on every engine.

import { afterAll, expect, it } from 'vitest'
import { nextDue } from '../../src/store/deliveries.ts'
import type { ClaimedDelivery } from '../../src/store/ledger.ts'
import { updateSend } from '../../src/store/sends.ts'
import { addSuppressions } from '../../src/store/suppressions.ts'
import { countsOf, recount } from '../../src/store/tallies.ts'
import { NOW, onEachEngine } from './contract.ts'
import { endServer, reader, sendOf } from './engines.ts'

afterAll(endServer)

onEachEngine('claims', (here) => {
  const { claim, mark, settle, all } = here

  it('keeps one row for one issue and one reader', async () => {
    const send = await sendOf(here.engine, 3)
    expect(await here.engine.ledger.insert(send, [reader(2), reader(3), reader(3)])).toEqual([
      false,
      true,
      false,
    ])
    expect((await countsOf(here.engine, send)).states.pending).toBe(4)
    const other = await sendOf(here.engine, 2, 'another')
    expect((await countsOf(here.engine, other)).states.pending).toBe(2)
  })

  it('claims each row once, with its attempt raised', async () => {
    const send = await sendOf(here.engine, 5)
    const first = await claim(send, 3)
    const second = await claim(send, 3)
    const third = await claim(send, 3)
    expect([first, second, third].map(({ rows }) => rows.length)).toEqual([3, 2, 0])
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(5)
    expect(first.rows[0]).toMatchObject({ attempt: 1, state: 'pending', tries: 0, doubts: 0 })
  })

  it('gives a row to another when the lease is over, and fences the first out', async () => {
    const send = await sendOf(here.engine, 1)
    const [stale] = (await claim(send)).rows as [ClaimedDelivery]
    const later = { band: 'timed', now: NOW + 300_000, leaseUntil: NOW + 600_000 }
    const [fresh] = (await claim(send, 10, later)).rows as [ClaimedDelivery]
    expect(fresh).toMatchObject({ id: stale.id, attempt: 2 })
    expect(await mark(send, stale)).toEqual([false])
    expect(await mark(send, fresh)).toEqual([true])
    expect(await settle(send, stale, 'accepted')).toEqual([false])
    expect((await countsOf(here.engine, send)).states).toMatchObject({ sending: 1, accepted: 0 })
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
    const send = await sendOf(here.engine, 1)
    const [row] = (await claim(send)).rows as [ClaimedDelivery]
    const release = {
      kind: 'release',
      id: row.id,
      attempt: row.attempt,
      nextAttemptAt: 0,
    } as const
    expect(await here.engine.ledger.record([release])).toEqual([true])
    expect(await here.engine.ledger.record([release])).toEqual([false])
    expect(await mark(send, row)).toEqual([false])
    const [again] = (await claim(send)).rows as [ClaimedDelivery]
    expect(await mark(send, again)).toEqual([true])
    expect(await mark(send, again)).toEqual([false])
  })

  it('writes a batch whole or not at all', async () => {
    const send = await sendOf(here.engine, 2)
    const { rows } = await claim(send)
    const [good, bad] = rows as [ClaimedDelivery, ClaimedDelivery]
    const change = { kind: 'mark', sendId: send, from: 'pending', at: NOW } as const
    await expect(
      here.engine.ledger.record([
        { ...change, id: good.id, attempt: good.attempt },
        { ...change, id: bad.id, attempt: bad.attempt, at: 'never' as never, from: {} as never },
      ]),
    ).rejects.toThrow()
    expect((await countsOf(here.engine, send)).states).toMatchObject({ pending: 2, sending: 0 })
    expect(await all(send, 'sending')).toEqual([])
  })

  it('looks at suppressions again when a row is claimed', async () => {
    const send = await sendOf(here.engine, 4)
    await addSuppressions(here.engine, [
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
    const counts = await countsOf(here.engine, send)
    expect(counts.excluded).toMatchObject({ unsubscribed: 1, suppressed: 1 })
    expect(counts).toEqual(await recount(here.engine, send))
  })

  it('leaves a suppressed reader in doubt who may have the letter already', async () => {
    const send = await sendOf(here.engine, 1)
    const [row] = (await claim(send)).rows as [ClaimedDelivery]
    await mark(send, row)
    await settle(send, row, 'deferred', { doubts: 1, nextAttemptAt: 0 })
    const suppression = { email: null, reason: 'unsubscribed', at: 1, source: 'web' } as const
    await addSuppressions(here.engine, [{ addressHash: reader(0).addressHash, ...suppression }])
    expect((await claim(send)).rows).toEqual([])
    expect((await countsOf(here.engine, send)).states).toMatchObject({ in_doubt: 1, deferred: 0 })
  })

  it('claims nothing of a send that is not being sent', async () => {
    const send = await sendOf(here.engine, 1)
    await here.engine.write([updateSend(here.engine, send, { state: 'cancelled' })])
    expect(await claim(send)).toEqual({ ended: true, rows: [], excluded: 0 })
  })

  it('claims nothing of a send that is paused, fresh or due, and all of it afterwards', async () => {
    const send = await sendOf(here.engine, 3)
    await here.engine.ledger.insert(send, [{ ...reader(9), notBefore: NOW - 5 }])
    await here.engine.write([updateSend(here.engine, send, { paused_at: NOW })])
    const nothing = { ended: false, paused: true, rows: [], excluded: 0 }
    expect(await claim(send)).toEqual(nothing)
    expect(await claim(send, 10, { band: 'timed' })).toEqual(nothing)
    expect(await claim(send, 10, { only: ['example.com'] })).toEqual(nothing)
    expect((await all(send, 'pending')).map(({ attempt }) => attempt)).toEqual([0, 0, 0, 0])
    await here.engine.write([updateSend(here.engine, send, { paused_at: null })])
    expect((await claim(send)).rows).toHaveLength(3)
    expect((await claim(send, 10, { band: 'timed' })).rows).toHaveLength(1)
  })

  it('claims in order, behind a position, for some domains, without others', async () => {
    const send = await sendOf(here.engine, 2)
    await here.engine.ledger.insert(send, [reader(10, 'a.example'), reader(11, 'b.example')])
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
    const send = await sendOf(here.engine, 1)
    await here.engine.ledger.insert(send, [
      { ...reader(8), notBefore: NOW + 5 },
      { ...reader(9), notBefore: NOW },
    ])
    expect((await claim(send)).rows).toHaveLength(1)
    expect((await claim(send, 10, { band: 'timed' })).rows.map(({ email }) => email)).toEqual([
      'reader9@example.com',
    ])
    expect(await nextDue(here.engine, send)).toBe(NOW + 5)
  })

  it('tells readers who wait from those whom a process has claimed', async () => {
    const send = await sendOf(here.engine, 1)
    await claim(send)
    expect(await nextDue(here.engine, send, 'without claimed')).toBeUndefined()
    expect(await nextDue(here.engine, send)).toBeGreaterThan(NOW)
  })
})
