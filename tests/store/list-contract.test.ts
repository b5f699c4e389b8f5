// The list, and what is counted for reports, over every engine there is: the same calls, the same answers.

import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importList } from '../../src/circulation/import.ts'
import {
  allDepartures,
  depart,
  departuresAmong,
  endDepartures,
} from '../../src/store/departures.ts'
import type { Engine } from '../../src/store/engine.ts'
import { exclusionsOf } from '../../src/store/exclusions.ts'
import {
  acceptedBetween,
  acceptedOver,
  figuresByDomain,
  figuresByReason,
} from '../../src/store/figures.ts'
import { groupCommits } from '../../src/store/group-commit.ts'
import type { ClaimedDelivery, Settle } from '../../src/store/ledger.ts'
import { countClick, keepLinks, linkFigures, linkOf } from '../../src/store/links.ts'
import {
  bounceEverywhere,
  changeMembership,
  historyOf,
  joinByAddress,
  leaveList,
  membershipsOf,
} from '../../src/store/memberships.ts'
import type { NewSubscriber } from '../../src/store/roll.ts'
import { allSends, eventsOf, noteEvent } from '../../src/store/sends.ts'
import { newSource, sourceId } from '../../src/store/sources.ts'
import { hasSubscribers, subscribersAmong, subscribersOn } from '../../src/store/subscribers.ts'
import {
  addCalls,
  callAgain,
  callFigures,
  dueCalls,
  endCall,
  putOffCall,
  takeCall,
} from '../../src/store/webhook-calls.ts'
import { reader as delivery, ENGINES, endServer, type Fixture, sendOf } from './engines.ts'

const AT = Date.UTC(2024, 10, 18, 6)
afterAll(endServer)

const reader = (i: number, more: Partial<NewSubscriber> = {}): NewSubscriber => ({
  addressHash: `hash-${i}`,
  email: `reader${i}@example.com`,
  name: `Reader ${i}`,
  firstName: '',
  lang: 'ko',
  tags: '["member"]',
  fields: '{}',
  state: 'active',
  since: AT,
  proof: null,
  ...more,
})

for (const [name, make] of Object.entries(ENGINES)) {
  describe(`the list in a store on ${name}`, () => {
    let fixture: Fixture
    let store: Engine
    let source: number
    beforeEach(async () => {
      fixture = await make()
      store = await fixture.open()
      source = await sourceId(store, { way: 'import', place: 'list.csv' }, AT)
    })
    afterEach(() => fixture.remove())

    const enter = (rows: readonly NewSubscriber[], list = 'main') =>
      store.roll.enter({ list, sourceId: source, at: AT, rows, also: [] })
    const on = async (wanted = {}, list = 'main') =>
      (await Array.fromAsync(subscribersOn(store, list, wanted))).map(({ email }) => email)
    const idOf = async (i: number) =>
      (await subscribersAmong(store, 'main', [`hash-${i}`])).get(`hash-${i}`)?.id as number

    it('takes readers once, and says who was new', async () => {
      expect(await hasSubscribers(store)).toBe(false)
      expect(await enter([reader(1), reader(2), reader(2)])).toEqual([true, true, false])
      expect(await enter([reader(2), reader(3)])).toEqual([false, true])
      expect(await on()).toEqual([1, 2, 3].map((i) => `reader${i}@example.com`))
      const found = await subscribersAmong(store, 'main', ['hash-2', 'hash-9'])
      expect([...found.values()]).toMatchObject([
        {
          email: 'reader2@example.com',
          lang: 'ko',
          tags: '["member"]',
          state: 'active',
          since: AT,
        },
      ])
      expect((await subscribersAmong(store, 'other', ['hash-2'])).get('hash-2')?.state).toBeNull()
    })

    it('enters nobody where something of the same transaction fails', async () => {
      const { db } = store
      const broken = db.insertInto('relays').values({ id: 1, name: 'a' }).compile()
      await expect(
        store.roll.enter({
          ...{ list: 'main', sourceId: source, at: AT, rows: [reader(1)], also: [broken, broken] },
        }),
      ).rejects.toThrow()
      expect(await on()).toEqual([])
    })

    it('is searched for a text in whatever case, signs of patterns and all', async () => {
      await enter([reader(1, { name: '100% Ana_B\\C' }), reader(2, { name: 'Ben' })])
      for (const text of ['ANA', '100%', 'a_b', 'B\\C', 'READER1@'])
        expect(await on({ text }), text).toEqual(['reader1@example.com'])
      expect(await on({ text: 'axb' })).toEqual([])
      expect(await on({ states: ['pending'] })).toEqual([])
    })

    it('keeps what a membership was before, each time it changes', async () => {
      await enter([reader(1)])
      const id = await idOf(1)
      const page = await newSource(store, { way: 'page', place: '/leave', note: 'n' }, AT + 1)
      const left = {
        state: 'unsubscribed',
        since: AT + 1,
        sourceId: page,
        proof: '{"a":1}',
      } as const
      await store.write([
        ...changeMembership(store, id, 'main', left),
        joinByAddress(store, 'hash-1', 'other', { ...left, state: 'pending', proof: null }),
      ])
      // Whoever is away stays away; what is so already is no change.
      await store.write([
        ...changeMembership(store, id, 'main', left),
        ...leaveList(store, [id], 'main', { ...left, state: 'bounced' }),
        ...bounceEverywhere(store, 'hash-1', { ...left, since: AT + 2 }),
      ])
      expect(await membershipsOf(store, id)).toEqual([
        { list: 'main', state: 'unsubscribed', since: AT + 1 },
        { list: 'other', state: 'bounced', since: AT + 2 },
      ])
      expect(
        (await historyOf(store, id)).map(({ list, state, way, proof }) => [
          list,
          state,
          way,
          proof,
        ]),
      ).toEqual([
        ['main', 'active', 'import', null],
        ['main', 'unsubscribed', 'page', '{"a":1}'],
        ['other', 'pending', 'page', null],
        ['other', 'bounced', 'page', '{"a":1}'],
      ])
    })

    it('writes down once who leaves twice in one moment', async () => {
      await enter([reader(1)])
      const id = await idOf(1)
      const left = { state: 'unsubscribed', since: AT + 1, sourceId: source, proof: null } as const
      const other = await fixture.open()
      await Promise.all(
        [store, other, store, other].map((one) =>
          one.write(changeMembership(one, id, 'main', left)),
        ),
      )
      expect(await historyOf(store, id)).toHaveLength(2)
    })

    it('makes one transaction of writes that come together, each whole or not at all', async () => {
      const grouped = groupCommits(store)
      const relay = (name: string) => store.db.insertInto('relays').values({ name }).compile()
      await store.write([relay('a')])
      const settled = await Promise.allSettled([
        grouped.write([relay('b')]),
        grouped.write([relay('c'), relay('a')]),
        grouped.write([relay('d')]),
      ])
      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      const names = await store.db.selectFrom('relays').select('name').orderBy('name').execute()
      expect(names.map((row) => row.name)).toEqual(['a', 'b', 'd'])
    })

    it('knows who left which list', async () => {
      const departure = {
        list: 'main',
        addressHash: 'h1',
        email: 'a@example.com',
        at: AT,
        source: 'web',
      }
      await store.write([depart(store, [departure, { ...departure, list: 'b-list' }])])
      await store.write([depart(store, [{ ...departure, at: AT + 9 }])])
      expect((await departuresAmong(store, ['h1', 'h2'])).get('h1')?.toSorted()).toEqual([
        'b-list',
        'main',
      ])
      expect(await Array.fromAsync(allDepartures(store))).toHaveLength(2)
      await store.write([endDepartures(store, 'h1', ['main'])])
      expect((await Array.fromAsync(allDepartures(store))).map(({ list }) => list)).toEqual([
        'b-list',
      ])
    })

    it('hands a webhook’s call to one process alone', async () => {
      const call = {
        messageId: 'm1',
        url: 'https://a.example',
        event: 'joined',
        addressHash: 'h1',
        body: '{}',
        at: AT,
      }
      await store.write([addCalls(store, [call, { ...call, messageId: 'm2' }])])
      const other = await fixture.open()
      const [first, second] = await dueCalls(store, AT, 10)
      if (!first || !second) throw new Error('two were written')
      const took = await Promise.all([store, other].map((one) => takeCall(one, first, AT + 60_000)))
      expect(took.toSorted()).toEqual([false, true])
      expect((await dueCalls(store, AT, 10)).map(({ message_id: id }) => id)).toEqual(['m2'])
      await putOffCall(store, second.id, null, 'no answer')
      expect(await callFigures(store)).toEqual([
        { url: 'https://a.example', waiting: 1, givenUp: 1, problem: 'no answer' },
      ])
      expect(await callAgain(store, AT + 5)).toBe(1)
      await endCall(store, first.id)
      expect(await dueCalls(store, AT + 5, 10)).toMatchObject([{ message_id: 'm2', attempts: 0 }])
    })

    it('takes a file of readers, names of all scripts and signs that no text should have', async () => {
      const names = ['김하나', 'Ана', '𝒜da', 'nul\0in it', 'half \ud83d a face', 'back\\u0000slash']
      const rows = names.map((text, i) => ({
        kind: 'subscriber' as const,
        line: i + 2,
        subscriber: {
          email: `r${i}@example.com`,
          name: text,
          firstName: '',
          lang: '',
          tags: [],
          fields: {},
        },
      }))
      const imported = await importList({
        ...{ store, list: 'main', isOnlyList: true, place: 'x.csv', stamp: 's', note: '' },
        ...{ rule: 'update', tags: [], dryRun: false, now: () => AT, onRejected: () => {} },
        rows: (async function* () {
          yield* rows
        })(),
      })
      expect(imported.tally.added).toBe(names.length)
      const kept = (await Array.fromAsync(subscribersOn(store, 'main'))).map((row) => row.name)
      expect(kept.slice(0, 3)).toEqual(names.slice(0, 3))
      expect(kept[5]).toBe(names[5])
    })

    it('counts for a report: over time, by domain, by reason', async () => {
      const send = await sendOf(store, 4)
      await store.ledger.insert(send, [delivery(7, 'other.example'), delivery(8, 'other.example')])
      const { rows } = await store.ledger.claim({
        ...{ sendId: send, band: 'fresh', now: AT, leaseUntil: AT + 1, limit: 9 },
      })
      const settle = (i: number, state: Settle['state'], at: number, reply: string | null) => {
        const row = rows[i] as ClaimedDelivery
        return {
          ...{
            kind: 'settle',
            sendId: send,
            id: row.id,
            attempt: row.attempt,
            from: 'pending',
            state,
            at,
          },
          ...{ tries: 0, doubts: 0, firstTryAt: null, nextAttemptAt: null, relay: 'mx' },
          ...{ reason: state === 'accepted' ? null : 'refused', reply },
        } as Settle
      }
      await store.ledger.record([
        settle(0, 'accepted', AT + 10, '250 ok'),
        settle(1, 'accepted', AT + 61_000, '250 ok'),
        settle(2, 'failed', AT + 62_000, '550 5.7.1 one says this'),
        settle(3, 'failed', AT + 62_000, '550 5.7.1 another says that'),
        settle(4, 'failed', AT + 62_000, '554 no'),
        settle(5, 'failed', AT + 62_000, 'the address cannot be sent to'),
      ])
      expect(await acceptedBetween(store, send)).toEqual({ first: AT + 10, last: AT + 61_000 })
      expect(await acceptedOver(store, send, AT, 60_000)).toEqual([
        { at: AT, accepted: 1 },
        { at: AT + 60_000, accepted: 1 },
      ])
      expect((await figuresByDomain(store, send, 1)).domains).toEqual([
        { domain: 'example.com', counts: { accepted: 2, failed: 2 }, total: 4 },
      ])
      const reasons = await figuresByReason(store, send, 9)
      expect(reasons.map(({ count }) => count)).toEqual([2, 1, 1])
      await store.write([noteEvent(store, send, AT, 'a'), noteEvent(store, send, AT, 'b')])
      expect((await eventsOf(store, send, 1)).map(({ kind }) => kind)).toEqual(['b'])
      await store.ledger.exclude(send, [{ line: 3, email: 'x', reason: 'filter' }])
      expect(await Array.fromAsync(exclusionsOf(store, send))).toMatchObject([
        { line: 3, detail: null },
      ])
      expect((await allSends(store)).map(({ id }) => id)).toEqual([send])
    })

    it('counts how often links are followed, those of an issue together', async () => {
      const links = ['a', 'b'].map((key) => ({ key, url: `https://${key}.example/` }))
      await store.write(keepLinks(store, 'one', links))
      await store.write(keepLinks(store, 'two', [{ key: 'c', url: 'https://c.example/' }]))
      await store.write([countClick(store, 'b'), countClick(store, 'b')])
      await store.write(keepLinks(store, 'one', links))
      expect(await linkOf(store, 'b')).toBe('https://b.example/')
      expect(await linkOf(store, 'none')).toBeUndefined()
      expect(await linkFigures(store, 'one')).toEqual([
        { url: 'https://b.example/', clicks: 2 },
        { url: 'https://a.example/', clicks: 0 },
      ])
    })
  })
}
