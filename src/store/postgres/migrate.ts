// Brings a Postgres database to the schema of this version, or says why it cannot.

import type { Kysely } from 'kysely'
import { PressrunError } from '../../problem.ts'
import type { Column } from '../engine.ts'
import { MIGRATIONS, SCHEMA_VERSION } from '../migrations.ts'
import { halfCopied } from '../store-problem.ts'
import type { Tables } from '../tables.ts'
import { DATABASE_VARIABLE } from './address.ts'
import type { Connection, Session } from './connection.ts'
import { lockKey } from './lock.ts'

export const COLUMN: Column = {
  identity: 'bigserial',
  key: 'text collate "C"',
  keyOrder: '',
  rowOrder: ['id'],
  loosen: (table) => `alter table ${table} set (fillfactor = 70)`,
}

const OLDEST = 13
const OWN_DATABASE = `Make a database of its own (createdb pressrun) and name it in ${DATABASE_VARIABLE}.`

const problem = (message: string, mend: string) =>
  new PressrunError({ code: 'store', message, mend, file: DATABASE_VARIABLE })

export const nothingMade = () =>
  problem(
    'nothing was ever imported, planned or sent with this database: there is no store in it yet',
    'Begin with: pressrun list import <file>, or pressrun store copy --to this database.',
  )

/** @throws PressrunError `store` for a server that is too old, or keeps less than all characters */
export async function refuseUnfit({ query }: Session): Promise<void> {
  const { rows } = await query<{ server: number; encoding: string }>({
    sql: `select current_setting('server_version_num')::integer as server,
                 current_setting('server_encoding') as encoding`,
  })
  const { server = 0, encoding = '' } = rows[0] ?? {}
  const major = Math.floor(server / 10_000)
  if (major < OLDEST)
    throw problem(`Postgres ${major} is too old`, `Use Postgres ${OLDEST} or newer.`)
  if (encoding !== 'UTF8')
    throw problem(
      `the database keeps texts as ${encoding}, and names of readers need more`,
      'Make one with: createdb --encoding=UTF8 --template=template0 <name>',
    )
}

/** 0: nothing was ever made here. @throws PressrunError `store` for a database that is somebody else's */
export async function schemaVersion({ query }: Session): Promise<number> {
  const { rows } = await query<{ name: string }>({
    sql: `select c.relname as name from pg_class as c
          join pg_namespace as n on n.oid = c.relnamespace
          where n.nspname = current_schema() and c.relkind in ('r', 'p')
            and not exists (select from pg_depend as d where d.objid = c.oid and d.deptype = 'e')`,
  })
  if (rows.length === 0) return 0
  const names = rows.map(({ name }) => name)
  if (!names.includes('schema') || !names.includes('deliveries'))
    throw problem('this database holds something else, and no store of Pressrun', OWN_DATABASE)
  const found = await query<{ version: number }>({ sql: 'select version from "schema"' })
  return found.rows[0]?.version ?? 0
}

/** @throws PressrunError `store` where a newer Pressrun made the schema */
export function refuseNewer(version: number): void {
  if (version <= SCHEMA_VERSION) return
  throw problem(
    `a newer Pressrun made this store (schema ${version}; this one knows up to ${SCHEMA_VERSION})`,
    'Update Pressrun: npm install pressrun@latest',
  )
}

/** @throws PressrunError `store` where a copy into it was cut off */
export function refuseHalf(version: number): void {
  if (version < 0) throw halfCopied(DATABASE_VARIABLE)
}

/** Each step in a transaction of its own; a kill in between leaves a whole schema of some version. */
export async function migrate(
  connection: Connection,
  db: Kysely<Tables>,
  access: 'write' | 'fill',
): Promise<void> {
  for (let done = false; !done; )
    done = await connection.atomically('read committed', async (session) => {
      // Another process may be doing the same.
      await session.query({
        sql: 'select pg_advisory_xact_lock($1::bigint)',
        parameters: [lockKey('migrate')],
      })
      const version = await schemaVersion(session)
      refuseNewer(version)
      if (access === 'write') refuseHalf(version)
      const step = MIGRATIONS[version]
      if (!step) {
        // A store that may only be read says so now, and not when something was sent already.
        await session.query({ sql: 'update "schema" set version = version' })
        return true
      }
      const queries = step.up(db as unknown as Kysely<unknown>, COLUMN)
      for (const query of queries) await session.query(query)
      await session.query({
        sql:
          version === 0
            ? 'create table "schema" (version integer not null)'
            : 'delete from "schema"',
      })
      await session.query({ sql: 'insert into "schema" values ($1)', parameters: [version + 1] })
      return false
    })
}
