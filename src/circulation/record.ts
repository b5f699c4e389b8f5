// All that is held on one reader, for them to see; and forgetting it. The law asks for both.

import { addressHash } from '../audience/address.ts'
import type { Subscriber } from '../audience/subscriber.ts'
import type { Engine } from '../store/engine.ts'
import { type HistoryRow, historyOf } from '../store/memberships.ts'
import { subscribersAmong } from '../store/subscribers.ts'
import { suppress } from '../store/suppressions.ts'
import { eraseCalls } from '../store/webhook-calls.ts'
import type { Announce } from './announce.ts'
import { subscriberOfRow } from './stored.ts'

export interface HeldDelivery {
  readonly issue: string
  readonly state: string
  /** Milliseconds since 1970; null where nothing has happened yet. */
  readonly at: number | null
  readonly reply: string | null
}

export interface Held {
  readonly email: string
  readonly subscriber?: Subscriber
  readonly createdAt?: number
  readonly changedAt?: number
  /** For each list from the first to what is now. */
  readonly history: readonly HistoryRow[]
  readonly suppression?: { readonly reason: string; readonly at: number; readonly source: string }
  /** Lists that they left and that no letter goes to them for. */
  readonly departures: readonly {
    readonly list: string
    readonly at: number
    readonly source: string
  }[]
  readonly deliveries: readonly HeldDelivery[]
}

/** @returns undefined where nothing is held. @throws PressrunError `store` */
export async function heldOn(store: Engine, email: string): Promise<Held | undefined> {
  const { db } = store
  const hash = addressHash(email)
  const row = (await subscribersAmong(store, '', [hash])).get(hash)
  const suppression = await db
    .selectFrom('suppressions')
    .select(['reason', 'suppressed_at as at', 'source'])
    .where('address_hash', '=', hash)
    .executeTakeFirst()
  const departures = await db
    .selectFrom('departures')
    .select(['list', 'left_at as at', 'source'])
    .where('address_hash', '=', hash)
    .orderBy('list')
    .execute()
  const deliveries = await db
    .selectFrom('deliveries')
    .innerJoin('sends', 'sends.id', 'deliveries.send_id')
    .select(['sends.issue', 'deliveries.state', 'changed_at as at', 'reply'])
    // Each send has an index on the address.
    .where('send_id', 'in', db.selectFrom('sends').select('id'))
    .where('address_hash', '=', hash)
    .orderBy('deliveries.id')
    .execute()
  if (!row && !suppression && departures.length + deliveries.length === 0) return undefined
  return {
    email: row?.email ?? email,
    ...(row
      ? { subscriber: subscriberOfRow(row), createdAt: row.created_at, changedAt: row.changed_at }
      : {}),
    history: row ? await historyOf(store, row.id) : [],
    ...(suppression ? { suppression } : {}),
    departures,
    deliveries,
  }
}

/**
 * Forgets a reader in one transaction. What stays is a hash: so that nobody writes to the address again, and no send
 * that has reached it reaches it twice.
 * @returns whether there was anything to forget.
 * @throws PressrunError `store`
 */
export async function erase(
  store: Engine,
  email: string,
  {
    at,
    source,
    announce,
  }: { readonly at: number; readonly source: string; readonly announce?: Announce },
): Promise<boolean> {
  const { db } = store
  const hash = addressHash(email)
  const held = await heldOn(store, email)
  const ids = db.selectFrom('subscribers').select('id').where('address_hash', '=', hash)
  await store.write([
    db.deleteFrom('consents').where('subscriber_id', 'in', ids).compile(),
    db.deleteFrom('memberships').where('subscriber_id', 'in', ids).compile(),
    db.deleteFrom('subscribers').where('address_hash', '=', hash).compile(),
    db
      .updateTable('deliveries')
      .set({ email: '', domain: '', subscriber: '{}', reply: null })
      .where('send_id', 'in', db.selectFrom('sends').select('id'))
      .where('address_hash', '=', hash)
      .compile(),
    db
      .updateTable('exclusions')
      .set({ email: '', detail: null })
      .where(({ eb, fn }) => eb(fn<string>('lower', ['email']), '=', email.toLowerCase()))
      .compile(),
    db.deleteFrom('departures').where('address_hash', '=', hash).compile(),
    eraseCalls(store, hash),
    // Whoever was told of them must be told to forget them, too.
    ...(announce?.({
      ...{ type: 'erase', email, addressHash: hash, lists: [], all: true, at },
      ...{ way: 'command', place: source },
    }) ?? []),
    suppress(store, [{ addressHash: hash, email: null, reason: 'erased', at, source }]),
    db
      .updateTable('suppressions')
      .set({ email: null, reason: 'erased', suppressed_at: at, source })
      .where('address_hash', '=', hash)
      .compile(),
  ])
  return held !== undefined
}
