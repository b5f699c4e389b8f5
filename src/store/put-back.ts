// Many deliveries from one state into another, with their tallies: what a dead process left, and what is to be sent
// once more.

import { type CompiledQuery, type RawBuilder, sql, type Updateable } from 'kysely'
import { inStates } from './deliveries.ts'
import type { Engine } from './engine.ts'
import type { DeliveryState, DeliveryTable } from './tables.ts'

/** Failed so: there is no such mailbox, and another try would harm the sender's name. */
const NO_MAILBOX = 'mailbox'
const ALL = sql<boolean>`true`

/** Rows in `sending` that no process is sending: nobody knows. To go into a `write`. */
export function leaveInDoubt(engine: Engine, sendId: number): readonly CompiledQuery[] {
  return move(engine, sendId, 'sending', 'in_doubt', ALL, {
    claimed: 0,
    reason: 'ended',
    doubts: sql<number>`doubts + 1` as never,
  })
}

/** The same for what one worker was sending that is gone; what it had only claimed is anybody's. To go into a `write`. */
export function leaveByWorker(
  engine: Engine,
  sendId: number,
  workerId: number,
  now: number,
): readonly CompiledQuery[] {
  const where = sql<boolean>`worker_id = ${workerId}`
  return [
    ...move(engine, sendId, 'sending', 'in_doubt', where, {
      claimed: 0,
      reason: 'ended',
      doubts: sql<number>`doubts + 1` as never,
    }),
    engine.db
      .updateTable('deliveries')
      .set({ claimed: 0, next_attempt_at: now })
      .where('send_id', '=', sendId)
      .where(inStates(['pending', 'deferred']))
      .where('claimed', '=', 1)
      .where('worker_id', '=', workerId)
      .compile(),
  ]
}

/**
 * To be sent again: readers in doubt, who may then have the letter twice; or those who failed, but for those without
 * a mailbox. To go into a `write`.
 */
export function sendAgain(
  engine: Engine,
  sendId: number,
  from: 'in_doubt' | 'failed',
  now: number,
): readonly CompiledQuery[] {
  const due = { next_attempt_at: now, tries: 0, first_try_at: null }
  if (from === 'in_doubt') {
    return move(engine, sendId, from, 'deferred', ALL, { ...due, reason: 'in_doubt' })
  }
  const where = sql<boolean>`(reason is null or reason <> ${NO_MAILBOX})`
  return move(engine, sendId, from, 'deferred', where, { ...due, reason: 'retried' })
}

/** How many would be sent again. @throws PressrunError `store` */
export async function countAgain(
  { db }: Engine,
  sendId: number,
  from: 'in_doubt' | 'failed',
): Promise<{ readonly again: number; readonly noMailbox: number }> {
  const { all, mailbox } = await db
    .selectFrom('deliveries')
    .select(({ fn }) => [
      fn.countAll<number>().as('all'),
      fn.countAll<number>().filterWhere('reason', '=', NO_MAILBOX).as('mailbox'),
    ])
    .where('send_id', '=', sendId)
    .where(inStates([from]))
    .executeTakeFirstOrThrow()
  const noMailbox = from === 'failed' ? mailbox : 0
  return { again: all - noMailbox, noMailbox }
}

/** Whoever was put off is due now. To go into a `write`. */
export function waitNoLonger({ db }: Engine, sendId: number, now: number): CompiledQuery {
  return db
    .updateTable('deliveries')
    .set({ next_attempt_at: now })
    .where('send_id', '=', sendId)
    .where(inStates(['deferred']))
    .where('next_attempt_at', '>', now)
    .compile()
}

function move(
  { db }: Engine,
  sendId: number,
  from: DeliveryState,
  to: DeliveryState,
  where: RawBuilder<boolean>,
  change: Updateable<DeliveryTable>,
): readonly CompiledQuery[] {
  const count = sql<number>`(select count(*) from deliveries
    where send_id = ${sendId} and ${inStates([from])} and ${where})`
  return [
    db
      .insertInto('tallies')
      .values([from, to].map((state) => ({ send_id: sendId, state, reason: '', count: 0 })))
      .onConflict((conflict) => conflict.doNothing())
      .compile(),
    db
      .updateTable('tallies')
      .set({
        count: sql`count + case state when ${from} then -${count} else ${count} end`,
      })
      .where('send_id', '=', sendId)
      .where('state', 'in', [from, to])
      .where('reason', '=', '')
      .where('part', '=', 0)
      .compile(),
    db
      .updateTable('deliveries')
      .set({ state: to, ...change })
      .where('send_id', '=', sendId)
      .where(inStates([from]))
      .where(where)
      .compile(),
  ]
}
