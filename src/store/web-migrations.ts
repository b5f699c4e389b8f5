// The steps of the schema that what readers reach on the web asked for. Once released a step is never changed.

import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { Column } from './engine.ts'

/** Who left one list of several, whether they are in the store or not; and which list a send is for. */
export function departures(
  { schema }: Kysely<unknown>,
  { key, keyOrder }: Column,
): readonly CompiledQuery[] {
  return [
    schema
      .createTable('departures')
      .addColumn('list', 'text', (c) => c.notNull())
      .addColumn('address_hash', sql.raw(key), (c) => c.notNull())
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('left_at', 'bigint', (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('departures_key', ['list', 'address_hash'])
      .modifyEnd(sql.raw(keyOrder)),
    schema.createIndex('departures_reader').on('departures').columns(['address_hash']),
    schema.alterTable('sends').addColumn('list', 'text'),
  ].map((step) => step.compile())
}

/** Calls to whoever is told when readers join and leave, kept until they arrive. */
export function webhookCalls(
  { schema }: Kysely<unknown>,
  { identity, key }: Column,
): readonly CompiledQuery[] {
  return [
    schema
      .createTable('webhook_calls')
      .addColumn('id', identity, (c) => c.primaryKey())
      .addColumn('message_id', 'text', (c) => c.notNull().unique())
      .addColumn('url', 'text', (c) => c.notNull())
      .addColumn('event', 'text', (c) => c.notNull())
      .addColumn('address_hash', sql.raw(key), (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('next_attempt_at', 'bigint')
      .addColumn('problem', 'text'),
    schema.createIndex('webhook_calls_due').on('webhook_calls').columns(['next_attempt_at']),
    schema.createIndex('webhook_calls_reader').on('webhook_calls').columns(['address_hash']),
  ].map((step) => step.compile())
}

/** Where the links of letters lead, and how often each was followed. */
export function links({ schema }: Kysely<unknown>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('links')
      .addColumn('key', 'text', (c) => c.primaryKey().notNull())
      .addColumn('issue', 'text', (c) => c.notNull())
      .addColumn('url', 'text', (c) => c.notNull())
      .addColumn('clicks', 'bigint', (c) => c.notNull()),
    schema.createIndex('links_issue').on('links').columns(['issue']),
  ].map((step) => step.compile())
}
