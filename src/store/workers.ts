// Which processes send what they are given, and when each was last seen.

import type { Selectable } from 'kysely'
import type { Engine } from './engine.ts'
import type { WorkerTable } from './tables.ts'

export type WorkerRow = Selectable<WorkerTable>

/** @returns its id. @throws PressrunError `store` */
export async function enrol(
  { db }: Engine,
  { name, relay, version }: Pick<WorkerRow, 'name' | 'relay' | 'version'>,
  now: number,
): Promise<number> {
  const { id } = await db
    .insertInto('workers')
    .values({ name, relay, version, started_at: now, seen_at: now, accepted: 0, gone_at: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @returns false where others took it for dead meanwhile. @throws PressrunError `store` */
export async function sign(
  { db, write }: Engine,
  id: number,
  now: number,
  accepted: number,
): Promise<boolean> {
  const change = { seen_at: now, accepted }
  const [hits] = await write([
    db
      .updateTable('workers')
      .set(change)
      .where('id', '=', id)
      .where('gone_at', 'is', null)
      .compile(),
  ])
  return hits === 1
}

/** Whatever it claims from here on comes to nothing. @throws PressrunError `store` */
export async function giveUp({ db, write }: Engine, id: number, now: number): Promise<void> {
  const query = db.updateTable('workers').set({ gone_at: now }).where('id', '=', id)
  await write([query.where('gone_at', 'is', null).compile()])
}

/** @throws PressrunError `store` */
export async function dismiss({ db, write }: Engine, id: number): Promise<void> {
  await write([db.deleteFrom('workers').where('id', '=', id).compile()])
}

/** @throws PressrunError `store` */
export async function allWorkers({ db }: Pick<Engine, 'db'>): Promise<readonly WorkerRow[]> {
  return await db.selectFrom('workers').selectAll().orderBy('id').execute()
}
