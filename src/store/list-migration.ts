// The step of the schema that adds the list. Once released it is never changed.

import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { Column } from './engine.ts'

export function list(
  { schema }: Kysely<unknown>,
  { identity, key, keyOrder }: Column,
): readonly CompiledQuery[] {
  return [
    schema
      .createTable('sources')
      .addColumn('id', identity, (c) => c.primaryKey())
      .addColumn('way', 'text', (c) => c.notNull())
      .addColumn('place', 'text', (c) => c.notNull())
      .addColumn('note', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull()),
    schema
      .createTable('imports')
      .addColumn('source_id', 'bigint', (c) => c.primaryKey().references('sources.id'))
      .addColumn('stamp', 'text', (c) => c.notNull())
      .addColumn('rows', 'bigint', (c) => c.notNull())
      .addColumn('tally', 'text', (c) => c.notNull())
      .addColumn('ended_at', 'bigint'),
    schema
      .createTable('subscribers')
      .addColumn('id', identity, (c) => c.primaryKey())
      .addColumn('address_hash', sql.raw(key), (c) => c.notNull().unique())
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('first_name', 'text', (c) => c.notNull())
      .addColumn('lang', 'text', (c) => c.notNull())
      .addColumn('tags', 'text', (c) => c.notNull())
      .addColumn('fields', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('changed_at', 'bigint', (c) => c.notNull()),
    // A million rows are entered at once: references would be looked up for each of them.
    schema
      .createTable('memberships')
      .addColumn('subscriber_id', 'bigint', (c) => c.notNull())
      .addColumn('list', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('since', 'bigint', (c) => c.notNull())
      .addColumn('source_id', 'bigint', (c) => c.notNull())
      .addColumn('proof', 'text')
      .addPrimaryKeyConstraint('memberships_key', ['subscriber_id', 'list'])
      .modifyEnd(sql.raw(keyOrder)),
    schema
      .createTable('consents')
      .addColumn('id', identity, (c) => c.primaryKey())
      .addColumn('subscriber_id', 'bigint', (c) => c.notNull().references('subscribers.id'))
      .addColumn('list', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('since', 'bigint', (c) => c.notNull())
      .addColumn('source_id', 'bigint', (c) => c.notNull().references('sources.id'))
      .addColumn('proof', 'text'),
    schema
      .createIndex('consents_subscriber')
      .on('consents')
      .columns(['subscriber_id', 'list', 'id']),
  ].map((step) => step.compile())
}
