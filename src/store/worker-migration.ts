// The steps of the schema that several machines at one send asked for. Once released a step is never changed.

import { type CompiledQuery, type Kysely, sql } from 'kysely'
import { DUE, TROUBLE } from './deliveries.ts'
import type { Column } from './engine.ts'

export function workers(
  { schema }: Kysely<unknown>,
  { identity, key }: Column,
): readonly CompiledQuery[] {
  return [
    schema
      .createTable('workers')
      .addColumn('id', identity, (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('relay', 'text')
      .addColumn('version', 'text', (c) => c.notNull())
      .addColumn('started_at', 'bigint', (c) => c.notNull())
      .addColumn('seen_at', 'bigint', (c) => c.notNull())
      .addColumn('accepted', 'bigint', (c) => c.notNull())
      .addColumn('gone_at', 'bigint'),
    schema
      .createTable('letters')
      .addColumn('digest', sql.raw(key), (c) => c.primaryKey())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('kept_at', 'bigint', (c) => c.notNull()),
    schema.alterTable('sends').addColumn('workers', 'text'),
    schema.alterTable('deliveries').addColumn('worker_id', 'integer'),
  ].map((step) => step.compile())
}

/** Counts that several connections add to side by side. A key cannot be changed on every engine: the table is made anew. */
export function tallyParts(db: Kysely<unknown>): readonly CompiledQuery[] {
  const { schema } = db
  return [
    schema.alterTable('tallies').renameTo('tallies_whole').compile(),
    schema
      .createTable('tallies')
      .addColumn('send_id', 'bigint', (c) => c.notNull().references('sends.id'))
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('count', 'bigint', (c) => c.notNull())
      .addColumn('part', 'integer', (c) => c.notNull().defaultTo(0))
      .addPrimaryKeyConstraint('tallies_parts', ['send_id', 'state', 'reason', 'part'])
      .compile(),
    sql`insert into tallies (send_id, state, reason, count) select send_id, state, reason, count from tallies_whole`.compile(
      db,
    ),
    schema.dropTable('tallies_whole').compile(),
  ]
}

/**
 * The same rows in the same order, found by columns that a settled row keeps, and room beside them: where no index knows of
 * a change and the page has room, Postgres writes the row alone. Four workers settled a sixth more a second.
 */
export function steadyIndexes(
  db: Kysely<unknown>,
  { rowOrder, loosen }: Column,
): readonly CompiledQuery[] {
  const { schema } = db
  return [
    ...[
      schema.dropIndex('deliveries_due'),
      schema.dropIndex('deliveries_trouble'),
      schema
        .createIndex('deliveries_due')
        .on('deliveries')
        .columns(['send_id', 'next_attempt_at', ...rowOrder])
        .where(DUE),
      schema
        .createIndex('deliveries_trouble')
        .on('deliveries')
        .columns(['send_id', ...rowOrder])
        .where(TROUBLE),
    ].map((step) => step.compile()),
    ...(loosen ? [sql.raw(loosen('deliveries')).compile(db)] : []),
  ]
}

/** Beside the state and not one of its own: a send that is paused is still being sent, by whoever was at it. */
export function pausing({ schema }: Kysely<unknown>): readonly CompiledQuery[] {
  return [schema.alterTable('sends').addColumn('paused_at', 'bigint').compile()]
}
