// What becomes of rows, and what is counted of them, is the same on every engine.

import { afterAll, expect, it } from 'vitest'
import { bringForward, clearPlan, dropClaims, endSend } from '../../src/store/deliveries.ts'
import type { ClaimedDelivery } from '../../src/store/ledger.ts'
import { countAgain, leaveInDoubt, sendAgain, waitNoLonger } from '../../src/store/put-back.ts'
import { findSend } from '../../src/store/sends.ts'
import {
  addSuppressions,
  allSuppressions,
  removeSuppressions,
  suppressionsAmong,
} from '../../src/store/suppressions.ts'
import { countsOf, recount } from '../../src/store/tallies.ts'
import { NOW, onEachEngine } from './contract.ts'
import { endServer, sendOf } from './engines.ts'

afterAll(endServer)

onEachEngine('deliveries', (here) => {
  const { claim, mark, settle, all } = here

  it('suppresses an address in the transaction that settles its delivery', async () => {
    const send = await sendOf(here.engine, 1)
    const [row] = (await claim(send)).rows as [ClaimedDelivery]
    await mark(send, row)
    const suppress = {
      addressHash: 'hash-000000',
      email: row.email,
      reason: 'mailbox',
      source: 's',
    } as const
    await settle(send, { ...row, attempt: 7 }, 'failed', { suppress })
    expect(await suppressionsAmong(here.engine, ['hash-000000'])).toEqual(new Map())
    await settle(send, row, 'failed', { suppress })
    expect(await suppressionsAmong(here.engine, ['hash-000000', 'hash-x'])).toEqual(
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
    await addSuppressions(here.engine, [one])
    await addSuppressions(here.engine, [
      { ...one, reason: 'complained' },
      { ...one, addressHash: 'h2' },
    ])
    expect(await Array.fromAsync(allSuppressions(here.engine))).toEqual([
      one,
      { ...one, addressHash: 'h2' },
    ])
    expect(await removeSuppressions(here.engine, ['h1', 'h9'])).toBe(1)
  })

  it('keeps tallies that agree with the rows, whatever happens to them', async () => {
    const send = await sendOf(here.engine, 12)
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
    expect(await countsOf(here.engine, send)).toEqual(await recount(here.engine, send))
    await here.engine.write(leaveInDoubt(here.engine, send))
    await here.engine.write(sendAgain(here.engine, send, 'failed', NOW))
    const counts = await countsOf(here.engine, send)
    expect(counts).toEqual(await recount(here.engine, send))
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
    const send = await sendOf(here.engine, 4)
    const { rows } = await claim(send)
    for (const row of rows) await mark(send, row)
    const reasons = ['mailbox', 'refused', 'refused'] as const
    for (const [i, reason] of reasons.entries())
      await settle(send, rows[i] as ClaimedDelivery, 'failed', { reason, tries: 3 })
    await settle(send, rows[3] as ClaimedDelivery, 'deferred', { nextAttemptAt: NOW + 9_000 })
    expect(await countAgain(here.engine, send, 'failed')).toEqual({ again: 2, noMailbox: 1 })
    await here.engine.write([
      ...sendAgain(here.engine, send, 'failed', NOW),
      waitNoLonger(here.engine, send, NOW),
    ])
    const counts = await countsOf(here.engine, send)
    expect(counts).toEqual(await recount(here.engine, send))
    expect(counts.states).toMatchObject({ failed: 1, deferred: 3 })
    const again = await claim(send, 10, { band: 'timed' })
    expect(again.rows.map(({ tries }) => tries)).toEqual([0, 0, 0])
  })

  it('drops claims that a dead process left, and brings waiting ones forward', async () => {
    const send = await sendOf(here.engine, 2)
    const { rows } = await claim(send)
    const [left, waits] = rows as [ClaimedDelivery, ClaimedDelivery]
    await settle(send, waits, 'deferred', { from: 'pending', nextAttemptAt: NOW + 5_000_000 })
    await here.engine.write([
      dropClaims(here.engine, send),
      bringForward(here.engine, send, 3_600_000),
    ])
    const [deferred] = await all(send, 'deferred')
    expect(deferred?.next_attempt_at).toBe(NOW + 1_400_000)
    expect((await claim(send)).rows).toMatchObject([{ id: left.id, attempt: 2 }])
  })

  it('ends a send only when nothing is left to do', async () => {
    const send = await sendOf(here.engine, 1)
    expect(await endSend(here.engine, send, NOW)).toBe(false)
    const [row] = (await claim(send)).rows as [ClaimedDelivery]
    await mark(send, row)
    expect(await endSend(here.engine, send, NOW)).toBe(false)
    await settle(send, row, 'accepted')
    expect(await endSend(here.engine, send, NOW)).toBe(true)
    expect(await endSend(here.engine, send, NOW)).toBe(false)
    expect(await findSend(here.engine, 'an-issue')).toMatchObject({ state: 'done', ended_at: NOW })
  })

  it('takes a plan back without touching what was tried', async () => {
    const send = await sendOf(here.engine, 5)
    const { rows } = await claim(send, 2)
    const [tried, held] = rows as [ClaimedDelivery, ClaimedDelivery]
    await settle(send, tried, 'deferred', { from: 'pending', tries: 1, nextAttemptAt: NOW })
    await here.engine.ledger.record([
      { kind: 'release', id: held.id, attempt: held.attempt, nextAttemptAt: 0 },
    ])
    await here.engine.ledger.exclude(send, [
      { line: 4, email: 'x', reason: 'address', detail: 'the address has no @' },
      { line: 5, email: 'y', reason: 'already' },
    ])
    expect((await countsOf(here.engine, send)).excluded).toMatchObject({ address: 1, already: 1 })
    await clearPlan(here.engine, send)
    const counts = await countsOf(here.engine, send)
    expect(counts).toEqual(await recount(here.engine, send))
    expect(counts.states).toMatchObject({ pending: 0, deferred: 1 })
    expect(counts.excluded).toMatchObject({ address: 0, already: 0 })
  })
})
