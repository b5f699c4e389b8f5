// The sends table: one row for the sending of an issue.

import type { CompiledQuery, Insertable, Selectable, Updateable } from 'kysely'
import type { Engine } from './engine.ts'
import type { SendTable } from './tables.ts'

export type Send = Selectable<SendTable>

/** @throws PressrunError `store` */
export async function findSend({ db }: Engine, issue: string): Promise<Send | undefined> {
  return await db.selectFrom('sends').selectAll().where('issue', '=', issue).executeTakeFirst()
}

/** The latest first. @throws PressrunError `store` */
export async function allSends({ db }: Engine): Promise<readonly Send[]> {
  return await db.selectFrom('sends').selectAll().orderBy('id', 'desc').execute()
}

/** @returns the new row. @throws PressrunError `store` */
export async function createSend(engine: Engine, send: Insertable<SendTable>): Promise<Send> {
  await engine.write([engine.db.insertInto('sends').values(send).compile()])
  return (await findSend(engine, send.issue)) as Send
}

/** To go into a `write`. */
export function updateSend(
  { db }: Engine,
  id: number,
  change: Updateable<SendTable>,
): CompiledQuery {
  return db.updateTable('sends').set(change).where('id', '=', id).compile()
}

/** To go into a `write`. */
export function noteEvent(
  { db }: Engine,
  sendId: number,
  at: number,
  kind: string,
  detail = '',
): CompiledQuery {
  return db.insertInto('events').values({ send_id: sendId, at, kind, detail }).compile()
}

export interface Event {
  readonly at: number
  readonly kind: string
  readonly detail: string
}

/** In order, the last `most` of them. @throws PressrunError `store` */
export async function eventsOf(
  { db }: Engine,
  sendId: number,
  most: number,
): Promise<readonly Event[]> {
  const rows = await db
    .selectFrom('events')
    .select(['at', 'kind', 'detail'])
    .where('send_id', '=', sendId)
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  return rows.reverse()
}
