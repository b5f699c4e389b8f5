// A list that the database judges by itself: the same readers, in the same words, as where each is read and judged here.

import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { addressHash } from '../../../src/audience/address.ts'
import { storedList } from '../../../src/circulation/stored.ts'
import { subscriberOf, takeAudience } from '../../../src/delivery/audience.ts'
import type { Selection } from '../../../src/delivery/selection.ts'
import { deliveriesIn } from '../../../src/store/deliveries.ts'
import { depart } from '../../../src/store/departures.ts'
import type { Engine } from '../../../src/store/engine.ts'
import { exclusionsOf } from '../../../src/store/exclusions.ts'
import { openStore } from '../../../src/store/open.ts'
import { newSource } from '../../../src/store/sources.ts'
import { addSuppressions } from '../../../src/store/suppressions.ts'
import { countsOf, recount } from '../../../src/store/tallies.ts'
import { endServer, madeDatabase, sendOf, theServer } from '../../store/engines.ts'

const AT = Date.UTC(2024, 10, 18, 23, 59)
const LIST = 'main'
afterAll(endServer)

const TAGS = [
  [],
  ['member'],
  ['a"member'],
  ['a,"member', 'x'],
  ['member', 'vip'],
  ['한글', 'member'],
]
const FIELDS = [{}, { city: 'Cádiz "the old"', n: 3 }, { joined: 'long ago' }, { joined: null }]

async function listOf(count: number): Promise<Engine> {
  const store = await openStore(await madeDatabase(), 'write')
  onTestFinished(() => store.close())
  const sourceId = await newSource(store, { way: 'import', place: 'x' }, AT)
  const email = (i: number) => `reader${i}@${i % 3 === 0 ? 'a.example' : '한국.example'}`
  const rows = Array.from({ length: count }, (_, i) => ({
    ...{ addressHash: addressHash(email(i)), email: email(i), since: AT + i, proof: null },
    ...{
      name: i % 4 === 0 ? '' : `Ré "${i}" \\ 한`,
      firstName: i % 5 === 0 ? 'R' : '',
      lang: i % 2 ? 'ko' : '',
    },
    tags: JSON.stringify(TAGS[i % TAGS.length]),
    fields: JSON.stringify(FIELDS[i % FIELDS.length]),
    state: i % 10 === 9 ? ('unsubscribed' as const) : ('active' as const),
  }))
  await store.roll.enter({ list: LIST, sourceId, at: AT, rows, also: [] })
  const hash = (i: number) => addressHash(email(i))
  await addSuppressions(store, [
    { addressHash: hash(1), email: null, reason: 'unsubscribed', at: AT, source: 'web' },
    { addressHash: hash(2), email: null, reason: 'mailbox', at: AT, source: 'web' },
  ])
  const left = { list: LIST, email: '', at: AT, source: 'web' }
  await store.write([
    depart(
      store,
      [2, 3].map((i) => ({ ...left, addressHash: hash(i) })),
    ),
    depart(store, [{ ...left, list: 'other', addressHash: hash(4) }]),
  ])
  return store
}

async function frozen(store: Engine, send: number) {
  const rows = await Array.fromAsync(deliveriesIn(store, send, ['pending']))
  const excluded = await Array.fromAsync(exclusionsOf(store, send))
  const counts = await countsOf(store, send)
  const { already: _, ...counted } = counts.excluded
  expect({ ...counts, excluded: counted }).toEqual({
    states: (await recount(store, send)).states,
    excluded: (({ already: __, ...rest }) => rest)((await recount(store, send)).excluded),
  })
  return {
    counts,
    excluded: excluded.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    rows: rows.map(({ email, subscriber, next_attempt_at: at, domain, address_hash: key }) => ({
      ...{ at, domain, key, reader: subscriberOf(email, subscriber) },
    })),
  }
}

describe('a list that the database judges', () => {
  it.each<[string, Selection]>([
    ['all', {}],
    ['with a tag', { tags: ['member'] }],
    ['with two tags', { tags: ['member', 'vip'] }],
    ['the first few', { limit: 7 }],
    ['none', { limit: 1, tags: ['nobody has this'] }],
    ['a few at random', { sample: 9, seed: 'a seed' }],
    ['at a time', { startAt: { time: '2030-12-01T07:00', zone: 'Asia/Seoul', local: false } }],
    [
      'at a time that is past',
      { startAt: { time: '2020-12-01T07:00', zone: 'UTC', local: false } },
    ],
  ])('is the same as one that is read and judged here: %s', async (_, selection) => {
    const store = await listOf(60)
    const both = []
    for (const isStored of [true, false]) {
      const send = await sendOf(store, 0, `issue-${isStored}`)
      const list = storedList(store, LIST)
      const input = { store, list, isStored, forList: LIST, selection, clock: { now: () => AT } }
      if (isStored) input.list = (async function* () {})() as never
      await takeAudience(send, input)
      // Again: whoever has a row is only counted.
      if (selection.sample === undefined && selection.limit === undefined) {
        await takeAudience(send, { ...input, list: storedList(store, LIST) })
      }
      both.push(await frozen(store, send))
    }
    expect(both[0]).toEqual(both[1])
    if (_ === 'all') expect(both[0]?.rows.length).toBe(51)
  })

  it('leaves to us what the database cannot say', async () => {
    const store = await listOf(20)
    const send = await sendOf(store, 0)
    await takeAudience(send, {
      ...{
        store,
        list: storedList(store, LIST),
        isStored: true,
        forList: LIST,
        clock: { now: () => AT },
      },
      ...{ selection: { segment: 'koreans' }, inSegment: ({ lang }) => lang === 'ko' },
    })
    const { rows } = await frozen(store, send)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every(({ reader }) => reader.lang === 'ko')).toBe(true)
  })

  it('is stopped in the middle, and leaves nothing behind', async () => {
    const store = await listOf(20)
    const send = await sendOf(store, 0)
    const before = await frozen(store, send)
    const stop = new AbortController()
    const server = await theServer()
    const [{ name }] = (
      await sql<{ name: string }>`select current_database() as name`.execute(store.db)
    ).rows as [{ name: string }]
    // Somebody else holds what it needs: it waits, and is told to stop.
    const other = new Client(server.url(name))
    await other.connect()
    await other.query('begin')
    await other.query('lock table memberships')
    const stopped = expect(
      takeAudience(send, {
        ...{ store, list: storedList(store, LIST), isStored: true, forList: LIST },
        ...{ clock: { now: () => AT }, signal: stop.signal },
      }),
    ).rejects.toThrow(/stopped before the plan was whole/)
    const waiting = `select pid from pg_stat_activity where datname = '${name}' and wait_event_type = 'Lock'`
    for (let found: readonly unknown[] = []; found.length === 0; )
      found = await server.query(waiting)
    stop.abort()
    await stopped
    await other.end()
    expect(await frozen(store, send)).toEqual(before)
  })
})
