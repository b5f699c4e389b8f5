// Calls to webhooks as rows: written with the change that they tell of, taken by one process at a time, gone once they
// have arrived.

import type { CompiledQuery, Selectable } from 'kysely'
import type { Engine } from './engine.ts'
import type { WebhookCallTable } from './list-tables.ts'

export type WebhookCall = Selectable<WebhookCallTable>

export interface NewCall {
  readonly messageId: string
  readonly url: string
  readonly event: string
  readonly addressHash: string
  readonly body: string
  readonly at: number
}

/** One at least, to go into the `write` of what they tell of. */
export const addCalls = ({ db }: Pick<Engine, 'db'>, calls: readonly NewCall[]): CompiledQuery =>
  db
    .insertInto('webhook_calls')
    .values(
      calls.map(({ messageId, url, event, addressHash, body, at }) => ({
        ...{ message_id: messageId, url, event, address_hash: addressHash, body },
        ...{ created_at: at, attempts: 0, next_attempt_at: at, problem: null },
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .compile()

/** Those whose time has come, the first ones first. @throws PressrunError `store` */
export const dueCalls = ({ db }: Engine, now: number, most: number): Promise<WebhookCall[]> =>
  db
    .selectFrom('webhook_calls')
    .selectAll()
    .where('next_attempt_at', '<=', now)
    .orderBy('next_attempt_at')
    .orderBy('id')
    .limit(most)
    .execute()

/**
 * Nobody else's until `until`.
 * @returns false where somebody else has taken it.
 * @throws PressrunError `store`
 */
export async function takeCall(
  { db, write }: Engine,
  { id, attempts }: WebhookCall,
  until: number,
): Promise<boolean> {
  const [hits] = await write([
    db
      .updateTable('webhook_calls')
      .set({ attempts: attempts + 1, next_attempt_at: until })
      .where('id', '=', id)
      .where('attempts', '=', attempts)
      .compile(),
  ])
  return hits === 1
}

/** It has arrived. @throws PressrunError `store` */
export async function endCall({ db, write }: Engine, id: number): Promise<void> {
  await write([db.deleteFrom('webhook_calls').where('id', '=', id).compile()])
}

/** @param nextAt null: it is given up. @throws PressrunError `store` */
export async function putOffCall(
  { db, write }: Engine,
  id: number,
  nextAt: number | null,
  problem: string,
): Promise<void> {
  const change = { next_attempt_at: nextAt, problem }
  await write([db.updateTable('webhook_calls').set(change).where('id', '=', id).compile()])
}

/** Given up before `before`: nobody asked for them again. @throws PressrunError `store` */
export async function forgetCalls({ db, write }: Engine, before: number): Promise<void> {
  await write([
    db
      .deleteFrom('webhook_calls')
      .where('next_attempt_at', 'is', null)
      .where('created_at', '<', before)
      .compile(),
  ])
}

/** To go into the `write` that erases a reader: nothing about them is told any more but that. */
export const eraseCalls = ({ db }: Engine, addressHash: string): CompiledQuery =>
  db.deleteFrom('webhook_calls').where('address_hash', '=', addressHash).compile()

/** Tries again what was given up, for the whole time anew. @returns how many. @throws PressrunError `store` */
export async function callAgain({ db, write }: Engine, now: number): Promise<number> {
  const [count = 0] = await write([
    db
      .updateTable('webhook_calls')
      .set({ attempts: 0, created_at: now, next_attempt_at: now })
      .where('next_attempt_at', 'is', null)
      .compile(),
  ])
  return count
}

export interface CallFigures {
  readonly url: string
  readonly waiting: number
  readonly givenUp: number
  /** One of those that were met last. */
  readonly problem: string | null
}

/** @throws PressrunError `store` */
export async function callFigures({ db }: Engine): Promise<readonly CallFigures[]> {
  const rows = await db
    .selectFrom('webhook_calls')
    .select(({ fn }) => [
      'url',
      fn.countAll<number>().as('all'),
      fn.count<number>('next_attempt_at').as('waiting'),
      fn.max('problem').as('problem'),
    ])
    .groupBy('url')
    .orderBy('url')
    .execute()
  return rows.map(({ url, all, waiting, problem }) => ({
    ...{ url, waiting: Number(waiting), givenUp: Number(all) - Number(waiting), problem },
  }))
}
