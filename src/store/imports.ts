// Imports: what was read from where, and how far, so that one that was cut off goes on.

import type { CompiledQuery } from 'kysely'
import type { Engine } from './engine.ts'
import { newSource } from './sources.ts'

export interface ImportMark {
  readonly sourceId: number
  /** Rows that are done. */
  readonly rows: number
  /** JSON. */
  readonly tally: string
}

/** The import with this stamp that has not ended, or a new one. @throws PressrunError `store` */
export async function beginImport(
  engine: Engine,
  { place, stamp, note }: { place: string; stamp: string; note: string },
  at: number,
): Promise<ImportMark> {
  const { db } = engine
  const before = await db
    .selectFrom('imports')
    .select(['source_id', 'rows', 'tally'])
    .where('stamp', '=', stamp)
    .where('ended_at', 'is', null)
    .orderBy('source_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (before) return { sourceId: before.source_id, rows: before.rows, tally: before.tally }
  const sourceId = await newSource(engine, { way: 'import', place, note }, at)
  const values = { source_id: sourceId, stamp, rows: 0, tally: '', ended_at: null }
  await engine.write([db.insertInto('imports').values(values).compile()])
  return { sourceId, rows: 0, tally: '' }
}

/** To go into the transaction that the rows are in. */
export const noteImport = (
  { db }: Engine,
  sourceId: number,
  { rows, tally, endedAt }: { rows: number; tally: string; endedAt: number | null },
): CompiledQuery =>
  db
    .updateTable('imports')
    .set({ rows, tally, ended_at: endedAt })
    .where('source_id', '=', sourceId)
    .compile()
