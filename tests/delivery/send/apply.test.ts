import { describe, expect, it } from 'vitest'
import { addressHash } from '../../../src/audience/address.ts'
import { PressrunError } from '../../../src/problem.ts'
import { deliveriesIn } from '../../../src/store/deliveries.ts'
import { findSend, updateSend } from '../../../src/store/sends.ts'
import { addSuppressions, suppressionsAmong } from '../../../src/store/suppressions.ts'
import type { DeliveryState } from '../../../src/store/tables.ts'
import { recount } from '../../../src/store/tallies.ts'
import { ISSUE, idOf, type Place, place, plan, readers, refusal } from './fixture.ts'
import { type Answer, apply, letterTo, type Scripted, scripted } from './scripted.ts'

const MINUTE = 60_000
const rowsOf = async ({ store }: Place, ...states: DeliveryState[]) =>
  Array.fromAsync(deliveriesIn(store, await idOf(store), states))
const numberOf = (email: string) => Number(/\d+/.exec(email)?.[0])

describe('a plan applied', () => {
  it('sends to everybody once, and is done', async () => {
    const here = await place()
    await plan(here, readers(500))
    const relay = scripted()
    const applied = await apply(here, relay)
    expect(applied).toMatchObject({ ending: 'done', foundInDoubt: 0 })
    expect(applied.counts.states).toMatchObject({ accepted: 500, pending: 0, sending: 0 })
    expect(relay.bodies).toHaveLength(500)
    expect(new Set(relay.bodies).size).toBe(500)
    expect(relay.most()).toBe(3)
    const send = await findSend(here.store, ISSUE)
    expect(send).toMatchObject({ state: 'done', runner: null })
    expect(applied.counts).toEqual(await recount(here.store, send?.id as number))
    const [row] = await rowsOf(here, 'accepted')
    expect(row).toMatchObject({ reply: '250 ok', relay: 'relay', attempt: 1 })
  })

  it('has `sending` on disk before the body, and `accepted` before it counts', async () => {
    const here = await place()
    await plan(here, readers(40))
    const watcher = await here.again('read')
    const id = await idOf(here.store)
    const inState = async (to: string, state: DeliveryState) =>
      (await Array.fromAsync(deliveriesIn(watcher, id, [state]))).some(({ email }) => email === to)
    const wrong: string[] = []
    const relay = scripted()
    const lane = relay.open()
    const watching = {
      ...relay,
      open: () => ({
        ...lane,
        send: (message: Parameters<typeof lane.send>[0], beforeBody: () => unknown) =>
          lane.send(message, async () => {
            if (!(await inState(message.envelope.to, 'pending'))) wrong.push('not pending before')
            const go = (await beforeBody()) as boolean
            if (!(await inState(message.envelope.to, 'sending'))) wrong.push('not sending after')
            return go
          }),
      }),
    }
    const counted: number[] = []
    await apply(here, watching, {
      onProgress: ({ counts }) => counted.push(counts.accepted),
    })
    expect(wrong).toEqual([])
    expect(counted.at(-1)).toBe(40)
  })

  it('ends the delivery of a reader without a mailbox, and suppresses the address', async () => {
    const here = await place()
    await plan(here, readers(3))
    const { counts } = await apply(
      here,
      scripted((to) => (numberOf(to) === 2 ? '550 5.1.1 no such user' : 'accept')),
    )
    expect(counts.states).toMatchObject({ accepted: 2, failed: 1 })
    expect((await rowsOf(here, 'failed'))[0]).toMatchObject({
      reason: 'mailbox',
      reply: '550 5.1.1 no such user',
    })
    const hash = addressHash('reader-2@example.com')
    expect(await suppressionsAmong(here.store, [hash])).toEqual(new Map([[hash, 'mailbox']]))
  })

  it('keeps the address of a reader whose server refuses for another reason', async () => {
    const here = await place()
    await plan(here, readers(1))
    await apply(
      here,
      scripted(() => '554 5.7.1 we do not like the content'),
    )
    expect((await rowsOf(here, 'failed'))[0]?.reason).toBe('refused')
    const hash = addressHash('reader-1@example.com')
    expect(await suppressionsAmong(here.store, [hash])).toEqual(new Map())
  })

  it('lets a reader wait who was put off, longer each time, and nobody else', async () => {
    const here = await place()
    await plan(here, readers(3))
    const times: number[] = []
    const relay = scripted((to, time) => {
      if (numberOf(to) !== 2) return 'accept'
      times.push(here.clock.now())
      return time < 4 ? '451 4.7.1 come back later' : 'accept'
    })
    const { counts } = await apply(here, relay)
    expect(counts.states.accepted).toBe(3)
    const waits = times.slice(1).map((time, i) => (time - (times[i] as number)) / MINUTE)
    expect(waits.map(Math.round)).toEqual([2, 4, 8])
  })

  it('gives up a reader who was put off too often, or for too long', async () => {
    const here = await place()
    await plan(here, readers(1))
    const relay = scripted(() => '450 4.2.1 busy')
    await apply(here, relay, { rules: { mostTries: 5 } })
    expect(relay.tried).toHaveLength(5)
    expect((await rowsOf(here, 'failed'))[0]).toMatchObject({ reason: 'expired', tries: 5 })

    const other = await place()
    await plan(other, readers(1))
    const slow = scripted(() => '450 4.2.1 busy')
    await apply(other, slow)
    expect((await rowsOf(other, 'failed'))[0]).toMatchObject({ reason: 'expired' })
    expect(slow.tried.length).toBeLessThanOrEqual(12)
  })

  it('ends without those who were put off where it shall not wait, and goes on later', async () => {
    const here = await place()
    await plan(here, readers(5))
    const relay = scripted((to, time) =>
      numberOf(to) === 2 && time === 1 ? '451 later' : 'accept',
    )
    const first = await apply(here, relay, { wait: false })
    expect(first.ending).toBe('waiting')
    expect(first.counts.states).toMatchObject({ accepted: 4, deferred: 1 })
    expect(first.nextAt).toBe((await rowsOf(here, 'deferred'))[0]?.next_attempt_at)
    here.clock.turn(3 * MINUTE)
    expect((await apply(here, relay)).counts.states.accepted).toBe(5)
  })

  it('pauses everybody in the sender’s trouble, costs nobody a try, and goes on', async () => {
    const here = await place()
    await plan(here, readers(50))
    const start = here.clock.now()
    let down = true
    const relay = scripted(() => {
      if (here.clock.now() > start + 5 * MINUTE) down = false
      return down ? 'trouble' : 'accept'
    })
    const phases: string[] = []
    const { counts } = await apply(here, relay, {
      onProgress: ({ phase }) => phases.push(phase.kind),
    })
    expect(counts.states.accepted).toBe(50)
    expect(phases).toContain('paused')
    // Three at first, then one at a time: 2, 4, 8 … 128 seconds later.
    expect(relay.tried.length - 50).toBeLessThanOrEqual(12)
    for (const { tries } of await rowsOf(here, 'accepted')) expect(tries).toBe(0)
  })

  it('gives up after a bounded time, with a clear message, and can go on', async () => {
    const here = await place()
    await plan(here, readers(10))
    const start = here.clock.now()
    await expect(
      apply(
        here,
        scripted(() => 'trouble'),
      ),
    ).rejects.toMatchObject(
      refusal(/no mail server took a message for 1[56] minutes\..*relay: connection refused/),
    )
    expect(here.clock.now() - start).toBeLessThan(25 * MINUTE)
    const password = here.clock.now()
    await expect(
      apply(
        here,
        scripted(() => '535 5.7.8 wrong password'),
      ),
    ).rejects.toMatchObject(refusal(/535 5.7.8 wrong password/))
    expect(here.clock.now() - password).toBeLessThan(5 * MINUTE)
    expect(await rowsOf(here, 'pending')).toHaveLength(10)
    expect((await apply(here, scripted())).counts.states.accepted).toBe(10)
  })

  it('stops where everything is refused, so that the rest of the list is spared', async () => {
    const here = await place()
    await plan(here, readers(200))
    const relay = scripted(() => '550 5.7.515 not authenticated')
    await expect(apply(here, relay)).rejects.toMatchObject(
      refusal(/refused 5\d messages one after the other, the last with: 550 5.7.515/),
    )
    expect((await rowsOf(here, 'pending')).length).toBeGreaterThanOrEqual(145)
    expect((await rowsOf(here, 'sending')).length).toBe(0)
  })

  it('holds in doubt what was lost after the body, and sends it again only when told to', async () => {
    const here = await place()
    await plan(here, readers(4))
    const losing = scripted((to) => (numberOf(to) === 2 ? 'lose' : 'accept'))
    const first = await apply(here, losing)
    expect(first).toMatchObject({
      ending: 'done',
      counts: { states: { in_doubt: 1, accepted: 3 } },
    })
    expect((await rowsOf(here, 'in_doubt'))[0]).toMatchObject({ reason: 'lost', doubts: 1 })

    const other = await place()
    await plan(other, readers(4))
    const relay = scripted((to, time) => (numberOf(to) === 2 && time < 3 ? 'lose' : 'accept'))
    const again = await apply(other, relay, { rules: { onInDoubt: 'resend' } })
    expect(again.counts.states.accepted).toBe(4)
    expect(relay.bodies.filter((to) => numberOf(to) === 2)).toHaveLength(3)
  })

  it('puts few in doubt where a server drops all that it is given', async () => {
    const here = await place()
    await plan(here, readers(1_000))
    await expect(
      apply(
        here,
        scripted(() => 'lose'),
      ),
    ).rejects.toMatchObject(refusal(/connection lost/))
    expect((await rowsOf(here, 'in_doubt')).length).toBeLessThan(20)
  })

  it('does not call failed who may have the letter from an earlier attempt', async () => {
    const here = await place()
    await plan(here, readers(2))
    const relay = scripted((to, time) =>
      numberOf(to) === 1 ? 'accept' : time === 1 ? 'lose' : '554 no more',
    )
    await apply(here, relay, { rules: { onInDoubt: 'resend' } })
    expect(await rowsOf(here, 'in_doubt')).toMatchObject([
      { reason: 'refused', reply: '554 no more' },
    ])
  })

  it('names in doubt what a process left in `sending`, and holds it', async () => {
    const here = await place()
    await plan(here, readers(6))
    const id = await idOf(here.store)
    await here.store.write([updateSend(here.store, id, { state: 'sending' })])
    const now = here.clock.now()
    const { rows } = await here.store.ledger.claim({
      ...{ sendId: id, band: 'fresh', now, leaseUntil: now + 600_000, limit: 4 },
    })
    const marks = rows.slice(0, 2).map((row) => ({
      ...{ kind: 'mark', sendId: id, id: row.id, attempt: 1, from: 'pending', at: now },
    })) as never
    await here.store.ledger.record(marks)
    const relay = scripted()
    const applied = await apply(here, relay)
    expect(applied).toMatchObject({ foundInDoubt: 2, ending: 'done' })
    expect(applied.counts.states).toMatchObject({ accepted: 4, in_doubt: 2 })
    const held = await rowsOf(here, 'in_doubt')
    expect(held.map(({ email }) => email).sort()).toEqual(
      rows
        .slice(0, 2)
        .map(({ email }) => email)
        .sort(),
    )
    expect(held[0]).toMatchObject({ reason: 'ended', doubts: 1 })
    expect(relay.bodies).not.toContain(held[0]?.email)
  })

  it('lets nobody have a message claimed after they left', async () => {
    const here = await place()
    await plan(here, readers(100))
    const left = Array.from({ length: 100 }, (_, i) => `reader-${i + 1}@example.com`)
    let gone = new Set<string>()
    const relay: Scripted = scripted(async (): Promise<Answer> => {
      if (relay.tried.length !== 20) return 'accept'
      gone = new Set(left.filter((email) => !relay.tried.includes(email)))
      const suppressions = [...gone].map((email) => ({
        ...{ addressHash: addressHash(email), email, reason: 'unsubscribed', at: 1, source: 'web' },
      })) as never
      await addSuppressions(here.store, suppressions)
      return 'accept'
    })
    const { counts } = await apply(here, relay)
    // A batch had been claimed by then, and what was ready for the lanes.
    expect(relay.bodies.length).toBeLessThanOrEqual(20 + 12 + 3)
    expect(counts.excluded.unsubscribed).toBe(100 - relay.bodies.length)
    expect(counts.states).toMatchObject({ pending: 0, accepted: relay.bodies.length })
  })

  it('ends a reader’s delivery whose message cannot be made or carried', async () => {
    const here = await place()
    await plan(here, readers(3))
    const relay = scripted((to) => (numberOf(to) === 3 ? 'unsendable' : 'accept'))
    await apply(here, relay, {
      async make(subscriber) {
        if (numberOf(subscriber.email) === 2)
          throw new PressrunError({ code: 'message', message: 'a value holds a line break' })
        return letterTo(subscriber)
      },
    })
    expect(
      (await rowsOf(here, 'failed')).map(({ reason, reply }) => [reason, reply]).sort(),
    ).toEqual([
      ['message', 'a value holds a line break'],
      ['unsendable', 'no SMTPUTF8'],
    ])
  })
})
