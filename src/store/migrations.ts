// The schema, as the ordered steps that lead to it. A step that was released is never changed; a new one is
// added. Each is a list of statements that an engine runs in one transaction.

import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { Column } from './engine.ts'
import { list } from './list-migration.ts'
import { departures, links, webhookCalls } from './web-migrations.ts'
import { pausing, steadyIndexes, tallyParts, workers } from './worker-migration.ts'

export interface Migration {
  readonly name: string
  readonly up: (db: Kysely<unknown>, column: Column) => readonly CompiledQuery[]
}

export const MIGRATIONS: readonly Migration[] = [
  { name: 'the ledger of a send', up: ledger },
  { name: 'the list', up: list },
  { name: 'leaving one list of several', up: departures },
  { name: 'calls to webhooks', up: webhookCalls },
  { name: 'links whose clicks are counted', up: links },
  { name: 'several machines at one send', up: workers },
  { name: 'counts in parts', up: tallyParts },
  { name: 'indexes that a state is not part of', up: steadyIndexes },
  { name: 'a send that is paused', up: pausing },
]

export const SCHEMA_VERSION = MIGRATIONS.length

function ledger(
  { schema }: Kysely<unknown>,
  { identity, key, rowOrder }: Column,
): readonly CompiledQuery[] {
  return [
    schema
      .createTable('sends')
      .addColumn('id', identity, (c) => c.primaryKey())
      .addColumn('issue', 'text', (c) => c.notNull().unique())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('sender', 'text', (c) => c.notNull())
      .addColumn('digest', 'text', (c) => c.notNull())
      .addColumn('parts', 'text', (c) => c.notNull())
      .addColumn('selection', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('planned_at', 'bigint')
      .addColumn('confirmed_at', 'bigint')
      .addColumn('started_at', 'bigint')
      .addColumn('ended_at', 'bigint')
      .addColumn('seen_at', 'bigint')
      .addColumn('runner', 'text'),
    schema
      .createTable('deliveries')
      .addColumn('id', identity, (c) => c.primaryKey())
      .addColumn('send_id', 'bigint', (c) => c.notNull().references('sends.id'))
      .addColumn('address_hash', sql.raw(key), (c) => c.notNull())
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('domain', 'text', (c) => c.notNull())
      .addColumn('subscriber', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('attempt', 'integer', (c) => c.notNull())
      .addColumn('claimed', 'integer', (c) => c.notNull())
      .addColumn('tries', 'integer', (c) => c.notNull())
      .addColumn('doubts', 'integer', (c) => c.notNull())
      .addColumn('next_attempt_at', 'bigint')
      .addColumn('changed_at', 'bigint')
      .addColumn('first_try_at', 'bigint')
      .addColumn('reason', 'text')
      .addColumn('reply', 'text')
      .addColumn('relay_id', 'integer'),
    // One row for one issue and one reader.
    schema
      .createIndex('deliveries_reader')
      .on('deliveries')
      .columns(['send_id', 'address_hash'])
      .unique(),
    // What is still to be done, in order; a row leaves it when its body begins.
    schema
      .createIndex('deliveries_due')
      .on('deliveries')
      .columns(['send_id', 'next_attempt_at', ...rowOrder])
      .where(sql<boolean>`state in ('pending', 'deferred')`),
    // What people ask for by name. Rows in `sending` are not in it: the tally says whether there are any.
    schema
      .createIndex('deliveries_trouble')
      .on('deliveries')
      .columns(['send_id', 'state'])
      .where(sql<boolean>`state in ('failed', 'in_doubt')`),
    schema
      .createTable('exclusions')
      .addColumn('id', identity, (c) => c.primaryKey())
      .addColumn('send_id', 'bigint', (c) => c.notNull().references('sends.id'))
      .addColumn('line', 'bigint')
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('detail', 'text'),
    schema.createIndex('exclusions_send').on('exclusions').columns(['send_id', 'id']),
    schema
      .createTable('tallies')
      .addColumn('send_id', 'bigint', (c) => c.notNull().references('sends.id'))
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('count', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('tallies_key', ['send_id', 'state', 'reason']),
    schema
      .createTable('suppressions')
      .addColumn('address_hash', sql.raw(key), (c) => c.primaryKey())
      .addColumn('email', 'text')
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('suppressed_at', 'bigint', (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull()),
    schema
      .createTable('relays')
      .addColumn('id', identity, (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull().unique()),
    schema
      .createTable('paces')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('next_at', 'double precision', (c) => c.notNull()),
    schema
      .createTable('quotas')
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('slot', 'bigint', (c) => c.notNull())
      .addColumn('count', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('quotas_key', ['name', 'slot']),
    schema
      .createTable('events')
      .addColumn('id', identity, (c) => c.primaryKey())
      .addColumn('send_id', 'bigint', (c) => c.notNull().references('sends.id'))
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('detail', 'text', (c) => c.notNull()),
    schema.createIndex('events_send').on('events').columns(['send_id', 'at']),
  ].map((step) => step.compile())
}
