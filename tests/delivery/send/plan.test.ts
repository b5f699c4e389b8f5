import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { addressHash } from '../../../src/audience/address.ts'
import { digestOf } from '../../../src/delivery/content.ts'
import { subscriberOf } from '../../../src/delivery/frozen-reader.ts'
import { parseStartAt } from '../../../src/delivery/start-time.ts'
import { deliveriesIn } from '../../../src/store/deliveries.ts'
import type { Engine } from '../../../src/store/engine.ts'
import { exclusionsOf } from '../../../src/store/exclusions.ts'
import { findSend, updateSend } from '../../../src/store/sends.ts'
import { addSuppressions } from '../../../src/store/suppressions.ts'
import { recount } from '../../../src/store/tallies.ts'
import { subscriber } from '../../message/letter.ts'
import { CONTENT, ISSUE, idOf, place, plan, readerAt, readers, refusal, START } from './fixture.ts'

const rowsOf = async (store: Engine, ...states: Parameters<typeof deliveriesIn>[2]) =>
  Array.fromAsync(deliveriesIn(store, await idOf(store), states))
const reasonsOf = async (store: Engine) =>
  (await Array.fromAsync(exclusionsOf(store, await idOf(store)))).map(
    ({ line, reason, detail }) => `${line} ${reason}: ${detail}`,
  )
const suppress = (store: Engine, email: string, reason: 'unsubscribed' | 'complained') =>
  addSuppressions(store, [
    { addressHash: addressHash(email), email, reason, at: START, source: 'web' },
  ])

describe('a digest of content', () => {
  it('is the same for the same data, whatever its keys’ order and kind of array', () => {
    expect(digestOf({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(digestOf({ b: [{ d: 3, c: 2 }], a: 1 }))
    expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]))
    const of = (bytes: Uint8Array) => digestOf([{ name: 'a.jpg', bytes }])
    expect(of(Buffer.from([1, 2, 3]))).toBe(of(new Uint8Array([1, 2, 3])))
    expect(of(Buffer.from([1, 2, 3]))).not.toBe(of(Buffer.from([1, 2, 4])))
  })
})

describe('a plan', () => {
  it('freezes each reader as they were when it was made', async () => {
    const here = await place()
    const made = await plan(here, readers(30))
    expect(made).toMatchObject({
      made: true,
      toSend: 30,
      started: false,
      stale: false,
      changes: [],
    })
    expect(made.some).toHaveLength(5)
    const rows = await rowsOf(here.store, 'pending')
    expect(rows).toHaveLength(30)
    const [row] = rows
    expect(subscriberOf(row?.email as string, row?.subscriber as string)).toEqual(
      subscriber({ email: row?.email as string }),
    )
    expect(made.counts).toEqual(await recount(here.store, await idOf(here.store)))
  })

  it('names each who is left out, with the line and the reason', async () => {
    const here = await place()
    await suppress(here.store, 'reader-2@example.com', 'unsubscribed')
    await suppress(here.store, 'reader-3@example.com', 'complained')
    const rows = [
      ...readers(4),
      readerAt(5, { email: 'READER-1@example.com' }),
      readerAt(6, { tags: [] }),
      { kind: 'rejected', line: 7, reason: 'the address has no @', raw: 'nobody' },
      { kind: 'rejected', line: 8, because: 'duplicate', reason: 'on line 1 already', raw: 'x' },
    ] as const
    const made = await plan(here, rows, { selection: { tags: ['member'] } })
    expect(made.toSend).toBe(2)
    expect((await reasonsOf(here.store)).sort()).toEqual([
      '2 unsubscribed: null',
      '3 suppressed: complained',
      '5 duplicate: the address is on line 1 already',
      '6 filter: without the tag member',
      '7 address: the address has no @',
      '8 duplicate: on line 1 already',
    ])
    expect(made.counts.excluded).toMatchObject({ unsubscribed: 1, suppressed: 1, duplicate: 2 })
  })

  it('is the same plan when it is made again, and reads no list for it', async () => {
    const here = await place()
    const first = await plan(here, readers(3))
    async function* unreadable(): AsyncGenerator<never> {
      yield* []
      throw new Error('the list was read')
    }
    const second = await plan(here, [], { list: unreadable() })
    expect(second).toEqual({ ...first, made: false })
  })

  it('refuses an issue that has changed since, and says what did', async () => {
    const here = await place()
    await plan(here, readers(3))
    const parts = { ...CONTENT, subject: 'another', html: 'another', list: 'another' }
    await expect(plan(here, readers(3), { parts })).rejects.toMatchObject(
      refusal(/the subject, the HTML and the list changed since/),
    )
    await expect(plan(here, readers(3), { sender: 'x@example.com' })).rejects.toMatchObject(
      refusal(/the sender changed since/),
    )
    expect(await rowsOf(here.store, 'pending')).toHaveLength(3)
  })

  it('takes changes over when told to, and leaves alone who has the letter already', async () => {
    const here = await place()
    await plan(here, readers(3))
    const id = await idOf(here.store)
    await here.store.write([updateSend(here.store, id, { state: 'sending', started_at: START })])
    const { rows } = await here.store.ledger.claim({
      sendId: id,
      band: 'fresh',
      now: START,
      leaseUntil: START + 1,
      limit: 1,
    })
    const [row] = rows
    const settled = {
      ...({ kind: 'settle', sendId: id, from: 'pending', state: 'accepted', at: START } as const),
      ...({ tries: 0, doubts: 0, firstTryAt: null, nextAttemptAt: null, reason: null } as const),
      ...{ id: row?.id as number, attempt: 1, reply: '250 ok', relay: 'mx' },
    }
    await here.store.ledger.record([settled])
    const parts = { ...CONTENT, html: 'another' }
    const again = await plan(here, readers(5), { parts, acceptChanges: true })
    expect(again).toMatchObject({ made: true, toSend: 4, changes: ['the HTML'] })
    expect(again.counts.excluded.already).toBe(1)
    expect(again.counts.states.accepted).toBe(1)
  })

  it('is made anew for another selection, without being told to', async () => {
    const here = await place()
    await plan(here, readers(10), { selection: { limit: 4 } })
    const more = await plan(here, readers(10), { selection: { limit: 6 } })
    expect(more).toMatchObject({ made: true, toSend: 6, changes: ['the selection'] })
    expect(more.counts.excluded.limit).toBe(4)
    const lines = (await rowsOf(here.store, 'pending')).map(({ email }) => email).sort()
    expect(lines).toEqual([1, 2, 3, 4, 5, 6].map((line) => `reader-${line}@example.com`))
  })

  it('chooses a few at random, the same ones for the same seed', async () => {
    const chosen = async (seed: string) => {
      const here = await place()
      await plan(here, readers(200), { selection: { sample: 20, seed } })
      return (await rowsOf(here.store, 'pending')).map(({ email }) => email).sort()
    }
    const [one, same, other] = [await chosen('a'), await chosen('a'), await chosen('b')]
    expect(one).toHaveLength(20)
    expect(same).toEqual(one)
    expect(other).not.toEqual(one)
  })

  it('waits for the hour in each reader’s own zone', async () => {
    const here = await place()
    const startAt = parseStartAt('2026-12-01 07:00', 'Europe/Madrid', true)
    const zones = ['Asia/Tokyo', '', 'America/Lima', 'Nowhere/At-All']
    const rows = zones.map((timezone, i) => readerAt(i + 1, { fields: { timezone } }))
    const made = await plan(here, rows, { selection: { startAt } })
    expect(made.starts).toEqual({
      first: Date.parse('2026-11-30T22:00Z'),
      last: Date.parse('2026-12-01T12:00Z'),
    })
  })

  it('asks again after a day, though nothing has changed', async () => {
    const here = await place()
    await plan(here, readers(1))
    here.clock.turn(23 * 3_600_000)
    expect((await plan(here, readers(1))).stale).toBe(false)
    here.clock.turn(2 * 3_600_000)
    expect((await plan(here, readers(1))).stale).toBe(true)
  })

  it('is refused while another process is at work on the issue', async () => {
    const here = await place()
    const open = new URL('../../../src/store/open.ts', import.meta.url).href
    const program = `
      const { openStore } = await import(${JSON.stringify(open)})
      const store = await openStore(${JSON.stringify(here.root)}, 'write')
      const lock = await store.lock('send-${ISSUE}')
      console.log(lock ? 'held' : 'refused')
      setInterval(() => {}, 1000)`
    const other = spawn(process.execPath, ['--input-type=module', '-e', program])
    const [said] = (await once(other.stdout, 'data')) as [Buffer]
    expect(String(said)).toBe('held\n')
    await expect(plan(here, readers(1))).rejects.toMatchObject(refusal(/another process/))
    const gone = once(other, 'exit')
    other.kill('SIGKILL')
    await gone
    expect((await plan(here, readers(1))).made).toBe(true)
  })

  it('is made from the beginning where it was stopped in the middle', async () => {
    const here = await place()
    const stop = new AbortController()
    const half = (async function* () {
      for (let line = 1; line <= 3_000; line++) {
        if (line === 2_500) stop.abort()
        yield readerAt(line)
      }
    })()
    await expect(plan(here, [], { list: half, signal: stop.signal })).rejects.toMatchObject(
      refusal(/stopped before the plan was whole/),
    )
    expect((await findSend(here.store, ISSUE))?.state).toBe('planning')
    const whole = await plan(here, readers(2_500), { parts: { ...CONTENT, html: 'mended' } })
    expect(whole).toMatchObject({ made: true, toSend: 2_500 })
    expect(whole.counts).toEqual(await recount(here.store, await idOf(here.store)))
  })

  it('of a send that is over takes in who is new on the list, and nobody twice', async () => {
    const here = await place()
    await plan(here, readers(2))
    const id = await idOf(here.store)
    await here.store.write([updateSend(here.store, id, { state: 'done', started_at: START })])
    const parts = { ...CONTENT, list: 'longer' }
    const again = await plan(here, readers(3), { parts })
    expect(again).toMatchObject({ made: true, toSend: 3, changes: [] })
    expect(await rowsOf(here.store, 'pending')).toHaveLength(3)
  })

  it('of a send that is over stays as it was where nobody is new', async () => {
    const here = await place()
    const made = await plan(here, [])
    const id = await idOf(here.store)
    await here.store.write([
      updateSend(here.store, id, { state: 'done', started_at: START, ended_at: START + 5 }),
    ])
    here.clock.turn(60_000)
    expect(await plan(here, [])).toMatchObject({
      state: 'done',
      toSend: 0,
      plannedAt: made.plannedAt,
    })
    expect(await findSend(here.store, ISSUE)).toMatchObject({ ended_at: START + 5 })
  })
})
