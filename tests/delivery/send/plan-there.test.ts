// A list that the database judges by itself: the same readers, in the same words, as where each is read and judged here.

import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { storedList } from '../../../src/circulation/stored.ts'
import { takeAudience } from '../../../src/delivery/audience.ts'
import type { Selection } from '../../../src/delivery/selection.ts'
import { endServer, sendOf, theServer } from '../../store/engines.ts'
import { AT, frozen, LIST, listOf } from './there.ts'

afterAll(endServer)

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
