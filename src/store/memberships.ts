// How readers stand on lists: each change keeps what was before, with its source and proof.

import { type CompiledQuery, sql } from 'kysely'
import type { Engine } from './engine.ts'
import type { MembershipState, SourceWay } from './list-tables.ts'

/** As many as go into one statement. */
const CHUNK = 500

export interface Standing {
  readonly state: MembershipState
  readonly since: number
  readonly sourceId: number
  /** JSON. */
  readonly proof: string | null
}

/** Another state than one of `unless`, which stay; what was is kept. To go into a `write`. */
export function changeMembership(
  { db }: Engine,
  subscriberId: number,
  list: string,
  { state, since, sourceId, proof }: Standing,
  unless: readonly MembershipState[] = [],
): readonly CompiledQuery[] {
  const kept = [...unless, state]
  return [
    db
      .insertInto('consents')
      .columns(['subscriber_id', 'list', 'state', 'since', 'source_id', 'proof'])
      .expression(
        db
          .selectFrom('memberships')
          .select(['subscriber_id', 'list', 'state', 'since', 'source_id', 'proof'])
          .where('subscriber_id', '=', subscriberId)
          .where('list', '=', list)
          .where('state', 'not in', kept),
      )
      .compile(),
    db
      .insertInto('memberships')
      .values({ subscriber_id: subscriberId, list, state, since, source_id: sourceId, proof })
      .onConflict((conflict) =>
        conflict
          .columns(['subscriber_id', 'list'])
          .doUpdateSet({ state, since, source_id: sourceId, proof })
          .where('memberships.state', 'not in', kept),
      )
      .compile(),
  ]
}

/** Whoever joined in this very transaction, on one more list. To go into a `write`. */
export const joinByAddress = (
  { db }: Engine,
  addressHash: string,
  list: string,
  { state, since, sourceId, proof }: Standing,
): CompiledQuery =>
  db
    .insertInto('memberships')
    .columns(['subscriber_id', 'list', 'state', 'since', 'source_id', 'proof'])
    .expression(
      db
        .selectFrom('subscribers')
        .select([
          'id',
          sql<string>`${list}`.as('list'),
          sql<MembershipState>`${state}`.as('state'),
          sql<number>`${since}`.as('since'),
          sql<number>`${sourceId}`.as('source_id'),
          sql<string | null>`${proof}`.as('proof'),
        ])
        .where('address_hash', '=', addressHash),
    )
    .onConflict((conflict) => conflict.doNothing())
    .compile()

/** How a reader stands whom no letter of that list goes to. */
export const AWAY = ['unsubscribed', 'bounced', 'complained'] as const
export const isAway = (state: MembershipState | null | undefined): boolean =>
  AWAY.some((one) => one === state)

/**
 * Many readers of one list to one standing, but for those who are away already; what was is kept. To go into a
 * `write`.
 */
export function leaveList(
  { db }: Engine,
  subscriberIds: readonly number[],
  list: string,
  { state, since, sourceId, proof }: Standing,
): readonly CompiledQuery[] {
  return [
    db
      .insertInto('consents')
      .columns(['subscriber_id', 'list', 'state', 'since', 'source_id', 'proof'])
      .expression(
        db
          .selectFrom('memberships')
          .select(['subscriber_id', 'list', 'state', 'since', 'source_id', 'proof'])
          .where('subscriber_id', 'in', subscriberIds)
          .where('list', '=', list)
          .where('state', 'not in', AWAY),
      )
      .compile(),
    db
      .updateTable('memberships')
      .set({ state, since, source_id: sourceId, proof })
      .where('subscriber_id', 'in', subscriberIds)
      .where('list', '=', list)
      .where('state', 'not in', AWAY)
      .compile(),
  ]
}

/** The mailbox is gone, whatever list they stand on; what was is kept. To go into a `write`. */
export function bounceEverywhere(
  { db }: Engine,
  addressHash: string,
  { since, sourceId, proof }: Omit<Standing, 'state'>,
): readonly CompiledQuery[] {
  const ids = db.selectFrom('subscribers').select('id').where('address_hash', '=', addressHash)
  return [
    db
      .insertInto('consents')
      .columns(['subscriber_id', 'list', 'state', 'since', 'source_id', 'proof'])
      .expression(
        db
          .selectFrom('memberships')
          .select(['subscriber_id', 'list', 'state', 'since', 'source_id', 'proof'])
          .where('subscriber_id', 'in', ids)
          .where('state', 'not in', AWAY),
      )
      .compile(),
    db
      .updateTable('memberships')
      .set({ state: 'bounced', since, source_id: sourceId, proof })
      .where('subscriber_id', 'in', ids)
      .where('state', 'not in', AWAY)
      .compile(),
  ]
}

export interface Membership {
  readonly list: string
  readonly state: MembershipState
  readonly since: number
}

/** @throws PressrunError `store` */
export async function membershipsAmong(
  { db }: Engine,
  subscriberIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Membership[]>> {
  const found = new Map<number, Membership[]>()
  for (let i = 0; i < subscriberIds.length; i += CHUNK) {
    const rows = await db
      .selectFrom('memberships')
      .select(['subscriber_id', 'list', 'state', 'since'])
      .where('subscriber_id', 'in', subscriberIds.slice(i, i + CHUNK))
      .orderBy('list')
      .execute()
    for (const { subscriber_id: id, ...membership } of rows)
      found.set(id, [...(found.get(id) ?? []), membership])
  }
  return found
}

/** @throws PressrunError `store` */
export const membershipsOf = async (
  engine: Engine,
  subscriberId: number,
): Promise<readonly Membership[]> =>
  (await membershipsAmong(engine, [subscriberId])).get(subscriberId) ?? []

export interface Source {
  readonly way: SourceWay
  readonly place: string
  readonly note?: string
}

/** The one source for a way and a place, made where there is none. @throws PressrunError `store` */
export async function sourceId(
  engine: Engine,
  { way, place, note = '' }: Source,
  at: number,
): Promise<number> {
  const { db } = engine
  const find = () =>
    db
      .selectFrom('sources')
      .select('id')
      .where('way', '=', way)
      .where('place', '=', place)
      .where('note', '=', note)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
  // Sources stay for ever, and most changes come from the same few.
  const known = knownSources(engine)
  const key = `${way}\0${place}\0${note}`
  const id =
    known.get(key) ?? (await find())?.id ?? (await newSource(engine, { way, place, note }, at))
  if (known.size < MOST_KNOWN) known.set(key, id)
  return id
}

const MOST_KNOWN = 1_000
const sources = new WeakMap<Engine['db'], Map<string, number>>()

function knownSources({ db }: Engine): Map<string, number> {
  const there = sources.get(db) ?? new Map<string, number>()
  sources.set(db, there)
  return there
}

/** @returns its id. @throws PressrunError `store` */
export async function newSource(
  engine: Engine,
  { way, place, note = '' }: Source,
  at: number,
): Promise<number> {
  const { db } = engine
  await engine.write([db.insertInto('sources').values({ way, place, note, at }).compile()])
  const { id } = await db
    .selectFrom('sources')
    .select(({ fn }) => fn.max('id').as('id'))
    .where('way', '=', way)
    .where('place', '=', place)
    .where('at', '=', at)
    .executeTakeFirstOrThrow()
  return id
}

export interface HistoryRow extends Omit<Standing, 'sourceId'> {
  readonly list: string
  readonly way: SourceWay
  readonly place: string
  readonly note: string
}

/** From the first to what is now, for each list. @throws PressrunError `store` */
export async function historyOf(
  { db }: Engine,
  subscriberId: number,
): Promise<readonly HistoryRow[]> {
  const past = db
    .selectFrom('consents')
    .select(['list', 'state', 'since', 'source_id', 'proof', 'id as place_in_time'])
    .where('subscriber_id', '=', subscriberId)
  const now = db
    .selectFrom('memberships')
    .select([
      'list',
      'state',
      'since',
      'source_id',
      'proof',
      sql<number>`9007199254740991`.as('place_in_time'),
    ])
    .where('subscriber_id', '=', subscriberId)
  return db
    .selectFrom(past.unionAll(now).as('all_of_it'))
    .innerJoin('sources', 'sources.id', 'all_of_it.source_id')
    .select([
      'all_of_it.list',
      'all_of_it.state',
      'all_of_it.since',
      'all_of_it.proof',
      'sources.way',
      'sources.place',
      'sources.note',
    ])
    .orderBy('all_of_it.list')
    .orderBy('all_of_it.place_in_time')
    .execute()
}
