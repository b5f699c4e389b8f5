// How readers stand on lists: each change keeps what was before, with its source and proof.

import {
  type CompiledQuery,
  type Expression,
  type ExpressionBuilder,
  type SqlBool,
  sql,
} from 'kysely'
import type { Engine } from './engine.ts'
import type { MembershipState, SourceWay } from './list-tables.ts'
import type { Tables } from './tables.ts'

/** Of how somebody stands: the same in what is and in what was. */
const COLUMNS = ['subscriber_id', 'list', 'state', 'since', 'source_id', 'proof'] as const
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
      .columns(COLUMNS)
      .expression(
        db
          .selectFrom('memberships')
          .select(COLUMNS)
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
    .columns(COLUMNS)
    .expression(
      db
        .selectFrom('subscribers')
        .select([
          'id',
          sql<string>`cast(${list} as text)`.as('list'),
          sql<MembershipState>`cast(${state} as text)`.as('state'),
          sql<number>`cast(${since} as bigint)`.as('since'),
          sql<number>`cast(${sourceId} as bigint)`.as('source_id'),
          sql<string | null>`cast(${proof} as text)`.as('proof'),
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
export const leaveList = (
  engine: Engine,
  subscriberIds: readonly number[],
  list: string,
  standing: Standing,
): readonly CompiledQuery[] =>
  takeAway(engine, standing, ({ eb, and }) =>
    and([eb('subscriber_id', 'in', subscriberIds), eb('list', '=', list)]),
  )

/** The mailbox is gone, whatever list they stand on; what was is kept. To go into a `write`. */
export const bounceEverywhere = (
  engine: Engine,
  addressHash: string,
  standing: Omit<Standing, 'state'>,
): readonly CompiledQuery[] =>
  takeAway(engine, { ...standing, state: 'bounced' }, (eb) =>
    eb(
      'subscriber_id',
      'in',
      engine.db.selectFrom('subscribers').select('id').where('address_hash', '=', addressHash),
    ),
  )

function takeAway(
  { db }: Engine,
  { state, since, sourceId, proof }: Standing,
  who: (eb: ExpressionBuilder<Tables, 'memberships'>) => Expression<SqlBool>,
): readonly CompiledQuery[] {
  const standing = { state, since, source_id: sourceId, proof }
  return [
    db
      .insertInto('consents')
      .columns(COLUMNS)
      .expression(
        db.selectFrom('memberships').select(COLUMNS).where(who).where('state', 'not in', AWAY),
      )
      .compile(),
    db.updateTable('memberships').set(standing).where(who).where('state', 'not in', AWAY).compile(),
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
