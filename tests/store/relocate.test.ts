// A publication moved from SQLite to Postgres and back: whole, or not at all.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { depart } from '../../src/store/departures.ts'
import { beginImport } from '../../src/store/imports.ts'
import type { ClaimedDelivery } from '../../src/store/ledger.ts'
import { keepLetter } from '../../src/store/letters.ts'
import { keepLinks } from '../../src/store/links.ts'
import { changeMembership } from '../../src/store/memberships.ts'
import { openStore, STORE_FILE, type StorePlace } from '../../src/store/open.ts'
import { relocateStore } from '../../src/store/relocate.ts'
import { digestOf } from '../../src/store/rows.ts'
import { createSend, noteEvent, updateSend } from '../../src/store/sends.ts'
import { addSuppressions } from '../../src/store/suppressions.ts'
import { TABLES } from '../../src/store/transfer.ts'
import { addCalls } from '../../src/store/webhook-calls.ts'
import { emptyDatabase, endServer, reader, sendOf } from './engines.ts'

const AT = 1_700_000_000_000
afterAll(endServer)

function folder(): string {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-relocate-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  return root
}

/** Something in every table; more than one page of deliveries; texts that engines treat each in their own way. */
async function filled(place: StorePlace): Promise<void> {
  const store = await openStore(place, 'write')
  const send = await sendOf(store, 2_500)
  const { rows } = await store.ledger.claim({
    sendId: send,
    band: 'fresh',
    now: AT,
    leaseUntil: AT + 1,
    limit: 3,
  })
  const [row] = rows as [ClaimedDelivery]
  await store.ledger.record([
    {
      ...{
        kind: 'settle',
        sendId: send,
        id: row.id,
        attempt: 1,
        from: 'pending',
        state: 'accepted',
      },
      ...{ at: AT, tries: 0, doubts: 0, firstTryAt: null, nextAttemptAt: null, reason: null },
      ...{ reply: '250 한글 𝒜 nul\0 half \ud83d', relay: 'mx' },
    },
  ])
  await store.ledger.exclude(send, [
    { line: 1, email: 'x', reason: 'address' },
    { line: 2, email: 'y', reason: 'filter' },
  ])
  await store.ledger.reserve([{ kind: 'pace', name: 'p', intervalMs: 33.333, count: 1 }], AT)
  await store.ledger.reserve(
    [{ kind: 'quota', name: 'q', windowMs: 86_400_000, limit: 9, count: 4 }],
    AT,
  )
  await addSuppressions(store, [
    { addressHash: 'h', email: null, reason: 'erased', at: AT, source: 'web' },
  ])
  await store.write(keepLinks(store, 'a', [{ key: 'k', url: 'https://held.example/' }]))
  const { sourceId } = await beginImport(store, { place: 'a.csv', stamp: 's', note: '' }, AT)
  const standing = { state: 'active', since: AT, proof: null } as const
  for (const list of ['Ä', 'a', 'B', 'main'])
    await store.roll.enter({
      ...{ list, sourceId, at: AT, also: [] },
      rows: [
        {
          ...standing,
          addressHash: `h-${list}`,
          email: 'a',
          name: '',
          firstName: '',
          lang: '',
          tags: '[]',
          fields: '{}',
        },
      ],
    })
  const call = { messageId: 'm', url: 'u', event: 'e', addressHash: 'h', body: '{}', at: AT }
  await store.write([
    ...changeMembership(store, 1, 'Ä', { ...standing, state: 'unsubscribed', sourceId }),
    ...['main', 'Zoë', 'a b'].map((list) =>
      depart(store, [{ list, addressHash: 'h', email: 'a', at: AT, source: 'web' }]),
    ),
    updateSend(store, send, { paused_at: AT }),
    noteEvent(store, send, AT, 'planned'),
    keepLetter(store, 'digest', '{}', AT),
    addCalls(store, [call]),
  ])
  await store.close()
}

async function digests(place: StorePlace) {
  const store = await openStore(place, 'read')
  try {
    return Object.fromEntries(
      await Promise.all(TABLES.map(async (table) => [table, await digestOf(store.db, table)])),
    )
  } finally {
    await store.close()
  }
}

describe('a store copied to another place', () => {
  it('is there whole, in Postgres and in SQLite again, and goes on there', async () => {
    const [here, there, back] = [folder(), await emptyDatabase(), folder()]
    await filled(here)
    const before = await digests(here)
    for (const table of TABLES) expect(before[table].rows, table).toBeGreaterThan(0)
    let rows = 0
    const { tables } = await relocateStore(here, there, (_, count) => {
      rows += count
    })
    expect(rows).toBe(tables.reduce((sum, table) => sum + table.rows, 0))
    expect(await digests(there)).toEqual(before)
    await relocateStore(there, back)
    expect(await digests(back)).toEqual(before)
    for (const place of [there, back]) {
      const store = await openStore(place, 'write')
      onTestFinished(() => store.close())
      const more = {
        issue: 'next',
        state: 'planning',
        sender: 's',
        digest: '',
        parts: '',
        selection: '',
        created_at: 1,
      } as const
      expect((await createSend(store, more)).id).toBe(2)
      expect(await store.ledger.insert(2, [reader(1)])).toEqual([true])
      const id = (
        await store.db
          .selectFrom('deliveries')
          .select(({ fn }) => fn.max('id').as('id'))
          .executeTakeFirst()
      )?.id
      expect(id).toBe(2_501)
    }
  })

  it('differs where one sign of one row does', async () => {
    const here = folder()
    await filled(here)
    const before = await digests(here)
    const file = new SqliteDatabase(join(here, STORE_FILE))
    file.exec(`update deliveries set email = email || ' ' where id = 2400`)
    file.close()
    const after = await digests(here)
    expect(after.deliveries).not.toEqual(before.deliveries)
    expect({ ...after, deliveries: 0 }).toEqual({ ...before, deliveries: 0 })
  })

  it.each(['sqlite', 'postgres'] as const)(
    'is not put into one that holds something (%s)',
    async (kind) => {
      const [here, there] = [folder(), kind === 'sqlite' ? folder() : await emptyDatabase()]
      await filled(here)
      const store = await openStore(there, 'write')
      await addSuppressions(store, [
        { addressHash: 'h', email: null, reason: 'removed', at: AT, source: 'x' },
      ])
      await store.close()
      const before = await digests(there)
      await expect(relocateStore(here, there)).rejects.toThrow(/it is not empty/)
      expect(await digests(there)).toEqual(before)
      await expect(relocateStore(there, there)).rejects.toThrow(/already/)
      await expect(relocateStore(folder(), there)).rejects.toThrow(/there is no store/)
    },
  )

  it.each(['sqlite', 'postgres'] as const)(
    'is no store while half of it is there, and begins anew (%s)',
    async (kind) => {
      const [here, there] = [folder(), kind === 'sqlite' ? folder() : await emptyDatabase()]
      await filled(here)
      const cut = relocateStore(here, there, (table) => {
        if (table === 'tallies') throw new Error('the power went')
      })
      await expect(cut).rejects.toThrow('the power went')
      for (const access of ['read', 'write'] as const)
        await expect(openStore(there, access)).rejects.toThrow(/half a store is none/)
      await relocateStore(here, there)
      expect(await digests(there)).toEqual(await digests(here))
    },
  )
})
