// The step of the schema that several machines at one send asked for. Once released it is never changed.

import { type CompiledQuery, type Kysely, sql } from 'kysely'
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
