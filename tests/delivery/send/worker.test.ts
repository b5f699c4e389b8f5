// One send, several workers: what holds for one machine holds for all of them together.

import { afterAll, describe, expect, it } from 'vitest'
import { addressHash } from '../../../src/audience/address.ts'
import { applyPlan } from '../../../src/delivery/apply.ts'
import { cancelSend } from '../../../src/delivery/cancel.ts'
import { steadyClock } from '../../../src/delivery/clock.ts'
import { pauseSend, resumeSend } from '../../../src/delivery/pause.ts'
import { statusOf } from '../../../src/delivery/status.ts'
import { openStore } from '../../../src/store/open.ts'
import { addSuppressions } from '../../../src/store/suppressions.ts'
import { countsOf, recount } from '../../../src/store/tallies.ts'
import { allWorkers, enrol } from '../../../src/store/workers.ts'
import { endServer, theServer } from '../../store/engines.ts'
import { readers } from './fixture.ts'
import { letterTo, scripted } from './scripted.ts'
import { ISSUE, type Shared, shared } from './workers.ts'

afterAll(endServer)
const READERS = 500

describe('a send by workers', () => {
  it('serves each reader once, whoever claims them, and ends by itself', async () => {
    const here = await shared()
    await here.plan(readers(READERS))
    await addSuppressions(here.store, [
      {
        addressHash: addressHash('reader-7@example.com'),
        email: null,
        reason: 'complained',
        at: 1,
        source: 'web',
      },
    ])
    await here.give()
    const relays = [
      scripted(undefined, { name: 'a' }),
      scripted(undefined, { name: 'b' }),
      scripted(undefined, { name: 'c' }),
    ]
    const workers = await Promise.all(relays.map((relay) => here.worker(relay)))
    const { id, state } = await here.over()
    expect(state).toBe('done')
    const bodies = relays.flatMap((relay) => relay.bodies)
    expect(bodies).toHaveLength(READERS - 1)
    expect(new Set(bodies).size).toBe(READERS - 1)
    for (const relay of relays) expect(relay.bodies.length, relay.name).toBeGreaterThan(0)
    const counts = await countsOf(here.store, id)
    expect(counts).toEqual(await recount(here.store, id))
    expect(counts.states.accepted).toBe(READERS - 1)
    for (const worker of workers) worker.stop()
    const ended = await Promise.all(workers.map((worker) => worker.ended))
    expect(ended.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(READERS - 1)
    expect(await allWorkers(here.store)).toEqual([])
  })

  it('can be begun on several machines in the same moment', async () => {
    const { place } = await shared()
    const stores = await Promise.all([1, 2, 3, 4].map(() => openStore(place, 'write')))
    const batches = await Promise.all(stores.map((store) => store.batches?.()))
    expect(await batches[0]?.hasOpen(1)).toBe(false)
    for (const one of batches) await one?.close()
    for (const store of stores) await store.close()
  })

  it('tries again who was put off, and knows who has no mailbox', async () => {
    const here = await shared()
    await here.plan(readers(40))
    await here.give()
    const relay = scripted((to, time) =>
      to.startsWith('reader-3@')
        ? '550 5.1.1 no'
        : time === 1 && to.endsWith('5@example.com')
          ? '451 later'
          : 'accept',
    )
    await here.worker(relay, { rules: { backoff: { firstMs: 50, mostMs: 50, jitter: 0 } } })
    const { id } = await here.over()
    expect((await countsOf(here.store, id)).states).toMatchObject({ accepted: 39, failed: 1 })
  })

  it('is cancelled for all of them within seconds', async () => {
    const here = await shared()
    await here.plan(readers(READERS))
    await here.give()
    const { relays, workers } = await twoAtWork(here)
    await cancelSend(here.store, ISSUE, steadyClock())
    const at = performance.now()
    const said = () =>
      workers.every(({ words }) => words.some((word) => word.includes('not to be sent any more')))
    while (!said()) await new Promise((resolve) => setImmediate(resolve))
    expect(performance.now() - at).toBeLessThan(5_000)
    for (const worker of workers) worker.stop()
    await Promise.all(workers.map(({ ended }) => ended))
    const { id } = await here.send()
    const { states } = await countsOf(here.store, id)
    expect(states).toMatchObject({
      sending: 0,
      accepted: relays.flatMap(({ bodies }) => bodies).length,
    })
    expect(states.pending).toBeGreaterThan(0)
  })

  it('is paused for all of them within seconds, and goes on for all when it is resumed', async () => {
    const here = await shared()
    await here.plan(readers(READERS))
    await here.give()
    const { relays, workers } = await twoAtWork(here)
    const bodies = () => relays.flatMap((relay) => relay.bodies)
    const turn = () => new Promise((resolve) => setImmediate(resolve))
    await pauseSend(here.store, ISSUE, steadyClock())
    const at = performance.now()
    const held = () => workers.every(({ words }) => words.some((word) => /is paused/.test(word)))
    while (!held()) await turn()
    expect(performance.now() - at).toBeLessThan(5_000)
    const then = bodies().length
    expect(then).toBeLessThan(READERS)
    const { db } = here.store
    const kept = db.selectFrom('deliveries').select('id').where('claimed', '=', 1)
    expect(await kept.execute()).toEqual([])
    // Several beats of each of them.
    const seen = (await allWorkers(here.store)).map(({ seen_at }) => seen_at)
    while (
      (await allWorkers(here.store)).some(({ seen_at }, i) => seen_at < (seen[i] ?? 0) + 1_000)
    )
      await turn()
    expect(bodies()).toHaveLength(then)
    expect(await statusOf(here.store, ISSUE, steadyClock())).toMatchObject({
      ...{ state: 'sending', running: true, pausedAt: expect.any(Number) },
    })
    await resumeSend(here.store, ISSUE, steadyClock())
    const { id, state } = await here.over()
    expect(state).toBe('done')
    expect(bodies()).toHaveLength(READERS)
    expect(new Set(bodies()).size).toBe(READERS)
    expect((await countsOf(here.store, id)).states).toMatchObject({
      accepted: READERS,
      in_doubt: 0,
    })
    for (const relay of relays) expect(relay.bodies.length).toBeGreaterThan(5)
  })

  it('goes on with what a worker had only claimed, and names what it was in the middle of', async () => {
    const here = await shared()
    await here.plan(readers(30))
    await here.give()
    const { id: send } = await here.send()
    // It claimed five, began one, and was never heard of again.
    const now = Date.now()
    const gone = await enrol(
      here.store,
      { name: 'gone', relay: null, version: '0' },
      now - 3_600_000,
    )
    const { rows } = await here.store.ledger.claim({
      ...{ sendId: send, band: 'fresh', now, leaseUntil: now + 3_600_000, limit: 5, worker: gone },
    })
    const [first] = rows
    if (!first) throw new Error('nobody was claimed')
    const mark = {
      kind: 'mark',
      sendId: send,
      id: first.id,
      attempt: first.attempt,
      from: first.state,
      at: now,
    } as const
    expect(await here.store.ledger.record([mark])).toEqual([true])
    const relay = scripted()
    const { words } = await here.worker(relay)
    await here.over()
    expect(words.join()).toContain('worker gone is gone')
    expect((await countsOf(here.store, send)).states).toMatchObject({ accepted: 29, in_doubt: 1 })
    expect(relay.bodies).not.toContain(first.email)
    // It comes back: it settles nothing, and begins no body.
    const [stale] = rows.slice(1)
    if (!stale) throw new Error('only one was claimed')
    expect(
      await here.store.ledger.record([
        { ...mark, id: stale.id, attempt: stale.attempt, from: stale.state },
        {
          ...{
            kind: 'settle',
            sendId: send,
            id: first.id,
            attempt: first.attempt,
            from: 'sending',
            at: now,
          },
          ...{ state: 'accepted', tries: 0, doubts: 0, firstTryAt: null, nextAttemptAt: null },
          ...{ reason: null, reply: '250', relay: 'x' },
        },
      ]),
    ).toEqual([false, false])
  })

  it('keeps limits for all of them together', async () => {
    const here = await shared()
    await here.plan(readers(24))
    await here.give()
    const limits = { connections: 3, messagesPerConnection: 100, perSecond: 20 }
    const at: number[] = []
    const note = () => {
      at.push(performance.now())
      return 'accept' as const
    }
    for (const name of ['a', 'b', 'c']) await here.worker(scripted(note, { name }), { limits })
    await here.over()
    for (const [i, first] of at.entries())
      expect(at.filter((one, k) => k >= i && one < first + 1_000).length).toBeLessThanOrEqual(21)
  })

  it('divides what may be under way to a domain at once among those who are there', async () => {
    const here = await shared()
    const limits = {
      ...{ connections: 9, messagesPerConnection: 100 },
      domains: { 'example.com': { connections: 4 } },
    }
    let now = 0
    let most = 0
    // As many as may be: the first ones wait for the others.
    const all = Promise.withResolvers<void>()
    const busy = async () => {
      most = Math.max(most, ++now)
      if (now === 4) all.resolve()
      await all.promise
      await new Promise((resolve) => setTimeout(resolve, 1))
      now--
      return 'accept' as const
    }
    const names = ['a', 'b']
    const relays = names.map((name) => scripted(busy, { name, lanes: 9 }))
    for (const relay of relays) await here.worker(relay, { limits })
    // Each has seen the other.
    const seen = async () => (await allWorkers(here.store)).map(({ seen_at: at }) => at)
    while ((await seen()).length < 2);
    const before = await seen()
    while ((await seen()).some((at, i) => at === before[i]));
    await here.plan(readers(600))
    await here.give()
    await here.over()
    expect(most).toBe(4)
    for (const relay of relays) expect(relay.bodies.length, relay.name).toBeGreaterThan(1)
  })

  it('is seen: who is at it, and how far', async () => {
    const here = await shared()
    await here.plan(readers(10))
    await here.give()
    expect(await statusOf(here.store, ISSUE, steadyClock())).toMatchObject({
      running: false,
      workers: [],
    })
    const working = Promise.withResolvers<void>()
    const hold = Promise.withResolvers<void>()
    await here.worker(
      scripted(
        async () => {
          working.resolve()
          await hold.promise
          return 'accept' as const
        },
        { name: 'mail-1' },
      ),
      { relay: 'mail-1' },
    )
    await working.promise
    expect(await statusOf(here.store, ISSUE, steadyClock())).toMatchObject({
      running: true,
      workers: [{ name: 'mail-1', relay: 'mail-1', accepted: 0 }],
    })
    hold.resolve()
    await here.over()
  })

  it('is theirs alone: no single process takes it over, plans it anew, or is given half of it', async () => {
    const here = await shared()
    const plan = await here.plan(readers(10))
    await here.give()
    await here.give()
    const [{ count }] = (await (
      await theServer()
    ).query<{ count: string }>(
      'select count(*) from pressrun_jobs.job',
      new URL(here.place.secrets.databaseUrl as string).pathname.slice(1),
    )) as [{ count: string }]
    expect(Number(count)).toBe(1)
    await expect(
      applyPlan({
        ...{ store: here.store, issue: ISSUE, agreed: plan, make: letterTo, relays: [] },
        ...{ limits: { connections: 1, messagesPerConnection: 1 }, clock: steadyClock() },
        ...{ random: () => 0, stop: new AbortController().signal },
      }),
    ).rejects.toThrow(/workers are sending a-letter/)
    await expect(here.plan(readers(12), { selection: { limit: 3 } })).rejects.toThrow(
      /workers are sending/,
    )
  })
})

/** Two workers in the middle of it, with most of it before them, however late the second one begins. */
async function twoAtWork(here: Shared) {
  const busy = Promise.withResolvers<void>()
  const slow = async () => {
    if (relays.every(({ tried }) => tried.length > 5)) busy.resolve()
    await new Promise((resolve) =>
      setTimeout(resolve, relays.every(({ tried }) => tried.length > 0) ? 20 : 200),
    )
    return 'accept' as const
  }
  const relays = [scripted(slow, { name: 'a' }), scripted(slow, { name: 'b' })]
  const workers = await Promise.all(relays.map((relay) => here.worker(relay)))
  await busy.promise
  return { relays, workers }
}
