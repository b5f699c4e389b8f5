// Counts by state, as the ledger keeps them.

import type { CompiledQuery } from 'kysely'
import type { Engine } from './engine.ts'
import {
  DELIVERY_STATES,
  type DeliveryState,
  EXCLUSION_REASONS,
  type ExclusionReason,
} from './tables.ts'

export interface Counts {
  readonly states: Readonly<Record<DeliveryState, number>>
  readonly excluded: Readonly<Record<ExclusionReason, number>>
}

/** @throws PressrunError `store` */
export async function countsOf({ db }: Engine, sendId: number): Promise<Counts> {
  const rows = await db.selectFrom('tallies').selectAll().where('send_id', '=', sendId).execute()
  const of = (state: string, reason = '') =>
    rows.reduce(
      (sum, row) => sum + (row.state === state && row.reason === reason ? row.count : 0),
      0,
    )
  return {
    states: record(DELIVERY_STATES, (state) => of(state)),
    excluded: record(EXCLUSION_REASONS, (reason) => of('excluded', reason)),
  }
}

const record = <K extends string>(keys: readonly K[], of: (key: K) => number) =>
  Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<K, number>

/** For whoever changes a state: goes into the same `write`. */
export function tallyBy(
  { db }: Engine,
  sendId: number,
  state: DeliveryState | 'excluded',
  count: number,
  reason = '',
): CompiledQuery {
  return db
    .insertInto('tallies')
    .values({ send_id: sendId, state, reason, count })
    .onConflict((conflict) =>
      conflict
        .columns(['send_id', 'state', 'reason', 'part'])
        .doUpdateSet((eb) => ({ count: eb('tallies.count', '+', eb.ref('excluded.count')) })),
    )
    .compile()
}

/**
 * What the tallies should be, by counting. For tests, and for whoever doubts.
 * @throws PressrunError `store`
 */
export async function recount({ db }: Engine, sendId: number): Promise<Counts> {
  const states = await db
    .selectFrom('deliveries')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where('send_id', '=', sendId)
    .groupBy('state')
    .execute()
  const reasons = await db
    .selectFrom('exclusions')
    .select(({ fn }) => ['reason', fn.countAll<number>().as('count')])
    .where('send_id', '=', sendId)
    .groupBy('reason')
    .execute()
  return {
    states: record(
      DELIVERY_STATES,
      (state) => states.find((row) => row.state === state)?.count ?? 0,
    ),
    excluded: record(
      EXCLUSION_REASONS,
      (reason) => reasons.find((row) => row.reason === reason)?.count ?? 0,
    ),
  }
}
