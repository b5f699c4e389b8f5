// A store that an earlier version made, with a send in it, opened by this one.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteQueryCompiler,
} from 'kysely'
import { Client } from 'pg'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Column } from '../../src/store/engine.ts'
import { MIGRATIONS } from '../../src/store/migrations.ts'
import { openStore, STORE_FILE, type StorePlace } from '../../src/store/open.ts'
import { COLUMN as POSTGRES } from '../../src/store/postgres/migrate.ts'
import { COLUMN as SQLITE } from '../../src/store/sqlite/migrate.ts'
import { countsOf, recount } from '../../src/store/tallies.ts'
import { emptyDatabase, endServer } from './engines.ts'

afterAll(endServer)

/** Before counts were in parts. */
const EARLIER = 6

const SEND = [
  `insert into sends (id, issue, state, sender, digest, parts, selection, created_at)
   values (1, 'an-issue', 'sending', 'letters@example.com', 'd', '{}', '{}', 1)`,
  ...[
    ['accepted', 'null', 'null'],
    ['accepted', 'null', 'null'],
    ['pending', '0', 'null'],
    ['failed', 'null', `'refused'`],
  ].map(
    ([state, at, reason], i) =>
      `insert into deliveries (id, send_id, address_hash, email, domain, subscriber, state, attempt,
                               claimed, tries, doubts, next_attempt_at, reason)
       values (${i + 1}, 1, 'hash-${i}', 'reader${i}@example.com', 'example.com', '{}', '${state}', 0, 0, 0, 0, ${at}, ${reason})`,
  ),
  `insert into tallies (send_id, state, reason, count)
   values (1, 'accepted', '', 2), (1, 'pending', '', 1), (1, 'failed', '', 1)`,
  `insert into exclusions (send_id, line, email, reason) values (1, 9, 'x@example.com', 'filter')`,
  `insert into tallies (send_id, state, reason, count) values (1, 'excluded', 'filter', 1)`,
]

const ENGINES: Readonly<Record<string, () => Promise<StorePlace>>> = {
  async sqlite() {
    const root = mkdtempSync(join(tmpdir(), 'pressrun-earlier-'))
    onTestFinished(() => rmSync(root, { recursive: true }))
    const file = join(root, STORE_FILE)
    mkdirSync(dirname(file), { recursive: true })
    const database = new SqliteDatabase(file)
    for (const { sql, parameters } of earlier(new SqliteQueryCompiler(), SQLITE))
      database.prepare(sql).run(...parameters)
    for (const sql of SEND) database.exec(sql)
    database.close()
    return root
  },
  async postgres() {
    const place = await emptyDatabase()
    const client = new Client(place.secrets.databaseUrl)
    await client.connect()
    for (const { sql, parameters } of earlier(new PostgresQueryCompiler(), POSTGRES))
      await client.query(sql, [...parameters])
    for (const sql of SEND) await client.query(sql)
    await client.end()
    return place
  },
}

function earlier(
  compiler: PostgresQueryCompiler | SqliteQueryCompiler,
  column: Column,
): readonly CompiledQuery[] {
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new PostgresIntrospector(database),
      createQueryCompiler: () => compiler,
    },
  })
  const { schema } = db
  return [
    ...MIGRATIONS.slice(0, EARLIER).flatMap(({ up }) => up(db, column)),
    schema
      .createTable('schema')
      .addColumn('version', 'integer', (c) => c.notNull())
      .compile(),
    db
      .insertInto('schema' as never)
      .values({ version: EARLIER } as never)
      .compile(),
  ]
}

describe.each(Object.entries(ENGINES))('a store on %s of an earlier version', (_, made) => {
  it('keeps what is in it: who got the letter, who did not, and the counts', async () => {
    const store = await openStore(await made(), 'write')
    try {
      const counts = await countsOf(store, 1)
      expect(counts.states).toMatchObject({ accepted: 2, pending: 1, failed: 1 })
      expect(counts.excluded.filter).toBe(1)
      expect(counts).toEqual(await recount(store, 1))
      const claim = { sendId: 1, band: 'fresh', now: 5, leaseUntil: 9, limit: 9 } as const
      expect((await store.ledger.claim(claim)).rows.map(({ id }) => id)).toEqual([3])
    } finally {
      await store.close()
    }
  })
})
